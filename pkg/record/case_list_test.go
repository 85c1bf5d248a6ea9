package record_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

var team = tenants.Person{ID: "00000000-0000-4000-8000-000000000009", Name: "Nia Team", Role: tenants.NationalAdmin}

// listed are the surnames a query finds, in order, or for a child without one the first name.
func (w *world) listed(ctx context.Context, q record.Query) []string {
	w.Helper()
	return names(w.list(ctx, q).Rows)
}

func names(rows []record.Listed) []string {
	found := []string{}
	for _, row := range rows {
		switch {
		case row.Surname != nil:
			found = append(found, *row.Surname)
		case row.FirstName != nil:
			found = append(found, *row.FirstName)
		default:
			found = append(found, "-")
		}
	}
	return found
}

func (w *world) list(ctx context.Context, q record.Query) record.List {
	w.Helper()
	if q.Scope == "" {
		q.Scope = record.Trust
	}
	if q.Page == 0 {
		q.Page, q.Size = 1, 50
	}
	if q.Sort == "" {
		q.Sort = "name"
	}
	list, err := w.store.ListCases(ctx, q)
	w.must(err)
	return list
}

// raw puts rows straight into the table: what the list reads is what stands there.
func (w *world) raw(columns string, rows ...string) {
	w.Helper()
	w.unchecked()
	w.db.Exec(w.T, "insert into cases (tenant_id, "+columns+") values "+strings.Join(rows, ", "))
}

// unchecked lets a case be in any state without the acts that bring it there.
func (w *world) unchecked() {
	w.Helper()
	w.db.Exec(w.T, `alter table cases drop constraint if exists cases_opted_out, drop constraint if exists cases_deleted, drop constraint if exists cases_check`)
}

func at(trust, values string) string { return "('" + trust + "', " + values + ")" }

// today is the day of newWorld's clock.
var today = ask.NewDate(2026, 11, 22)

// inStates fills trust A with one child in each state, and with the edges between them.
func (w *world) inStates() {
	row := func(name, closes, locked, unregistered, opted string, mask int) string {
		cohort := "8"
		if closes == "null" {
			cohort = "null"
		}
		return at(trustA, fmt.Sprintf("'%s', %s, %s, %s, %s, %s, %d, 43, 20", name, cohort, closes, locked, unregistered, opted, mask))
	}
	w.raw("surname, cohort, closes_on, locked_at, unregistered_at, opted_out_at, forms_incomplete, expected, completed",
		row("new", "null", "null", "null", "null", 127),
		row("open", "'2027-01-12'", "null", "null", "null", 96),
		row("open today", "'2026-11-22'", "null", "null", "null", 1),
		row("open a week", "'2026-11-29'", "null", "null", "null", 2),
		row("open eight days", "'2026-11-30'", "null", "null", "null", 2),
		row("complete", "'2027-01-12'", "null", "null", "null", 0),
		row("complete a week", "'2026-11-29'", "null", "null", "null", 0),
		row("submitted", "'2027-01-12'", "now()", "null", "null", 0),
		row("submitted in time", "'2026-11-21'", "now()", "null", "null", 0),
		row("closed", "'2026-11-21'", "null", "null", "null", 4),
		row("closed complete", "'2026-11-21'", "null", "null", "null", 0),
		row("unregistered", "'2027-01-12'", "null", "now()", "null", 4),
		row("opted out", "null", "now()", "null", "now()", 127))
}

