package record_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/record"
)

// resultsOn is what the row of results of a case holds, in words.
func (w *world) resultsOn(id int64) string {
	w.Helper()
	var text string
	w.must(w.db.Super.QueryRow(`select coalesce((select concat_ws(' ', rules, coalesce(first_year_ends::text, '-'), withdrawn, `+strings.Join(kpi.Columns(), ", ")+`)
		from case_results where case_id = $1), 'no row')`, id).Scan(&text))
	return text
}

// scored is the same out of the record itself.
func (w *world) scored(id int64, rules kpi.Rules) string {
	w.Helper()
	r, err := w.store.Peek(w.as(amina), id)
	w.must(err)
	ends, withdrawn := "-", "f"
	if seen := r.Child.Registration().FirstAssessmentOn; seen != nil {
		ends = seen.AddYears(1).String()
	}
	if answer := r.Child.EpilepsyContext().DiagnosisWithdrawn; answer != nil && *answer {
		withdrawn = "t"
	}
	words := []string{rules.Name, ends, withdrawn}
	for _, result := range kpi.Score(r.Child, rules, nil) {
		words = append(words, result.Outcome.String())
	}
	return strings.Join(words, " ")
}

// versionOfResults changes whenever a row of results is written.
func (w *world) versionOfResults(id int64) int64 {
	w.Helper()
	return w.count("select xmin::text::bigint from case_results where case_id = $1", id)
}

func TestTheTableHoldsTheMeasures(t *testing.T) {
	w := newWorld(t)
	var got string
	w.must(w.db.Super.QueryRow(`select string_agg(attname, ' ' order by attnum) from pg_attribute
		where attrelid = 'case_results'::regclass and attnum > 0 and not attisdropped and attname like 'm\_%'`).Scan(&got))
	if want := strings.Join(kpi.Columns(), " "); got != want {
		t.Errorf("the table holds %s, want %s", got, want)
	}
	var counted string
	w.must(w.db.Super.QueryRow(`select string_agg(column_name, ' ' order by ordinal_position) from information_schema.column_privileges
		join information_schema.columns using (table_name, column_name) where grantee = 'pinktick_counts' and table_name = 'case_results' and column_name like 'm\_%'`).Scan(&counted))
	if counted != got {
		t.Errorf("counted are %s", counted)
	}
}

// A corrected birth date or sex changes what concerns the child, and with it what is stored.
func TestDetailsAreScored(t *testing.T) {
	w := newWorld(t)
	id, seen := w.addIdris(), map[string]bool{}
	w.db.Exec(t, `update registrations set eligibility_confirmed = true, first_assessment_on = '2025-06-01' where case_id = $1`, id)
	w.db.Exec(t, `insert into managements (tenant_id, case_id, updated_by, antiseizure_medicine_given) values ($1, $2, gen_random_uuid(), true)`, trustA, id)
	w.db.Exec(t, `insert into medicines (tenant_id, case_id, updated_by, is_rescue, medicine, pregnancy_prevention_in_place, annual_risk_form_done)
		values ($1, $2, gen_random_uuid(), false, 'sodium_valproate', true, false)`, trustA, id)
	for i, change := range []map[string]string{
		{"sex": "2", "date_of_birth": "1/6/2013"}, {"sex": "2", "date_of_birth": "2/6/2013"}, {"sex": "1", "date_of_birth": "1/6/2013"},
		{"sex": "2", "date_of_birth": "1/6/2020"}, {"sex": "2", "date_of_birth": "2/6/2020"}, {"sex": "2", "date_of_birth": "2/6/2022"},
		{"sex": "2", "date_of_birth": "2/6/2022", "surname": "Other"},
	} {
		r, err := w.store.Peek(w.as(ada), id)
		w.must(err)
		if _, err = w.store.SaveDetails(w.as(ada), edit(id, r.Revision, change)); err != nil {
			t.Fatalf("edit %d: %v", i, err)
		}
		if on, is := w.resultsOn(id), w.scored(id, kpi.R4); on != is {
			t.Errorf("after edit %d: stored %s, scored %s", i, on, is)
		}
		seen[w.resultsOn(id)] = true
	}
	if len(seen) != 3 { // a girl of twelve, a child of school age, a younger one
		t.Errorf("the edits led to %d different results", len(seen))
	}
}

