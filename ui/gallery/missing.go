package gallery

import (
	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// sampleMissing is a form on which a few answers are missing.
func sampleMissing(section string) part.Missing {
	return part.Missing{
		Section: section, Title: "Multiaxial diagnosis", Path: base + "/missing", AllHref: base + "/page/missing", Ring: part.Ring{Answered: 7, Asked: 16},
		Items: []part.MissingItem{
			{Label: "At least one epileptic episode is required.", Href: "#list-medicines", Slots: 5},
			{Place: "Episode 2, 1 May 2024", Label: "Kind of non-epileptic event", Href: "#q-choice-unanswered", Slots: 2},
			{Place: "Medicine 1, Lamotrigine", Label: "Started on", Href: "#q-medicines-1-started_on", Row: "row-medicines-1", Slots: 1},
			{Label: "Was a first EEG indicated?", Href: "#q-yes-no-unanswered", Slots: 1},
		},
	}
}

func nothingMissing(section string) part.Missing {
	return part.Missing{Section: section, Title: "Tests", Path: base + "/missing", AllHref: base + "/page/missing", Ring: part.Ring{Answered: 9, Asked: 9}}
}

func sampleRow() control.Row {
	return control.Row{
		ID: "row-medicines-1", Path: base + "/medicines/1", Title: "Lamotrigine", As: seal, Key: "00000000-0000-4000-8000-000000000002",
		Facts: []control.Fact{{Label: "Medicine", Value: "Lamotrigine"}, {Label: "Started on", Value: "1 March 2025"}},
	}
}

func missingPage() templ.Component {
	closed := sampleMissing("treatment")
	closed.Title, closed.Ring, closed.Closed = "Treatment and care plan", part.Ring{Asked: 5}, "Register the child first."
	all := part.MissingAll{Path: base + "/page/missing", Ring: part.Ring{Answered: 16, Asked: 30}}
	all.Forms = []part.Missing{sampleMissing("multiaxial-diagnosis"), nothingMissing("tests"), closed}
	return page.MissingPage(frame("What is missing"), page.Missing{Child: sampleChild(), Tabs: sampleTabs("Missing"), Missing: all})
}
