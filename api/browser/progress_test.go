//go:build browser

package browser

import (
	"testing"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// Registering a child opens the other steps while one looks, and the wheel moves with each answer.
func TestRegisteringOpensTheSteps(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, newcomer())
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path)
	b.lands(child.path + "/registration")
	b.says("#wheel-registration", "0 of 3")
	b.says("#steps", "Opens when the child is registered.")
	b.says(question("registration", "first_assessment_on"), "Confirm eligibility and the lead organisation first.")

	b.presses("All criteria are met", question("registration", "eligibility_confirmed"))
	b.says("#confirm", "This cannot be taken back.")
	b.presses("Cancel", "#confirm")
	b.unticked(question("registration", "eligibility_confirmed"))
	b.presses("All criteria are met", question("registration", "eligibility_confirmed"))
	b.confirms()
	b.ticked(question("registration", "eligibility_confirmed"))
	b.says("#wheel-registration", "1 of 3")

	lead := question("registration", "lead_organisation_id")
	b.chooses(lead, "gener", "Leeds General Infirmary")
	b.presses("Set", lead)
	b.confirms()
	b.ticked(lead)
	b.says(lead, "Leeds General Infirmary")

	date := question("registration", "first_assessment_on")
	b.typesIn(date+"-input", "1/6/2025")
	b.presses("Set", date)
	b.says("#confirm", "only the national audit team can change it")
	b.confirms()
	b.ticked(date)
	b.says(date, "1 June 2025")
	b.says("#wheel-registration", "Complete")
	b.says("#steps", "0 of 6")
	b.gone("#steps .pt-step--closed a")
	b.says("#registration-facts", "12 January 2027") // cohort, year's end and deadline follow without a reload
	b.says("#child-heading", "12 January 2027")
	b.presses("Next section: First paediatric assessment", "#wheel-registration")
	b.lands(child.path + "/first-assessment")
}

// The wheel and the step menu follow an answer; a complete section is flagged and offers the way on.
func TestWheelAndMenuMoveWithAnAnswer(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/first-assessment")
	eval[bool](b, `window.stays = true`)
	setting := question("first-assessment", "setting")
	b.presses("Acute", setting)
	b.ticked(setting)
	b.says("#wheel-first-assessment", "1 of 6")
	b.says("#steps", "1 of 6")
	for _, q := range dataset.FirstAssessmentSection.Questions[1:] {
		b.presses("No", question("first-assessment", q.Key))
		b.ticked(question("first-assessment", q.Key))
	}
	b.says("#wheel-first-assessment", "Complete")
	b.says("#steps .pt-step--current", "Complete")
	b.is(`window.stays`)
	b.presses("Next section: Epilepsy context", "#wheel-first-assessment")
	b.lands(child.path + "/epilepsy-context")
	b.says("#steps .pt-step--complete:not(:first-child)", "First paediatric assessment")
}
