package gallery

import (
	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// outlierPages are the pages of outliers' records, for the audit team and for a centre.
func outlierPages() map[string]templ.Component {
	return map[string]templ.Component{
		"outliers":        page.OutliersPage(frame("Outliers"), sampleOutliers()),
		"outliers-find":   page.FindOutliersPage(frame("Look for outliers"), sampleFind()),
		"outlier":         page.OutlierRecordPage(frame("An outlier"), sampleOutlier()),
		"outlier-centre":  page.OutlierRecordPage(frame("An outlier"), centresOutlier()),
		"outliers-closed": page.FindOutliersPage(frame("Look for outliers"), page.FindOutliers{Cohort: "8", Closed: "This cohort has not been counted yet.", ListHref: base}),
	}
}

var (
	lowAlarm   = part.Tag{Label: "Alarm, low", Colour: part.Purple}
	withCentre = part.Tag{Label: "With the centre", Colour: part.Purple}
)

const lowFigure = "27 of 60 (45 %, 33 to 58)"

func sampleOutliers() page.Outliers {
	return page.Outliers{
		Title: "Outliers", Note: "All trusts and health boards: 3 records", National: true, FindHref: base + "/page/outliers-find",
		Intro:   "Centres that differ from what chance explains, on either side, and those that took no part.",
		States:  []page.FilterOption{{Label: "Any"}, {Value: "with_centre", Label: "With the centre", Selected: true}},
		Cohorts: []page.FilterOption{{Label: "Any"}, {Value: "7", Label: "Cohort 7"}},
		Rows: []page.OutlierRow{
			{Href: base + "/page/outlier", Centre: "Leeds Teaching Hospitals NHS Trust", Measure: "1. Paediatrician with expertise", Cohort: "7", Found: lowAlarm, Figure: lowFigure,
				State: withCentre, Since: "since 2 October 2026", Due: "6 November 2026", Late: true},
			{Href: base, Centre: "Manchester University NHS Foundation Trust", Measure: "4. ECG", Cohort: "7", Found: part.Tag{Label: "Alert, high", Colour: part.Yellow}, Figure: "41 of 44 (93 %, 82 to 98)",
				State: part.Tag{Label: "Potential outlier"}, Since: "since 20 November 2026", Due: "27 November 2026"},
			{Href: base, Centre: "Swansea Bay University Health Board", Measure: "Participation", Cohort: "7", Found: part.Tag{Label: "Not participating", Colour: part.Grey},
				State: part.Tag{Label: "Published", Colour: part.Grey}, Since: "since 3 November 2026", Due: "–"},
		},
		Paging: part.Paging{Showing: "1 to 3 of 3"},
	}
}

func sampleFind() page.FindOutliers {
	found := func(n, chance string) page.OutlierSide { return page.OutlierSide{Found: n, Expected: chance} }
	test := page.OutlierTest{Measure: "1. Paediatrician with expertise", Benchmark: "All centres: 158 of 221 (71 %, 65 to 77)", Tested: "6", Apart: "1 centre with too few children", Spread: "φ 5.91, τ² 0.0213, 6 centres",
		LowAny: found("1", "0.15"), LowAlarm: found("1", "0.01"), HighAny: found("0", "0.15"), HighAlarm: found("0", "0.01")}
	total := test
	total.Measure, total.Benchmark, total.Spread, total.Apart = "All measures", "", "", ""
	return page.FindOutliers{
		Cohort: "7", AsOf: ", as counted 1 November 2026 at 03:00 by rules R4", Cohorts: []page.FilterOption{{Value: "7", Label: "Cohort 7", Selected: true}},
		Policy: []string{"Trusts and health boards are compared with all of them together.", "12 measures. Limits: 95 % and 99.8 %, exact, not adjusted. At least 5 eligible children."},
		Tests:  []page.OutlierTest{test}, Total: total, Action: base + "/none", As: seal, Counted: "2026-11-01T03:00:00Z", ListHref: base + "/page/outliers",
		Wrong: []page.Wrong{{Href: "#open-form", Text: "Choose for whom records are opened."}},
		Groups: []page.OutlierGroup{
			{Key: "negative", Title: "Negative outliers", Rows: []page.OutlierCandidate{{Centre: "Leeds Teaching Hospitals NHS Trust", Measure: "1. Paediatrician with expertise", Found: lowAlarm,
				Sentence: lowFigure + ". Lower than expected by chance: alarm.", Adjusted: "Exact: lower than expected by chance: alarm. Adjusted for over-dispersion: as expected."}}, New: 1, Ticked: true},
			{Key: "positive", Title: "Positive outliers", Empty: "No centre is on the better side of the limits."},
		},
		Insufficient: []page.OutlierCandidate{{Centre: "Swansea Bay University Health Board", Sentence: "40 % of the required answers are there; case ascertainment: not known."}},
	}
}

func sampleOutlier() page.OutlierRecord {
	field := func(name, label, hint string) page.OutlierField {
		return page.OutlierField{ID: "step-" + name, Name: name, Label: label, Hint: hint}
	}
	words := field("words", "Words to the centre", "The centre’s lead clinician reads this.")
	words.Wrong = "Say by which letters they were told."
	return page.OutlierRecord{
		Title: "Leeds Teaching Hospitals NHS Trust: 1. Paediatrician with expertise", Note: "Cohort 7", State: part.Tag{Label: "Confirmed"}, Due: "next step by 27 November 2026", Late: true,
		Sentence: lowFigure + ". Lower than expected by chance: alarm. In this measure that would be a negative outlier.", ListHref: base + "/page/outliers", National: true,
		Facts:      []part.Pair{{Key: "Achieved", Value: lowFigure + " with its 95 % interval"}, {Key: "All centres together", Value: "158 of 221 (71 %, 65 to 77); 6 centres were compared"}},
		AgainTitle: "As it is counted now: " + lowFigure, Again: []part.Pair{{Key: "Achieved", Value: lowFigure}},
		Events: []page.OutlierEvent{
			{What: "Potential outlier", When: "2 October 2026 at 09:10", By: "Chris Walsh", Own: true, Due: "Next step was due by 9 October 2026"},
			{What: "Answer received: data correct", When: "20 October 2026 at 11:00", By: "Dr Amira Hassan", Words: "We looked at each child.\nThe clinic had no paediatrician.", Files: []page.OutlierFile{{Href: base + "/none", Name: "review.pdf", Size: "84 KB"}}},
			{What: "Re-analysed", When: "2 November 2026 at 10:00", By: "Chris Walsh", Figure: "As counted 1 November 2026 at 03:00: " + lowFigure + ".", Told: []string{"Chief executive told on 3 November 2026."}},
		},
		Wrong: []page.Wrong{{Href: "#step-words", Text: words.Wrong}},
		Forms: []page.OutlierForm{{ID: "step", Title: "Next step", Action: base + "/none", As: seal, Key: "00000000-0000-4000-8000-000000000002", Version: "6", ChoiceName: "to", ChoiceLabel: "What is the next step?",
			Choices: []page.FilterOption{{Value: "cleared", Label: "Clear it"}, {Value: "confirmed", Label: "Confirm it"}}, ChoiceNote: "Choose the next step.",
			Days: []page.OutlierField{field("chief_executive", "Chief executive told on", "The day of the letter.")}, Texts: []page.OutlierField{words}, File: field("file", "Letter (if any)", "PDF, up to 5 MB."), Button: "Save this step"}},
	}
}

func centresOutlier() page.OutlierRecord {
	record := sampleOutlier()
	record.State, record.National, record.Late, record.Again, record.Wrong = withCentre, false, false, nil, nil
	record.Events, record.Forms, record.Waits = record.Events[1:2], nil, "The centre’s lead clinician answers."
	record.EvidenceNote = "Only people of this centre see these."
	record.Evidence = []page.OutlierLink{{Href: base + "/none", Label: "The children who did not meet the measure, and why"}, {Href: base + "/none", Label: "All eligible children as a file (CSV)"}}
	return record
}
