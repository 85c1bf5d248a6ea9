package server

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// fields are what a form of a page would send.
func fields(t *testing.T, doc *htmltest.Document, form string) url.Values {
	t.Helper()
	values := url.Values{}
	for _, field := range doc.All(form + " input") {
		name, _ := htmltest.Attr(field, "name")
		value, _ := htmltest.Attr(field, "value")
		values.Add(name, value)
	}
	return values
}

// eeg answers the EEG questions, so that No would remove two answers.
func (v *visitor) eeg() {
	v.w.t.Helper()
	for _, answer := range [][2]string{{"eeg_indicated", "yes"}, {"eeg_requested_on", "1/7/2025"}, {"eeg_performed_on", "declined"}} {
		if got := v.post(v.casePath("/tests/"+answer[0]), v.answer(answer[1])); got.status != http.StatusOK {
			v.w.t.Fatalf("%s: %d", answer, got.status)
		}
	}
}

// Nothing is written until the person has said yes to what is named; then it is, and the history keeps what went.
func TestAnAnswerThatRemovesOthersIsAskedAbout(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Lead)
	v.eeg()
	path, stored := v.casePath("/tests/eeg_indicated"), w.written()
	asked := v.post(path, v.answer("no"))
	doc := htmltest.Parse(t, asked.body)
	doc.Rules()
	if own, around := items(t, asked.body); !slices.Equal(own, []string{"q-tests-eeg_indicated"}) || len(around) > 0 {
		t.Errorf("the question comes as %v with %v around", own, around)
	}
	if asked.status != http.StatusConflict || asked.header.Get("HX-Trigger") != "" || asked.header.Get("Pinktick-Problem") != "" || w.written() != stored {
		t.Errorf("status %d, event %q, written: %t", asked.status, asked.header.Get("HX-Trigger"), w.written() != stored)
	}
	doc.Says(".pt-clearing__title", "Saving “No” removes 2 answers:")
	doc.Says(".pt-clearing__lost", "EEG requested on1 July 2025EEG performed onDeclined or not possible")
	doc.One("#q-tests-eeg_indicated button[value=no][aria-pressed=true]")
	if strings.Contains(w.log.take(), "1 July 2025") {
		t.Error("an answer is in the log")
	}

	form := fields(t, doc, "#q-tests-eeg_indicated-form-clear")
	saved := v.post(path, form)
	if _, around := items(t, saved.body); saved.status != http.StatusOK || !slices.Equal(around, []string{"q-tests-eeg_performed_on", "q-tests-eeg_requested_on"}) {
		t.Errorf("after the yes: %d with %v around", saved.status, around)
	}
	once := w.written()
	if again := v.post(path, form); again.status != http.StatusOK || w.written() != once { // the queue may send it twice
		t.Errorf("the yes again: %d, written: %t", again.status, w.written() != once)
	}
	history := htmltest.Parse(t, v.get(v.casePath("/history")).body)
	said := ""
	for _, line := range history.All("#history tbody tr")[:3] {
		said += htmltest.Words(line)
	}
	for _, kept := range []string{"From 1 July 2025", "From Declined or not possible"} {
		if !strings.Contains(said, kept) {
			t.Errorf("the history does not keep %q: %s", kept, said)
		}
	}
}

// What was filled in between is asked about again; a made-up yes is none.
func TestAYesIsForWhatWasNamed(t *testing.T) {
	w := sharedWorld(t)
	v, other := w.signIn(w.Manchester, tenants.Editor), w.signIn(w.Manchester, tenants.Lead)
	v.eeg()
	v.post(v.casePath("/tests/eeg_performed_on"), v.answer(""))
	path := v.casePath("/tests/eeg_indicated")
	form := fields(t, htmltest.Parse(t, v.post(path, v.answer("no")).body), "#q-tests-eeg_indicated-form-clear")
	other.post(other.casePath("/tests/eeg_performed_on"), other.answer("declined"))
	stored := w.written()
	again := v.post(path, form)
	doc := htmltest.Parse(t, again.body)
	if again.status != http.StatusConflict || w.written() != stored {
		t.Fatalf("after somebody else filled one in: %d, written: %t", again.status, w.written() != stored)
	}
	doc.Says(".pt-clearing__title", "removes 2 answers")
	made := v.answer("no")
	made.Set("clears", "yes")
	if got := v.post(path, made); got.status != http.StatusConflict || w.written() != stored {
		t.Errorf("a made-up yes: %d, written: %t", got.status, w.written() != stored)
	}
	if got := v.post(path, fields(t, doc, "#q-tests-eeg_indicated-form-clear")); got.status != http.StatusOK {
		t.Errorf("a yes to what is named now: %d", got.status)
	}
}

