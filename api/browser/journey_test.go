//go:build browser

package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// addsChild fills in the form of a new child and gives the new record's address.
func (b *tab) addsChild(list string) sheet {
	b.t.Helper()
	b.opens(list)
	b.presses("Add a child")
	b.typesIn("#q-child-first_name-input", "Idris")
	b.typesIn("#q-child-surname-input", "Quillfeather")
	b.typesIn("#q-child-date_of_birth-input", "7/8/2016")
	b.clicks("#q-child-sex-input")
	b.types("M" + kb.Enter)
	b.clicks("#q-child-ethnicity-input")
	b.types("White - I" + kb.Enter)
	b.typesIn("#q-child-nhs_number-input", "999 000 0018")
	b.presses("No fixed abode")
	b.presses("Save")
	b.until(`location.pathname.endsWith("/child") && document.readyState === "complete"`)
	path := strings.TrimSuffix(eval[string](b, `location.pathname`), "/child")
	id := eval[int64](b, `Number(location.pathname.split("/")[3])`)
	return sheet{id: id, path: path}
}

// everyForm looks at each form's page of a record, and what axe finds on it.
func (b *tab) everyForm(child sheet, what string, look func(form string)) {
	b.t.Helper()
	for _, form := range dataset.Sections {
		b.opens(child.path + "/" + form.Key)
		look(form.Key)
		b.accessible(form.Key + " " + what)
	}
}

// A child's whole year in the audit: added, registered, every form answered from what is missing, submitted, taken back and
// changed.
func TestAChildFromAddingToSubmitting(t *testing.T) {
	w := newWorld(t)
	b := w.signedIn(w.Leeds, tenants.Editor)
	child := b.addsChild("/RR813/cases")
	b.presses("Go on to registration")
	b.lands(child.path + "/registration")
	b.presses("All criteria are met", question("registration", "eligibility_confirmed"))
	b.confirms()
	b.ticked(question("registration", "eligibility_confirmed"))
	b.ticked(question("registration", "lead_organisation_id")) // where the child was added
	date := question("registration", "first_assessment_on")
	b.typesIn(date+"-input", "1/6/2025"+kb.Enter)
	b.says("#confirm[open]", "only the national audit team can change it")
	b.confirms()
	b.says("#wheel-registration", "Complete")
	b.says(state, "Incomplete")

	for i, form := range dataset.Sections[1:] {
		b.presses("Next section: "+form.Title, "#wheel-"+dataset.Sections[i].Key)
		b.lands(child.path + "/" + form.Key)
		b.fills(form)
	}
	b.says(state, "Complete")
	b.everyForm(child, "complete", func(form string) {
		b.says("#wheel-"+form, "Complete")
		b.says("#missing-"+form, "Nothing is missing")
	})
	b.opens(child.path + "/missing")
	b.says("#missing", "Nothing is missing")
	b.presses("Children", ".pt-header__nav")
	b.says("#case-table tbody", "Complete")
	b.presses("Idris Quillfeather", "#case-table")
	b.submitsAndTakesBack(w, child)
}

// submitsAndTakesBack hands a complete record in, looks that nothing on it can be changed, takes it back and changes an answer.
func (b *tab) submitsAndTakesBack(w *world, child sheet) {
	b.t.Helper()
	b.presses("Submit", state)
	b.confirms()
	b.says(state, "Submitted")
	b.everyForm(child, "submitted", func(string) {
		b.says(state, "Submitted")
		b.gone("main :is(.pt-question, .pt-row, .pt-list) :is(form, button:not(.pt-help *), input, select, textarea)")
	})
	b.opens("/RR813/cases")
	b.says("#case-table tbody", "Submitted")
	b.opens(child.path + "/tests")
	b.presses("Take back", state)
	b.confirms()
	b.says(state, "Complete")
	ct := question("tests", "ct_head_performed")
	b.presses("No", ct)
	b.pressed(ct, "no")
	w.logged(child, "submitted", "yes", "")
	w.logged(child, "ct_head_performed", "yes", "no")
}

// The same way as far as the first answers, without script: every step is a page, and what is missing leads on.
func TestAChildWithoutScriptFromAddingToAnswering(t *testing.T) {
	w := newWorld(t)
	b := w.withoutScript()
	w.signsIn(b, w.Leeds, tenants.Editor, "/RR813/cases")
	child := b.addsChild("/RR813/cases")
	b.opens(child.path + "/registration")
	b.presses("All criteria are met", question("registration", "eligibility_confirmed"))
	b.presses("Yes, save it")
	date := question("registration", "first_assessment_on")
	b.typesIn(date+"-input", "1/6/2025"+kb.Enter)
	b.presses("Yes, save it")
	b.says("#wheel-registration", "Complete")
	b.presses("Next section: First paediatric assessment", "#wheel-registration")
	b.lands(child.path + "/first-assessment")
	for _, q := range dataset.FirstAssessmentSection.Questions[1:] {
		b.clicks(question("first-assessment", q.Key) + ` button[value="yes"]`)
		b.ticked(question("first-assessment", q.Key))
	}
	b.clicks("#missing-first-assessment summary")
	b.says("#missing-first-assessment", "1 answer is missing")
	b.presses("Setting", "#missing-first-assessment")
	b.lands(child.path + "/first-assessment" + question("first-assessment", "setting"))
	b.presses("Non-acute", question("first-assessment", "setting"))
	b.says("#wheel-first-assessment", "Complete")
	b.presses("What is missing", ".pt-tabs")
	b.lands(child.path + "/missing")
	b.says("#missing-first-assessment", "Nothing is missing")
	b.presses("At least one epileptic episode is required.", "#missing-multiaxial-diagnosis")
	b.lands(child.path + "/multiaxial-diagnosis#list-episodes")
	b.presses("+ Add an episode", "#list-episodes")
	b.shown("#list-episodes .pt-row__questions")
	row := "#q" + strings.TrimPrefix(eval[string](b, `document.querySelector("#list-episodes .pt-row").id`), "row")
	b.presses("Epileptic", row+"-status")
	b.presses("Focal onset", row+"-onset_type")
	b.presses("Left", row+"-side_affected")
	b.ticked(row + "-side_affected")
	b.says("#wheel-multiaxial-diagnosis", "3 of 14")
	b.opens(child.path + "/missing")
	b.says("#missing-multiaxial-diagnosis", "11 answers are missing")
	b.opens("/RR813/cases")
	b.says("#case-table tbody", "answers missing until 12 January 2027")
}
