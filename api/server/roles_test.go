package server

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// write sends what the route takes, with all that a page of ours carries.
func (v *visitor) write(r route, path string) reply {
	form := v.answer("yes")
	form.Set("confirmed", "yes")
	return v.send(r.method, path, form, "HX-Request", "true", "Pinktick-As", form.Get("as"), "Pinktick-Key", uuid.NewString())
}

// eachWrite calls do with every route that changes a record, its ids filled in with the visitor's own.
func (w *world) eachWrite(v *visitor, row int64, do func(r route, path string)) {
	for _, r := range w.server.routes() {
		if r.door != ofTenant || r.method == http.MethodGet || !strings.Contains(r.path, ":case") {
			continue
		}
		for _, path := range address(r, v.place.Hospitals[0].ODSCode, w.child[v.place.ODSCode], row) {
			do(r, path)
		}
	}
}

// A viewer sees everything of a record as text, with the reason why it is not to be changed, and is refused by every route
// that changes something.
func TestAViewerReadsAndChangesNothing(t *testing.T) {
	w := sharedWorld(t)
	row := w.addRow(w.Manchester)
	v := w.signIn(w.Manchester, tenants.Viewer)
	for _, section := range []string{"registration", "first-assessment", "epilepsy-context", "tests", "treatment"} {
		page := htmltest.Parse(t, v.get(v.casePath("/"+section)).body)
		page.Rules()
		if len(page.All(".pt-question form")) > 0 || len(page.All("[hx-post]")) > 0 || len(page.All("[hx-delete]")) > 0 {
			t.Errorf("%s has something to change it with", section)
		}
		if !strings.Contains(page.Text, "Your role does not allow this") {
			t.Errorf("%s does not say why", section)
		}
	}
	before := w.written()
	w.eachWrite(v, row, func(r route, path string) {
		w.log.take()
		if got := v.write(r, path); got.status != http.StatusForbidden || !strings.Contains(got.body, "Your role does not allow this") {
			t.Errorf("%s %s: %d", r.method, path, got.status)
		}
		if n := w.refusals(); n != 1 {
			t.Errorf("%s %s: %d lines in the log", r.method, path, n)
		}
	})
	if w.written() != before {
		t.Error("something was changed")
	}
}

// Who sees the history: those who may read the audit trail.
func TestWhoSeesTheHistory(t *testing.T) {
	w := sharedWorld(t)
	for _, role := range tenants.Local() {
		v := w.signIn(w.Manchester, role)
		want := http.StatusForbidden
		if role.May(tenants.ReadAuditTrail) {
			want = http.StatusOK
		}
		if got := v.get(v.casePath("/history")); got.status != want {
			t.Errorf("%s: %d, want %d", role, got.status, want)
		}
		if link := strings.Contains(v.get(v.casePath("/tests")).body, v.casePath("/history")); link != (want == http.StatusOK) {
			t.Errorf("%s is offered the history: %t", role, link)
		}
	}
}

// National people and operators have no tenant, so no tenant's page is there for them.
func TestNationalPeopleOpenNoRecord(t *testing.T) {
	w := sharedWorld(t)
	row := w.addRow(w.Manchester)
	for role, national := range map[tenants.Role]int{
		tenants.NationalAnalyst: http.StatusOK, tenants.NationalAdmin: http.StatusOK, tenants.Operator: http.StatusForbidden,
	} {
		v := w.signInAt(login.DemoNational, w.Manchester, role)
		if got := v.get("/national"); got.status != national || strings.Contains(got.body, "Probemann") {
			t.Errorf("%s: national counts %d, want %d", role, got.status, national)
		}
		before := w.written()
		for _, r := range w.server.routes() {
			if r.door != ofTenant {
				continue
			}
			for _, path := range address(r, w.Manchester.Hospitals[0].ODSCode, w.child["R0A"], row) {
				got := v.write(r, path)
				if got.status != http.StatusNotFound || strings.Contains(got.body, "Probemann") {
					t.Errorf("%s: %s %s: %d", role, r.method, path, got.status)
				}
			}
		}
		if w.written() != before {
			t.Errorf("%s changed something", role)
		}
	}
	home := w.signInAt(login.DemoNational, w.Manchester, tenants.Operator).get("/home")
	if home.status != http.StatusForbidden || !strings.Contains(home.body, "works on the platform, not on records") {
		t.Errorf("the operator's home: %d", home.status)
	}
}

