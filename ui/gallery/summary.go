package gallery

import (
	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/ui/page"
)

// summaryPages are an organisation's first page: with figures, never counted, being counted, and without what cannot be read.
func summaryPages() map[string]templ.Component {
	show := func(change func(*page.Kpis)) templ.Component {
		s := sampleSummary()
		change(&s.Kpis)
		f := frame("Addenbrooke’s Hospital")
		f.Wide = true
		return page.SummaryPage(f, s)
	}
	empty := func(k *page.Kpis) { k.AsOf, k.Units, k.Basis, k.Groups = "", nil, nil, nil }
	return map[string]templ.Component{
		"summary":        show(func(*page.Kpis) {}),
		"summary-never":  show(empty),
		"summary-failed": show(func(k *page.Kpis) { empty(k); k.Failed = "The indicators cannot be read just now." }),
		"summary-late":   show(func(k *page.Kpis) { k.Note = "The count waits for its turn. Look again in a few minutes." }),
	}
}

func sampleSummary() page.Summary {
	return page.Summary{
		Name: "Addenbrooke’s Hospital", Parent: "Cambridge University Hospitals NHS Foundation Trust",
		Cohorts: []page.CohortCard{
			{Title: "Submitting", Cohort: "8", Days: "51", DaysUnit: "days remaining", Deadline: "12 January 2027", Extended: "This organisation has until 26 January 2027.",
				Dates: "First assessments from 1 December 2024 to 30 November 2025.", Status: "Recruitment is over; records are collected until the deadline."},
			{Title: "Recruiting", Cohort: "9", Days: "415", DaysUnit: "days remaining", Deadline: "11 January 2028",
				Dates: "First assessments from 1 December 2025 to 30 November 2026.", Status: "Children are being recruited."},
		},
		Kpis: sampleKpis(),
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
		Choices: []page.FilterOption{{Value: "8", Label: "Cohort 8", Selected: true}, {Value: "7", Label: "Cohort 7"}},
		AsOf:    "As of 09:31:07 on 22 November 2026, by rules R4", Published: "Figures of this cohort have not been published.",
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
				{Title: "4. ECG", Says: "Did a child with convulsive epileptic seizures have a 12-lead ECG?", Cells: []page.KpiCell{own, own, few, all}},
				{Title: "5. MRI", Says: "Was an indicated MRI reported within six weeks?", Cells: []page.KpiCell{none, none, few, all}},
			}},
			{Title: "Care planning", Lines: []page.KpiLine{
				{Title: "9A. Care planning agreement", Cells: []page.KpiCell{own, own, few, all}},
				{Title: "i. Individualised epilepsy document", Part: true, Cells: []page.KpiCell{own, own, few, all}},
			}},
		},
	}
}
