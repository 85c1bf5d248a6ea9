package server

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// withCompleteGirl gives the visitor's tenant a child of whom nothing is missing, for the time of the test.
func (w *world) withCompleteGirl(t *testing.T, v *visitor) {
	t.Helper()
	usual := w.child[v.place.ODSCode]
	t.Cleanup(func() { w.child[v.place.ODSCode] = usual })
	w.child[v.place.ODSCode] = w.completeGirl(v.place)
}

// turn is the form of a button that changes the record as a whole.
func (v *visitor) turn(more ...string) url.Values {
	form := url.Values{"as": {v.seal()}, "key": {uuid.NewString()}, "at": {"tests"}, "confirmed": {"yes"}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

// The heading says where the record stands and offers the one thing that the person can do about it.
func TestTheHeadingSaysWhereTheRecordStands(t *testing.T) {
	w := sharedWorld(t)
	editor := w.signIn(w.Manchester, tenants.Editor)
	w.withCompleteGirl(t, editor)
	const locked, unregistered = "update cases set locked_at = '2026-11-20 09:05:00+00', locked_by = gen_random_uuid()",
		"update cases set unregistered_at = '2026-11-20 09:05:00+00', unregistered_by = gen_random_uuid(), unregistered_reason = 'duplicate'"
	for _, c := range []struct {
		name, set string
		role      tenants.Role
		today     string
		days      int
		says      []string
		button    string // "" none
	}{
		{"complete", "", tenants.Editor, "2026-11-22", 0, []string{"Complete", "12 January 2027"}, "Submit"},
		{"complete, to be read only", "", tenants.Viewer, "2026-11-22", 0, []string{"Complete"}, ""},
		{"incomplete", "update investigations set eeg_indicated = null", tenants.Editor, "2026-11-22", 0, []string{"Incomplete"}, ""},
		{"not registered", "update registrations set first_assessment_on = null", tenants.Editor, "2026-11-22", 0, []string{"Not registered"}, ""},
		{"submitted", locked, tenants.Editor, "2026-11-22", 0, []string{"Submitted", "since 20 November 2026 at 09:05"}, "Take back"},
		{"submitted, to be read only", locked, tenants.Viewer, "2026-11-22", 0, []string{"Submitted"}, ""},
		{"submitted, past the deadline", locked, tenants.Lead, "2027-01-13", 0, []string{"Submitted"}, ""},
		{"past the deadline", "", tenants.Editor, "2027-01-13", 0, []string{"Deadline passed"}, ""},
		{"extended", "", tenants.Editor, "2027-01-13", 14, []string{"Complete", "Extended to 26 January 2027", "26 January 2027"}, "Submit"},
		{"unregistered", unregistered, tenants.Editor, "2026-11-22", 0, []string{"Unregistered", "since 20 November 2026"}, ""},
		{"unregistered, for a lead", unregistered, tenants.Lead, "2026-11-22", 0, []string{"Unregistered"}, "Register again"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.reset(t)
			w.child[editor.place.ODSCode] = w.completeGirl(editor.place)
			if c.set != "" {
				w.Exec(t, c.set)
			}
			w.extend(c.days)
			now, err := time.ParseInLocation(time.DateOnly, c.today, ask.London)
			if err != nil {
				t.Fatal(err)
			}
			w.at(now)
			v := w.signIn(w.Manchester, c.role)
			// The page, and the step menu that fetches itself after an answer, say the same.
			for _, text := range []string{v.get(v.casePath("/registration")).body, v.get(v.casePath("/steps?at=registration"), "HX-Request", "true").body} {
				page := htmltest.Parse(t, text)
				page.Rules()
				for _, words := range c.says[:1] {
					page.Says("#record-state", words)
				}
				button := ""
				if found := page.All("#record-state button"); len(found) > 0 {
					button = htmltest.Words(found[0])
				}
				if button != c.button {
					t.Errorf("the button says %q, want %q", button, c.button)
				}
			}
			for _, words := range c.says {
				htmltest.Parse(t, v.get(v.casePath("/registration")).body).Says("#child-heading", words)
			}
		})
	}
}

// Submitting and taking back through the page: the record is read-only in between and says why, and the list says so too.
func TestSubmittingThroughThePage(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	w.withCompleteGirl(t, v)
	got := v.post(v.casePath("/submit"), v.turn())
	if got.status != http.StatusOK || got.header.Get("HX-Redirect") != v.casePath("/tests") || got.header.Get("HX-Trigger") != "case-statistics" {
		t.Errorf("%d %v", got.status, got.header)
	}
	page := htmltest.Parse(t, v.get(v.casePath("/tests")).body)
	page.Says("#record-state", "Submitted")
	page.Says(".pt-alert", "This record has been submitted and is closed for editing.")
	if len(page.All(".pt-question form")) > 0 {
		t.Error("a submitted record can be answered")
	}
	htmltest.Parse(t, v.get("/"+v.place.Hospitals[0].ODSCode+"/cases").body).Says("#case-table", "Submitted")
	if got = v.post(v.casePath("/submit"), v.turn()); got.status != http.StatusConflict || !strings.Contains(got.body, "submitted already") {
		t.Errorf("submitted again: %d %s", got.status, got.body)
	}
	if got = v.post(v.casePath("/take-back"), v.turn("at", "nowhere")); got.status != http.StatusOK || got.header.Get("HX-Redirect") != v.casePath("") {
		t.Errorf("taken back: %d %v", got.status, got.header)
	}
	page = htmltest.Parse(t, v.get(v.casePath("/tests")).body)
	page.Says("#record-state", "Complete")
	if len(page.All(".pt-question form")) == 0 {
		t.Error("a record that was taken back cannot be answered")
	}
	if got = v.post(v.casePath("/take-back"), v.turn()); got.status != http.StatusConflict || !strings.Contains(got.body, "not submitted") {
		t.Errorf("taken back again: %d %s", got.status, got.body)
	}
}

// An incomplete record is not submitted: 422, and it says how much is missing.
func TestAnIncompleteRecordIsNotSubmitted(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	before := w.written()
	got := v.post(v.casePath("/submit"), v.turn())
	if got.status != http.StatusUnprocessableEntity || got.header.Get("Pinktick-Problem") == "" || !strings.Contains(got.body, "Answers still missing: 42.") || w.written() != before {
		t.Errorf("%d %s", got.status, got.body)
	}
}

// Without script each button asks on a page of its own, which carries what the form did, and changes nothing until it is sent.
func TestTurningWithoutScript(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Lead)
	w.withCompleteGirl(t, v)
	for _, c := range []struct{ path, asks, value string }{
		{"/submit", "Submit this record?", ""}, {"/take-back", "Take this record back?", ""},
		{"/unregister", "Unregister this child?", "duplicate"}, {"/reregister", "Register this child again?", ""},
	} {
		form := v.turn()
		form.Del("confirmed")
		if c.value != "" {
			form.Set("value", c.value)
		}
		before := w.written()
		got := v.send(http.MethodPost, v.casePath(c.path), form)
		page := htmltest.Parse(t, got.body)
		page.Rules()
		if got.status != http.StatusOK || !strings.Contains(page.Text, c.asks) || w.written() != before {
			t.Fatalf("%s: %d %s", c.path, got.status, page.Text)
		}
		again := url.Values{}
		for _, field := range page.All("main form input") {
			name, _ := htmltest.Attr(field, "name")
			value, _ := htmltest.Attr(field, "value")
			again.Add(name, value)
		}
		if got = v.send(http.MethodPost, v.casePath(c.path), again); got.status != http.StatusSeeOther || got.header.Get("Location") != v.casePath("/tests") || w.written() == before {
			t.Errorf("%s confirmed: %d %s %v", c.path, got.status, got.body, again)
		}
	}
	stranger := v.turn()
	stranger.Del("confirmed")
	if got := v.send(http.MethodPost, "/"+v.place.Hospitals[0].ODSCode+"/cases/999999/submit", stranger); got.status != http.StatusNotFound {
		t.Errorf("a record that is not there asks: %d", got.status)
	}
}

