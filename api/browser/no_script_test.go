//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/tenants"
)

// withoutScript is somebody whose browser runs no script.
func (w *world) withoutScript() *tab {
	w.t.Helper()
	b := w.visitor()
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return b
}

// Everything works without script: finding the trust, signing in, searching and sorting the list, answering.
func TestWithoutScript(t *testing.T) {
	w := newWorld(t)
	w.addMany(w.Leeds, 30)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.withoutScript()
	b.opens("/")
	b.typesIn("#trust", "leeds"+kb.Enter)
	b.presses("Leeds Teaching Hospitals NHS Trust", "#trusts")
	b.clicks(`main a[href^="/auth/rr8/start"]`)
	b.presses(w.person(w.Leeds, tenants.Editor).Name)
	b.lands("/RR813/summary")
	b.presses("View children", ".pt-dash-bar")
	b.lands("/RR813/cases?scope=organisation")
	b.presses("This trust", ".pt-scopes")
	b.is(`!document.documentElement.classList.contains("js")`)
	b.presses("Number", "#case-table thead")
	b.lands("/RR813/cases?scope=trust&sort=number")
	b.typesIn("#search", "testina")
	b.presses("Search", "#search-form")
	b.until(tableRows + ` === 1 && location.search.includes("sort=number")`)
	b.presses("Testina Probe", "#case-table")
	b.lands(child.path + "/first-assessment")
	b.presses("Acute", question("first-assessment", "setting"))
	b.lands(child.path + "/first-assessment" + question("first-assessment", "setting"))
	b.ticked(question("first-assessment", "setting"))
	b.says("#wheel-first-assessment", "1 of 6")

	eeg, asked, done := question("tests", "eeg_indicated"), question("tests", "eeg_requested_on"), question("tests", "eeg_performed_on")
	b.opens(child.path + "/tests")
	b.gone(asked)
	b.presses("Yes", eeg)
	b.ticked(eeg)
	b.typesIn(asked+"-input", "31/2/2025")
	b.presses("Set", asked)
	b.says(asked, "Error:")
	b.holds(asked+"-input", "31/2/2025")
	b.is(`document.querySelector("#steps")`) // the whole page, not a part of it
	b.replaces(asked+"-input", "27/3/2025"+kb.Enter)
	b.ticked(asked)
	b.presses("Declined", done)
	b.says(done, "Declined")
	b.presses("Enter a date instead", done)
	b.unticked(done)
	w.logged(child, "eeg_requested_on", "2025-03-27")
}

// Registering without script: each "are you sure" is a page of its own.
func TestRegisteringWithoutScript(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, newcomer())
	b := w.withoutScript()
	w.signsIn(b, w.Leeds, tenants.Editor, "/RR813/cases")
	b.opens(child.path + "/registration")
	eligibility, lead, date := question("registration", "eligibility_confirmed"), question("registration", "lead_organisation_id"), question("registration", "first_assessment_on")
	b.presses("All criteria are met", eligibility)
	b.sees("This cannot be taken back.")
	b.presses("Cancel")
	b.unticked(eligibility)
	b.presses("All criteria are met", eligibility)
	b.presses("Yes, save it")
	b.ticked(eligibility)
	b.clicks(lead + " select")
	b.types("Leeds" + kb.Enter)
	b.holds(lead+" select", w.Leeds.Hospitals[0].ID)
	b.presses("Set", lead)
	b.presses("Yes, save it")
	b.ticked(lead)
	b.typesIn(date+"-input", "1/6/2025")
	b.presses("Set", date)
	b.sees("only the national audit team can change it")
	b.presses("Yes, save it")
	b.ticked(date)
	b.sees("12 January 2027")
	b.presses("First paediatric assessment", "#steps")
	b.lands(child.path + "/first-assessment")
}

// Medicines without script: added, answered, closed, opened, deleted.
func TestMedicinesWithoutScript(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.withoutScript()
	w.signsIn(b, w.Leeds, tenants.Editor, "/RR813/cases")
	b.opens(child.path + "/treatment")
	b.presses("Yes", question("treatment", "antiseizure_medicine_given"))
	list := "#list-antiseizure-medicines"
	b.presses("+ Add an antiseizure medicine", list)
	b.shown(list + " .pt-row__questions")
	row := "#" + eval[string](b, `document.querySelector("`+list+` .pt-row").id`)
	at := func(column string) string { return "#q" + row[len("#row"):] + "-" + column }
	b.clicks(at("medicine") + " select")
	b.types("Carbam" + kb.Enter)
	b.presses("Save Medicine", at("medicine"))
	b.ticked(at("medicine"))
	b.typesIn(at("started_on")+"-input", "1/1/1999")
	b.presses("Set", at("started_on"))
	b.says(at("started_on"), "Error:")
	b.holds(at("started_on")+"-input", "1/1/1999")
	b.replaces(at("started_on")+"-input", "3/6/2025"+kb.Enter)
	b.ticked(at("started_on"))
	b.presses("Add", at("stopped_on"))
	b.typesIn(at("stopped_on")+"-input", "4/9/2025"+kb.Enter)
	b.shown(at("stopped_on") + " .pt-link")
	b.presses("Close", row)
	b.gone(row + " .pt-row__questions")
	b.says(row, "Carbamazepine")
	b.presses("Edit", row)
	b.shown(row + " .pt-row__questions")
	b.presses("Delete", row)
	b.sees("Delete this entry?")
	b.says("main .pt-clearing", "Started on 3 June 2025")
	b.presses("Yes, delete it")
	b.lands(child.path + "/treatment" + list)
	b.gone(row)
	w.logged(child, "medicine", "carbamazepine", "")
}

// A form sent after the session ended comes back with what was typed, to be sent again once signed in.
func TestExpiredSessionWithoutScript(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.withoutScript()
	w.signsIn(b, w.Leeds, tenants.Editor, "/RR813/cases")
	b.opens(child.path + "/tests")
	b.presses("Yes", question("tests", "eeg_indicated"))
	asked := question("tests", "eeg_requested_on")
	b.typesIn(asked+"-input", "27/3/2025")
	w.endSessions()
	b.presses("Set", asked)
	b.sees("Sign in to save your answer")
	b.sees("27/3/2025")
	again := b.another()
	w.signsIn(again, w.Leeds, tenants.Editor, "/session/back")
	b.presses("Send again")
	b.ticked(asked)
	w.logged(child, "eeg_requested_on", "2025-03-27")
}