// Without script the question is a page of its own, and its form goes on with it.
func TestClearingWithoutScript(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	v.eeg()
	path, stored := v.casePath("/tests/eeg_indicated"), w.written()
	asked := v.send(http.MethodPost, path, v.answer("no"))
	doc := htmltest.Parse(t, asked.body)
	if asked.status != http.StatusConflict || !strings.Contains(asked.body, "<html") || w.written() != stored {
		t.Fatalf("status %d, written: %t", asked.status, w.written() != stored)
	}
	doc.Says("main .pt-clearing", "EEG requested on1 July 2025")
	if back, _ := htmltest.Attr(doc.One("main .pt-narrow a"), "href"); back != v.casePath("/tests#q-tests-eeg_indicated") {
		t.Errorf("keeping it leads to %q", back)
	}
	if got := v.send(http.MethodPost, path, fields(t, doc, "main form")); got.status != http.StatusSeeOther || w.written() == stored {
		t.Errorf("after the yes: %d", got.status)
	}
}

// A list goes with its answer: each entry is named with its answers, empty entries are not.
func TestAListThatGoesIsNamed(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	first, second := w.addRow(w.Manchester), w.addRow(w.Manchester)
	at := func(row int64) string { return v.casePath("/antiseizure-medicines/" + strconv.FormatInt(row, 10)) }
	v.post(at(second)+"/medicine", v.answer("clobazam"))
	v.post(at(second)+"/started_on", v.answer("2/7/2025"))
	path := v.casePath("/treatment/antiseizure_medicine_given")
	asked := v.post(path, v.answer("no"))
	doc := htmltest.Parse(t, asked.body)
	doc.Says(".pt-clearing__title", "removes 2 answers")
	if where := doc.All(".pt-clearing__where"); asked.status != http.StatusConflict || len(where) != 1 || htmltest.Words(where[0]) != "Medicine 1, Clobazam" {
		t.Errorf("status %d, entries named: %d", asked.status, len(where))
	}
	v.post(at(first)+"/medicine", v.answer("lamotrigine"))
	if got := v.post(path, fields(t, doc, "#q-treatment-antiseizure_medicine_given-form-clear")); got.status != http.StatusConflict || w.rows() != 2 {
		t.Errorf("an entry filled in since: %d, %d rows", got.status, w.rows())
	}
	if got := v.confirmed(path, v.answer("no")); got.status != http.StatusOK || w.rows() != 0 {
		t.Errorf("after the yes: %d, %d rows", got.status, w.rows())
	}
}

// An entry in which nothing stands is deleted at once; one that somebody filled in since the question is asked about again.
func TestDeletingAsksOnlyWhereSomethingGoes(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	empty, full := w.addRow(w.Manchester), w.addRow(w.Manchester)
	at := func(row int64) string { return v.casePath("/antiseizure-medicines/" + strconv.FormatInt(row, 10)) }
	if got := v.send(http.MethodDelete, at(empty), nil, "HX-Request", "true", "Pinktick-As", v.seal(), "Pinktick-Key", uuid.NewString()); got.status != http.StatusOK {
		t.Errorf("an entry in which nothing stands: %d", got.status)
	}
	v.post(at(full)+"/medicine", v.answer("clobazam"))
	asked := v.post(at(full)+"/delete", v.answer())
	form := fields(t, htmltest.Parse(t, asked.body), ".pt-clearing form")
	v.post(at(full)+"/risks_discussed", v.answer("no"))
	if got := v.post(at(full)+"/delete", form); got.status != http.StatusConflict || w.rows() != 1 || !strings.Contains(got.body, "Risks discussed") {
		t.Errorf("an answer more since the question: %d, %d rows", got.status, w.rows())
	}
}

// What was asked about survives the end of the session: the page to sign in again carries the yes.
func TestAYesSurvivesTheEndOfTheSession(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	form := v.answer("no")
	form.Set("clears", "abc")
	got := w.stranger().send(http.MethodPost, v.casePath("/tests/eeg_indicated"), form)
	if got.status != http.StatusUnauthorized || !regexp.MustCompile(`name="clears" value="abc"`).MatchString(got.body) {
		t.Errorf("status %d\n%s", got.status, got.body)
	}
}

// Whoever keeps somebody else's Yes gets the list it opened, drawn only where it is not there yet; their No takes it away.
func TestKeepingTheirsBringsAndTakesLists(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	path := v.casePath("/treatment/antiseizure_medicine_given")
	for value, want := range map[string]string{"yes": "outerMorph:#list-antiseizure-medicines[hidden]", "no": "outerMorph"} {
		v.confirmed(path, v.answer(value))
		list := htmltest.Parse(t, v.get(path, "HX-Request", "true").body).One("#list-antiseizure-medicines")
		_, hidden := htmltest.Attr(list, "hidden")
		if where, _ := htmltest.Attr(list, "hx-swap-oob"); where != want || hidden != (value == "no") {
			t.Errorf("after %s the list goes to %q, hidden: %t", value, where, hidden)
		}
	}
}
