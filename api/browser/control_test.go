//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/tenants"
)

// Yes or no: a press saves at once, keeps the focus, and brings what is asked because of it.
func TestYesNoAndDatesAppearAndGo(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/tests")
	eeg, asked, done := question("tests", "eeg_indicated"), question("tests", "eeg_requested_on"), question("tests", "eeg_performed_on")
	b.gone(asked)
	b.presses("Yes", eeg)
	b.ticked(eeg)
	b.focused(eeg + ` button[value="yes"][aria-pressed="true"]`)
	b.shown(asked)

	b.typesIn(asked+"-input", "31/2/2025") // half a date and a wrong one are never sent by themselves
	b.types(kb.Tab + kb.Tab)
	b.unticked(asked)
	b.presses("Set", asked)
	b.says(asked, "Error:")
	b.holds(asked+"-input", "31/2/2025")
	b.is(`document.querySelector("` + asked + `-input").getAttribute("aria-invalid") === "true"`)
	w.logged(child, "eeg_requested_on")
	b.replaces(asked+"-input", "27/3/2025"+kb.Enter)
	b.ticked(asked)
	b.focused(asked + "-input")
	b.gone(asked + " .nhsuk-error-message")

	b.typesIn(done+"-input", "1/3/2025"+kb.Enter)
	b.says(done, "Error:") // before it was requested
	b.presses("Declined", done)
	b.ticked(done)
	b.says(done, "Declined")
	b.presses("Enter a date instead", done)
	b.unticked(done)
	b.typesIn(done+"-input", "2/4/2025"+kb.Enter)
	b.ticked(done)
	w.logged(child, "eeg_requested_on", "2025-03-27")

	b.presses("No", eeg)
	b.gone(asked)
	b.gone(done)
	b.focused(eeg + ` button[value="no"]`)
	w.logged(child, "eeg_requested_on", "2025-03-27", "")
}

// The button beside a date opens the browser's calendar; what is picked there is only typed in, and Set saves it.
func TestPickerFillsTheDateAndSetSavesIt(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/treatment")
	b.presses("Yes", question("treatment", "care_plan_started"))
	date := question("treatment", "care_plan_on")
	b.shown(date)
	eval[bool](b, `HTMLInputElement.prototype.showPicker = function () { window.picking = this; }, true`)
	b.clicks(date + " [data-picker]")
	b.until(`window.picking?.type === "date"`)
	eval[bool](b, `window.picking.value = "2025-07-09", window.picking.dispatchEvent(new Event("change", {bubbles: true}))`)
	b.holds(date+"-input", "09/07/2025")
	b.focused(date + "-input")
	b.unticked(date)
	w.logged(child, "care_plan_on")
	b.presses("Set", date)
	b.ticked(date)
	w.logged(child, "care_plan_on", "2025-07-09")
}

// Medicines: added at the end, edited in their place with a searchable list and an optional date, closed and deleted.
func TestMedicinesAreAddedEditedClosedAndDeleted(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/treatment")
	list := "#list-antiseizure-medicines"
	b.gone(list)
	b.presses("Yes", question("treatment", "antiseizure_medicine_given"))
	b.shown(list)
	b.presses("+ Add an antiseizure medicine", list)
	b.focused(list + " .pt-row__title")
	row := "#" + eval[string](b, `document.querySelector("`+list+` .pt-row").id`)
	at := func(column string) string { return "#q" + row[len("#row"):] + "-" + column }

	b.chooses(at("medicine"), "valpro", "Sodium valproate")
	b.ticked(at("medicine"))
	b.focused(at("medicine") + "-combo-field")
	b.shown(at("annual_risk_form_done")) // a girl of thirteen
	b.typesIn(at("started_on")+"-input", "3/6/2025"+kb.Enter)
	b.ticked(at("started_on"))
	b.presses("Add", at("stopped_on"))
	b.typesIn(at("stopped_on")+"-input", "1/6/2025"+kb.Enter)
	b.says(at("stopped_on"), "Error:")
	b.replaces(at("stopped_on")+"-input", "4/9/2025"+kb.Enter)
	b.shown(at("stopped_on") + " .pt-link")
	b.presses("Remove", at("stopped_on"))
	b.gone(at("stopped_on") + "-input")
	w.logged(child, "stopped_on", "2025-09-04", "")

	b.presses("Close", row)
	b.gone(row + " .pt-row__questions")
	b.says(row, "Sodium valproate")
	b.says(row, "3 June 2025")
	b.focused(row + " .pt-row__title")
	b.presses("Edit", row)
	b.shown(row + " .pt-row__questions")
	b.chooses(at("medicine"), "776470002", "Lamotrigine") // by its SNOMED CT id
	b.gone(at("annual_risk_form_done"))
	b.says(row+" .pt-row__title", "Lamotrigine")

	b.presses("+ Add an antiseizure medicine", list)
	b.until(`document.querySelectorAll("` + list + ` .pt-row").length === 2`)
	b.presses("Delete Lamotrigine", row)
	b.says(row+" .pt-clearing", "Deleting Lamotrigine removes 2 answers:")
	b.presses("Delete and remove", row)
	b.gone(row)
	b.until(`document.activeElement.closest("` + list + `")`)
	w.logged(child, "medicine", "sodium_valproate", "lamotrigine", "")
}

// A choice among several buttons, and one answer taken over by another.
func TestChoiceButtons(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/epilepsy-context")
	family := question("epilepsy-context", "family_history")
	b.presses("Uncertain", family)
	b.ticked(family)
	b.presses("No", family)
	b.until(`document.querySelector("` + family + ` [aria-pressed=true]").textContent === "No"`)
	b.until(`document.querySelectorAll("` + family + ` [aria-pressed=true]").length === 1`)
	b.focused(family + " [aria-pressed=true]")
}