// Unregistering wants a reason, takes the child out of the count, and is undone; clinicians are not offered it.
func TestUnregisteringThroughThePage(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Lead)
	list := "/" + v.place.Hospitals[0].ODSCode + "/cases"
	if page := htmltest.Parse(t, w.signIn(w.Manchester, tenants.Editor).get(v.casePath("/registration")).body); len(page.All("#unregister")) > 0 {
		t.Error("a clinician is offered to unregister")
	}
	page := htmltest.Parse(t, v.get(v.casePath("/registration")).body)
	page.Rules()
	if n := len(page.All("#unregister input[type=radio]")); n != 4 {
		t.Errorf("%d reasons", n)
	}
	htmltest.Parse(t, v.get(list).body).Says(".pt-title", "1 registered")
	for _, fragment := range []string{"true", ""} {
		got := v.send(http.MethodPost, v.casePath("/unregister"), v.turn("at", "registration"), "HX-Request", fragment)
		page := htmltest.Parse(t, got.body)
		page.Rules()
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(page.Text, "Choose why the child is taken out of the audit.") || len(page.All("#unregister .nhsuk-form-group--error")) != 1 {
			t.Errorf("without a reason: %d %s", got.status, page.Text)
		}
		if (fragment == "") != (len(page.All("#steps")) == 1) {
			t.Error("a page where a part was asked for, or a part where a page was")
		}
	}
	if got := v.post(v.casePath("/unregister"), v.turn("value", "not_epilepsy", "at", "registration")); got.header.Get("HX-Redirect") != v.casePath("/registration") || got.header.Get("HX-Trigger") != "case-statistics" {
		t.Errorf("%d %v", got.status, got.header)
	}
	page = htmltest.Parse(t, v.get(v.casePath("/registration")).body)
	page.Says("#record-state", "Unregistered")
	page.Says(".pt-alert", "Not epilepsy. The answers are kept, and count nowhere.")
	if len(page.All(".pt-question form")) > 0 || len(page.All("#unregister")) > 0 {
		t.Error("an unregistered record can be changed")
	}
	htmltest.Parse(t, v.get(list).body).Says(".pt-title", "0 registered")
	htmltest.Parse(t, v.get(list).body).Says("#case-table", "Unregistered")
	if got := v.post(v.casePath("/reregister"), v.turn()); got.status != http.StatusOK {
		t.Errorf("%d %s", got.status, got.body)
	}
	htmltest.Parse(t, v.get(list).body).Says(".pt-title", "1 registered")
	htmltest.Parse(t, v.get(v.casePath("/history")).body).Says("#history", "registered again")
}

