package outlier_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/outlier"
	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/reference"
)

// now is after the deadline of cohort 7.
var now = time.Date(2026, 11, 23, 12, 0, 0, 0, ask.London)

// six are the centres of the worked example, the last of them a Welsh board: passed, failed.
var six = []struct {
	code           string
	passed, failed int
}{{"R0A", 18, 12}, {"RR8", 41, 11}, {"RBS", 9, 0}, {"RQ3", 60, 4}, {"RP4", 27, 33}, {"7A3", 3, 3}}

type world struct {
	*testing.T
	db    *testdb.DB
	store *outlier.Store
}

// newWorld is the country with the counts of the six centres in cohort 7, in the first measure; in the others nobody is eligible.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, db: testdb.New(t)}
	owner, err := w.db.Owner.DB()
	w.must(err)
	w.must(reference.Load(t.Context(), owner, now))
	clock := func() time.Time { return now }
	policy := outlier.DefaultPolicy()
	policy.Measures = policy.Measures[:1]
	w.store = &outlier.Store{DB: w.db.App, Counts: &compare.Store{DB: w.db.App, Now: clock}, Tenants: tenants.NewDirectory(w.db.App, time.Minute), Policy: policy, Now: clock}
	w.count("2026-11-01 03:00:00.25+00")
	return w
}

// count stores the counts of cohort 7 as of a time.
func (w *world) count(at string) {
	w.Helper()
	var columns []string
	for _, m := range kpi.All {
		columns = append(columns, m.Column())
	}
	w.db.Exec(w, `insert into counted_cohorts (cohort, counted_at, counted_on, rules, other_rules, registered, measures, seen)
		values (7, $1, '2026-11-01', 'R4', 0, 221, $2, '1') on conflict (cohort) do update set counted_at = $1`, at, "{"+strings.Join(columns, ",")+"}")
	for _, c := range six {
		w.put(c.code, c.passed, c.failed)
	}
}

// put stores the count of one centre.
func (w *world) put(code string, passed, failed int) {
	w.Helper()
	n, table, level, tenant := passed+failed, "centre_counts", "trust", "tenant_id, "
	of, rest := "(select id from tenants where ods_code = '"+code+"'), ", strings.Repeat(",0", len(kpi.All)-1)+"}"
	if code == "7A3" {
		table, level, tenant, of = "area_counts", "local_health_board", "", ""
	}
	w.db.Exec(w, fmt.Sprintf(`insert into %s (%s cohort, level, code, dimension, category, name, registered, year_over, counted, withdrawn, answered, asked, passed, failed, not_applicable)
		values (%s 7, '%s', '%s', 'all', '', 'Centre %s', %d, %d, %d, 0, 9, 10, $1, $2, $3) on conflict do nothing`, table, tenant, of, level, code, code, n, n, n),
		fmt.Sprintf("{%d%s", passed, rest), fmt.Sprintf("{%d%s", failed, rest), "{0"+rest)
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// team is somebody of the national audit team; other is another.
func (w *world) team(name string) context.Context {
	return tenants.RequestInto(tenants.IntoPerson(w.Context(), tenants.Person{ID: uuid.NewSHA1(uuid.Nil, []byte(name)).String(), Name: name, Role: tenants.NationalAdmin}), "r")
}

// at is somebody at a centre.
func (w *world) at(code string, role tenants.Role) context.Context {
	w.Helper()
	t, err := w.store.Tenants.TenantByODS(w.Context(), code)
	w.must(err)
	return tenants.RequestInto(tenants.IntoPerson(tenants.Into(w.Context(), t), tenants.Person{ID: uuid.NewSHA1(uuid.Nil, []byte(code)).String(), Name: "Lead of " + code, Role: role}), "r")
}

// open opens all the candidates, and gives the record of the centre E, RP4.
func (w *world) open() outlier.Record {
	w.Helper()
	d, err := w.store.Look(w.team("Amina Noor"), 7)
	w.must(err)
	_, err = w.store.Open(w.team("Amina Noor"), 7, d.At, outlier.Groups)
	w.must(err)
	all, err := w.store.Of(w.team("Amina Noor"), 7)
	w.must(err)
	for _, r := range all {
		if r.Code == "RP4" {
			return r
		}
	}
	w.Fatal("nothing was opened for RP4")
	return outlier.Record{}
}

// read is the record as the audit team sees it.
func (w *world) read(id int64) outlier.Record {
	w.Helper()
	r, err := w.store.Read(w.team("Amina Noor"), id)
	w.must(err)
	return r
}

// step is a form as it is sent from the record's page.
func (w *world) step(id int64, to outlier.State) outlier.Step {
	r, today := w.read(id), ask.DateOf(now)
	s := outlier.Step{To: to, Version: r.Version, Key: uuid.NewString(), Words: "Words to the centre at " + string(to), Note: "Working note at " + string(to)}
	if to == outlier.Told {
		s.Told = outlier.Recipients{ChiefExecutive: &today, MedicalDirector: &today, Regulator: &today}
	}
	if to == outlier.ReAnalysed {
		f, err := w.store.Again(w.team("Amina Noor"), r)
		w.must(err)
		s.Counted = f.CountedAt
	}
	return s
}

func (w *world) bring(id int64, states ...outlier.State) {
	w.Helper()
	for _, to := range states {
		if to.Answers() {
			w.must(w.store.Answer(w.at("RP4", tenants.Lead), id, w.answer(id, to)))
			continue
		}
		w.must(w.store.Bring(w.team("Amina Noor"), id, w.step(id, to)))
	}
}

func (w *world) answer(id int64, state outlier.State) outlier.Answer {
	return outlier.Answer{Version: w.read(id).Version, Key: uuid.NewString(), State: state, Words: "We looked at each child."}
}

// seen are the words, names of files and states that somebody at a centre can read in the database, whatever they ask.
func (w *world) seen(code string) string {
	w.Helper()
	var all string
	err := tenants.Tx(w.at(code, tenants.Lead), w.db.App, func(tx *gorm.DB) error {
		return tx.Raw(`select concat_ws('; ', (select string_agg(code || ' ' || state, ', ' order by id) from outliers), (select string_agg(words, ', ' order by id) from outlier_events),
			(select string_agg(name, ', ' order by id) from outlier_files))`).Scan(&all).Error
	})
	w.must(err)
	return all
}

func sqlState(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return fmt.Sprint(err)
}
