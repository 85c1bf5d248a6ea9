package record_test

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// Forty trusts with five hundred children each, every form opened, two rows of every list, three lines of log and three used keys a
// child. Foreign keys are not checked meanwhile, which makes it quick.
const manyCases = `
begin;
set local session_replication_role = replica;
insert into tenants (id, ods_code, kind, name, short_name, country_code, participating)
  select md5('t' || n)::uuid, 'X' || n, 'trust', 'Trust ' || n, 'Trust ' || n, 'ENG', true from generate_series(101, 140) n;
insert into cases (tenant_id, first_name, surname, date_of_birth, sex, nhs_number)
  select md5('t' || 101 + n % 40)::uuid, 'First' || n % 97, 'Sur' || n % 1009, date '2012-01-01' + n % 3000, '1', lpad(n::text, 10, '0')
  from generate_series(1, 20000) n;
SECTIONS
insert into change_log (tenant_id, case_id, revision, section, question, new_value, person_id, person_name, request_id)
  select tenant_id, c.id, n, 'tests', 'eeg_indicated', 'yes', md5('p' || c.id % 200)::uuid, 'Somebody', 'r' from cases c, generate_series(1, 3) n where c.nhs_number is not null;
insert into imported_cases (tenant_id, sender_id, case_id, digest, revision) select tenant_id, 'their ' || id, id, '\x00', 0 from cases;
insert into answer_keys (tenant_id, person_id, key, fingerprint, case_id, revision)
  select tenant_id, person_id, gen_random_uuid(), '\x00', case_id, revision from change_log;
insert into case_places (tenant_id, case_id, state, looked_up_at) select tenant_id, id, case id % 20 when 0 then 'failed' else 'found' end, now() from cases;
insert into case_results (tenant_id, case_id, rules) select tenant_id, id, 'R4' from cases where nhs_number is not null;
insert into former_leads (tenant_id, case_id, organisation_id) select tenant_id, id, gen_random_uuid() from cases;
insert into transfers (tenant_id, id, side, kind, audit_number, other_tenant_id, to_organisation_id, state, answered_at, requested_at, requested_by, requested_by_name, request_id)
  select tenant_id, gen_random_uuid(), 'origin', 'offer', id, gen_random_uuid(), gen_random_uuid(), case id % 500 when 0 then 'requested' else 'accepted' end,
    case when id % 500 > 0 then now() end, now() - id * interval '1 hour', gen_random_uuid(), 'Somebody', 'r' from cases;
insert into number_searches (tenant_id, person_id, request_id, outcome) select tenant_id, person_id, 'r', 'free' from change_log;
insert into counted_cohorts (cohort, counted_at, counted_on, rules, other_rules, registered, measures, seen) select n, now(), current_date, 'R4', 0, 0, '{}', '0' from generate_series(4, 12) n;
insert into counted_members (cohort, organisation_code, level, code) select n, 'X' || o, level, 'X' || o / 5 from generate_series(4, 12) n, generate_series(1, 300) o,
  unnest(array['organisation', 'trust', 'network', 'country', 'national']) level;
insert into record_ends (tenant_id, audit_number, action) select tenant_id, id, 'restore' from cases;
insert into list_scopes (tenant_id, person_id, scope, organisation_id) select md5('t' || 101 + n % 40)::uuid, md5('p' || n)::uuid, 'trust', gen_random_uuid() from generate_series(1, 4000) n;
commit;
analyze`

// manyRows opens every form of every child and adds two rows to every list: a new section is in the plans by itself.
func manyRows() string {
	var all strings.Builder
	for _, s := range dataset.Stored()[1:] {
		names, values, from := "", "", "cases c"
		if slices.Contains(dataset.Repeating(), s) {
			from += ", generate_series(1, 2) n"
		}
		for _, item := range s.Items {
			if held, ok := item.(ask.Held); ok {
				names, values = names+", "+s.Holding(held).Name, values+", n = 1"
			}
		}
		if s == dataset.RegistrationSection {
			names, values = ", eligibility_confirmed, first_assessment_on", ", true, date '2025-01-01' + (c.id % 300)::int"
		}
		all.WriteString("insert into " + s.Table + " (tenant_id, case_id, updated_by" + names + ") select tenant_id, c.id, gen_random_uuid()" +
			values + " from " + from + " where c.nhs_number is not null;\n")
	}
	return all.String()
}

// small tables are read whole at no cost.
var smallTables = []string{"organisations", "counted_cohorts", "audit_periods", "deadline_extensions"}

