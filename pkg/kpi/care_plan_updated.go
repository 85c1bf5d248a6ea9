package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// CarePlanUpdated is measure 9A iii.
var CarePlanUpdated = Measure{
	Code: "9A-iii", Key: "care_planning_has_been_updated_when_necessary", Title: "iii. Care plan updated when necessary", Group: CarePlanning, Parent: "9A",
	Says:   "Was the care plan updated when necessary?",
	Counts: "All registered children.",
	Done:   "The plan was kept up to date within the last year.",
	Reads:  []string{"registration", "treatment"},

	Eligible: everyone,
	Achieved: func(f *Facts) measure.Finding { return f.inPlan(&f.Management().CarePlanUpdated) },
}
