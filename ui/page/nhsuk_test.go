package page

import (
	"testing"

	"github.com/pinktick/pinktick/ui/htmltest"
	"github.com/pinktick/pinktick/ui/layout"
)

// The pages that reproduce NHS.UK components are held to nhsuk-frontend's own fixtures.

func TestRadiosAreTheirs(t *testing.T) {
	theirs := htmltest.Parse(t, htmltest.FixtureNamed(t, "radios", "default").HTML).All(".nhsuk-radios__item")
	htmltest.Conforms(t, theirs[0], htmltest.Render(t, radio("example", "example", "email", "Email", false)).One(".nhsuk-radios__item"))
}

func TestSkipLinkIsTheirs(t *testing.T) {
	theirs := htmltest.Parse(t, htmltest.FixtureNamed(t, "skip-link", "default").HTML)
	ours := htmltest.Render(t, AboutPage(layout.Frame{}))
	htmltest.Conforms(t, theirs.One("a"), ours.One("a.nhsuk-skip-link"))
}
