package part

import (
	"testing"

	"github.com/pinktick/pinktick/ui/htmltest"
)

func TestMissingCountsAndLeads(t *testing.T) {
	m := Missing{
		Section: "tests", Title: "Tests", Path: "/RGT01/cases/1/tests/missing", Ring: Ring{Answered: 2, Asked: 6}, AllHref: "/RGT01/cases/1/missing",
		Items: []MissingItem{
			{Label: "At least one epileptic episode is required.", Href: "/x#list-episodes", Slots: 2},
			{Place: "Episode 2", Label: "Side affected", Href: "/x?open=7#q-episodes-7-side", Row: "row-episodes-7", Slots: 1},
			{Label: "CT head performed", Href: "/x#q-tests-ct", Slots: 1},
		},
	}
	d := htmltest.Render(t, MissingView(m))
	d.Rules()
	d.Says("details summary", "4 answers are missing")
	if on, _ := htmltest.Attr(d.One("details[hx-swap=innerMorph]"), "hx-trigger"); on != "answered-tests from:document" { // its content only: it stays unfolded
		t.Errorf("it fetches itself on %q", on)
	}
	d.None("details[open]")
	d.Says("details", "At least one epileptic episode is required.")
	d.Says(".pt-missing__more", "(2 answers)")
	d.One(`a[data-jump][data-row=row-episodes-7][href="/x?open=7#q-episodes-7-side"]`)
	d.One("a[href=/RGT01/cases/1/missing]")
	d.None("svg")
	d = htmltest.Render(t, MissingView(Missing{Section: "tests", Ring: Ring{Answered: 6, Asked: 6}}))
	d.Says("summary", "Nothing is missing")
	d.One("summary .pt-tick")
	d.None("li")
	htmltest.Render(t, MissingView(Missing{Section: "tests", Ring: Ring{Answered: 5, Asked: 6}})).Says("summary", "1 answer is missing")
}

func TestMissingOfAClosedFormHasNoWay(t *testing.T) {
	form := Missing{Section: "tests", Title: "Tests", Ring: Ring{Asked: 4}, Closed: "Register the child first.", Items: []MissingItem{{Label: "EEG", Href: "/x"}}}
	d := htmltest.Render(t, MissingAllView(MissingAll{Path: "/RGT01/cases/1/missing", Ring: Ring{Asked: 43}, Forms: []Missing{form}}))
	d.Rules()
	d.Says("#missing-tests", "4 answers are missing")
	d.Says("#missing-tests", "Register the child first.")
	d.None("#missing-tests a")
	if on, _ := htmltest.Attr(d.One("#missing"), "hx-trigger"); on != "answered-tests from:document" {
		t.Errorf("it fetches itself on %q", on)
	}
}
