package gallery

import (
	"github.com/a-h/templ"

	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// samplePerformance are measures in every state: a part under its parent, reasons of a form, of a row, of a question not asked.
func samplePerformance() page.MeasureSummary {
	help := "Was the child seen in time? Who counts: All registered children. Achieved: Seen within 14 days."
	measure := func(id, title, outcome, words string, reasons ...page.Reason) page.Measure {
		return page.Measure{ID: "measure-" + id, Title: title, Outcome: outcome, Words: words, Help: help, Reasons: reasons}
	}
	agreed := measure("9a-ii", "ii. Agreement of patient, parent or carer", "incomplete", "Data incomplete",
		page.Reason{Label: "Care planning started", Href: base + "#plan", Note: "While this is so, “Agreement documented” is not asked."})
	agreed.Part = true
	return page.MeasureSummary{
		Path: base + "/page/performance", Forms: []string{"milestones", "tests"}, Rules: "R4 Q-03",
		Notes: []string{"By a decision of the audit (Q-03): pregnancy prevention programme and annual form."},
		Groups: []page.MeasureGroup{
			{Title: "Clinical team", Measures: []page.Measure{
				measure("1", "1. Paediatrician with expertise", "pass", "Achieved", page.Reason{Label: "Referred on", Answer: "4 March 2025", Href: base + "#on"},
					page.Reason{Label: "Seen on", Answer: "18 March 2025", Href: base + "#seen"}),
				measure("2", "2. Epilepsy specialist nurse", "fail", "Not achieved", page.Reason{Label: "Epilepsy specialist nurse referral", Answer: "No", Href: base + "#nurse"}),
			}},
			{Title: "Medication", Measures: []page.Measure{
				measure("8", "8. Sodium valproate", "not_applicable", "Not applicable", page.Reason{Label: "Sex", Answer: "Male", Href: base + "#sex"}),
				measure("8b", "8b. Another of a medicine", "fail", "Not achieved", page.Reason{Place: "Medicine 1, Sodium valproate", Label: "Annual risk form completed", Answer: "No", Href: base + "?open=1#q", Row: "row-medicines-1"}),
			}},
			{Title: "Care planning", Measures: []page.Measure{
				measure("9a", "9A. Care planning agreement", "incomplete", "Data incomplete", page.Reason{Label: "Care planning started", Href: base + "#plan"}), agreed,
			}},
		},
	}
}

func performancePage(summary page.MeasureSummary) templ.Component {
	steps := sampleSteps()
	for i := range steps.Steps {
		steps.Steps[i].Current = false
	}
	steps.Steps = append(steps.Steps, part.Step{Section: "performance", Label: "Performance summary", Href: base, Current: true, Summary: true})
	return page.PerformancePage(frame("Performance summary"), page.Performance{
		Child: sampleChild(), Tabs: sampleTabs("Record"), Steps: steps, Summary: summary, Previous: &part.Way{Label: "Treatment", Href: base},
	})
}

// nothingScored is a child who is not registered.
func nothingScored() page.MeasureSummary {
	summary := samplePerformance()
	summary.Notes, summary.Rules = nil, "R4"
	summary.Gate = []page.Reason{{Label: "First paediatric assessment", Href: base + "#first"}}
	for i := range summary.Groups {
		for j := range summary.Groups[i].Measures {
			m := &summary.Groups[i].Measures[j]
			m.Outcome, m.Words, m.Reasons = "incomplete", "Data incomplete", nil
		}
	}
	return summary
}
