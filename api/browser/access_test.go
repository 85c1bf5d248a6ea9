//go:build browser

package browser

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

// accessible fails the test for everything axe finds on the page as it stands, at desktop and at phone width, and for
// anything that makes a phone scroll sideways.
func (b *tab) accessible(name string) {
	b.t.Helper()
	for _, width := range []string{"desktop", "phone"} {
		if width == "phone" {
			b.onPhone()
		}
		found := eval[[]string](b, axe+";"+runAxe)
		for _, violation := range found {
			b.t.Errorf("%s, %s: %s", name, width, violation)
		}
	}
	if wide := eval[[]string](b, tooWide); len(wide) > 0 {
		b.t.Errorf("%s is wider than a phone: %s", name, strings.Join(wide, " | "))
	}
	b.onDesktop()
}

const tooWide = `document.documentElement.scrollWidth <= innerWidth ? [] :
	[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 4).map(e => e.outerHTML.slice(0, 160))`

// Every page for people who are not signed in.
func TestOpenPagesAreAccessible(t *testing.T) {
	w := newWorld(t)
	b := w.visitor()
	for _, path := range []string{"/", "/?q=leeds", "/?q=zzz", "/t/RR8", "/about", "/accessibility", "/privacy", "/licences", "/signed-out", "/nothing-here"} {
		b.opens(path)
		b.accessible(path)
	}
	w.signsIn(b, w.Leeds, tenants.Editor, "/session/back")
	b.accessible("signed in again")
	b.opens("/") // welcome back, and then with a remembered provider
	b.accessible("welcome back")
	w.endSessions()
	b.opens("/")
	b.says("main", "You used this last time")
	b.accessible("welcome, provider remembered")
}

// Every page of the record in its states.
func TestRecordPagesAreAccessible(t *testing.T) {
	w := newWorld(t)
	fresh, child := w.add(w.Manchester, newcomer()), w.add(w.Manchester, second(registered(w.Manchester)))
	b := w.visitor()
	w.signsIn(b, w.Manchester, tenants.Lead, "/R0A03/cases")
	b.accessible("list")
	b.opens("/R0A03/cases?q=zzz")
	b.accessible("list without a match")
	b.opens(fresh.path + "/registration")
	b.accessible("registration, nothing answered")
	for _, section := range dataset.Sections {
		b.opens(child.path + "/" + section.Key)
		b.accessible(section.Key)
	}
	b.opens(child.path + "/first-assessment")
	for _, q := range dataset.FirstAssessmentSection.Questions {
		b.clicks(question("first-assessment", q.Key) + " button.pt-press")
		b.ticked(question("first-assessment", q.Key))
	}
	b.says("#wheel-first-assessment", "Complete")
	b.accessible("a complete section")
	b.opens(child.path + "/tests")
	b.presses("Yes", question("tests", "eeg_indicated"))
	b.typesIn(question("tests", "eeg_requested_on")+"-input", "soon"+kb.Enter)
	b.says(question("tests", "eeg_requested_on"), "Error:")
	b.clicks("#user-menu summary")
	b.accessible("a wrong answer, the user menu open")
	b.opens(child.path + "/treatment")
	b.presses("Yes", question("treatment", "antiseizure_medicine_given"))
	b.presses("+ Add an antiseizure medicine", "#list-antiseizure-medicines")
	b.shown(".pt-row__questions")
	b.typesIn("#list-antiseizure-medicines .pt-combo input", "a")
	b.shown("[role=listbox]")
	b.accessible("a medicine being chosen")
	b.types(kb.Escape)
	b.chooses("#list-antiseizure-medicines [id$=-medicine]", "valpro", "Sodium valproate")
	b.ticked("#list-antiseizure-medicines [id$=-medicine]")
	b.presses("Delete", "#list-antiseizure-medicines .pt-row")
	b.shown(".pt-row .pt-clearing")
	b.presses("No", question("treatment", "antiseizure_medicine_given"))
	b.shown(question("treatment", "antiseizure_medicine_given") + " .pt-clearing")
	b.clicks("#missing-treatment summary")
	b.accessible("asked what a deletion and an answer remove, and what is missing unfolded")
	b.opens(child.path + "/missing")
	b.accessible("what is missing in the record")
	b.opens(fresh.path + "/missing")
	b.accessible("what is missing before registration")
	b.opens(fresh.path + "/registration")
	b.presses("All criteria are met", question("registration", "eligibility_confirmed"))
	b.shown("#confirm[open]")
	b.accessible("are you sure")
	w.episodeIsAccessible(b, child)
	b.opens(child.path + "/history")
	b.accessible("history")
	b.opens("/R0A03/cases/999999/tests")
	b.accessible("no such record")
	b.opens("/session/idle?background=1&return=/home")
	b.accessible("idle, without script")
}

