package gallery

import (
	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/ui/layout"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/plot"
)

// summaryPages are an organisation's first page: whole, as it comes at first, and with parts that are empty or cannot be read; its
// indicators never counted, being counted and failed; and the nation's.
func summaryPages() map[string]templ.Component {
	show := func(change func(*page.Summary)) templ.Component {
		s := sampleSummary()
		change(&s)
		return page.SummaryPage(wide("Addenbrooke’s Hospital"), s)
	}
	empty := func(k *page.Kpis) { k.AsOf, k.Units, k.Basis, k.Groups = "", nil, nil, nil }
	never := sampleNational()
	never.Figures = page.NationalFigures{Cohort: "8", Path: base + "/none"}
	failed := sampleNational()
	failed.Picker, failed.Figures = nil, page.NationalFigures{Cohort: "8", Path: base + "/none", Failed: "The counts cannot be read just now."}
	return map[string]templ.Component{
		"summary": show(func(*page.Summary) {}),
		"summary-coming": show(func(s *page.Summary) {
			s.Kpis.Pending = true
			for i, w := range s.Widgets[4:] {
				s.Widgets[4+i] = page.Widget{Name: w.Name, Title: w.Title, Path: w.Path, Pending: w.Name != "kpis"}
			}
		}),
		"summary-never": show(func(s *page.Summary) { empty(&s.Kpis); s.Widgets = emptied(s.Widgets) }),
		"summary-failed": show(func(s *page.Summary) {
			empty(&s.Kpis)
			s.Kpis.Failed = "The indicators cannot be read just now."
			for i, w := range s.Widgets {
				s.Widgets[i] = page.Widget{Name: w.Name, Title: w.Title, Path: w.Path, Failed: "This cannot be read just now."}
			}
		}),
		"summary-late":    show(func(s *page.Summary) { s.Kpis.Note = "The count waits for its turn. Look again in a few minutes." }),
		"summary-part":    page.WidgetPage(wide("Distances"), page.Alone{Name: "Addenbrooke’s Hospital", Parent: "Cambridge University Hospitals", Widget: sampleSummary().Widgets[6], BackHref: base + "/page/summary"}),
		"national-never":  page.NationalPage(wide("National"), never),
		"national-failed": page.NationalPage(wide("National"), failed),
	}
}

// emptied are the parts of an organisation without children.
func emptied(all []page.Widget) []page.Widget {
	for i, w := range all {
		if w.Name != "cohorts" && w.Name != "about" && w.Name != "kpis" {
			all[i] = page.Widget{Name: w.Name, Title: w.Title, Path: w.Path, Empty: "There is no such child."}
		}
	}
	return all
}

func wide(title string) layout.Frame {
	f := frame(title)
	f.Wide = true
	return f
}

func sampleSummary() page.Summary {
	return page.Summary{
		Name: "Addenbrooke’s Hospital", Parent: "Cambridge University Hospitals NHS Foundation Trust", WholePath: base + "/page/summary",
		Buttons: []page.Button{{Label: "View children", Href: base + "/page/children"}, {Label: "Add a child", Href: base + "/page/child-new"}},
		Picker:  &page.OrganisationPicker{Action: base + "/none", As: seal, Options: []page.FilterOption{{Value: "RGT01", Label: "Addenbrooke’s Hospital", Selected: true}, {Value: "RGT02", Label: "The Rosie Hospital"}}},
		Filter:  page.SummaryFilter{Action: base + "/page/summary", Cohorts: sampleCohorts(), Children: []page.FilterOption{{Label: "Of the cohort", Selected: true}, {Value: "all", Label: "All, of every cohort"}}},
		Kpis:    sampleKpis(),
		Widgets: sampleWidgets(),
	}
}

func sampleCohorts() []page.FilterOption {
	return []page.FilterOption{{Value: "8", Label: "Cohort 8", Selected: true}, {Value: "7", Label: "Cohort 7"}}
}

func sampleWidgets() []page.Widget {
	all := []page.Widget{
		{Name: "work", Title: "To do", Intro: "Of cohort 8.", Tasks: []page.Task{
			{Words: "incomplete records, under 7 days left", Children: "3", Href: base, Soon: true}, {Words: "complete records not submitted", Children: "12", Href: base},
			{Words: "children added and not registered", Children: "1,204", Href: base}}},
		{Name: "cohorts", Title: "Cohorts", Cohorts: []page.CohortCard{
			{Title: "Submitting", Cohort: "8", Days: "51", DaysUnit: "days remaining", Deadline: "12 January 2027", Extended: "This organisation has until 26 January 2027.",
				Dates: "First assessments from 1 December 2024 to 30 November 2025.", Status: "Recruitment is over; records are collected until the deadline."},
			{Title: "Recruiting", Cohort: "9", Days: "415", DaysUnit: "days remaining", Deadline: "11 January 2028",
				Dates: "First assessments from 1 December 2025 to 30 November 2026.", Status: "Children are being recruited."}}},
		{Name: "complete", Title: "Complete records", Figures: []plot.Figure{completeRings("sample-complete")}},
		{Name: "about", Title: "Address and areas", Facts: []page.Fact{{Key: "Address", Lines: []string{"Hills Road", "Cambridge", "CB2 0QQ"}}, {Key: "Telephone", Lines: []string{"01223 245151"}},
			{Key: "Website", Lines: []string{"www.cuh.nhs.uk"}, Href: "https://www.cuh.nhs.uk"}, {Key: "Country", Lines: []string{"England"}}}},
		{Name: "kpis"},
		{Name: "children", Title: "Who the children are", Intro: "Children of cohort 8.", Figures: shares()[:3]},
		{Name: "distances", Title: "Distances", Distances: []page.Distance{{Words: "Greatest", Kilometres: "58.1", Miles: "36.1"}, {Words: "Median", Kilometres: "12.3", Miles: "7.6"}}, Empty: "Of 57 children; the places of 3 children are not known."},
		{Name: "homes", Title: "Where they live", Figures: homes()[:1]},
		{Name: "areas", Title: "Complete first years by area", Figures: tileMaps()[1:2], Links: []page.Button{{Label: "Measures by care board", Href: base}}},
	}
	for i, w := range all {
		all[i].Path = base + "/none/" + w.Name
	}
	return all
}

