//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/tenants"
)

// A child is added with the keyboard alone: refused with everything that is wrong at once, put right, saved, edited. axe looks at
// every page on the way.
func TestAddingAChildByKeyboard(t *testing.T) {
	w := newWorld(t)
	b := w.signedIn(w.Leeds, tenants.Administrator)
	b.tabsTo(`a[href="/RR813/cases/new"]`)
	b.types(kb.Enter)
	b.lands("/RR813/cases/new")
	b.accessible("the empty form")
	b.tabsTo("#q-child-first_name-input")
	b.types("Idris7")
	b.tabsTo("#q-child-nhs_number-input")
	b.types("999 000 0019" + kb.Enter)
	b.focused(".nhsuk-error-summary")
	b.says(".nhsuk-error-summary", "Surname: This field is needed.")
	b.holds("#q-child-first_name-input", "Idris7")
	b.accessible("everything wrong at once")
	b.tabsTo(".nhsuk-error-summary a")
	b.clicks(".nhsuk-error-summary a") // Enter as chromedp sends it would go on to the field and send the form
	b.focused("#q-child-first_name-input")
	b.types(kb.End + kb.Backspace)
	b.tabsTo("#q-child-surname-input")
	b.types("Quillfeather")
	b.tabsTo("#q-child-date_of_birth-input")
	b.types("7/8/2016")
	b.tabsTo("#q-child-sex-input")
	b.types("M")
	b.tabsTo("#q-child-ethnicity-input")
	b.types("Asian or Asian British - A")
	b.tabsTo("#q-child-nhs_number-input")
	b.types(kb.End + kb.Backspace + "8")
	b.tabsTo(`input[name="postcode-reason"]`)
	b.types(kb.ArrowDown) // a reason chosen folds the field away, by style alone
	b.gone("#q-child-postcode-input")
	b.types(kb.ArrowUp)
	b.shown("#q-child-postcode-input")
	b.types(kb.ArrowDown + kb.Enter)
	b.until(`location.pathname.endsWith("/child") && document.readyState === "complete"`)
	b.says("#messages", "The child has been added.")
	b.says("main", "Address unknown")
	b.says("main", "999 000 0018")
	b.accessible("the details")
	b.tabsTo(`a[href$="/update"]`)
	b.types(kb.Enter)
	b.holds("#q-child-nhs_number-input", "999 000 0018")
	b.accessible("the form of the details")
	b.tabsTo("#q-child-surname-input")
	b.types(kb.End + "-Noor" + kb.Enter)
	b.says("#messages", "The details are saved.")
	b.says("#child-heading", "Idris Quillfeather-Noor")
}

// The same without script, and a postcode where there was none; then the record is deleted.
func TestAChildWithoutScript(t *testing.T) {
	w := newWorld(t)
	b := w.withoutScript()
	w.signsIn(b, w.Leeds, tenants.Editor, "/RR813/cases")
	b.presses("Add a child")
	b.typesIn("#q-child-first_name-input", "Idris")
	b.typesIn("#q-child-surname-input", "Quillfeather")
	b.typesIn("#q-child-date_of_birth-input", "7/8/2016")
	b.presses("Save")
	b.focused(".nhsuk-error-summary")
	b.says(".nhsuk-error-summary", "Postcode: This field is needed.")
	b.holds("#q-child-surname-input", "Quillfeather")
	b.clicks("#q-child-sex-input")
	b.types("M" + kb.Enter)
	b.clicks("#q-child-ethnicity-input")
	b.types("White - I" + kb.Enter)
	b.typesIn("#q-child-nhs_number-input", "9990000018")
	b.presses("No fixed abode")
	b.gone("#q-child-postcode-input")
	b.presses("Save")
	b.says("main", "No fixed abode")
	b.sees("The child has been added.")
	b.presses("Edit details", ".pt-act")
	b.presses("Postcode known")
	b.typesIn("#q-child-postcode-input", "ls1 3ex")
	b.presses("Save")
	b.says("main", "LS1 3EX")
	b.presses("Delete this record")
	b.presses("Delete this record", "form.pt-child-form")
	b.says(".nhsuk-error-summary", "Type the child’s surname")
	b.presses("Entered by mistake")
	b.typesIn("#typed", "quillfeather")
	b.presses("Delete this record", "form.pt-child-form")
	b.lands("/RR813/cases?done=deleted")
	b.sees("No child has been added at this trust yet.")
}

// A half-typed form asks before it is left, by whatever way but its own two: Save and Cancel. Looked at only, it does not.
func TestAHalfTypedFormAsksBeforeItIsLeft(t *testing.T) {
	w := newWorld(t)
	b := w.signedIn(w.Leeds, tenants.Administrator)
	b.opens("/RR813/cases/new")
	b.is(`!(` + leavingAsks + `)`)
	b.typesIn("#q-child-first_name-input", "Idris")
	b.is(leavingAsks)
	b.stays(func() { b.clicks(`header a[href="/home"]`) })
	b.holds("#q-child-first_name-input", "Idris")
	b.typesIn("#q-child-first_name-input", kb.Enter)
	b.focused(".nhsuk-error-summary") // drawn again, with what was typed: it asks from the first key on
	b.until(`document.readyState === "complete"`)
	b.types(kb.Tab)
	b.until(leavingAsks)
	asked := b.asks()
	b.presses("Cancel", "form.pt-child-form")
	b.lands("/RR813/cases")
	if b.asks() != asked {
		t.Error("Cancel asked whether to leave")
	}
}

// The other pages of a child: in the audit elsewhere, changed by somebody else, deleting and opting out.
func TestPagesOfAChildAreAccessible(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Manchester, registered(w.Manchester))
	b := w.signedIn(w.Leeds, tenants.Lead)
	b.opens("/RR813/cases/new")
	b.typesIn("#q-child-nhs_number-input", "999 000 0018"+kb.Enter)
	b.says("#duplicate", "Royal Manchester Children's Hospital")
	b.accessible("in the audit elsewhere")
	b.presses("Ask for a transfer")
	b.sees("hand this child’s record over to Leeds General Infirmary")
	b.accessible("asking for a transfer")
	b.presses("Ask for the record")
	b.lands("/RR813/cases?done=asked")
	own := w.visitor()
	w.signsIn(own, w.Manchester, tenants.Lead, "/R0A03/cases")
	for _, page := range []string{"/child", "/update", "/delete", "/opt-out"} {
		own.opens(child.path + page)
		own.accessible(page)
	}
	own.typesIn("#typed", "Probe")
	own.presses("Opt the child out", "form.pt-child-form")
	own.lands("/R0A03/cases?done=opted-out")
	own.says("#case-table", "##########")
	own.accessible("the list with a child who opted out")
	own.opens(child.path)
	own.sees("The family has opted out of the audit.")
	own.accessible("an opted-out record")
}
