package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/tenantstest"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// named gives Manchester's child a name that no other child has.
func (w *world) named() {
	w.Exec(w.t, "update cases set surname = 'Quillfeather' where id = $1", w.child[w.Manchester.ODSCode])
}

// plainly sends a form as a browser without script does.
func (v *visitor) plainly(path string, form url.Values) reply {
	v.w.t.Helper()
	form.Set("as", v.seal())
	form.Set("key", uuid.NewString())
	return v.send(http.MethodPost, path, form)
}

func (v *visitor) offers(t *testing.T, hospital string) {
	t.Helper()
	got := v.plainly(v.casePath("/transfer"), url.Values{"organisation": {tenantstest.HospitalID(hospital)}, "confirmed": {"yes"}})
	if got.status != http.StatusSeeOther || !strings.HasSuffix(got.header.Get("Location"), "/registration?done=offered") {
		t.Fatalf("offering: %d to %s", got.status, got.header.Get("Location"))
	}
}

// at is the address, in the list of the visitor's own hospital, of a transfer of Manchester's child.
func (v *visitor) transferPath(rest string) string {
	return v.listPath() + "/" + numberOf(v.w.child[v.w.Manchester.ODSCode]) + "/transfer" + rest
}

// A child is offered, accepted and gone, without script: each page names who is meant, and no more than its reader may know.
func TestATransferThroughThePages(t *testing.T) {
	w := sharedWorld(t)
	w.named()
	lead, other := w.signIn(w.Manchester, tenants.Lead), w.signIn(w.Leeds, tenants.Lead)
	page := htmltest.Parse(t, lead.get(lead.casePath("/registration")).body)
	page.One(`#lead-transfer a[href="` + lead.casePath("/transfer") + `"]`)
	picker := htmltest.Parse(t, lead.get(lead.casePath("/transfer")).body)
	picker.Rules()
	picker.One(`select[name=organisation] option[value="` + tenantstest.HospitalID("RR813") + `"]`)
	if len(picker.All(`option[value="`+w.Manchester.Hospitals[0].ID+`"]`)) != 0 {
		t.Error("the present lead can be chosen")
	}
	asked := lead.plainly(lead.casePath("/transfer"), url.Values{"organisation": {tenantstest.HospitalID("RR813")}})
	for _, words := range []string{"Testina Quillfeather", "Leeds General Infirmary, Leeds Teaching Hospitals NHS Trust", "Until they accept"} {
		if asked.status != http.StatusOK || !strings.Contains(asked.body, words) {
			t.Errorf("confirming does not say %s: %d", words, asked.status)
		}
	}
	if n := w.count(t, "select count(*) from transfers"); n != 0 {
		t.Error("offered before it was confirmed")
	}
	lead.offers(t, "RR813")
	var who string
	if err := w.Super.QueryRow("select min(requested_by_name) from transfers").Scan(&who); err != nil {
		t.Fatal(err)
	}
	htmltest.Parse(t, lead.get(lead.casePath("/registration?done=offered")).body).Says("#lead-transfer .pt-alert__text", "Offered to Leeds General Infirmary, Leeds Teaching Hospitals NHS Trust, on "+inWords(w, 0)+
		" by "+who+". It waits for an answer until "+inWords(w, 28)+". Until then the record is yours.")
	if row := lead.get(lead.listPath() + "?scope=trust").body; !strings.Contains(row, "Offered to Leeds General Infirmary") {
		t.Error("the row does not say to whom the child is offered")
	}

	list := other.get(other.listPath() + "?scope=trust")
	block := htmltest.Parse(t, list.body)
	block.Rules()
	block.Says("#transfers-title", "1 transfer waits for your answer")
	for _, path := range []string{"", "/accept", "/decline"} {
		body := list.body
		if path != "" {
			body = other.get(other.transferPath(path)).body
			htmltest.Parse(t, body).Rules()
			if !strings.Contains(body, "A child of 1") {
				t.Errorf("%s does not say how old", path)
			}
		}
		if strings.Contains(body, "Quillfeather") || strings.Contains(body, nhsNumbers[0]) {
			t.Errorf("%s tells who it is", path)
		}
	}
	if got := other.get(other.transferPath("")); got.status != http.StatusNotFound {
		t.Errorf("the record, before it is accepted: %d", got.status)
	}
	done := other.plainly(other.transferPath("/accept"), url.Values{})
	if to := done.header.Get("Location"); done.status != http.StatusSeeOther || !strings.HasSuffix(to, "/registration?done=accepted") {
		t.Fatalf("accepting: %d to %s: %s", done.status, to, done.body)
	}
	arrived := other.get(done.header.Get("Location")).body
	for _, words := range []string{"Testina Quillfeather", "The child’s record is yours now.", "Royal Manchester Children&#39;s Hospital", "Earlier lead centres"} {
		if !strings.Contains(arrived, words) {
			t.Errorf("the record at its new centre does not say %s", words)
		}
	}
	for _, path := range []string{"", "/registration", "/tests/ring", "/child", "/history", "/registration/changes"} {
		if got := lead.get(lead.casePath(path), "HX-Request", "true"); got.status != http.StatusNotFound {
			t.Errorf("%s at the origin: %d", path, got.status)
		}
	}
	past := lead.get("/" + w.Manchester.Hospitals[0].ODSCode + "/transfers").body
	if !strings.Contains(past, "Accepted") || strings.Contains(past, "Quillfeather") {
		t.Error("the origin's page of transfers does not say what became of it, or still names the child")
	}
	if got := other.plainly(other.transferPath("/accept"), url.Values{}); got.status != http.StatusConflict {
		t.Errorf("accepting twice: %d", got.status)
	}
}

