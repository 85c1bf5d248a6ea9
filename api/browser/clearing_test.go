//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/tenants"
)

// eeg answers the first two EEG questions.
func (b *tab) eeg() {
	b.t.Helper()
	eeg, asked := question("tests", "eeg_indicated"), question("tests", "eeg_requested_on")
	b.presses("Yes", eeg)
	b.shown(asked)
	b.typesIn(asked+"-input", "3/7/2025"+kb.Enter)
	b.ticked(asked)
}

// An answer that would remove others is asked about in its place, by keyboard alone: Escape leaves all as it was, a yes saves.
func TestAnAnswerThatRemovesOthersAsksInItsPlace(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/tests")
	eeg, asked := question("tests", "eeg_indicated"), question("tests", "eeg_requested_on")
	b.tabsTo(eeg + ` button[value="no"]`)
	b.types(" ")
	b.ticked(eeg)
	b.eeg() // nothing was filled in: nobody is asked
	b.gone(".pt-clearing")
	w.logged(child, "eeg_indicated", "no", "yes")

	clearing := eeg + " .pt-clearing"
	b.clicks(eeg + " .pt-question__label")
	b.presses("No", eeg)
	b.focused(clearing)
	b.says(clearing, "Not saved yet. Saving “No” removes 1 answer:")
	b.says(clearing, "EEG requested on 3 July 2025")
	b.ticked(asked)
	b.is(`document.querySelector("` + eeg + ` [aria-pressed=true]").value === "no"`)
	b.is(leavingAsks)
	w.logged(child, "eeg_indicated", "no", "yes")
	b.types(kb.Escape)
	b.gone(clearing)
	b.until(`document.querySelector("` + eeg + ` [aria-pressed=true]").value === "yes"`)
	b.focused(eeg + ` button[value="yes"]`)
	b.until(`!(` + leavingAsks + `)`)

	b.presses("No", eeg)
	b.focused(clearing)
	b.tabsTo(eeg + "-form-clear button")
	b.types(kb.Enter)
	b.gone(clearing)
	b.gone(asked)
	b.says("#wheel-tests", "1 of 4")
	b.focused(eeg + ` button[value="no"]`)
	w.logged(child, "eeg_indicated", "no", "yes", "no")
	w.logged(child, "eeg_requested_on", "2025-07-03", "")
}

// The answer waited for the network while somebody went on: it is asked about when it arrives, once; the focus stays where it
// is, and what was answered after it is saved.
func TestAnAnswerThatWaitedIsAskedAboutOnce(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/tests")
	eeg, ct := question("tests", "eeg_indicated"), question("tests", "ct_head_performed")
	b.eeg()
	eval[bool](b, `(() => { window.sent = 0; const real = window.fetch; window.fetch = (a, r) => { if (r?.body?.get?.("value") === "no") window.sent += 1; return real(a, r); }; return true; })()`)
	b.offline(true)
	b.presses("No", eeg)
	b.says(eeg+"-state", "Not saved: trying again")
	b.presses("Yes", ct)
	b.offline(false)
	b.shown(eeg + " .pt-clearing")
	b.ticked(ct)
	b.until(`document.activeElement.closest("` + ct + `")`)
	b.quiet(eeg + "-state")
	sent := eval[int](b, `window.sent`)
	b.presses("No", ct)
	b.until(`document.querySelector("` + ct + ` [aria-pressed=true]").value === "no"`)
	if now := eval[int](b, `window.sent`); now != sent+1 { // the new answer only
		t.Errorf("what was asked about was sent %d times more", now-sent-1)
	}
	w.logged(child, "eeg_indicated", "yes")
	b.presses("Save and remove", eeg)
	b.gone(question("tests", "eeg_requested_on"))
	w.logged(child, "eeg_indicated", "yes", "no")
}

// Somebody else fills in what would go, after the question and before the yes: it is asked again, with their answer.
func TestAskedAgainWhenSomebodyFillsInMeanwhile(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	first, second := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Lead)
	eeg, done := question("tests", "eeg_indicated"), question("tests", "eeg_performed_on")
	first.opens(child.path + "/tests")
	first.eeg()
	second.opens(child.path + "/tests")
	first.presses("No", eeg)
	first.says(eeg+" .pt-clearing", "removes 1 answer")
	second.presses("Declined", done)
	second.ticked(done)
	first.presses("Save and remove", eeg)
	first.says(eeg+" .pt-clearing", "removes 2 answers")
	first.says(eeg+" .pt-clearing", "EEG performed on Declined or not possible")
	first.focused(eeg + " .pt-clearing")
	w.logged(child, "eeg_indicated", "yes")
	first.presses("Save and remove", eeg)
	first.gone(eeg + " .pt-clearing")
	w.logged(child, "eeg_indicated", "yes", "no")
	w.logged(child, "eeg_performed_on", "declined", "")
}

