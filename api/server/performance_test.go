package server

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// every measure of the page, in its order: id, outcome in words, reasons as they read.
func (v *visitor) performance(t *testing.T) (ids []string, outcome, why map[string]string, d *htmltest.Document) {
	t.Helper()
	got := v.get(v.casePath("/performance"))
	if got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.body)
	}
	d = htmltest.Parse(t, got.body)
	d.Rules()
	outcome, why = map[string]string{}, map[string]string{}
	for _, m := range d.All(".pt-measure") {
		id, _ := htmltest.Attr(m, "id")
		ids = append(ids, id)
		outcome[id] = strings.TrimPrefix(htmltest.Words(htmltest.All(m, ".pt-measure__outcome")[0]), ": ")
		for _, li := range htmltest.All(m, ".pt-reasons li") {
			why[id] += htmltest.Words(li) + "; "
		}
	}
	return ids, outcome, why, d
}

func TestThePerformanceSummary(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	ids, outcome, why, _ := v.performance(t)
	if len(ids) != len(kpi.All) || ids[0] != "measure-1" || ids[20] != "measure-10" {
		t.Fatalf("measures %q", ids)
	}
	for id, said := range outcome {
		if said == "Data incomplete" && why[id] == "" {
			t.Errorf("%s is incomplete, and nothing says what it needs", id)
		}
	}
	save := func(path, value string) {
		if got := v.confirmed(v.casePath(path), v.answer(value)); got.status != http.StatusOK {
			t.Fatalf("%s: %d %s", path, got.status, got.body)
		}
	}
	for _, step := range []struct{ path, value, id, outcome, why string }{
		{"/epilepsy-context/any_convulsive_seizure", "no", "measure-4", "Not applicable", "No"},
		{"/epilepsy-context/any_convulsive_seizure", "yes", "measure-4", "Data incomplete", "12-lead ECG performed: not answered"},
		{"/tests/twelve_lead_ecg_performed", "yes", "measure-4", "Achieved", "12-lead ECG performed: Yes"},
		{"/tests/twelve_lead_ecg_performed", "no", "measure-4", "Not achieved", "12-lead ECG performed: No"},
		{"/treatment/care_plan_started", "no", "measure-9a-ii", "Not achieved", "Care planning started: No"},
	} {
		save(step.path, step.value)
		_, outcome, why, _ := v.performance(t)
		if outcome[step.id] != step.outcome || !strings.Contains(why[step.id], step.why) {
			t.Errorf("%s = %s: %s is %s, because %s", step.path, step.value, step.id, outcome[step.id], why[step.id])
		}
	}
}

// Every reason leads to a question that is there and asked: on its page, in its row, or in the details' form.
func TestReasonsLeadToTheirQuestions(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	v.post(v.casePath("/treatment/antiseizure_medicine_given"), v.answer("yes"))
	v.post(v.casePath("/antiseizure-medicines"), v.answer())
	v.post(v.casePath("/antiseizure-medicines/"+w.lastRow()+"/medicine"), v.answer("sodium_valproate"))
	seen, pages := map[string]bool{}, map[string]*htmltest.Document{}
	_, _, _, d := v.performance(t)
	for _, link := range d.All(".pt-reasons a") {
		href, _ := htmltest.Attr(link, "href")
		page, id, _ := strings.Cut(href, "#")
		if seen[href] || id == "" {
			continue
		}
		seen[href] = true
		if pages[page] == nil {
			pages[page] = htmltest.Parse(t, v.get(page).body)
		}
		found := pages[page].All("#" + id)
		if len(found) != 1 {
			t.Errorf("%s leads to %d questions", href, len(found))
		} else if _, hidden := htmltest.Attr(found[0], "hidden"); hidden {
			t.Errorf("%s leads to a question that is not asked", href)
		}
	}
	if len(seen) < 8 {
		t.Errorf("only %d questions are named", len(seen))
	}
}

// Until the child is registered nothing is scored: the page says so plainly, and what it takes; the menu keeps the step closed.
func TestThePerformanceOfAChildWhoIsNotRegistered(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	w.exec(`update registrations set first_assessment_on = null where case_id = $1`, w.child["R0A"])
	w.exec(`update cases set revision = revision + 1 where id = $1`, w.child["R0A"])
	ids, outcome, why, d := v.performance(t)
	if len(ids) != 21 || outcome["measure-8"] != "Data incomplete" || why["measure-8"] != "" {
		t.Errorf("%d measures, number 8 is %q because %q", len(ids), outcome["measure-8"], why["measure-8"])
	}
	if gate := htmltest.Words(d.One("#performance-gate")); !strings.Contains(gate, "Nothing is scored yet.") || !strings.Contains(gate, "not answered") {
		t.Errorf("the gate says %q", gate)
	}
	if steps := v.get(v.casePath("/registration")).body; strings.Contains(steps, `href="`+v.casePath("/performance")+`"`) {
		t.Error("the step is open")
	}
}

// A colleague's answer brings the summary to an open page, and nothing where no outcome and no reason changes.
func TestThePerformanceFollowsColleagues(t *testing.T) {
	w := sharedWorld(t)
	writer, reader := w.signIn(w.Manchester, tenants.Editor), w.signIn(w.Manchester, tenants.Viewer)
	page := reader.looksAt(t, "performance")
	for _, mark := range []string{"child-heading", "steps", "onward", "performance", "record-state"} {
		if page.marks[mark] == "" {
			t.Errorf("%s has no mark", mark)
		}
	}
	page.expect(t, "nothing")
	for _, step := range []struct {
		path, value string
		brings      []string
	}{
		{"/tests/mri_obtained", "no", []string{"performance", "steps"}},
		{"/tests/ct_head_performed", "yes", []string{"steps"}},
	} {
		if got := writer.confirmed(writer.casePath(step.path), writer.answer(step.value)); got.status != http.StatusOK {
			t.Fatalf("%s: %d", step.path, got.status)
		}
		page.expect(t, step.path, step.brings...)
	}
	got := reader.get(reader.casePath("/performance"), "HX-Request", "true")
	if d := htmltest.Parse(t, got.body); got.status != http.StatusOK || len(d.All("#performance")) != 1 || len(d.All("h1")) != 0 {
		t.Errorf("the fragment: %d", got.status)
	}
}

// The summary fetches itself after a save in every form that a measure reads, and in no other.
func TestThePerformanceHearsOfItsForms(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	_, _, _, d := v.performance(t)
	trigger, _ := htmltest.Attr(d.One("#performance"), "hx-trigger")
	for _, s := range dataset.Sections {
		if heard := strings.Contains(trigger, "answered-"+s.Key+" "); heard != slices.ContainsFunc(kpi.All, func(m *kpi.Measure) bool { return slices.Contains(m.Reads, s.Key) }) {
			t.Errorf("it hears of %s: %t", s.Key, heard)
		}
	}
}