func completeRings(id string) plot.Figure {
	ring := func(code, level, name string, met, of int) plot.Unit {
		return plot.Unit{Code: code, Group: level, Name: name, Met: plot.Of(met), Eligible: plot.Of(of)}
	}
	return plot.Figure{ID: id, Title: "Complete, of the children registered", Drawing: plot.Rings{
		Units: []plot.Unit{ring("RGT01", "Organisation", "Addenbrooke’s Hospital", 27, 60), ring("RGT02", "Organisation", "The Rosie Hospital", 0, 0), ring("RGT", "Trust", "Cambridge University Hospitals", 60, 93)},
		Of:    &plot.RingWords{Caption: "Complete records", Parts: "Complete, of registered", None: "No child is registered"}}}
}

func sampleNational() page.National {
	kpis := sampleKpis()
	return page.National{
		Pages:  []page.NationalLink{{Title: "All children", What: "Find a child of any trust or health board and open the record.", Href: base}, {Title: "All transfers", What: "What waits for an answer between centres.", Href: base}},
		Picker: &page.OrganisationPicker{Action: base + "/none", As: seal, Options: []page.FilterOption{{Value: "RGT01", Label: "Addenbrooke’s Hospital", Group: "Cambridge University Hospitals"}}},
		Filter: page.SummaryFilter{Action: base + "/page/national", Cohorts: sampleCohorts()},
		Figures: page.NationalFigures{Cohort: "8", Path: base + "/page/national", AsOf: kpis.AsOf, Units: kpis.Units, Basis: kpis.Basis, Groups: kpis.Groups,
			Totals:  []page.NationalRow{{Name: "England and Wales", Registered: "3810", YearOver: "2803", Counted: "2194", Incomplete: "609", Answers: page.KpiCell{Shown: "88 %", More: []string{"201411 of 228876"}}, Expected: page.KpiCell{Shown: "Not known", Quiet: true}}},
			Centres: []page.NationalRow{{Name: "Cambridge University Hospitals NHS Foundation Trust", Registered: "14", YearOver: "11", Counted: "9", Incomplete: "2", Answers: page.KpiCell{Shown: "91 %", More: []string{"812 of 892"}}, Expected: page.KpiCell{Shown: "93 %", More: []string{"14 of 15 expected"}}}}},
	}
}

func sampleKpis() page.Kpis {
	figure := func(shown string, more ...string) page.KpiCell { return page.KpiCell{Shown: shown, More: more} }
	few := page.KpiCell{Shown: "Too few to show", Quiet: true}
	none := page.KpiCell{Shown: "None eligible", Quiet: true, More: []string{"9 not applicable", "0 incomplete"}}
	own := figure("75 % (4)", "3 of 4 eligible", "5 not applicable", "0 incomplete")
	all := figure("62 % (1480)", "918 of 1480 eligible", "702 not applicable", "12 incomplete")
	number := func(own, all string) []page.KpiCell {
		return []page.KpiCell{{Shown: own}, {Shown: own}, few, {Shown: all}}
	}
	return page.Kpis{
		Path: base + "/none", SummaryPath: base + "/page/summary", RefreshPath: base + "/none", As: seal, Cohort: "8",
		AsOf: "As of 09:31:07 on 22 November 2026, by rules R4", Published: "Figures of this cohort have not been published.",
		Units: []page.KpiUnit{
			{Level: "Organisation", Name: "Addenbrooke’s Hospital", Counted: "9 counted", Own: true},
			{Level: "Trust", Name: "Cambridge University Hospitals", Counted: "9 counted", Own: true},
			{Level: "Integrated care board", Name: "NHS Cambridgeshire and Peterborough", Counted: "Too few to show"},
			{Level: "National", Name: "England and Wales", Counted: "2194 counted"},
		},
		Basis: []page.KpiLine{
			{Title: "Registered", Cells: number("14", "3810")},
			{Title: "Counted", Says: "The first year is over and all seven forms are complete.", Cells: number("9", "2194")},
			{Title: "Required answers given", Says: "By children whose first year is over.",
				Cells: []page.KpiCell{figure("91 %", "812 of 892"), figure("91 %", "812 of 892"), few, figure("88 %", "201411 of 228876")}},
		},
		Groups: []page.KpiGroup{
			{Title: "Investigations", Lines: []page.KpiLine{
				{Title: "4. ECG", Href: base, Says: "Did a child with convulsive epileptic seizures have a 12-lead ECG?", Cells: []page.KpiCell{own, own, few, all}},
				{Title: "5. MRI", Says: "Was an indicated MRI reported within six weeks?", Cells: []page.KpiCell{none, none, few, all}},
			}},
			{Title: "Care planning", Lines: []page.KpiLine{
				{Title: "9A. Care planning agreement", Cells: []page.KpiCell{own, own, few, all}},
				{Title: "i. Individualised epilepsy document", Part: true, Cells: []page.KpiCell{own, own, few, all}},
			}},
		},
	}
}
