package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// The life of an extension on its page: refused beside the fields, granted once, felt by the centre's clinicians, ended, removed.
func TestGrantingAnExtension(t *testing.T) {
	w := newWorld(t)
	w.at(time.Date(2027, 1, 20, 12, 0, 0, 0, ask.London))
	v, editor := w.nationalAt(t), w.signIn(w.Manchester, tenants.Editor)
	home := "/" + v.place.Hospitals[0].ODSCode + "/extensions"
	page := htmltest.Parse(t, v.get(home).body)
	page.Rules()
	page.Says("#extensions", "No centre has an extension.")
	if n := len(page.All("#extension-cohort option")); n != 4 { // choose, 8, 9, 10: 7 is over for more than a year
		t.Errorf("%d cohorts are offered", n)
	}
	form := url.Values{"as": {v.seal()}, "key": {uuid.NewString()}, "organisation": {v.place.Hospitals[0].ID}, "cohort": {"8"}, "days": {"soon"}, "reason": {"other"}, "words": {" "}}
	got := v.send(http.MethodPost, home, form)
	page = htmltest.Parse(t, got.body)
	page.Rules()
	page.Says(".nhsuk-error-summary", "The extension was not granted")
	page.Says("#extension-days-error", "Enter a number of days from 1 to 366.")
	page.Says("#extension-words-error", "Say what the reason is.")
	if typed, _ := htmltest.Attr(page.One("#extension-days"), "value"); got.status != http.StatusUnprocessableEntity || typed != "soon" || len(page.All("#extension-reason option[selected]")) != 1 {
		t.Errorf("refused: %d, what was typed: %q", got.status, typed)
	}
	form.Set("days", "14")
	form.Set("words", "A burst pipe")
	for range 2 {
		if got = v.send(http.MethodPost, home, form); got.status != http.StatusSeeOther || got.header.Get("Location") != home {
			t.Fatalf("granted: %d %s", got.status, got.body)
		}
	}
	page = htmltest.Parse(t, v.get(home).body)
	page.Rules()
	page.Says("#extensions", "26 January 2027")
	page.Says("#extensions", "Other: A burst pipe")
	if n := len(page.All("#extensions tbody tr")); n != 1 {
		t.Errorf("%d extensions", n)
	}
	answer := func() reply { return editor.post(editor.casePath("/tests/ct_head_performed"), editor.answer("yes")) }
	if got := answer(); got.status != http.StatusOK {
		t.Errorf("a clinician of the centre: %d %s", got.status, got.body)
	}
	htmltest.Parse(t, editor.get(editor.casePath("/registration")).body).Says("#registration-facts", "26 January 2027, extended for this centre from 12 January 2027")
	for act, asks := range map[string]string{"end": "End this extension?", "remove": "Remove this extension?"} {
		if got := v.send(http.MethodPost, home+"/1/"+act, url.Values{"as": {v.seal()}}); got.status != http.StatusOK || !strings.Contains(got.body, asks) {
			t.Errorf("%s does not ask: %d", act, got.status)
		}
	}
	confirmed := url.Values{"as": {v.seal()}, "confirmed": {"yes"}}
	if got := v.send(http.MethodPost, home+"/1/end", confirmed); got.status != http.StatusSeeOther {
		t.Errorf("ended: %d %s", got.status, got.body)
	}
	htmltest.Parse(t, v.get(home).body).Says("#extensions", "20 January 2027, by Chris Walsh")
	if got := answer(); got.status != http.StatusOK {
		t.Errorf("ended today: %d", got.status)
	}
	if got := v.send(http.MethodPost, home+"/1/remove", confirmed); got.status != http.StatusSeeOther {
		t.Errorf("removed: %d %s", got.status, got.body)
	}
	if got := answer(); got.status != http.StatusLocked || !strings.Contains(got.body, "open until the end of 12 January 2027.") {
		t.Errorf("removed: %d %s", got.status, got.body)
	}
	if got := v.send(http.MethodPost, home+"/99/remove", confirmed); got.status != http.StatusNotFound {
		t.Errorf("one that is not there: %d", got.status)
	}
}

// Leads read their centres' extensions and are offered nothing; nobody else of the trust does.
func TestWhoReadsExtensions(t *testing.T) {
	w := sharedWorld(t)
	w.extend(14)
	for role, want := range map[tenants.Role]int{tenants.Viewer: http.StatusForbidden, tenants.Editor: http.StatusForbidden, tenants.Lead: http.StatusOK} {
		v := w.signIn(w.Manchester, role)
		home := "/" + v.place.Hospitals[0].ODSCode + "/extensions"
		got := v.get(home)
		if got.status != want {
			t.Errorf("%s: %d, want %d", role, got.status, want)
		}
		if offered := strings.Contains(v.get(summaryOf(v.place)).body, `href="`+home+`"`); offered != (want == http.StatusOK) {
			t.Errorf("%s has a link: %t", role, offered)
		}
		if want != http.StatusOK {
			continue
		}
		page := htmltest.Parse(t, got.body)
		page.Rules()
		page.Says("#extensions", "Capacity")
		if len(page.All("main form")) > 0 {
			t.Error("a lead can change extensions")
		}
	}
	theirs := w.signIn(w.Leeds, tenants.Lead)
	if got := theirs.get("/" + w.Leeds.Hospitals[0].ODSCode + "/extensions"); got.status != http.StatusOK || strings.Contains(got.body, "Capacity") {
		t.Errorf("another trust: %d", got.status)
	}
}