// What a viewer, the national team and people with two trusts see.
func TestPagesOfOtherRolesAreAccessible(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Swansea, registered(w.Swansea))
	b := w.signedIn(w.Swansea, tenants.Viewer)
	b.opens(child.path + "/tests")
	b.says("main", "Your role")
	b.accessible("read only")

	b = w.visitor()
	w.signsIn(b, w.Manchester, tenants.Editor, "/R0A03/cases")
	b.accessible("an empty list")
	b.opens("/session/tenant")
	b.accessible("switch trust")

	b = w.visitor()
	analyst := w.stack.Demo.Person(login.DemoNational, tenants.NationalAnalyst)
	b.opens("/auth/national/start?return=/national")
	b.clicks(`button[value="` + analyst.Subject + `"]`)
	b.lands("/national")
	b.accessible("national counts")

	b = w.visitor()
	operator := w.stack.Demo.Person(login.DemoNational, tenants.Operator)
	b.opens("/auth/national/start?return=/home")
	b.clicks(`button[value="` + operator.Subject + `"]`)
	b.sees("nothing for it here yet")
	b.accessible("no clinical data")
}

// The pages that refuse a sign-in: no access, waiting for approval, too many sessions.
func TestRefusalsAreAccessible(t *testing.T) {
	w := newWorld(t)
	b := w.visitor()
	w.Exec(t, `delete from mapping_rules`)
	person := w.person(w.Leeds, tenants.Editor)
	b.opens("/auth/rr8/start?return=/home")
	b.clicks(`button[value="` + person.Subject + `"]`)
	b.sees("You have no access yet")
	b.accessible("no access")
}

// Dialogs and messages of trouble are accessible too.
func TestTroubleIsAccessible(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b, other := w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Leeds, tenants.Lead)
	b.forgives()
	b.hearsNothing()
	b.opens(child.path + "/tests")
	ct, mri := question("tests", "ct_head_performed"), question("tests", "mri_obtained")
	other.opens(child.path + "/tests")
	other.presses("Yes", ct)
	other.ticked(ct)
	b.presses("No", ct)
	b.shown(ct + " .pt-conflict")
	b.accessible("a conflict")
	w.wire.answers(503)
	b.presses("Yes", mri)
	b.says(mri+"-state", "Not saved")
	b.accessible("not saved")
	w.wire.mend()
	b.ticked(mri)
	b.rests()
	if err := w.redis.FlushAll(context.WithoutCancel(t.Context())).Err(); err != nil {
		t.Fatal(err)
	}
	b.presses("No", mri)
	b.shown("#signed-out[open]")
	b.accessible("session ended")
	b.do(chromedp.KeyEvent(kb.Escape))
}

// episodeIsAccessible looks at an episode with its keywords and tick lists open, and at a referral with its pickers.
func (w *world) episodeIsAccessible(b *tab, child sheet) {
	b.opens(child.path + "/multiaxial-diagnosis")
	b.says("#list-episodes-warning", "At least one epileptic episode is required.")
	b.presses("+ Add an episode", "#list-episodes")
	b.shown(".pt-row__questions")
	b.clicks(".pt-row--open [id$=-description_obtained] button[value=yes]")
	b.shown(".pt-row--open textarea")
	b.typesIn(".pt-row--open textarea", "Sudden fear, then the left arm")
	b.shown(".pt-row--open .pt-keyword")
	b.clicks(".pt-row--open [id$=-status] button[value=E]")
	b.shown(".pt-row--open [id$=-onset_type] button")
	b.clicks(".pt-row--open [id$=-onset_type] button[value=FO]")
	b.shown(".pt-row--open [id$=-motor_features] input")
	b.accessible("a focal episode")
	b.opens(child.path + "/milestones")
	b.presses("Yes", question("milestones", "surgery_referred"))
	b.shown(question("milestones", "surgery_organisation_id") + " .pt-combo input")
	b.accessible("a referral with its dates and organisation")
}
