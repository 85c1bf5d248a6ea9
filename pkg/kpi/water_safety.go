package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// WaterSafety is measure 9B ii.
var WaterSafety = Measure{
	Code: "9B-ii", Key: "water_safety", Title: "ii. Water safety", Group: CarePlanning, Parent: "9B",
	Says:   "Does the care plan cover water safety?",
	Counts: "All registered children.",
	Done:   "The plan covers water safety.",
	Reads:  []string{"registration", "treatment"},

	Eligible: everyone,
	Achieved: func(f *Facts) measure.Finding { return f.inPlan(&f.Management().CarePlanCoversWaterSafety) },
}
