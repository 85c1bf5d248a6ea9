//go:build browser

package browser

import (
	"strings"

	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/tenants"
)

// tabsTo presses Tab until the focus is on such a thing, and fails if any stop on the way cannot be seen.
func (b *tab) tabsTo(selector string) {
	b.t.Helper()
	for range 90 {
		b.types(kb.Tab)
		state := eval[string](b, focusState+`(`+quoted(selector)+`)`)
		switch {
		case state == "there":
			return
		case state != "on":
			b.t.Fatalf("on the way to %s: %s", selector, state)
		}
	}
	b.t.Fatalf("Tab never came to %s\n%s", selector, b.state())
}

// focusState says whether the focus is there, and that it can be seen where it is: something about the element, or about what
// stands for it, differs from how it looks without focus.
const focusState = `(selector => {
	const e = document.activeElement;
	if (!e || e === document.body) return "on";
	const box = e.getBoundingClientRect();
	const looks = n => { const s = getComputedStyle(n), a = getComputedStyle(n, "::before"); return [s.outline, s.boxShadow, s.backgroundColor, s.borderColor, a.boxShadow, a.outline].join("/"); };
	const stands = [e, ...(e.labels ?? [])];
	const now = stands.map(looks).join();
	const scroll = [scrollX, scrollY];
	const watch = e.ownerDocument.createElement("style");
	e.blur();
	const without = stands.map(looks).join();
	e.focus({preventScroll: true});
	if (now === without) return "the focus cannot be seen on " + e.outerHTML.slice(0, 160);
	if (box.width === 0 || box.bottom < 0 || box.top > innerHeight) return "the focus is out of sight on " + e.outerHTML.slice(0, 160);
	return e.matches(selector) ? "there" : "on";
})`

// With nothing but Tab, Enter, Space and the arrows: sign in, answer, and work with a list of medicines.
func TestKeyboardOnly(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.visitor()
	b.opens("/")
	b.tabsTo(".nhsuk-skip-link")
	b.tabsTo("#trust")
	b.types("leeds")
	b.says("#trusts", "Leeds Teaching")
	b.tabsTo("#trusts a")
	b.types(kb.Enter)
	b.lands("/t/RR8")
	b.tabsTo(`a[href^="/auth/rr8"]`)
	b.types(kb.Enter)
	b.sees("Who is signing in?")
	b.tabsTo(`button[value="` + w.person(w.Leeds, tenants.Editor).Subject + `"]`)
	b.types(kb.Enter)
	b.lands("/RR813/summary")
	b.tabsTo(`.pt-header__nav a[href$="/cases"]`)
	b.types(kb.Enter)
	b.lands("/RR813/cases")
	b.tabsTo("#case-table tbody a")
	b.types(kb.Enter)
	b.lands(child.path + "/first-assessment")
	b.tabsTo(`#steps a[href$="/tests"]`)
	b.types(kb.Enter)
	b.lands(child.path + "/tests")

	eeg, asked := question("tests", "eeg_indicated"), question("tests", "eeg_requested_on")
	b.tabsTo(eeg + ` button[value="yes"]`)
	b.types(" ")
	b.ticked(eeg)
	b.shown(asked)
	b.tabsTo(asked + "-input")
	b.types("27/3/2025" + kb.Enter)
	b.ticked(asked)
	b.focused(asked + "-input")
	b.tabsTo(`.pt-onward__next`)
	b.types(kb.Enter)
	b.lands(child.path + "/treatment")
	b.medicineByKeyboard(w, child)
}