// inWords is the day, in words, so many days from the database's own today, by which requests are dated.
func inWords(w *world, days int) string {
	w.t.Helper()
	var words string
	if err := w.Super.QueryRow(`select to_char((now() at time zone 'Europe/London') + $1 * interval '1 day', 'FMDD FMMonth YYYY')`, days).Scan(&words); err != nil {
		w.t.Fatal(err)
	}
	return words
}

// Declining says what is missing beside the field, and what was typed stays.
func TestDecliningThroughThePages(t *testing.T) {
	w := sharedWorld(t)
	lead, other := w.signIn(w.Manchester, tenants.Lead), w.signIn(w.Leeds, tenants.Lead)
	lead.offers(t, "RR813")
	got := other.plainly(other.transferPath("/decline"), url.Values{"reason": {"other"}, "words": {""}})
	page := htmltest.Parse(t, got.body)
	page.Rules()
	page.Says("#words-error", "Error: Say what the reason is.")
	page.One(`input[name=reason][value=other][checked]`)
	if got.status != http.StatusUnprocessableEntity {
		t.Errorf("%d", got.status)
	}
	if got = other.plainly(other.transferPath("/decline"), url.Values{"reason": {"other"}, "words": {"Seen once only."}}); got.status != http.StatusSeeOther {
		t.Errorf("declining: %d", got.status)
	}
	past := lead.get("/" + w.Manchester.Hospitals[0].ODSCode + "/transfers").body
	for _, words := range []string{"Declined", "Other: Seen once only."} {
		if !strings.Contains(past, words) {
			t.Errorf("the origin is not told %s", words)
		}
	}
	if got := lead.get(lead.casePath("/registration")); got.status != http.StatusOK {
		t.Errorf("the record at the origin: %d", got.status)
	}
}

// The origin withdraws from the registration page and comes back to it; whoever may not transfer sees no button and is refused.
func TestWithdrawingThroughThePages(t *testing.T) {
	w := sharedWorld(t)
	lead, editor := w.signIn(w.Manchester, tenants.Lead), w.signIn(w.Manchester, tenants.Editor)
	lead.offers(t, "7A3C7")
	page := htmltest.Parse(t, editor.get(editor.casePath("/registration")).body)
	if len(page.All("#lead-transfer form, #lead-transfer a")) != 0 {
		t.Error("a clinician is offered what only a lead may")
	}
	if got := editor.get(editor.casePath("/transfer")); got.status != http.StatusForbidden {
		t.Errorf("a clinician transfers: %d", got.status)
	}
	form := htmltest.Parse(t, lead.get(lead.casePath("/registration")).body)
	action, _ := htmltest.Attr(form.One("#lead-transfer form"), "action")
	if asked := lead.plainly(action, url.Values{"at": {"registration"}}); asked.status != http.StatusOK || !strings.Contains(asked.body, "Withdraw this transfer?") {
		t.Errorf("confirming: %d", asked.status)
	}
	done := lead.plainly(action, url.Values{"at": {"registration"}, "confirmed": {"yes"}})
	if to := done.header.Get("Location"); done.status != http.StatusSeeOther || !strings.HasSuffix(to, "/registration?done=withdrawn") {
		t.Errorf("withdrawing: %d to %s", done.status, to)
	}
	if got := lead.plainly(action, url.Values{"confirmed": {"yes"}}); got.status != http.StatusConflict {
		t.Errorf("again, another time: %d", got.status)
	}
}

