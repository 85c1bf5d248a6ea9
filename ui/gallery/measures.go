package gallery

import (
	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
	"github.com/pinktick/pinktick/ui/plot"
)

// measurePages are one measure at every level, the children behind a figure, and a centre as national roles see it.
func measurePages() map[string]templ.Component {
	show := func(change func(*page.OneMeasure)) templ.Component {
		m := sampleMeasure()
		change(&m)
		return page.MeasurePage(frame(m.Title), m)
	}
	return map[string]templ.Component{
		"measure":          show(func(*page.OneMeasure) {}),
		"measure-national": show(func(m *page.OneMeasure) { m.Place, m.Within, m.Rings, m.Behind = "Every centre and area", "", nil, nil }),
		"measure-none": show(func(m *page.OneMeasure) {
			m.Figure, m.Views, m.Regions, m.None = nil, nil, nil, "Of other trusts you see what is published. Of cohort 8 nothing has been published yet."
		}),
		"measure-failed": show(func(m *page.OneMeasure) {
			m.Figure, m.Views, m.Regions, m.Failed, m.RetryPath = nil, nil, nil, "The figures of this level cannot be read just now.", base+"/none"
		}),
		"measure-never": show(func(m *page.OneMeasure) {
			m.Rings, m.Levels, m.Figure, m.RingsFailed = nil, nil, nil, "This cohort has not been counted yet."
		}),
		"behind":            page.BehindPage(frame("Children behind 4. ECG"), sampleBehind()),
		"behind-nobody":     page.BehindPage(frame("Children behind 4. ECG"), page.Behind{Title: "4. ECG", Place: "Addenbrooke’s Hospital", Cohort: "8", Back: base, Figure: "None eligible.", Empty: "No child of your centre is behind this figure."}),
		"measure-centre":    page.MeasureCentrePage(frame("Addenbrooke’s Hospital"), sampleCentre(base+"/none")),
		"measure-centre-to": page.MeasureCentrePage(frame("Addenbrooke’s Hospital"), sampleCentre("")),
	}
}

func sampleMeasure() page.OneMeasure {
	kpis := sampleKpis()
	here, trusts := rings()[0], funnels()[0]
	return page.OneMeasure{
		Place: "Addenbrooke’s Hospital", Within: "Cambridge University Hospitals NHS Foundation Trust", Title: "4. ECG", Says: "Did a child with convulsive epileptic seizures have a 12-lead ECG?",
		Counts: "Children with convulsive epileptic seizures.", Done: "Children with a 12-lead ECG.", Rules: "R4",
		Action: base + "/page/measure", Cohorts: sampleCohorts(), Cohort: "8", Level: "trust",
		Measures: []page.FilterOption{{Value: "3b", Label: "3b. Epilepsy surgery referral", Group: "Clinical team"}, {Value: "4", Label: "4. ECG", Group: "Investigations", Selected: true}, {Value: "5", Label: "5. MRI", Group: "Investigations"}},
		Rings:    &here, Units: kpis.Units, Basis: kpis.Basis, Behind: []page.Tab{{Label: "Addenbrooke’s Hospital", Href: base + "/page/behind"}, {Label: "Cambridge University Hospitals", Href: base + "/page/behind"}},
		Levels:    []page.Tab{{Label: "Hospitals", Href: base + "/page/measure"}, {Label: "Trusts", Href: base + "/page/measure", Current: true}, {Label: "Care boards", Href: base + "/page/measure"}},
		Views:     []page.Tab{{Label: "Funnel", Href: base + "/page/measure", Current: true}, {Label: "Bars", Href: base + "/page/measure"}},
		Elsewhere: []page.Tab{{Label: "by groups of children", Href: base + "/page/equity"}, {Label: "over time", Href: base + "/page/trend"}},
		Regions:   []page.Tab{{Label: "East of England", Href: base + "/page/measure"}, {Label: "London", Href: base + "/page/measure"}},
		Figure:    &trusts,
	}
}

func sampleBehind() page.Behind {
	row := func(name, number, outcome, words string, why ...page.Reason) page.BehindRow {
		return page.BehindRow{Name: name, Number: number, Href: base + "/page/performance#measure-4", Outcome: outcome, Words: words, Reasons: why}
	}
	return page.Behind{Title: "4. ECG", Place: "Addenbrooke’s Hospital", Cohort: "8", Back: base + "/page/measure",
		Figure: "3 of 4 (75 %, 30 to 95). 1 not applicable. 0 with answers missing. Counted on 22 November 2026 at 09:31.",
		Notes:  []string{"1 child counted here has moved since. It is not listed."},
		Outcomes: []page.Tab{{Label: "All (3)", Href: base + "/page/behind", Current: true}, {Label: "Achieved (1)", Href: base + "/page/behind"}, {Label: "Not achieved (1)", Href: base + "/page/behind"},
			{Label: "Not applicable (1)", Href: base + "/page/behind"}, {Label: "Data incomplete (0)", Href: base + "/page/behind"}},
		Rows: []page.BehindRow{
			row("Amy Ash", "1041", "pass", "Achieved", page.Reason{Label: "12-lead ECG performed", Answer: "Yes", Href: base + "#ecg"}),
			row("Ben Birch", "1007", "fail", "Not achieved", page.Reason{Label: "12-lead ECG performed", Answer: "No", Href: base + "#ecg"}),
			row("Cara Cedar", "1066", "not_applicable", "Not applicable", page.Reason{Label: "Any convulsive seizure", Answer: "No", Href: base + "#seizure"}),
		},
		Paging: part.Paging{Showing: "1 to 3 of 3", Label: "Children behind the figure"},
	}
}

func sampleCentre(action string) page.MeasureCentre {
	unit := plot.Unit{Name: "Addenbrooke’s Hospital", State: plot.AlarmLow, Met: plot.Of(27), Eligible: plot.Of(60), Interval: sampleInterval(27, 60), Missing: plot.Of(2), NotApplicable: plot.Of(9)}
	return page.MeasureCentre{Name: unit.Name, Code: "RGT01", Level: "organisation", Cohort: "8", Measure: "4. ECG", Says: "Did a child with convulsive epileptic seizures have a 12-lead ECG?",
		Sentence: unit.Sentence(), Source: "live figures counted on 22 November 2026 at 09:31", Back: base + "/page/measure-national", Action: action, As: seal}
}
