package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// items are the ids of a partial's elements: what is swapped in its place, and, after it, what is swapped out of band.
func items(t *testing.T, body string) (own []string, around []string) {
	t.Helper()
	for n := htmltest.Parse(t, body).Root.FirstChild; n != nil; n = n.NextSibling {
		if n.Type != html.ElementNode {
			continue
		}
		id, _ := htmltest.Attr(n, "id")
		if _, oob := htmltest.Attr(n, "hx-swap-oob"); oob {
			around = append(around, id)
		} else {
			own = append(own, id)
		}
	}
	slices.Sort(around)
	return own, around
}

// The answer comes back as its question, with the mark, and around it exactly what appeared, went or was cleared.
func TestAnAnswerComesBackWithWhatItChanged(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	medicines := "list-antiseizure-medicines"
	for _, c := range []struct {
		path, value string
		marked      bool
		around      []string
	}{
		{"/tests/ct_head_performed", "yes", true, nil},
		{"/tests/ct_head_performed", "no", true, nil},
		{"/tests/eeg_indicated", "yes", true, []string{"q-tests-eeg_performed_on", "q-tests-eeg_requested_on"}},
		{"/tests/eeg_indicated", "yes", true, nil},
		{"/tests/eeg_requested_on", "1/7/2025", true, nil},
		{"/tests/eeg_requested_on", "", false, nil},
		{"/tests/eeg_performed_on", "declined", true, nil},
		{"/tests/eeg_indicated", "no", true, []string{"q-tests-eeg_performed_on", "q-tests-eeg_requested_on"}},
		{"/treatment/antiseizure_medicine_given", "no", true, []string{medicines}},
		{"/treatment/antiseizure_medicine_given", "yes", true, []string{medicines}},
		{"/first-assessment/setting", "2", true, nil},
		{"/epilepsy-context/febrile_seizures", "U", true, nil},
	} {
		t.Run(c.path+"="+c.value, func(t *testing.T) {
			got := v.confirmed(v.casePath(c.path), v.answer(c.value))
			section, question, _ := strings.Cut(strings.TrimPrefix(c.path, "/"), "/")
			if got.status != http.StatusOK || got.header.Get("HX-Trigger") != "answered-"+section {
				t.Errorf("status %d, HX-Trigger %q", got.status, got.header.Get("HX-Trigger"))
			}
			id := "q-" + section + "-" + question
			own, around := items(t, got.body)
			if !slices.Equal(own, []string{id}) || !slices.Equal(around, c.around) {
				t.Errorf("the partial is %v with %v around, want %s with %v", own, around, id, c.around)
			}
			doc := htmltest.Parse(t, got.body)
			doc.Rules()
			if done := len(doc.All("#"+id+" .pt-mark--done")) == 1; done != c.marked {
				t.Errorf("the pink mark is there: %t, want %t", done, c.marked)
			}
			if strings.Contains(got.body, "<html") {
				t.Error("a whole page came back")
			}
		})
	}
}

// Without script the same answer leads back to the page, at the question.
func TestWithoutScriptAnAnswerLeadsBackToItsPage(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	got := v.send(http.MethodPost, v.casePath("/tests/ct_head_performed"), v.answer("yes"))
	if want := v.casePath("/tests#q-tests-ct_head_performed"); got.status != http.StatusSeeOther || got.header.Get("Location") != want {
		t.Errorf("%d to %q, want 303 to %q", got.status, got.header.Get("Location"), want)
	}
	page := htmltest.Parse(t, v.get(v.casePath("/tests")).body)
	if len(page.All("#q-tests-ct_head_performed .pt-mark--done")) != 1 {
		t.Error("the page does not show the answer")
	}
}

