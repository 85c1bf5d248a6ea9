package publication_test

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/reference"
)

var now = time.Date(2027, 1, 20, 12, 0, 0, 0, ask.London)

type world struct {
	*testing.T
	db     *testdb.DB
	counts *compare.Store
	store  *publication.Store
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, db: testdb.New(t)}
	owner, err := w.db.Owner.DB()
	w.must(err)
	w.must(reference.Load(t.Context(), owner, now))
	pool, err := w.db.App.DB()
	w.must(err)
	w.counts = &compare.Store{DB: w.db.App, Now: func() time.Time { return now }}
	w.store = &publication.Store{DB: pool, Counts: w.counts}
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// put adds so many complete children of cohort 8 to a hospital, all of whom have one outcome in every measure.
func (w *world) put(organisation string, children int, outcome string) {
	w.Helper()
	var columns, values []string
	for _, m := range kpi.All {
		columns, values = append(columns, m.Column()), append(values, "'"+outcome+"'")
	}
	w.db.Exec(w, `with added as (insert into cases (tenant_id, lead_organisation_id, first_assessment_on, cohort, closes_on, expected, completed, forms_incomplete, sex,
			date_of_birth, ethnicity, recount_on)
		select tenant_id, id, '2025-06-01', 8, '2027-01-12', 60, 60, 0, '2', '2015-01-01', 'A', null from organisations, generate_series(1, $2) where ods_code = $1
		returning tenant_id, id)
		insert into case_results (tenant_id, case_id, rules, first_year_ends, `+strings.Join(columns, ", ")+`)
		select tenant_id, id, 'R4', '2026-06-01', `+strings.Join(values, ", ")+` from added`, organisation, children)
}

func (w *world) as(role tenants.Role) context.Context {
	return tenants.RequestInto(tenants.IntoPerson(w.Context(), tenants.Person{ID: "00000000-0000-4000-8000-000000000009", Name: "Chris Walsh", Role: role}), "r")
}

func (w *world) recount() {
	w.Helper()
	_, err := w.counts.Recount(w.Context(), 8)
	w.must(err)
}

func (w *world) draft(note string) publication.Publication {
	w.Helper()
	p, err := w.store.Prepare(w.as(tenants.NationalAdmin), publication.Plan{Cohort: 8, Lowest: compare.Trust, Note: note})
	w.must(err)
	return p
}

func (w *world) bring(p publication.Publication, states ...publication.State) {
	w.Helper()
	for _, state := range states {
		w.must(w.store.Bring(w.as(tenants.NationalAdmin), p.ID, state, false))
	}
}

// A set is drafted, checked and published; a correction takes its place, and the first stays as it was, byte for byte, whatever
// happens to the children.
func TestFromDraftToSuperseded(t *testing.T) {
	w := newWorld(t)
	w.put("R0A03", 40, "pass")
	w.put("R0A03", 30, "fail")
	w.put("RR813", 60, "pass")
	w.put("RR813", 20, "fail")
	w.recount()
	first := w.draft("The results of cohort 8")
	if open, err := w.store.Open(w.Context()); err != nil || len(open) != 0 {
		t.Errorf("the public sees a draft: %+v, %v", open, err)
	}
	w.bring(first, publication.Ready, publication.Published, publication.Published)
	raw, err := w.store.Bytes(w.Context(), first)
	w.must(err)
	w.put("RR813", 30, "pass")
	w.recount()
	second := w.draft("30 children of Leeds were missing")
	w.bring(second, publication.Ready, publication.Published)
	again, err := w.store.Bytes(w.Context(), first)
	if err != nil || !bytes.Equal(raw, again) || second.Version != 2 {
		t.Errorf("the first version has changed, or the second is %d: %v", second.Version, err)
	}
	open, err := w.store.Open(w.Context())
	w.must(err)
	var seen []string
	for _, p := range open {
		d, err := w.store.Document(w.Context(), p)
		w.must(err)
		trusts, _ := d.Level(compare.Trust)
		leeds, _ := trusts.Unit("RR8")
		seen = append(seen, string(p.State)+" "+p.Note+" "+p.Events[len(p.Events)-1].By)
		if n := leeds.Results[0].Numbers; n == nil || n.Eligible != 80+30*(p.Version-1) {
			t.Errorf("version %d: %+v", p.Version, n)
		}
	}
	if got := strings.Join(seen, ", "); got != "published 30 children of Leeds were missing Chris Walsh, superseded The results of cohort 8 Chris Walsh" {
		t.Errorf("the public sees %s", got)
	}
}

