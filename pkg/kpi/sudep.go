package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// SUDEP is measure 9B v.
var SUDEP = Measure{
	Code: "9B-v", Key: "sudep", Title: "v. Sudden unexpected death in epilepsy", Group: CarePlanning, Parent: "9B",
	Says:   "Does the care plan cover sudden unexpected death in epilepsy?",
	Counts: "All registered children.",
	Done:   "The plan covers SUDEP.",
	Reads:  []string{"registration", "treatment"},

	Eligible: everyone,
	Achieved: func(f *Facts) measure.Finding { return f.inPlan(&f.Management().CarePlanCoversSUDEP) },
}