// Every record is in the state that its columns say, and in the filter of that state and no other.
func TestEveryStateHasItsFilter(t *testing.T) {
	w := newWorld(t)
	w.db.Exec(t, "update cases set deleted_at = now(), deleted_by = gen_random_uuid(), deleted_reason = 'duplicate'") // the child of the world
	w.inStates()
	want := map[record.State][]string{
		record.NotRegistered: {"new"},
		record.Open:          {"open", "open a week", "open eight days", "open today"},
		record.Complete:      {"complete", "complete a week"},
		record.Submitted:     {"submitted", "submitted in time"},
		record.Closed:        {"closed", "closed complete"},
		record.Unregistered:  {"unregistered"},
		record.OptedOut:      {"-"},
	}
	all := w.list(w.as(amina), record.Query{})
	if len(all.Rows) != 13 {
		t.Fatalf("%d children: %v", len(all.Rows), names(all.Rows))
	}
	for state, wanted := range want {
		if got := w.listed(w.as(amina), record.Query{Filter: record.Filter{State: state}}); !slices.Equal(got, wanted) {
			t.Errorf("%s: the filter finds %v, want %v", state, got, wanted)
		}
		var said []record.Listed
		for _, row := range all.Rows {
			if row.State(today) == state {
				said = append(said, row)
			}
		}
		if got := names(said); !slices.Equal(got, wanted) {
			t.Errorf("%s: so say the lines of %v, want %v", state, got, wanted)
		}
	}
	for state, wanted := range map[record.State][]string{record.Open: {"open a week", "open today"}, record.Complete: {"complete a week"}} {
		if got := w.listed(w.as(amina), record.Query{Filter: record.Filter{State: state, Soon: true}}); !slices.Equal(got, wanted) {
			t.Errorf("%s and soon: %v, want %v", state, got, wanted)
		}
	}
}

// Each filter keeps what it names, alone and with others.
func TestFilters(t *testing.T) {
	w := newWorld(t)
	w.db.Exec(t, "update cases set deleted_at = now(), deleted_by = gen_random_uuid(), deleted_reason = 'duplicate'")
	w.inStates()
	w.raw("surname, cohort, closes_on, forms_incomplete, warnings, transfer_pending, lead_organisation_id",
		at(trustA, "'in doubt', 9, '2028-01-11', 64, 2, false, '"+hospitalA+"'"), at(trustA, "'moving', 9, '2028-01-11', 65, 0, true, '"+hospitalA+"'"))
	for _, c := range []struct {
		what   string
		filter record.Filter
		want   []string
	}{
		{"cohort", record.Filter{Cohort: 9}, []string{"in doubt", "moving"}},
		{"incomplete only", record.Filter{Incomplete: true}, []string{"closed", "in doubt", "moving", "new", "open", "open a week", "open eight days", "open today"}},
		{"tests not complete", record.Filter{Form: "tests", State: record.Open}, []string{"open"}},
		{"treatment not complete", record.Filter{Form: "treatment", Cohort: 9}, []string{"in doubt", "moving"}},
		{"registration not complete", record.Filter{Form: "registration", Cohort: 9}, []string{"moving"}},
		{"under 7 days left", record.Filter{DaysUnder: 7}, []string{"open today"}},
		{"under 8 days left", record.Filter{DaysUnder: 8}, []string{"complete a week", "open a week", "open today"}},
		{"transfer", record.Filter{Transfer: true}, []string{"moving"}},
		{"data quality", record.Filter{Warnings: true}, []string{"in doubt"}},
		{"no lead", record.Filter{NoLead: true, State: record.Open}, []string{"open", "open a week", "open eight days", "open today"}},
		{"nothing fits both", record.Filter{Cohort: 9, State: record.Complete}, []string{}},
	} {
		list := w.list(w.as(amina), record.Query{Filter: c.filter})
		if got := names(list.Rows); !slices.Equal(got, c.want) || list.Found != int64(len(c.want)) {
			t.Errorf("%s: %v, %d found, want %v", c.what, got, list.Found, c.want)
		}
	}
}

