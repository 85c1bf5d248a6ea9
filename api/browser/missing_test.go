//go:build browser

package browser

import (
	"math"
	"testing"

	"github.com/pinktick/pinktick/tenants"
)

// The panel stays unfolded while its answers are given, counts down, and its links go to the question: in its place where it
// can be seen, in the entry that is opened for it, or to the list that wants one.
func TestWhatIsMissingLeadsToItsQuestions(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/multiaxial-diagnosis")
	panel := "#missing-multiaxial-diagnosis"
	b.gone(panel + " li")
	b.says(panel, "12 answers are missing")
	b.clicks(panel + " summary")
	b.shown(panel + " li")
	eval[bool](b, `window.stays = true`)
	b.presses("Autism diagnosed", panel)
	b.focused(question("multiaxial-diagnosis", "autism_diagnosed") + " button")
	b.is(`(r => r.top >= 0 && r.bottom <= innerHeight)(document.activeElement.getBoundingClientRect())`)
	where := `document.querySelector("` + question("multiaxial-diagnosis", "autism_diagnosed") + ` button").getBoundingClientRect().top - document.querySelector("` + panel + `").getBoundingClientRect().top`
	before := eval[float64](b, where)
	b.presses("No", question("multiaxial-diagnosis", "autism_diagnosed"))
	b.says(panel, "11 answers are missing")
	if now := eval[float64](b, where); math.Abs(now-before) >= 1 {
		t.Errorf("the questions moved by %.0f when the panel lost a line", now-before)
	}
	b.shown(panel + " li") // still unfolded
	b.is(`![...document.querySelectorAll("` + panel + ` li")].some(e => e.textContent.includes("Autism"))`)

	b.presses("At least one epileptic episode is required.", panel)
	b.focused("#list-episodes-add button")
	b.presses("+ Add an episode", "#list-episodes")
	b.focused("#list-episodes .pt-row__title")
	row := "#" + eval[string](b, `document.querySelector("#list-episodes .pt-row").id`)
	at := func(column string) string { return "#q" + row[len("#row"):] + "-" + column }
	b.presses("Epileptic", at("status"))
	b.ticked(at("status"))
	b.presses("Close", row)
	b.gone(row + " .pt-row__questions")
	b.says(panel, "Episode 1 · Onset of the epileptic seizure")
	b.clicks(panel + ` a[href$="` + at("onset_type") + `"]`)
	b.shown(row + " .pt-row__questions") // opened in its place
	b.focused(at("onset_type") + " button")
	b.is(`window.stays`)
}

// From the page of the whole record a link leads to the page of the question, with its entry open and the focus on it.
func TestWhatIsMissingInTheRecordLeadsToItsPage(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/treatment")
	b.presses("Yes", question("treatment", "rescue_medicine_prescribed"))
	b.presses("+ Add a rescue medicine", "#list-rescue-medicines")
	b.shown("#list-rescue-medicines .pt-row__questions")
	row := "#" + eval[string](b, `document.querySelector("#list-rescue-medicines .pt-row").id`)
	b.presses("What is missing", ".pt-tabs")
	b.lands(child.path + "/missing")
	b.says("#missing", "42 answers are missing") // 40, less the one, and a medicine's three
	b.says("#missing-registration", "Nothing is missing")
	b.shown("#missing-registration .pt-tick")
	b.clicks(`#missing-treatment a[href$="#q` + row[len("#row"):] + `-risks_discussed"]`)
	b.shown(row + " .pt-row__questions")
	b.focused("#q" + row[len("#row"):] + "-risks_discussed button")
}

// A complete form says so, and without script the panel and its links work too.
func TestWhatIsMissingWithoutScript(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.withoutScript()
	w.signsIn(b, w.Leeds, tenants.Editor, "/RR813/cases")
	b.opens(child.path + "/registration")
	b.says("#missing-registration", "Nothing is missing")
	b.shown("#missing-registration .pt-tick")
	b.opens(child.path + "/tests")
	b.clicks("#missing-tests summary")
	b.presses("CT head performed", "#missing-tests")
	b.lands(child.path + "/tests" + question("tests", "ct_head_performed"))
	b.presses("Yes", question("tests", "ct_head_performed"))
	b.ticked(question("tests", "ct_head_performed"))
	b.says("#missing-tests", "3 answers are missing")
	b.clicks("#missing-tests summary")
	b.presses("What is missing in the whole record", "#missing-tests")
	b.lands(child.path + "/missing")
	b.clicks(`#missing-tests a[href$="mri_obtained"]`)
	b.lands(child.path + "/tests" + question("tests", "mri_obtained"))
}