// What may not be.
func TestPublicationsAreKept(t *testing.T) {
	w := newWorld(t)
	w.put("R0A03", 40, "pass")
	if _, err := w.store.Prepare(w.as(tenants.NationalAdmin), publication.Plan{Cohort: 8, Lowest: compare.Trust, Note: "x"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a cohort that was never counted: %v", err)
	}
	w.recount()
	for _, plan := range []publication.Plan{{Cohort: 8, Lowest: compare.Trust}, {Cohort: 8, Lowest: compare.Organisation, Note: "x"}, {Cohort: 8, Lowest: compare.HealthBoard, Note: "x"}, {Cohort: 8, Note: "x"}} {
		if _, err := w.store.Prepare(w.as(tenants.NationalAdmin), plan); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", plan, err)
		}
	}
	w.store.Lowest = compare.CareBoard // a setting raises the smallest level
	if _, err := w.store.Prepare(w.as(tenants.NationalAdmin), publication.Plan{Cohort: 8, Lowest: compare.Trust, Note: "x"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("trusts, where the settings allow none: %v", err)
	}
	w.store.Lowest = ""
	p := w.draft("first")
	if again := w.draft("first"); again.ID != p.ID {
		t.Error("the same form sent twice made another draft")
	}
	for _, role := range []tenants.Role{tenants.Lead, tenants.NationalAnalyst, tenants.Operator, ""} {
		if _, err := w.store.Prepare(w.as(role), publication.Plan{Cohort: 8, Lowest: compare.Trust, Note: "x"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s drafts: %v", role, err)
		}
		if err := w.store.Bring(w.as(role), p.ID, publication.Ready, false); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s changes: %v", role, err)
		}
		if _, err := w.store.List(w.as(role)); role != tenants.NationalAnalyst && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s lists: %v", role, err)
		}
	}
	if err := w.store.Bring(w.as(tenants.NationalAdmin), p.ID, publication.Published, false); !fault.Is(err, fault.Conflict) {
		t.Errorf("a draft was published unchecked: %v", err)
	}
	if _, err := w.store.Prepare(w.as(tenants.NationalAdmin), publication.Plan{Cohort: 8, Lowest: compare.Trust, Note: "x"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second draft: %v", err)
	}
	w.bring(p, publication.Discarded)
	p = w.draft("again")
	if p.Version != 1 {
		t.Errorf("after a discarded draft comes version %d", p.Version)
	}
	if err := w.store.Finish(w.as(tenants.NationalAdmin), p.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("a draft is final: %v", err)
	}
	w.bring(p, publication.Ready, publication.Published)
	for range 2 {
		w.must(w.store.Finish(w.as(tenants.NationalAdmin), p.ID))
	}
	kept, err := w.store.Find(w.as(tenants.NationalAnalyst), p.ID)
	w.must(err)
	var events []string
	for _, e := range kept.Events {
		events = append(events, string(e.State))
	}
	if got := strings.Join(events, " "); got != "draft ready published final" || !kept.Final {
		t.Errorf("events: %s, final %v", got, kept.Final)
	}
	if _, err := w.store.Prepare(w.as(tenants.NationalAdmin), publication.Plan{Cohort: 8, Lowest: compare.Trust, Note: "x"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("after the final one: %v", err)
	}
	for _, statement := range []string{"update publications set note = 'other'", "update publications set document = '{}'", "update publications set state = 'draft'", "delete from publications",
		"update publications set final = false", "update publications set state = 'superseded'",
		"insert into publications (cohort, version, note, document, state) values (7, 1, 'x', '{}', 'published')",
		"insert into publications (cohort, version, note, document, final) values (7, 1, 'x', '{}', true)",
		"update publication_events set person_name = 'Nobody'", "delete from publication_events",
		"insert into publication_events (publication_id, state, at, person_id, person_name, request_id) values (1, 'published', '2020-01-01', gen_random_uuid(), 'x', 'x')",
		"insert into publication_events (publication_id, state, person_id, person_name, request_id) select id, 'superseded', gen_random_uuid(), 'x', 'x' from publications where state = 'published'",
		"insert into publication_events (publication_id, state, person_id, person_name, request_id) select id, 'final', gen_random_uuid(), 'x', 'x' from publications where not final",
	} {
		if _, err := w.store.DB.Exec(statement); err == nil { // past the guard: the database itself refuses
			t.Errorf("%s was done", statement)
		}
	}
	if _, err := w.store.DB.Exec("insert into publications (cohort, version, note, document) values (7, 1, 'x', '{}')"); err != nil {
		t.Errorf("a draft is refused: %v", err)
	}
	if _, err := w.db.Super.Exec("update publications set document = '{}'"); err == nil {
		t.Error("even the superuser could change a document")
	}
}

// Two people draft and publish at once: one draft, one publication.
func TestTwoAtOnce(t *testing.T) {
	w := newWorld(t)
	w.put("R0A03", 40, "pass")
	w.recount()
	var wait sync.WaitGroup
	made := make(chan publication.Publication, 8)
	for range 8 {
		wait.Go(func() {
			if p, err := w.store.Prepare(w.as(tenants.NationalAdmin), publication.Plan{Cohort: 8, Lowest: compare.Trust, Note: "x"}); err == nil {
				made <- p
			} else if !fault.Is(err, fault.Conflict) {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	close(made)
	if len(made) != 1 {
		t.Fatalf("%d drafts were made", len(made))
	}
	w.bring(<-made, publication.Ready, publication.Published)
}