// TestStatementsUseIndexes runs what people do most over large tables, takes every statement that was sent, and asks
// PostgreSQL for its plan without knowing the parameters. None may read a whole table; what concerns one child may not
// even read all of the trust's rows.
func TestStatementsUseIndexes(t *testing.T) {
	if testing.Short() {
		t.Skip("fills large tables")
	}
	w := newWorld(t)
	w.db.Exec(t, strings.Replace(manyCases, "SECTIONS", manyRows(), 1))
	w.save(dataset.TreatmentSection, "antiseizure_medicine_given", "yes")
	statements := capture(t, w.db.App)
	for _, act := range w.everyday() {
		*statements = nil
		w.must(act.do(w.as(amina)))
		if len(*statements) == 0 {
			t.Errorf("%s: no statement was seen", act.what)
		}
		for _, sql := range slices.Clone(*statements) {
			if plan := w.plan(sql); isWide(plan, act.oneChild) {
				t.Errorf("%s reads too much:\n%s\n%s", act.what, sql, plan)
			}
		}
	}
	if plan := w.findersPlan(); isWide(plan, false) || !strings.Contains(plan, "cases_nhs_number_once") {
		t.Errorf("looking for a number reads too much:\n%s", plan)
	}
	if plan := w.plan(locking); isWide(plan, true) {
		t.Errorf("locking reads too much:\n%s", plan)
	}
}

var (
	wholeTable = regexp.MustCompile(`Seq Scan on (\w+)`)
	indexRead  = regexp.MustCompile(`Index Cond: (.*)`)
	ofOneChild = regexp.MustCompile(`\b(case_id|id|key|organisation_id|sender_id|audit_number) = `)
)

// isWide tells whether a plan reads a large table whole or, where one child is concerned, by the trust alone.
func isWide(plan string, oneChild bool) bool {
	for _, scan := range wholeTable.FindAllStringSubmatch(plan, -1) {
		if !slices.Contains(smallTables, scan[1]) {
			return true
		}
	}
	return oneChild && slices.ContainsFunc(indexRead.FindAllString(plan, -1), func(by string) bool { return !ofOneChild.MatchString(by) })
}

// locking is what opens a save; tenants.TxLocking sends it without GORM.
const locking = "select id from cases where tenant_id = $1 and id = $2 for no key update"

// act is something people do; most of it concerns one child.
type act struct {
	what     string
	oneChild bool
	do       func(context.Context) error
}

// everyday is what the platform does all day long.
func (w *world) everyday() []act {
	return []act{
		{"saving", true, w.saving(dataset.TestsSection, "eeg_indicated", "yes")},
		{"adding a row", true, func(ctx context.Context) error {
			_, _, err := w.store.AddRow(ctx, w.child, dataset.TreatmentSection.Lists[0], uuid.NewString())
			return err
		}},
		{"emptying a list", true, w.saving(dataset.TreatmentSection, "antiseizure_medicine_given", "no")},
		{"opening", true, func(ctx context.Context) error { _, err := w.store.Open(ctx, w.child); return err }},
		{"who led before", true, func(ctx context.Context) error { _, err := w.store.LeadsOf(ctx, w.child); return err }},
		{"transfers that wait", false, func(ctx context.Context) error { _, err := w.store.WaitingTransfers(ctx); return err }},
		{"past transfers", false, func(ctx context.Context) error { _, _, err := w.store.PastTransfers(ctx, 2, 50); return err }},
		{"glancing", true, func(ctx context.Context) error { _, err := w.store.Glance(ctx, w.child); return err }},
		{"history", true, func(ctx context.Context) error { _, err := w.store.History(ctx, w.child, 1, 50); return err }},
		{"importing", true, func(ctx context.Context) error {
			run, err := w.store.BeginImport(ctx, "a plan", true)
			w.must(err)
			_, err = run.Take(ctx, []record.Arrival{{Sender: "1", Child: registeredGirl()}})
			return err
		}},
		{"exporting", false, func(ctx context.Context) error {
			leaving, err := w.store.BeginExport(ctx, "a plan", record.ExportFilter{Cohort: 8})
			w.must(err)
			_, err = leaving.Next(ctx, 10)
			return err
		}},
		{"reading children out", false, func(ctx context.Context) error {
			for _, err := range w.store.Children(ctx, record.Part{Cohort: 8, OrganisationID: hospitalA}) {
				return err
			}
			return nil
		}},
		{"reading a section out", false, func(ctx context.Context) error {
			for _, section := range []*ask.Section{dataset.CaseSection, dataset.TestsSection, dataset.Repeating()[0]} {
				for _, err := range w.store.SectionRows(ctx, record.Part{}, section) {
					if err != nil {
						return err
					}
				}
			}
			return nil
		}},
		{"place", true, func(ctx context.Context) error { _, err := w.store.Place(ctx, w.child); return err }},
		{"what is looked up", true, func(ctx context.Context) error { _, _, err := w.store.SoughtPlace(ctx, w.child); return err }},
		{"keeping a place", true, func(ctx context.Context) error {
			_, err := w.store.KeepPlace(ctx, w.child, record.Sought{}, record.Place{State: record.PlaceNotFound}, func(*gorm.DB) error { return nil })
			return err
		}},
		{"sweeping", false, func(ctx context.Context) error {
			return w.store.PlacesToFind(ctx, record.PlaceSweep{}, func(*gorm.DB, []int64) error { return nil })
		}},
		{"adding a child", false, func(ctx context.Context) error { _, err := w.store.AddChild(ctx, hospitalA, details(nil)); return err }},
		{"adding a child again", false, func(ctx context.Context) error {
			if _, err := w.store.AddChild(ctx, hospitalA, details(nil)); !fault.Is(err, fault.Invalid) {
				return err
			}
			return nil
		}},
		{"changing details", false, func(ctx context.Context) error {
			_, err := w.store.SaveDetails(ctx, edit(w.child, w.revision(), map[string]string{"nhs_number": "9990000042", "date_of_birth": "4/3/2013"}))
			return err
		}},
		{"the deleted", false, func(ctx context.Context) error { _, err := w.store.ListDeleted(w.as(nia)); return err }},
		{"recounting", false, func(ctx context.Context) error { _, err := w.store.RecountDue(ctx); return err }},
		{"who the children are", false, func(ctx context.Context) error {
			_, err := w.store.Makeup(ctx, record.Whose{OrganisationID: hospitalA, Cohort: 8})
			return err
		}},
		{"children behind a figure", false, func(ctx context.Context) error {
			found, err := w.store.ChildrenBehind(ctx, record.Figure{Measure: &kpi.ECG, Cohort: 8, Level: "organisation", Code: "R0A03", Outcome: "incomplete"}, 1, 25)
			if err == nil && found.CountedAt.IsZero() {
				return errors.New("nothing was counted: its statements were not seen")
			}
			return err
		}},
		{"work to do", false, func(ctx context.Context) error { _, err := w.store.WorkToDo(ctx, record.Whose{}); return err }},
		{"homes", false, func(ctx context.Context) error {
			_, err := w.store.Homes(ctx, record.Whose{OrganisationID: hospitalA})
			return err
		}},
		{"complete records", false, func(ctx context.Context) error {
			_, err := w.store.Completed(ctx, record.Whose{OrganisationID: hospitalA, Cohort: 8})
			return err
		}},
		{"distances", false, func(ctx context.Context) error { _, err := w.store.Distances(ctx, record.Whose{}); return err }},
		{"remembering a scope", false, func(ctx context.Context) error { _, err := w.store.RememberedScope(ctx); return err }},
	}
}

