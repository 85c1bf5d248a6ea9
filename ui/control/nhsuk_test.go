package control

import (
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// The controls that reproduce NHS.UK components are held to nhsuk-frontend's own fixtures.

func TestErrorMessageIsTheirs(t *testing.T) {
	theirs := htmltest.Parse(t, htmltest.FixtureNamed(t, "error-message", "default").HTML)
	htmltest.Conforms(t, theirs.One("span.nhsuk-error-message"), htmltest.Render(t, errorMessage("x", "Enter your full name")).One("span.nhsuk-error-message"))
}

func TestCheckboxesAreTheirs(t *testing.T) {
	options := []Option{{Code: "email", Label: "Email"}, {Code: "phone", Label: "Phone"}, {Code: "text", Label: "Text message"}}
	ours := htmltest.Render(t, boxes(Question{ID: "q", Options: options})).All(".nhsuk-checkboxes__item")
	theirs := htmltest.Parse(t, htmltest.FixtureNamed(t, "checkboxes", "default").HTML).All(".nhsuk-checkboxes__item")
	if len(ours) != len(theirs) {
		t.Fatalf("%d boxes, want %d", len(ours), len(theirs))
	}
	for i := range theirs {
		htmltest.Conforms(t, theirs[i], ours[i])
	}
}

func TestSelectIsTheirs(t *testing.T) {
	q := Question{ID: "q", Label: "Sort by", Kind: ask.KindSelect, Values: []string{"updated"}, Options: []Option{
		{Code: "published", Label: "Recently published"}, {Code: "updated", Label: "Recently updated"}, {Code: "views", Label: "Most views"}, {Code: "comments", Label: "Most comments"},
	}}
	theirs := htmltest.Parse(t, htmltest.FixtureNamed(t, "select", "with selected value").HTML)
	htmltest.Conforms(t, theirs.One("select"), htmltest.Render(t, selectField(q)).One("select"))
}

func TestTextInputsAreTheirs(t *testing.T) {
	input := htmltest.Parse(t, htmltest.FixtureNamed(t, "input", "default").HTML)
	htmltest.Conforms(t, input.One("input"), htmltest.Render(t, text(Question{ID: "q", Kind: ask.KindText})).One("input[type=text]"))
	area := htmltest.Parse(t, htmltest.FixtureNamed(t, "textarea", "default").HTML)
	htmltest.Conforms(t, area.One("textarea"), htmltest.Render(t, longText(Question{ID: "q", Kind: ask.KindLongText})).One("textarea"))
	wrong := htmltest.Parse(t, htmltest.FixtureNamed(t, "textarea", "with error only").HTML)
	htmltest.Conforms(t, wrong.One("textarea"), htmltest.Render(t, longText(Question{ID: "q", Kind: ask.KindLongText, Error: "No"})).One("textarea"))
}

func TestButtonIsTheirs(t *testing.T) {
	theirs := htmltest.Parse(t, htmltest.FixtureNamed(t, "button", "default").HTML)
	ours := htmltest.Render(t, confirm(Question{ID: "q", Action: "Save and continue"}))
	htmltest.Conforms(t, theirs.One("button"), ours.One("button"))
}