// Any part of a name or number is found, in any case, with or without accents, apostrophes and hyphens, within a tenant and
// across; a child who opted out or is deleted is not.
func TestSearch(t *testing.T) {
	w := newWorld(t)
	w.db.Exec(t, "update cases set deleted_at = now(), deleted_by = gen_random_uuid(), deleted_reason = 'duplicate'")
	w.raw("first_name, surname, nhs_number, unique_reference_number, opted_out_at, deleted_at",
		at(trustA, "'Zoë', 'Müller-Xu', '9990000018', null, null, null"), at(trustA, "'Siân', 'O''Brien', '9990000026', null, null, null"),
		at(trustA, "'ÉLODIE', 'Łukasiewicz', null, 'JE-4471', null, null"), at(trustA, "'Ann', 'Ng', null, null, null, null"),
		at(trustA, "'Hidden', 'Optout', null, null, now(), null"), at(trustA, "'Gone', 'Deleted', '9990000034', null, null, now()"),
		at(trustB, "'Zoe', 'Other', null, null, null, null"))
	number := w.count("select id from cases where surname = 'Ng'")
	for typed, want := range map[string][]string{
		"müller": {"Müller-Xu"}, "MULLER": {"Müller-Xu"}, "ull": {"Müller-Xu"}, "xu": {"Müller-Xu"}, "r-x": {"Müller-Xu"}, "zoe mull": {"Müller-Xu"},
		"obrien": {"O'Brien"}, "O’Brien": {"O'Brien"}, "sian": {"O'Brien"}, "SIÂN": {"O'Brien"}, "brie an": {"O'Brien"},
		"lukas": {"Łukasiewicz"}, "łuk": {"Łukasiewicz"}, "Łuk": {"Łukasiewicz"}, "élodie": {"Łukasiewicz"}, "je-4471": {"Łukasiewicz"},
		"ng": {"Ng"}, "g": {"Ng"}, "999 000 0018": {"Müller-Xu"}, "9990000018": {"Müller-Xu"}, "0000018": {"Müller-Xu"}, "999 000": {"Müller-Xu", "O'Brien"},
		"hidden": {}, "optout": {}, "deleted": {}, "9990000034": {}, "gone": {}, "nobody": {}, "%": {}, "---": {}, "_": {}, `\`: {}, "zoe%": {"Müller-Xu"},
		fmt.Sprint("ng ", number): {"Ng"},
	} {
		ours := w.list(w.as(amina), record.Query{Search: typed})
		if got := names(ours.Rows); !slices.Equal(got, want) || ours.Found != int64(len(want)) {
			t.Errorf("%q finds %v (%d), want %v", typed, got, ours.Found, want)
		}
		want = slices.Clone(want)
		if strings.HasPrefix(typed, "zoe%") {
			want = append(want, "Other")
		}
		if got := w.listed(w.as(team), record.Query{Scope: record.Nation, Search: typed}); !slices.Equal(got, want) {
			t.Errorf("%q finds %v in the nation, want %v", typed, got, want)
		}
	}
}

// Two letters are found wherever they stand, across tenants too, where an index finds them.
func TestTwoLettersAnywhere(t *testing.T) {
	w := newWorld(t)
	w.raw("first_name, surname, nhs_number", at(trustA, "'Quentin', 'Ab-Cd', '1234567890'"), at(trustB, "'Иван', 'Ed', null"))
	for typed, want := range map[string]int{"qu": 1, "ue": 1, "in": 1, "ab": 1, "cd": 1, "ed": 1, "12": 1, "90": 1, "ва": 1, "бв": 0, "zz": 0, "bc": 0} {
		if got := w.listed(w.as(team), record.Query{Scope: record.Nation, Search: typed}); len(got) != want {
			t.Errorf("%q finds %v, want %d", typed, got, want)
		}
	}
}

// Both ways of every order: those without a value come last, and the pages together are the whole list, each child once.
func TestOrders(t *testing.T) {
	w := newWorld(t)
	w.db.Exec(t, "update cases set deleted_at = now(), deleted_by = gen_random_uuid(), deleted_reason = 'duplicate'")
	for i := range 23 {
		values := []string{"null, null, null, null, null, null", fmt.Sprintf("'N%d', 'S%d', '%d', '%010d', %d, '%d-01-12'", i%3, i%7, i%3, 9990000000+i, 4+i%5, 2023+i%5)}[min(1, i%4)]
		w.raw("first_name, surname, sex, nhs_number, cohort, closes_on", at([]string{trustA, trustB}[i%2], values))
	}
	value := map[string]func(record.Listed) *string{
		"name": func(l record.Listed) *string { return l.Surname }, "sex": func(l record.Listed) *string { return l.Sex },
		"nhs":    func(l record.Listed) *string { return l.NHSNumber },
		"number": func(l record.Listed) *string { s := fmt.Sprintf("%09d", l.ID); return &s },
		"cohort": func(l record.Listed) *string { return text(l.Cohort) }, "deadline": func(l record.Listed) *string { return text(l.ClosesOn) },
		"days": func(l record.Listed) *string { return text(l.ClosesOn) },
	}
	for _, scope := range []record.Scope{record.Trust, record.Nation} {
		for _, key := range record.SortKeys() {
			for _, down := range []bool{false, true} {
				rows := w.pages(record.Query{Scope: scope, Sort: key, Down: down, Size: 5})
				if len(rows) != map[record.Scope]int{record.Trust: 12, record.Nation: 23}[scope] {
					t.Fatalf("%s %s: %d children on the pages", scope, key, len(rows))
				}
				for i := 1; i < len(rows); i++ {
					a, b := value[key](rows[i-1]), value[key](rows[i])
					if a == nil && b != nil || a != nil && b != nil && (*a > *b != down && *a != *b) {
						t.Errorf("%s by %s, down %t: %v before %v", scope, key, down, a, b)
					}
				}
			}
		}
	}
}

func text[T any](value *T) *string {
	if value == nil {
		return nil
	}
	s := fmt.Sprint(*value)
	return &s
}

// pages are the rows of all pages; no child may be on two.
func (w *world) pages(q record.Query) []record.Listed {
	w.Helper()
	ctx, seen := w.as(amina), map[int64]bool{}
	if q.Scope == record.Nation {
		ctx = w.as(team)
	}
	var all []record.Listed
	for q.Page = 1; ; q.Page++ {
		list := w.list(ctx, q)
		for _, row := range list.Rows {
			if seen[row.ID] {
				w.Fatalf("%d is on two pages", row.ID)
			}
			seen[row.ID] = true
		}
		all = append(all, list.Rows...)
		if len(list.Rows) < q.Size {
			return all
		}
	}
}

// Whose children a scope shows: the organisation's, the trust's, everybody's; counts follow; where the organisation has no
// match it says how many the trust has.
func TestScopes(t *testing.T) {
	w := newWorld(t)
	w.raw("surname, lead_organisation_id", at(trustA, "'Unled', null"), at(trustA, "'Elsewhere', '"+hospitalB+"'"), at(trustB, "'Theirs', '"+hospitalB+"'"))
	for _, c := range []struct {
		q                 record.Query
		want              []string
		total, registered int64
	}{
		{record.Query{Scope: record.Organisation, OrganisationID: hospitalA}, []string{"Child"}, 1, 1},
		{record.Query{Scope: record.Trust}, []string{"Child", "Elsewhere", "Unled"}, 3, 1},
		{record.Query{Scope: record.Nation}, []string{"Child", "Elsewhere", "Theirs", "Unled"}, 4, 1},
		{record.Query{Scope: record.Nation, TenantID: trustB}, []string{"Theirs"}, 4, 1},
		{record.Query{Scope: record.Nation, OrganisationID: hospitalA}, []string{"Child"}, 4, 1},
		{record.Query{Scope: record.Nation, Filter: record.Filter{NoLead: true}}, []string{"Unled"}, 4, 1},
	} {
		list := w.list(w.as(team), c.q)
		if got := names(list.Rows); !slices.Equal(got, c.want) || list.Total != c.total || list.Registered != c.registered {
			t.Errorf("%+v: %v, %d in all, %d registered", c.q, got, list.Total, list.Registered)
		}
	}
	empty := w.list(w.as(amina), record.Query{Scope: record.Organisation, OrganisationID: hospitalA, Search: "unled"})
	if empty.Found != 0 || empty.Wider != 1 {
		t.Errorf("%d found, %d in the trust; want none and 1", empty.Found, empty.Wider)
	}
}

// The national list is the audit team's, and each look is written down, with the filters and without what was typed.
func TestTheNationalListIsTheTeams(t *testing.T) {
	w := newWorld(t)
	lead := tenants.Person{ID: amina.ID, Role: tenants.Lead}
	analyst := tenants.Person{ID: amina.ID, Role: tenants.NationalAnalyst}
	for _, p := range []tenants.Person{amina, vera, lead, analyst} {
		if _, err := w.store.ListCases(w.as(p), record.Query{Scope: record.Nation, Page: 1, Size: 25}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", p.Role, err)
		}
		if _, err := w.store.CountCases(w.as(p), record.Nation, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s counts: %v", p.Role, err)
		}
	}
	w.list(w.as(team), record.Query{Scope: record.Nation, Search: "Child", Filter: record.Filter{Cohort: 8, Form: "tests"}})
	var line string
	w.must(w.db.Super.QueryRow("select string_agg(person_id || ': ' || purpose || ': ' || filters, '; ') from national_reads").Scan(&line))
	if want := team.ID + ": list of children: search=yes cohort=8 form=tests sort=name page=1"; line != want {
		t.Errorf("the log says %q, want %q", line, want)
	}
}

// More than ten thousand are said to be more, and the pages end there.
func TestANationalCountIsCapped(t *testing.T) {
	w := newWorld(t)
	w.db.Exec(t, `insert into cases (tenant_id, surname, cohort, closes_on) select $1, 'Many', 8, '2027-01-12' from generate_series(1, 10050)`, trustA)
	list := w.list(w.as(team), record.Query{Scope: record.Nation, Filter: record.Filter{Cohort: 8}})
	if list.Found != 10_000 || !list.More || list.Reachable != 10_000 {
		t.Errorf("found %d, more %t, reachable %d", list.Found, list.More, list.Reachable)
	}
	list = w.list(w.as(team), record.Query{Scope: record.Nation})
	if list.Found != 10_051 || list.More || list.Reachable != 10_000 {
		t.Errorf("in all: found %d, more %t, reachable %d", list.Found, list.More, list.Reachable)
	}
	if list = w.list(w.as(team), record.Query{Scope: record.Nation, Page: 300, Size: 50}); len(list.Rows) != 0 {
		t.Errorf("page 300 shows %d", len(list.Rows))
	}
	if list = w.list(w.as(amina), record.Query{Filter: record.Filter{Cohort: 8}}); list.Found != 10_051 || list.More {
		t.Errorf("the trust's own are counted: %d, more %t", list.Found, list.More)
	}
}

// The choice of a scope is the person's, at the tenant.
func TestTheScopeIsRemembered(t *testing.T) {
	w := newWorld(t)
	remembered := func(p tenants.Person, trust string) record.Remembered {
		r, err := w.store.RememberedScope(w.at(p, trust))
		w.must(err)
		return r
	}
	chosen := record.Remembered{Scope: record.Organisation, OrganisationID: hospitalA}
	w.must(w.store.RememberScope(w.as(amina), record.Remembered{Scope: record.Trust, OrganisationID: hospitalA}))
	w.must(w.store.RememberScope(w.as(amina), chosen))
	if got := remembered(amina, trustA); got != chosen {
		t.Errorf("remembered %+v", got)
	}
	for _, other := range []record.Remembered{remembered(bryn, trustA), remembered(amina, trustB)} {
		if other != (record.Remembered{}) {
			t.Errorf("somebody else, or elsewhere: %+v", other)
		}
	}
	if err := w.store.RememberScope(w.as(amina), record.Remembered{Scope: record.Organisation, OrganisationID: hospitalB}); err == nil {
		t.Error("another trust's organisation was remembered")
	}
}

// The bits stand for the forms in their order, and a row not counted yet is incomplete in all of them.
func TestBitsAreTheForms(t *testing.T) {
	w := newWorld(t)
	if len(dataset.Sections) != 7 {
		t.Fatalf("%d forms: the check and default of cases.forms_incomplete are for seven", len(dataset.Sections))
	}
	w.raw("surname", at(trustB, "'Fresh'"))
	list := w.list(w.at(amina, trustB), record.Query{})
	if missing := list.Rows[0].MissingForms(); !slices.Equal(missing, dataset.Sections) {
		t.Errorf("a fresh row misses %d forms", len(missing))
	}
	row := record.Listed{FormsIncomplete: 1<<1 | 1<<6}
	if missing := row.MissingForms(); len(missing) != 2 || missing[0].Key != "first-assessment" || missing[1].Key != "treatment" {
		t.Errorf("misses %v", missing)
	}
}