// The same key twice is one change, and is answered the same twice, whatever happened to the first acknowledgement.
func TestTheSameKeyTwiceIsAnsweredTheSame(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	form := v.answer("yes")
	first := v.post(v.casePath("/tests/eeg_indicated"), form)
	stored := w.written()
	second := v.post(v.casePath("/tests/eeg_indicated"), form)
	if first.status != http.StatusOK || second.status != first.status || w.written() != stored {
		t.Errorf("status %d, then %d; changed again: %t", first.status, second.status, w.written() != stored)
	}
	if a, b := keyless.ReplaceAllString(first.body, ""), keyless.ReplaceAllString(second.body, ""); a != b {
		t.Errorf("first\n%s\nthen\n%s", a, b)
	}
	if first.header.Get("HX-Trigger") != second.header.Get("HX-Trigger") {
		t.Error("the event differs")
	}
}

// A one-way answer asks first, in a page of its own where there is no script, and keeps everything the form carried.
func TestOneWayAnswersAskFirst(t *testing.T) {
	w := sharedWorld(t)
	w.Exec(t, "update registrations set eligibility_confirmed = null, lead_organisation_id = null, first_assessment_on = null")
	v := w.signIn(w.Manchester, tenants.Editor)
	form := v.answer("yes")
	before := w.written()
	path := v.casePath("/registration/eligibility_confirmed")
	asked := v.send(http.MethodPost, path, form)
	if asked.status != http.StatusOK || w.written() != before {
		t.Fatalf("status %d, stored: %t", asked.status, w.written() != before)
	}
	page := htmltest.Parse(t, asked.body)
	page.Says("h1", "Eligibility confirmed")
	again := url.Values{}
	for _, field := range page.All("main form input") {
		name, _ := htmltest.Attr(field, "name")
		value, _ := htmltest.Attr(field, "value")
		again.Add(name, value)
	}
	if again.Get("key") != form.Get("key") || again.Get("as") != form.Get("as") || again.Get("confirmed") != "yes" {
		t.Errorf("the question whether one is sure carries %v", again)
	}
	if got := v.send(http.MethodPost, path, again); got.status != http.StatusSeeOther || w.written() == before {
		t.Errorf("confirmed: %d, stored: %t", got.status, w.written() != before)
	}
	if got := v.post(path, v.answer("no")); got.status == http.StatusSeeOther {
		t.Errorf("taken back: %d", got.status)
	}
}

// Registration ends with the date that opens the other steps; each answer opens the next.
func TestRegisteringOpensTheSteps(t *testing.T) {
	w := sharedWorld(t)
	w.Exec(t, "update registrations set eligibility_confirmed = null, lead_organisation_id = null, first_assessment_on = null")
	v := w.signIn(w.Manchester, tenants.Editor)
	if got := v.get(v.casePath("/tests")); got.status != http.StatusSeeOther || got.header.Get("Location") != v.casePath("/registration") {
		t.Errorf("a closed step: %d to %q", got.status, got.header.Get("Location"))
	}
	for _, step := range []struct{ question, value string }{
		{"eligibility_confirmed", "yes"}, {"lead_organisation_id", w.Manchester.Hospitals[0].ID}, {"first_assessment_on", "1/6/2025"},
	} {
		form := v.answer(step.value)
		form.Set("confirmed", "yes")
		got := v.post(v.casePath("/registration/"+step.question), form)
		own, _ := items(t, got.body)
		if got.status != http.StatusOK || !slices.Equal(own, []string{"q-registration-" + step.question}) {
			t.Fatalf("%s: %d with %v", step.question, got.status, own)
		}
	}
	if got := v.get(v.casePath("/tests")); got.status != http.StatusOK {
		t.Errorf("an open step: %d", got.status)
	}
	if n := len(htmltest.Parse(t, v.get(v.casePath("/steps?at=tests")).body).All("a[href]")); n < 5 {
		t.Errorf("%d steps can be opened", n)
	}
	form := v.answer("2/6/2025")
	form.Set("confirmed", "yes")
	if got := v.post(v.casePath("/registration/first_assessment_on"), form); got.status != http.StatusLocked {
		t.Errorf("changing the date that only the audit team may change: %d", got.status)
	}
}
