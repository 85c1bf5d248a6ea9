package gallery

import (
	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

func sampleAct(label string) *page.Act {
	return &page.Act{Label: label, Quiet: label != "Submit", Path: base + "/none", Asks: "Are you sure?", Key: "k", As: seal, At: "gallery"}
}

// standings are records by where they stand.
var standings = map[string]page.Standing{
	"not-registered": {State: part.Tag{Label: "Not registered", Colour: part.Grey}},
	"incomplete":     {State: part.Tag{Label: "Incomplete"}},
	"complete":       {State: part.Tag{Label: "Complete", Colour: part.Pink}, Act: sampleAct("Submit"), Extended: "Extended to 26 January 2027"},
	"submitted": {State: part.Tag{Label: "Submitted", Colour: part.Pink}, Note: "since 22 November 2026 at 18:51, by Dr Amira Hassan",
		Act: sampleAct("Take back")},
	"deadline-passed": {State: part.Tag{Label: "Deadline passed", Colour: part.Grey}},
	"unregistered": {State: part.Tag{Label: "Unregistered", Colour: part.Grey}, Note: "since 22 November 2026",
		Act: sampleAct("Register again")},
}

// standingPage is the head of a record that stands so.
func standingPage(s page.Standing) templ.Component {
	child := sampleChild()
	child.Standing = s
	return page.HistoryPage(frame("History"), page.History{Child: child, Tabs: sampleTabs("History")})
}

func sampleExtensions(may bool) page.Extensions {
	e := page.Extensions{Trust: "Cambridge University Hospitals", Rows: []page.ExtensionRow{
		{ID: "2", Centre: "Addenbrooke’s Hospital", Cohort: "8", Days: "14", Until: "26 January 2027", Reason: "Staff shortage",
			Granted: "11 January 2027 at 09:12, by Chris Walsh", State: part.Tag{Label: "Stands", Colour: part.Yellow}},
		{ID: "1", Centre: "Rosie Hospital", Cohort: "7", Days: "7", Until: "15 January 2026", Reason: "Other: A burst pipe",
			Granted: "9 January 2026 at 16:40, by Chris Walsh", State: part.Tag{Label: "Ended early", Colour: part.Grey}, Since: "15 January 2026, by Chris Walsh"},
	}}
	if !may {
		return e
	}
	e.Rows[0].End, e.Rows[0].Remove = sampleAct("End today"), sampleAct("Remove")
	e.Form = &page.ExtensionForm{
		Action: base + "/none", Key: "k", As: seal, Centre: "1", Cohort: "8", Days: "soon", Reason: "other",
		Centres: []control.Option{{Code: "1", Label: "Addenbrooke’s Hospital"}, {Code: "2", Label: "Rosie Hospital"}},
		Cohorts: []control.Option{{Code: "8", Label: "Cohort 8, deadline 12 January 2027"}, {Code: "9", Label: "Cohort 9, deadline 11 January 2028"}},
		Reasons: []control.Option{{Code: "staff_shortage", Label: "Staff shortage"}, {Code: "other", Label: "Other"}},
		Errors:  map[string]string{"days": "Enter a number of days from 1 to 366.", "words": "Say what the reason is."},
	}
	return e
}