// Somebody with two trusts works at one at a time: the other is not there until they switch, which gives a new session, and
// what was drawn at the first trust is refused at the second.
func TestSwitchingTrusts(t *testing.T) {
	w := newWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	old, cookie := v.answer("yes"), v.session()
	theirs := "/" + w.Leeds.Hospitals[0].ODSCode + "/cases/" + strconv.FormatInt(w.child["RR8"], 10) + "/tests"
	if got := v.get(theirs); got.status != http.StatusNotFound {
		t.Errorf("before switching: %d", got.status)
	}
	for name, tenant := range map[string]string{"a trust of others": string(w.Swansea.ID), "words": "elsewhere", "nothing": ""} {
		if got := v.send(http.MethodPost, "/session/tenant", url.Values{"as": old["as"], "tenant": {tenant}}); got.status != http.StatusNotFound && got.status != http.StatusForbidden {
			t.Errorf("switching to %s: %d", name, got.status)
		}
	}
	if got := v.send(http.MethodPost, "/session/tenant", url.Values{"as": old["as"], "tenant": {string(w.Leeds.ID)}}); got.status != http.StatusSeeOther {
		t.Fatalf("switching: %d", got.status)
	}
	if v.session() == cookie {
		t.Error("the session kept its id")
	}
	if got := v.get(theirs); got.status != http.StatusOK || !strings.Contains(got.body, w.Leeds.Name) {
		t.Errorf("after switching: %d", got.status)
	}
	if got := v.get(v.casePath("/tests")); got.status != http.StatusNotFound {
		t.Errorf("the first trust after switching: %d", got.status)
	}
	before := w.written()
	if got := v.post(theirs+"/ct_head_performed", old); got.status != http.StatusConflict || got.header.Get("Pinktick-Seal") != "refused" || w.written() != before {
		t.Errorf("a page of the first trust: %d, stored: %t", got.status, w.written() != before)
	}
	stolen := w.stranger()
	if got := stolen.get(theirs, "Cookie", "pinktick-dev-session="+cookie); got.status != http.StatusSeeOther {
		t.Errorf("the old session: %d", got.status)
	}
}

// session is the value of the visitor's session cookie.
func (v *visitor) session() string {
	at, _ := url.Parse(v.w.stack.PublicURL)
	for _, cookie := range v.browser.Jar.Cookies(at) {
		if cookie.Name == "pinktick-dev-session" {
			return cookie.Value
		}
	}
	return ""
}

// A role, a tenant or a state sent along with an answer is not looked at.
func TestFieldsNobodyAskedForAreIgnored(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	form := v.answer("yes")
	for name, value := range map[string]string{"role": "national_admin", "tenant_id": string(w.Leeds.ID), "person_id": uuid.NewString(),
		"locked_at": "2026-01-01", "revision": "99", "case_id": "2", "National": "true"} {
		form.Set(name, value)
	}
	if got := v.post(v.casePath("/tests/ct_head_performed"), form); got.status != http.StatusOK {
		t.Fatalf("status %d", got.status)
	}
	var tenant, by string
	if err := w.Super.QueryRow(`select tenant_id::text, updated_by::text from investigations`).Scan(&tenant, &by); err != nil {
		t.Fatal(err)
	}
	if tenant != string(w.Manchester.ID) || by == form.Get("person_id") || w.revision(w.Manchester) != "1" {
		t.Errorf("stored for %s by %s at revision %s", tenant, by, w.revision(w.Manchester))
	}
}