// What was chosen from a long list stays while it is asked about, and goes back to what is stored when that is kept.
func TestAskedAboutAChoiceFromAList(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/treatment")
	list := "#list-antiseizure-medicines"
	b.presses("Yes", question("treatment", "antiseizure_medicine_given"))
	b.presses("+ Add an antiseizure medicine", list)
	b.focused(list + " .pt-row__title")
	row := "#" + eval[string](b, `document.querySelector("`+list+` .pt-row").id`)
	at := func(column string) string { return "#q" + row[len("#row"):] + "-" + column }
	b.chooses(at("medicine"), "valpro", "Sodium valproate")
	b.shown(at("annual_risk_form_done"))
	b.presses("Yes", at("annual_risk_form_done"))
	b.ticked(at("annual_risk_form_done"))

	b.chooses(at("medicine"), "lamot", "Lamotrigine")
	b.says(at("medicine")+" .pt-clearing", "Saving “Lamotrigine” removes 1 answer: Annual risk form completed Yes")
	b.holds(at("medicine")+" .pt-combo input", "Lamotrigine")
	b.presses("Keep as it was", at("medicine"))
	b.gone(".pt-clearing")
	b.holds(at("medicine")+" .pt-combo input", "Sodium valproate")
	b.shown(at("annual_risk_form_done"))
	w.logged(child, "medicine", "sodium_valproate")

	given := question("treatment", "antiseizure_medicine_given")
	b.presses("No", given)
	b.says(given+" .pt-clearing", "Medicine 1, Sodium valproate")
	b.presses("Save and remove", given)
	b.gone(list)
	w.logged(child, "medicine", "sodium_valproate", "")
	w.logged(child, "annual_risk_form_done", "yes", "")
}

// Without script the same is asked as a page.
func TestClearingWithoutScript(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.withoutScript()
	w.signsIn(b, w.Leeds, tenants.Editor, "/RR813/cases")
	b.opens(child.path + "/tests")
	eeg, asked := question("tests", "eeg_indicated"), question("tests", "eeg_requested_on")
	b.presses("Yes", eeg)
	b.ticked(eeg)
	b.typesIn(asked+"-input", "3/7/2025"+kb.Enter)
	b.ticked(asked)
	b.presses("No", eeg)
	b.sees("Saving “No” removes these answers:")
	b.says("main .pt-clearing", "EEG requested on 3 July 2025")
	b.presses("Keep as it was")
	b.lands(child.path + "/tests" + eeg)
	b.ticked(asked)
	b.presses("No", eeg)
	b.presses("Save and remove")
	b.lands(child.path + "/tests" + eeg)
	b.gone(asked)
	w.logged(child, "eeg_indicated", "yes", "no")
	w.logged(child, "eeg_requested_on", "2025-07-03", "")
}

// Whoever keeps somebody else's Yes gets the list it opens at once; a list in which they type is left alone.
func TestKeepingTheirsBringsTheListItOpens(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	first, second := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Lead)
	given, rescue := question("treatment", "antiseizure_medicine_given"), question("treatment", "rescue_medicine_prescribed")
	list, other := "#list-antiseizure-medicines", "#list-rescue-medicines"
	second.hearsNothing()
	second.opens(child.path + "/treatment")
	second.presses("Yes", rescue)
	second.presses("+ Add a rescue medicine", other)
	second.shown(other + " .pt-row__questions")
	second.typesIn(other+" [id$=-started_on-input]", "3/7/20")
	first.opens(child.path + "/treatment")
	first.presses("Yes", given)
	first.shown(list)
	second.presses("No", given)
	second.presses("Keep theirs", given+" .pt-conflict")
	second.gone(given + " .pt-conflict")
	second.shown(list + "-add button")
	second.holds(other+" [id$=-started_on-input]", "3/7/20")
	second.shown(other + " .pt-row__questions")
}
