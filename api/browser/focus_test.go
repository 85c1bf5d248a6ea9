//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/tenants"
)

const caret = `document.activeElement.selectionStart`

// The caret stays where somebody types, in the middle of a word too, while saves come and go.
func TestCaretStaysWhereItWas(t *testing.T) {
	w := newWorld(t)
	b := w.visitor()
	b.opens("/gallery/working")
	for _, kind := range []string{"text", "long-text"} {
		field := "#q-" + kind + "-unanswered-input"
		b.typesIn(field, "ab end")
		b.until(`document.querySelector("` + field + `").defaultValue === "ab end"`)
		eval[chromedp.Void](b, `document.activeElement.setSelectionRange(2, 2)`)
		b.types("XY")
		b.until(`document.querySelector("` + field + `").defaultValue === "abXY end"`)
		b.focused(field)
		b.is(caret + ` === 4`)
		b.types("Z") // and goes on there
		b.until(`document.querySelector("` + field + `").defaultValue === "abXYZ end"`)
		b.is(caret + ` === 5`)
	}
}

// Somebody already types into the next field while the last one is saved: neither focus, caret nor letters are lost.
func TestSaveOfOneFieldLeavesTheNextAlone(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.opens(child.path + "/tests")
	first, next := question("tests", "eeg_requested_on"), question("tests", "mri_requested_on")
	b.presses("Yes", question("tests", "eeg_indicated"))
	b.shown(first) // what appears moves what is below
	b.presses("Yes", question("tests", "mri_obtained"))
	b.shown(next)
	release := w.wire.holds()
	b.typesIn(first+"-input", "27/3/2025"+kb.Enter)
	b.typesIn(next+"-input", "28/3")
	release()
	b.ticked(first)
	b.says("#wheel-tests", "3 of")
	b.focused(next + "-input")
	b.is(caret + ` === 4`)
	b.types("/2025")
	b.holds(next+"-input", "28/3/2025")
	b.types(kb.Enter)
	b.ticked(next)
	w.logged(child, "mri_requested_on", "2025-03-28")
}

// The kinds that no question of the record has yet, or not alone: a date if known, an optional date, an organisation.
func TestOtherKindsInTheGallery(t *testing.T) {
	w := newWorld(t)
	b := w.visitor()
	b.opens("/gallery/working")
	known := "#q-day-if-known-unanswered"
	b.presses("Date not known", known)
	b.ticked(known)
	b.until(`document.activeElement.closest("` + known + `")`)
	b.presses("Date known", known)
	b.typesIn(known+"-input", "12/6/2025"+kb.Enter)
	b.ticked(known)
	b.presses("Date not known", known) // known after all not
	b.gone(known + "-input")

	optional := "#q-optional-day-unanswered"
	b.presses("Add", optional)
	b.typesIn(optional+"-input", "30/9/2025"+kb.Enter)
	b.ticked(optional)
	b.focused(optional + "-input")
	b.presses("Remove", optional)
	b.gone(optional + "-input")
	b.until(`document.activeElement.closest("` + optional + `")`)

	organisation := "#q-organisation-unanswered"
	b.chooses(organisation, "rosie", "Rosie Hospital")
	b.unticked(organisation) // only its button saves
	b.presses("Set", organisation)
	b.confirms()
	b.ticked(organisation)
	b.until(`document.activeElement.closest("` + organisation + `")`)
}

// axe itself is awake: a page made worse is found out.
func TestAxeFindsFaults(t *testing.T) {
	w := newWorld(t)
	b := w.visitor()
	b.opens("/about")
	found := eval[[]string](b, `document.querySelector("main").append(Object.assign(new Image(), {src: "/static/none.png"}));`+axe+";"+runAxe)
	if len(found) == 0 {
		t.Error("an image without words was not found")
	}
}