func (b *tab) medicineByKeyboard(w *world, child sheet) {
	b.t.Helper()
	given, list := question("treatment", "antiseizure_medicine_given"), "#list-antiseizure-medicines"
	b.tabsTo(given + ` button[value="yes"]`)
	b.types(kb.Enter)
	b.shown(list)
	b.tabsTo(list + "-add button")
	b.types(kb.Enter)
	b.focused(list + " .pt-row__title")
	row := eval[string](b, `document.querySelector("`+list+` .pt-row").id`)
	medicine := "#q" + strings.TrimPrefix(row, "row") + "-medicine"
	b.tabsTo(medicine + " .pt-combo input")
	b.types("carba" + kb.ArrowDown)
	b.until(`document.querySelector("` + medicine + ` [aria-selected=true]")`)
	b.types(kb.Enter)
	b.ticked(medicine)
	b.focused(medicine + " .pt-combo input")
	w.logged(child, "medicine", "carbamazepine")
	eval[chromedp.Void](b, `document.querySelector("#`+row+`-title").focus()`)
	b.tabsTo("#" + row + "-delete button")
	b.types(kb.Enter)
	asked := "#" + row + " .pt-clearing"
	b.focused(asked)
	b.types(kb.Escape)
	b.gone(asked)
	b.shown("#" + row)
	b.focused("#" + row + "-delete button")
	b.types(kb.Enter)
	b.focused(asked)
	b.tabsTo(asked + " form button")
	b.types(kb.Enter)
	b.gone("#" + row)
	b.until(`document.activeElement.closest("` + list + `")`)
}

// Registering a child and entering a focal seizure, with each kind of control on the way.
func TestRegisteringAndAnEpisodeByKeyboard(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, newcomer())
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/registration")
	eligibility, lead, date := question("registration", "eligibility_confirmed"), question("registration", "lead_organisation_id"), question("registration", "first_assessment_on")
	confirms := func(question string) {
		b.t.Helper()
		b.until(`document.activeElement.closest("#confirm[open]")`)
		b.types(kb.Enter)
		b.ticked(question)
	}
	b.tabsTo(eligibility + " button.pt-button")
	b.types(kb.Enter)
	confirms(eligibility)
	b.tabsTo(lead + " .pt-combo input")
	b.types("general" + kb.ArrowDown) // Tab takes what is pointed at
	b.tabsTo(lead + " button.pt-button")
	b.types(kb.Enter)
	confirms(lead)
	b.tabsTo(date + "-input")
	b.types("1/6/2025" + kb.Enter)
	confirms(date)
	b.says("#wheel-registration", "Complete")
	b.tabsTo(`#steps a[href$="/multiaxial-diagnosis"]`)
	b.types(kb.Enter)
	b.lands(child.path + "/multiaxial-diagnosis")

	b.tabsTo("#list-episodes-add button")
	b.types(kb.Enter)
	b.focused("#list-episodes .pt-row__title")
	_, at := b.entry("#list-episodes")
	b.tabsTo(at("onset_on") + "-input")
	b.types("10/5/2025" + kb.Enter)
	b.ticked(at("onset_on"))
	b.tabsTo(at("pattern") + " select")
	b.types(kb.ArrowDown)
	b.ticked(at("pattern"))
	b.tabsTo(at("description_obtained") + ` button[value="yes"]`)
	b.types(" ")
	b.shown(at("description") + "-input")
	b.tabsTo(at("description") + "-input")
	b.types("Sudden fear")
	b.shown(at("description") + " .pt-keyword")
	b.tabsTo(at("description") + " .pt-keyword")
	b.types(kb.Enter)
	b.gone(at("description") + " .pt-keyword")
	b.tabsTo(at("status") + ` button[value="E"]`)
	b.types(" ")
	b.shown(at("onset_type"))
	b.tabsTo(at("onset_type") + ` button[value="FO"]`)
	b.types(kb.Enter)
	b.shown(at("side_affected"))
	b.tabsTo(at("side_affected") + " .pt-tile")
	b.types(" ")
	b.ticked(at("side_affected"))
	b.tabsTo(at("motor_features") + " input")
	b.types(" ")
	b.until(`document.activeElement.checked`)
	b.says("#wheel-multiaxial-diagnosis", "6 of 14")
	w.logged(child, "side_affected", "focal_left")
}

// On a phone the step menu folds, and opens by keyboard.
func TestMenuOnAPhoneByKeyboard(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.onPhone()
	b.opens(child.path + "/tests")
	b.gone("#steps a")
	b.tabsTo("#steps-fold summary")
	b.types(kb.Enter)
	b.shown("#steps a")
	b.tabsTo(`#steps a[href$="/epilepsy-context"]`)
	b.types(kb.Enter)
	b.lands(child.path + "/epilepsy-context")
	b.tabsTo("#user-menu summary")
	b.types(" ")
	b.shown("#user-menu button")
	b.types(kb.Escape)
	b.gone("#user-menu button")
	b.focused("#user-menu summary")
}
