//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/sample"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// nearlyComplete adds a child of cohort 8 of whom one answer alone is missing: whether a CT head scan was performed.
func (w *world) nearlyComplete(p tenantstest.Place) sheet {
	w.t.Helper()
	child := completeChildren(w.t, p, 1)[0]
	child.Investigations().CTHeadPerformed = nil
	return w.add(p, child)
}

// completeChildren are made-up children of cohort 8, led by a tenant's first hospital, who miss no answer.
func completeChildren(t *testing.T, p tenantstest.Place, n int) []*dataset.Child {
	t.Helper()
	at := dataset.Circumstances{Today: ask.DateOf(today)}
	var complete []*dataset.Child
	for child := range sample.Children(3, 2000, at.Today, []string{p.Hospitals[0].ID}) {
		if period, _ := child.Period(dataset.RuleCalendar()); period.Cohort == 8 && child.Completion(at).Complete() {
			if complete = append(complete, child); len(complete) == n {
				return complete
			}
		}
	}
	t.Fatalf("of %d complete children %d were made", n, len(complete))
	return nil
}

const state = "#record-state"

// The last answer makes the record complete: the heading offers to submit it without a new page. Submitted it is read-only and
// says why, on every page and in the list; taken back, with the keyboard alone, it is open again.
func TestSubmittingAndTakingBack(t *testing.T) {
	w := newWorld(t)
	child := w.nearlyComplete(w.Leeds)
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/tests")
	ct := question("tests", "ct_head_performed")
	b.says(state, "Incomplete")
	b.gone(state + " button")
	b.presses("No", ct)
	b.ticked(ct)
	b.says(state, "Complete")
	b.accessible("complete")

	b.presses("Submit", state)
	b.says("#confirm[open]", "Submit this record?")
	b.presses("Cancel", "#confirm[open]")
	b.says(state, "Complete")
	b.presses("Submit", state)
	b.confirms()
	b.says(state, "Submitted since")
	b.says(".pt-alert", "This record has been submitted and is closed for editing. A clinician of your trust or board can take it back until the end of 12 January 2027.")
	b.lands(child.path + "/tests")
	b.gone(".pt-question form")
	b.accessible("submitted")
	b.opens(child.path + "/treatment")
	b.gone(".pt-question form")
	b.opens("/RR813/cases")
	b.says("#case-table", "Submitted")

	b.opens(child.path + "/tests")
	b.shown(state + " button")
	b.until(`(document.querySelector("` + state + ` button").focus(), document.activeElement.innerText === "Take back")`)
	b.types(kb.Enter)
	b.shown("#confirm[open]")
	b.until(`document.activeElement.closest("#confirm")`)
	b.types(kb.Enter)
	b.says(state, "Complete")
	b.presses("Yes", ct)
	b.ticked(ct)
	w.logged(child, "submitted", "yes", "")
}

// Somebody else submits the record: a page that hears of it closes by itself. One that does not says so when something is done
// there, in its place, and keeps what is on it.
func TestSubmittedBySomebodyElseMeanwhile(t *testing.T) {
	w := newWorld(t)
	child := w.nearlyComplete(w.Leeds)
	b, other, hears := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Lead), w.signedIn(w.Leeds, tenants.Editor)
	b.hearsNothing()
	b.opens(child.path + "/tests")
	hears.opens(child.path + "/tests")
	hears.listens(w, child, 1)
	ct := question("tests", "ct_head_performed")
	b.presses("No", ct)
	b.ticked(ct)
	b.shown(state + " button")
	other.opens(child.path + "/tests")
	other.presses("Submit", state)
	other.confirms()
	other.says(state, "Submitted")
	hears.says(state, "Submitted")
	hears.gone(".pt-question form")
	b.presses("Submit", state)
	b.confirms()
	b.says(state, "This record has been submitted already.")
	b.presses("Yes", ct)
	b.says(ct+"-problem", "has been submitted and is closed for editing")
}

