//go:build browser

package browser

import (
	"testing"

	"github.com/pinktick/pinktick/tenants"
)

// From the answers to the last step and back: an outcome says why, the way leads to the question, and the answer given there
// makes another outcome, also on a page that a colleague has open.
func TestFromAnOutcomeToItsQuestionAndBack(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b, other := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Viewer)
	other.opens(child.path + "/performance")
	other.listens(w, child, 1)
	b.opens(child.path + "/treatment")
	b.presses("Performance summary", "#steps")
	b.lands(child.path + "/performance")
	b.accessible("performance summary")
	ecg := "#measure-4"
	b.says(ecg, "Data incomplete")
	b.clicks(ecg + " summary")
	b.presses("Any convulsive epileptic seizure", ecg)
	b.focused(question("epilepsy-context", "any_convulsive_seizure") + " button")
	b.presses("Yes", question("epilepsy-context", "any_convulsive_seizure"))
	b.ticked(question("epilepsy-context", "any_convulsive_seizure"))
	b.opens(child.path + "/performance")
	b.clicks(ecg + " summary")
	b.presses("12-lead ECG performed", ecg)
	b.presses("No", question("tests", "twelve_lead_ecg_performed"))
	b.ticked(question("tests", "twelve_lead_ecg_performed"))
	other.says(ecg, "Not achieved")
	other.clicks(ecg + " summary")
	other.says(ecg, "12-lead ECG performed")

	// What is not asked yet leads to the question that opens it; and what is unfolded stays so when an answer arrives.
	other.clicks("#measure-9a-ii summary")
	other.says("#measure-9a-ii", "While this is so")
	b.opens(child.path + "/treatment")
	b.presses("Yes", question("treatment", "care_plan_started"))
	b.ticked(question("treatment", "care_plan_started"))
	other.says("#measure-9a-i", "Achieved")
	other.shown(ecg + " .pt-reasons li")
	other.presses("Agreement documented", "#measure-9a-ii")
	other.lands(child.path + "/treatment" + question("treatment", "care_plan_agreed"))
}

// Without script the reasons unfold and lead to their questions all the same.
func TestThePerformanceSummaryWithoutScript(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.withoutScript()
	w.signsIn(b, w.Leeds, tenants.Editor, "/RR813/cases")
	b.opens(child.path + "/performance")
	b.clicks("#measure-5 summary")
	b.presses("MRI brain obtained", "#measure-5")
	b.lands(child.path + "/tests" + question("tests", "mri_obtained"))
}