// Children that are copied in, or imported and imported again, are scored as they arrive.
func TestArrivalsAreScored(t *testing.T) {
	w := newWorld(t)
	children := samples(4, 40, ask.DateOf(w.store.Now()), hospitalA)
	n, err := w.owner().CopyIn(w.as(amina), children)
	w.must(err)
	var ids []int64
	for i := range w.count("select count(*) from cases") {
		ids = append(ids, w.count("select id from cases order by id offset $1 limit 1", i))
	}
	if len(ids) != n+1 {
		t.Fatalf("%d cases after %d were copied", len(ids), n)
	}
	seen := map[string]bool{}
	for _, id := range ids {
		on := w.resultsOn(id)
		if is := w.scored(id, kpi.R4); on != is {
			t.Errorf("copied: stored %s, scored %s", on, is)
		}
		seen[on] = true
	}
	if len(seen) < 10 {
		t.Errorf("%d different results: the children are too alike", len(seen))
	}
	run, err := w.store.BeginImport(w.as(chris), "a test", false)
	w.must(err)
	sender := func(child *dataset.Child) []record.Arrival { return []record.Arrival{{Sender: "S1", Child: child}} }
	for i, child := range []*dataset.Child{registeredGirl(), carePlanned(registeredGirl()), registeredGirl()} {
		told, err := run.Take(w.as(chris), sender(child))
		w.must(err)
		if r := told[0].Result; r != record.Created && r != record.Updated {
			t.Fatalf("import %d: %s %v", i, r, told[0].Problems)
		}
		if on, is := w.resultsOn(told[0].CaseID), w.scored(told[0].CaseID, kpi.R4); on != is || strings.Contains(on, "pass") != (i == 1) {
			t.Errorf("import %d: stored %s, scored %s", i, on, is)
		}
	}
}

func carePlanned(c *dataset.Child) *dataset.Child {
	yes := true
	m := c.Management()
	m.CarePlanStarted, m.CarePlanAgreed, m.CarePlanUpdated = &yes, &yes, &yes
	return c
}

// A row is written when a change makes another, and not else: neither for a form that no measure reads, nor for an answer that
// changes no outcome. A case that has none gets one with its first change, whatever that is.
func TestResultsAreWrittenWhenTheyChange(t *testing.T) {
	w := newWorld(t)
	for _, step := range []struct {
		section         *ask.Section
		question, value string
		written         bool
	}{
		{dataset.FirstAssessmentSection, "setting", "1", false},
		{dataset.TestsSection, "ct_head_performed", "yes", false},
		{dataset.TestsSection, "mri_obtained", "no", true},
		{dataset.EpilepsyContextSection, "diagnosis_withdrawn", "yes", true},
	} {
		before := w.versionOfResults(w.child)
		w.save(step.section, step.question, step.value)
		if wrote := w.versionOfResults(w.child) != before; wrote != step.written {
			t.Errorf("%s = %s: the results were written %t", step.question, step.value, wrote)
		}
	}
	for _, step := range []struct {
		section         *ask.Section
		question, value string
	}{{dataset.FirstAssessmentSection, "setting", "2"}, {dataset.TestsSection, "ct_head_performed", "no"}} {
		w.db.Exec(t, "delete from case_results where case_id = $1", w.child)
		w.save(step.section, step.question, step.value)
		if on, is := w.resultsOn(w.child), w.scored(w.child, kpi.R4); on != is {
			t.Errorf("%s on a case without results: stored %s, scored %s", step.question, on, is)
		}
	}
}

// What is stored wrongly is put right by the next change, and by counting again; what is right is left alone.
func TestResultsArePutRight(t *testing.T) {
	w := newWorld(t)
	want := w.scored(w.child, kpi.R4)
	w.db.Exec(t, "update case_results set m_4 = 'pass', rules = 'R3' where case_id = $1", w.child)
	w.save(dataset.TestsSection, "ct_head_performed", "yes")
	if on := w.resultsOn(w.child); on != want {
		t.Errorf("after a save: %s, want %s", on, want)
	}
	w.db.Exec(t, "delete from case_results")
	w.db.Exec(t, "update cases set recount_on = '0001-01-01'")
	if _, err := w.store.RecountDue(w.as(amina)); err != nil || w.resultsOn(w.child) != want {
		t.Errorf("counted again: %s, want %s (%v)", w.resultsOn(w.child), want, err)
	}
	before := w.versionOfResults(w.child)
	if _, err := w.store.RecountAll(w.as(amina)); err != nil || w.versionOfResults(w.child) != before {
		t.Errorf("counting again wrote results that were right (%v)", err)
	}
}

// The rules that the store is given make the results, and each names them.
func TestResultsNameTheirRules(t *testing.T) {
	w := newWorld(t)
	reversed, err := kpi.R4.With("D-10")
	w.must(err)
	w.store.Rules = reversed
	w.save(dataset.TestsSection, "ct_head_performed", "yes")
	on := w.resultsOn(w.child)
	if on != w.scored(w.child, reversed) || !strings.HasPrefix(on, "R4 D-10 ") || !strings.Contains(on, "fail") {
		t.Errorf("with a decision turned round: %s", on)
	}
	r, err := w.store.Peek(w.as(amina), w.child)
	w.must(err)
	at := slices.IndexFunc(kpi.All, func(m *kpi.Measure) bool { return m == &kpi.MRI })
	if got := r.Explain()[at]; got.Outcome.String() != "fail" || len(got.Because) == 0 {
		t.Errorf("explained: %s for %d reasons", got.Outcome, len(got.Because))
	}
}