// The same without script: every "are you sure" is a page of its own.
func TestSubmittingWithoutScript(t *testing.T) {
	w := newWorld(t)
	child := w.nearlyComplete(w.Leeds)
	b := w.withoutScript()
	w.signsIn(b, w.Leeds, tenants.Lead, "/RR813/cases")
	b.opens(child.path + "/tests")
	b.presses("No", question("tests", "ct_head_performed"))
	b.says(state, "Complete")
	b.presses("Submit", state)
	b.sees("Submit this record?")
	b.presses("Cancel")
	b.presses("Submit", state)
	b.presses("Yes, submit it")
	b.lands(child.path + "/tests")
	b.says(state, "Submitted")
	b.gone(".pt-question form")
	b.presses("Take back", state)
	b.presses("Yes, take it back")
	b.says(state, "Complete")

	b.opens(child.path + "/registration")
	b.presses("Unregister", "#unregister")
	b.presses("Yes, unregister")
	b.says("#unregister", "Choose why the child is taken out of the audit.")
	b.clicks(`label[for="unregister-not_epilepsy"]`)
	b.presses("Unregister", "#unregister")
	b.presses("Yes, unregister")
	b.says(state, "Unregistered")
	b.says(".pt-alert", "Not epilepsy")
	b.presses("Register again", state)
	b.presses("Yes, register again")
	b.says(state, "Complete")
}

// Unregistering with script: the reason is wanted beside the question, and everything is closed until it is undone.
func TestUnregistering(t *testing.T) {
	w := newWorld(t)
	child := w.nearlyComplete(w.Leeds)
	b := w.signedIn(w.Leeds, tenants.Lead)
	b.opens(child.path + "/registration")
	b.presses("Unregister", "#unregister")
	b.confirms()
	b.says("#unregister", "Choose why the child is taken out of the audit.")
	b.accessible("unregistering without a reason")
	b.clicks(`label[for="unregister-care_elsewhere"]`)
	b.presses("Unregister", "#unregister")
	b.confirms()
	b.says(state, "Unregistered")
	b.says(".pt-alert", "Care elsewhere. The answers are kept, and count nowhere.")
	b.gone("#unregister")
	b.accessible("unregistered")
	b.presses("Register again", state)
	b.confirms()
	b.says(state, "Incomplete")
}

// The national audit team grants a centre longer; its clinicians see it on the record, its lead in the list of extensions.
func TestGrantingAnExtension(t *testing.T) {
	w := newWorld(t)
	child := w.nearlyComplete(w.Leeds)
	b := w.visitor()
	team := w.stack.Demo.Person(login.DemoNational, tenants.NationalAdmin)
	b.opens("/auth/" + team.Provider + "/start?return=/national")
	b.clicks(`button[value="` + team.Subject + `"]`)
	b.lands("/national")
	w.entersTenant(b, w.Leeds)
	b.opens("/RR813/extensions")
	b.accessible("no extension")
	b.presses("Grant", "#grant")
	b.says(".nhsuk-error-summary", "Choose one of the cohorts.")
	b.accessible("an extension refused")
	b.clicks("#extension-organisation")
	b.types("Leeds" + kb.Enter)
	b.clicks("#extension-cohort")
	b.types("Cohort 8" + kb.Enter)
	b.typesIn("#extension-days", "14")
	b.clicks("#extension-reason")
	b.types("Staff" + kb.Enter)
	b.presses("Grant", "#grant")
	b.says("#extensions", "26 January 2027")
	b.accessible("an extension")

	lead := w.signedIn(w.Leeds, tenants.Lead)
	lead.opens("/home")
	lead.presses("Extensions", ".pt-dash-bar")
	lead.says("#extensions", "Staff shortage")
	lead.gone("#grant")
	lead.opens(child.path + "/tests")
	lead.says(state, "Extended to 26 January 2027")
	lead.accessible("a record with an extension")

	b.presses("End today", "#extensions")
	b.sees("End this extension?")
	b.presses("Yes, end it today")
	b.says("#extensions", "Ended early")
	b.presses("Remove", "#extensions")
	b.presses("Yes, remove it")
	b.says("#extensions", "Removed")
	lead.opens(child.path + "/tests")
	lead.says("#child-heading", "12 January 2027")
}

// entersTenant makes a tenant active for somebody of the national audit team, as the page that offers it will.
func (w *world) entersTenant(b *tab, p tenantstest.Place) {
	w.t.Helper()
	eval[bool](b, `(form => { form.elements.tenant.value = "`+string(p.ID)+`"; document.body.append(form); form.submit(); return true })(
		Object.assign(document.createElement("form"), {method: "post", action: "/session/tenant",
			innerHTML: "<input name=tenant><input name=as value=" + document.querySelector("[name=as]").value + ">"}))`)
	b.lands("/" + p.Hospitals[0].ODSCode + "/summary")
}
