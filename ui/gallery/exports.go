package gallery

import (
	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// exportPages are the pages of exports.
func exportPages() map[string]templ.Component {
	return map[string]templ.Component{
		"exports":          page.ExportsPage(frame("Exports"), sampleExports()),
		"exports-none":     page.ExportsPage(frame("Exports"), page.Exports{Whose: "Leeds Teaching Hospitals NHS Trust", Action: base + "/none", As: seal, List: page.ExportList{Href: base + "/page/exports-none"}}),
		"exports-national": page.ExportsPage(frame("Exports"), nationalExports()),
		"exports-refused":  page.ExportsPage(frame("Exports"), refusedExports()),
	}
}

func sampleExports() page.Exports {
	return page.Exports{
		Whose: "Leeds Teaching Hospitals NHS Trust", Intro: "An export is made in the background and kept for a day. Only you can fetch what you asked for.", Action: base + "/none", As: seal,
		Offers: []page.ExportOffer{sampleOffering("children", "Children list"), sampleOffering("data_quality", "Data quality")},
		List: page.ExportList{Href: base + "/page/exports", Action: base + "/none", As: seal, Note: "2 exports of yours under way.", Rows: []page.ExportRow{
			{ID: "6", Name: "Data quality", Narrowed: "Cohort 8", Format: "CSV", Asked: "22 November 2026 at 10:04, by Dr Amira Hassan", State: part.Tag{Label: "Waiting", Colour: part.Grey}},
			{ID: "5", Name: "Children list", Narrowed: "All cohorts, Leeds General Infirmary", Format: "spreadsheet", Asked: "22 November 2026 at 10:03, by Dr Amira Hassan", State: part.Tag{Label: "Being made", Colour: part.Yellow}},
			{ID: "4", Name: "Children list", Narrowed: "Cohort 8", Format: "spreadsheet", Asked: "22 November 2026 at 9:58, by Dr Amira Hassan", State: part.Tag{Label: "Ready"},
				Note: "412 rows, 38 kB. Kept until 23 November 2026 at 09:58. Fetched 1 time.", FileHref: base + "/none", FileName: "children.xlsx"},
			{ID: "3", Name: "All answers", Narrowed: "All cohorts", Format: "CSV", Asked: "22 November 2026 at 9:12, by Dr Amira Hassan", State: part.Tag{Label: "Failed", Colour: part.Orange},
				Note: "Something went wrong on our side. Ask for it again.", Again: []page.Kept{{Name: "kind", Value: "own_data"}, {Name: "format", Value: "csv"}}},
			{ID: "2", Name: "Children list", Narrowed: "All cohorts, without names", Format: "CSV", Asked: "20 November 2026 at 16:40, by Jo Park (National audit team)", State: part.Tag{Label: "Erased", Colour: part.Grey}, Note: "410 rows. Fetched 2 times."},
		}},
	}
}

func sampleOffering(kind, name string) page.ExportOffer {
	return page.ExportOffer{Kind: kind, Name: name, Says: "One line a child: lead centre, cohort, deadline, state, progress, and the questions that are not answered.",
		Selects: []page.FilterSelect{
			{Name: "whose", Label: "Children of", Options: []page.FilterOption{{Label: "The whole trust", Selected: true}, {Value: "RR813", Label: "Leeds General Infirmary"}}},
			{Name: "cohort", Label: "Cohort", Options: []page.FilterOption{{Label: "All children", Selected: true}, {Value: "8", Label: "Cohort 8"}}},
		},
		Buttons: []control.Option{{Code: "xlsx", Label: "Make a spreadsheet"}, {Code: "csv", Label: "Make CSV"}}}
}

func nationalExports() page.Exports {
	e := sampleExports()
	e.Whose, e.List.Rows, e.List.Note = "All trusts and health boards", nil, ""
	e.Offers = []page.ExportOffer{
		{Kind: "workbook", Name: "National workbook", Says: "The headline measures and the completeness of a cohort.",
			Selects: []page.FilterSelect{{Name: "figures", Label: "Figures", Options: []page.FilterOption{{Value: "live-8", Label: "Cohort 8, live", Selected: true}, {Value: "publication-3", Label: "Cohort 7, published version 2 of 3 March 2026"}}}},
			Buttons: []control.Option{{Code: "xlsx", Label: "Make a spreadsheet"}, {Code: "csv", Label: "Make CSV"}, {Code: "json", Label: "Make JSON"}}},
		{Kind: "reference", Name: "Reference data", Says: "Organisations, trusts and health boards, and the areas they belong to.", Buttons: []control.Option{{Code: "xlsx", Label: "Make a spreadsheet"}}},
	}
	return e
}

func refusedExports() page.Exports {
	e := sampleExports()
	e.List.Rows, e.List.Note = nil, ""
	e.Wrong = []page.Wrong{{Href: "#export-children-reason", Text: "Say in up to 500 letters why the children’s names are needed. No child’s details."}}
	e.Offers[0].Names = &page.ExportNames{On: true, ReasonNote: e.Wrong[0].Text}
	e.Offers[1].Names = &page.ExportNames{Always: true, Reason: "A duplicate is looked for"}
	return e
}