// The national audit team, in a tenant it has made active, opens a submitted record after the deadline and changes it then.
func TestTheNationalTeamAfterTheDeadline(t *testing.T) {
	w := newWorld(t)
	v := w.nationalAt(t)
	w.child[v.place.ODSCode] = w.completeGirl(v.place)
	w.Exec(t, "update cases set locked_at = now(), locked_by = gen_random_uuid()")
	w.at(time.Date(2027, 3, 1, 12, 0, 0, 0, ask.London))
	answer := func() reply { return v.post(v.casePath("/tests/ct_head_performed"), v.answer("no")) }
	if got := answer(); got.status != http.StatusLocked || !strings.Contains(got.body, "Take it back first to change it.") {
		t.Errorf("submitted: %d %s", got.status, got.body)
	}
	if got := v.post(v.casePath("/take-back"), v.turn()); got.status != http.StatusOK {
		t.Errorf("taking back: %d %s", got.status, got.body)
	}
	if got := answer(); got.status != http.StatusOK {
		t.Errorf("answering: %d %s", got.status, got.body)
	}
	if got := v.post(v.casePath("/submit"), v.turn()); got.status != http.StatusLocked || !strings.Contains(got.body, "It counts by being complete, submitted or not.") {
		t.Errorf("submitting: %d %s", got.status, got.body)
	}
}

// nationalAt is the national audit team's administrator, who has made Manchester active.
func (w *world) nationalAt(t *testing.T) *visitor {
	t.Helper()
	v := w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAdmin)
	if got := v.send(http.MethodPost, "/session/tenant", url.Values{"as": {v.seal()}, "tenant": {string(w.Manchester.ID)}}); got.status != http.StatusSeeOther {
		t.Fatalf("making a tenant active: %d", got.status)
	}
	return v
}

// One record is submitted, and taken back, by the button of its row: it asks first, and comes back to the list as it was.
func TestSubmittingFromTheList(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	w.withCompleteGirl(t, v)
	list := "/" + v.place.Hospitals[0].ODSCode + "/cases?cohort=8&scope=trust"
	for _, act := range []struct{ path, state string }{{"/submit", "Submitted"}, {"/take-back", "Complete"}} {
		form := url.Values{}
		for _, field := range htmltest.Parse(t, v.get(list).body).All(`form[action="` + v.casePath(act.path) + `"] input`) {
			form.Set(attr(field, "name"), attr(field, "value"))
		}
		asked := htmltest.Parse(t, v.send(http.MethodPost, v.casePath(act.path), form).body)
		confirmed := url.Values{"confirmed": {"yes"}}
		for _, field := range asked.All("main form input") {
			confirmed.Set(attr(field, "name"), attr(field, "value"))
		}
		if got := v.send(http.MethodPost, v.casePath(act.path), confirmed); got.status != http.StatusSeeOther || got.header.Get("Location") != list {
			t.Fatalf("%s: %d to %q", act.path, got.status, got.header.Get("Location"))
		}
		htmltest.Parse(t, v.get(list).body).Says("#case-"+strconv.FormatInt(w.child[v.place.ODSCode], 10), act.state)
	}
}