// Within the trust the lead changes at once.
func TestChangingTheLeadThroughThePages(t *testing.T) {
	w := sharedWorld(t)
	lead := w.signIn(w.Manchester, tenants.Lead)
	form := url.Values{"organisation": {tenantstest.HospitalID("R0A07")}}
	if asked := lead.plainly(lead.casePath("/transfer"), form); !strings.Contains(asked.body, "Make Wythenshawe Hospital the lead centre") {
		t.Errorf("confirming: %d", asked.status)
	}
	form.Set("confirmed", "yes")
	done := lead.plainly(lead.casePath("/transfer"), form)
	if to := done.header.Get("Location"); !strings.HasSuffix(to, "?done=lead-moved") {
		t.Errorf("%d to %s", done.status, to)
	}
	page := lead.get(lead.casePath("/registration")).body
	for _, words := range []string{"Wythenshawe Hospital", "Earlier lead centres"} {
		if !strings.Contains(page, words) {
			t.Errorf("the page does not say %s", words)
		}
	}
	for _, wrong := range []string{"", "x", tenantstest.HospitalID("R0A07")} {
		if got := lead.plainly(lead.casePath("/transfer"), url.Values{"organisation": {wrong}, "confirmed": {"yes"}}); got.status != http.StatusUnprocessableEntity {
			t.Errorf("to %q: %d", wrong, got.status)
		}
	}
}

// The national audit team sees what waits anywhere, and no name.
func TestNationalTransfersPage(t *testing.T) {
	w := sharedWorld(t)
	w.named()
	w.signIn(w.Manchester, tenants.Lead).offers(t, "RR813")
	team := w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAdmin)
	got := team.get("/national/transfers")
	htmltest.Parse(t, got.body).Rules()
	if got.status != http.StatusOK || !strings.Contains(got.body, "offers to Leeds General Infirmary") || strings.Contains(got.body, "Quillfeather") {
		t.Errorf("%d", got.status)
	}
	if got := w.signIn(w.Leeds, tenants.Lead).get("/national/transfers"); got.status != http.StatusForbidden {
		t.Errorf("a lead clinician: %d", got.status)
	}
}

// A closed trust's children go in one act of the national audit team, which sees first how many.
func TestClearingThroughThePages(t *testing.T) {
	w := sharedWorld(t)
	team := w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAdmin)
	w.Exec(t, "update tenants set closed_on = '2026-10-01' where id = $1", string(w.Manchester.ID))
	defer func() {
		w.Exec(t, "update tenants set closed_on = null")
		w.server.Directory.Forget()
	}()
	w.server.Directory.Forget()
	team.plainly("/national/cases/open", url.Values{"tenant": {string(w.Manchester.ID)}, "case": {numberOf(w.child[w.Manchester.ODSCode])}})
	path := "/" + w.Manchester.Hospitals[0].ODSCode + "/transfers/closure"
	page := htmltest.Parse(t, team.get(path).body)
	page.Rules()
	page.Says("tbody td[data-label=Children]", "1")
	form := url.Values{"from": {""}, "organisation": {tenantstest.HospitalID("RR813")}}
	if asked := team.plainly(path, form); asked.status != http.StatusOK || !strings.Contains(asked.body, "Move the records of 1 child to Leeds General Infirmary") {
		t.Errorf("confirming: %d %s", asked.status, asked.body)
	}
	if got := team.plainly(path, url.Values{"confirmed": {"yes"}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("to nowhere: %d", got.status)
	}
	form.Set("confirmed", "yes")
	if done := team.plainly(path, form); done.status != http.StatusSeeOther {
		t.Errorf("moving: %d %s", done.status, done.body)
	}
	if n := w.count(t, "select count(*) from cases where tenant_id = $1", string(w.Leeds.ID)); n != 2 {
		t.Errorf("Leeds has %d children", n)
	}
}
