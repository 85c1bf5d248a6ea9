package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// FirstAid is measure 9B iii.
var FirstAid = Measure{
	Code: "9B-iii", Key: "first_aid", Title: "iii. First aid", Group: CarePlanning, Parent: "9B",
	Says:   "Does the care plan cover first aid?",
	Counts: "All registered children.",
	Done:   "The plan covers first aid.",
	Reads:  []string{"registration", "treatment"},

	Eligible: everyone,
	Achieved: func(f *Facts) measure.Finding { return f.inPlan(&f.Management().CarePlanCoversFirstAid) },
}