func (w *world) saving(section *ask.Section, question, sent string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := w.store.Save(ctx, w.answer(section, question, sent))
		return err
	}
}

// capture notes the text of every statement that GORM sends from now on.
func capture(t *testing.T, db *gorm.DB) *[]string {
	t.Helper()
	var all []string
	note := func(db *gorm.DB) { all = append(all, db.Statement.SQL.String()) }
	for _, err := range []error{
		db.Callback().Row().After("gorm:row").Register("capture", note),
		db.Callback().Query().After("gorm:query").Register("capture", note),
		db.Callback().Raw().After("gorm:raw").Register("capture", note),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return &all
}

// plan is the one that PostgreSQL would use again and again for any parameters, as the application's role at a trust.
func (w *world) plan(sql string) string {
	w.Helper()
	explain := "explain execute watched"
	if n := marks(sql); n > 0 {
		explain += "(null" + strings.Repeat(", null", n-1) + ")"
	}
	var lines []string
	err := tenants.Tx(w.at(amina, w.largeTrust()), w.db.App, func(tx *gorm.DB) error {
		return errors.Join(
			tx.Exec("set local plan_cache_mode = force_generic_plan").Error,
			tx.Exec("prepare watched as "+sql).Error,
			tx.Raw(explain).Scan(&lines).Error,
			tx.Exec("deallocate watched").Error)
	})
	if err != nil {
		w.Fatalf("%v\n%s", err, sql)
	}
	return strings.Join(lines, "\n")
}

// findersPlan is that of the look across all tenants, which a function does (migrations/0019_child_details.sql).
func (w *world) findersPlan() string {
	w.Helper()
	tx, err := w.db.Super.Begin()
	w.must(err)
	defer func() { _ = tx.Rollback() }()
	for _, sql := range []string{"set local role pinktick_finder", "set local plan_cache_mode = force_generic_plan",
		"prepare finding(text) as select tenant_id, id from public.cases where nhs_number = $1 and deleted_at is null"} {
		_, err := tx.Exec(sql)
		w.must(err)
	}
	rows, err := tx.Query("explain execute finding('9990000034')")
	w.must(err)
	defer func() { _ = rows.Close() }()
	var plan strings.Builder
	for rows.Next() {
		var line string
		w.must(rows.Scan(&line))
		plan.WriteString(line + "\n")
	}
	w.must(rows.Err())
	return plan.String()
}

func (w *world) largeTrust() string {
	w.Helper()
	var id string
	w.must(w.db.Super.QueryRow("select id::text from tenants where ods_code = 'X101'").Scan(&id))
	return id
}

// marks counts a statement's parameters by the highest of their numbers.
func marks(sql string) int {
	most := 0
	for _, mark := range regexp.MustCompile(`\$(\d+)`).FindAllStringSubmatch(sql, -1) {
		n, _ := strconv.Atoi(mark[1])
		most = max(most, n)
	}
	return most
}
