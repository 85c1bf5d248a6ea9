//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/tenants"
)

// Two people answer the same question of one child: the later one sees both answers, who gave the other and when, and
// chooses.
func TestTwoBrowsersOneChild(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	first, second := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Lead)
	ct, mri := question("tests", "ct_head_performed"), question("tests", "mri_obtained")
	first.opens(child.path + "/tests")
	second.opens(child.path + "/tests")

	second.presses("Yes", mri)
	second.ticked(mri)
	first.ticked(mri) // another question is no conflict: it arrives
	second.isAt(ct)
	first.presses("Yes", ct)
	first.ticked(ct)
	second.says(ct+" .pt-changed--held", "Changed by a colleague just now.")
	second.is(`!document.querySelector("` + ct + ` [aria-pressed=true]")`) // nothing is taken from under one's hands

	second.presses("No", ct)
	conflict := ct + " .pt-conflict"
	second.says(conflict, w.person(w.Leeds, tenants.Editor).Name+" answered this at")
	second.says(conflict, "Your answer is not saved.")
	second.says(conflict+" dl", "Theirs Yes")
	second.says(conflict+" dl", "Yours No")
	w.logged(child, "ct_head_performed", "yes")
	second.presses("Keep theirs", conflict)
	second.gone(conflict)
	second.is(`document.querySelector("` + ct + ` [aria-pressed=true]").value === "yes"`)
	second.until(`document.activeElement.closest("` + ct + `")`)
	w.logged(child, "ct_head_performed", "yes")

	second.presses("No", ct) // drawn anew: nobody is in the way
	second.until(`document.querySelector("` + ct + ` [aria-pressed=true]")?.value === "no"`)
	first.isAt(mri)
	first.until(`document.querySelector("` + ct + ` [aria-pressed=true]")?.value === "no"`)
	second.presses("No", mri)
	first.shown(mri + " .pt-changed--held")
	first.presses("Yes", mri)
	first.says(mri+" .pt-conflict", w.person(w.Leeds, tenants.Lead).Name+" answered this at")
	first.presses("Use mine", mri+" .pt-conflict")
	first.gone(mri + " .pt-conflict")
	first.is(`document.querySelector("` + mri + ` [aria-pressed=true]").value === "yes"`)
	w.logged(child, "ct_head_performed", "yes", "no")
	w.logged(child, "mri_obtained", "yes", "no", "yes")
}

// A date in conflict keeps what was typed, and overrules with it.
func TestConflictOfDates(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	first, second := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Lead)
	eeg, day := question("tests", "eeg_indicated"), question("tests", "eeg_requested_on")
	first.opens(child.path + "/tests")
	first.presses("Yes", eeg)
	first.shown(day)
	second.opens(child.path + "/tests")
	second.typesIn(day+"-input", "4/7/2025")
	first.typesIn(day+"-input", "3/7/2025"+kb.Enter)
	first.ticked(day)
	second.says(day+" .pt-changed--held", "When you save yours, you will see both answers.")
	second.holds(day+"-input", "4/7/2025")
	second.types(kb.Enter)
	second.says(day+" .pt-conflict dl", "Theirs 3 July 2025")
	second.says(day+" .pt-conflict dl", "Yours 4 July 2025")
	second.presses("Use mine", day+" .pt-conflict")
	second.gone(day + " .pt-conflict")
	second.holds(day+"-input", "04/07/2025")
	w.logged(child, "eeg_requested_on", "2025-07-03", "2025-07-04")
}

// Whoever keeps somebody else's answer sees at once what that answer asks for, and the wheel that goes with it.
func TestKeepingTheirsBringsWhatItAsksFor(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	first, second := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Lead)
	eeg, day := question("tests", "eeg_indicated"), question("tests", "eeg_requested_on")
	first.opens(child.path + "/tests")
	second.opens(child.path + "/tests")
	second.isAt(eeg)
	first.presses("Yes", eeg)
	first.shown(day)
	second.shown(eeg + " .pt-changed--held")
	second.presses("No", eeg)
	second.presses("Keep theirs", eeg+" .pt-conflict")
	second.gone(eeg + " .pt-conflict")
	second.shown(day)
	second.says("#wheel-tests", "1 of 6")
}
