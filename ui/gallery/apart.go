package gallery

import (
	"strings"

	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/plot"
)

// apartPages are one measure by groups of children and over time, and the children to expect.
func apartPages() map[string]templ.Component {
	show := func(change func(*page.Apart)) templ.Component {
		a := sampleApart()
		change(&a)
		return page.ApartPage(frame(a.Title+": "+a.Heading), a)
	}
	expected := func(change func(*page.Expected)) templ.Component {
		e := sampleExpected()
		change(&e)
		return page.ExpectedPage(frame("Children to expect"), e)
	}
	return map[string]templ.Component{
		"equity": show(func(*page.Apart) {}),
		"trend": show(func(a *page.Apart) {
			a.Heading, a.Cohorts, a.Figures = "over time", nil, runCharts()[:2]
			a.Charts = []page.FilterOption{{Value: "run", Label: "Run chart", Selected: true}, {Value: "limits", Label: "p-chart, with limits"}}
		}),
		"equity-choose": show(func(a *page.Apart) {
			a.Figures, a.Words, a.None, a.Units = nil, nil, "Choose a unit of this level.", []page.FilterOption{{Label: "Choose"}, {Value: "RGT", Label: "Cambridge University Hospitals"}}
		}),
		"equity-failed": show(func(a *page.Apart) {
			a.Figures, a.Words, a.Failed, a.Retry = nil, nil, "The groups of children cannot be read just now.", base+"/none"
		}),
		"expected":      expected(func(*page.Expected) {}),
		"expected-read": expected(func(e *page.Expected) { e.Form = nil }),
		"expected-refused": expected(func(e *page.Expected) {
			e.Form.CSV, e.Form.Source = "RGT,ten\nXX,4", "Hospital episodes"
			e.Form.Errors = map[string]string{"of": "Give the date of the source, such as 2026-03-31. It may not lie ahead.", "csv": "Line 1: \"ten\" is no number of children from 1 on; “none” takes a number out.\nLine 2: there is no unit \"XX\" in this cohort at the chosen level."}
		}),
		"expected-preview": expected(func(e *page.Expected) {
			e.Form.CSV, e.Form.Source, e.Form.Of = "RGT,40\n7A4,60", "Hospital episodes", "2026-03-31"
			e.Form.Preview = &page.ExpectedPreview{Digest: "d", Same: 1, Note: "Somebody has changed these numbers meanwhile. Nothing was saved; this is what would change now.",
				Lines: []page.ExpectedLine{{Name: "Cambridge University Hospitals NHS Foundation Trust", Code: "RGT", Was: "38 (Hospital episodes, 2025-03-31)", Now: "40 (Hospital episodes, 2026-03-31)"}}}
		}),
	}
}

func sampleApart() page.Apart {
	m := sampleMeasure()
	levels := []page.FilterOption{{Value: "organisation", Label: "Organisation"}, {Value: "trust", Label: "Trust", Selected: true}, {Value: "national", Label: "National"}}
	return page.Apart{
		Heading: "groups of children", Title: m.Title, Place: m.Place, Within: m.Within, Says: m.Says, Action: base + "/page/equity", Measures: m.Measures, Cohorts: m.Cohorts, Levels: levels,
		AsOf: "Live figures of cohort 8, counted on 22 November 2026 at 09:31 by rules R4.", Basis: "60 children count. 72 of 60 expected children are registered (120 %, more than expected; Hospital episodes, 2026-03-31).",
		Chosen: "Cambridge University Hospitals NHS Foundation Trust, beside England and Wales", Words: []string{"Each group has a 95 % interval (Wilson): the fewer children, the wider it is."},
		Figures: groupFigures(), Elsewhere: []page.Tab{{Label: "across centres and areas", Href: base + "/page/measure"}, {Label: "over time", Href: base + "/page/trend"}},
	}
}

// groupFigures are groups with everything that may stand in them.
func groupFigures() []plot.Figure {
	of := func(met, eligible int) plot.GroupCount {
		return plot.GroupCount{Unit: counted("", met, eligible, ""), Counted: plot.Of(eligible * 5 / 4)}
	}
	hidden := plot.GroupCount{Unit: plot.Unit{Met: plot.Hidden(), Eligible: plot.Hidden(), Missing: plot.Hidden(), NotApplicable: plot.Hidden()}, Counted: plot.Hidden()}
	scale := func(name string) plot.GroupScale {
		s := plot.GroupScale{Name: name}
		for i, label := range strings.Split("1, most deprived|2|3|4|5, least deprived", "|") {
			s.Rows = append(s.Rows, plot.GroupRow{Name: label, Of: of(9+i, 20-i), Beside: of(600+40*i, 1000)})
		}
		s.Rows[3].Of = hidden
		return s
	}
	rest := plot.GroupScale{Rows: []plot.GroupRow{{Name: "Not known", Of: of(0, 0), Beside: of(30, 44)}}}
	sex := plot.GroupScale{Rows: []plot.GroupRow{{Name: "Male", Of: of(20, 41)}, {Name: "Female", Of: of(30, 44)}, {Name: "Any other heading that is so long that it takes two lines", Of: hidden}}}
	return []plot.Figure{
		{ID: "groups-deprivation", Title: "Deprivation", Drawing: plot.Groups{Name: "Wye Valley NHS Trust", Beside: "England and Wales", Scales: []plot.GroupScale{scale("English index 2025"), scale("Welsh index 2019"), rest}}},
		{ID: "groups-sex", Title: "Sex", Drawing: plot.Groups{Name: "England and Wales", Scales: []plot.GroupScale{sex}}},
	}
}

func sampleExpected() page.Expected {
	return page.Expected{
		Action: base + "/page/expected", Cohort: "8", Cohorts: sampleCohorts(), Levels: []page.FilterOption{{Value: "centre", Label: "Trusts and boards", Selected: true}, {Value: "organisation", Label: "Organisation"}},
		Rows: []page.ExpectedRow{{Name: "Cambridge University Hospitals NHS Foundation Trust", Code: "RGT", Registered: "45", Expected: "38", Share: "118 %", More: true, Source: "Hospital episodes, 2025-03-31"},
			{Name: "Cardiff and Vale University Health Board", Code: "7A4", Registered: "31", Expected: "Not known", Share: "–"}},
		Form: &page.ExpectedForm{Action: base + "/none", As: seal, Cohort: "8", Level: "centre"},
		Log:  []page.ExpectedLog{{When: "22 November 2026 at 09:31", Who: "Chris Walsh", Unit: "RGT, Trust", Change: "none → 38 (Hospital episodes, 2025-03-31)"}},
	}
}
