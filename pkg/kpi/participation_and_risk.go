package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// ParticipationAndRisk is measure 9B iv.
var ParticipationAndRisk = Measure{
	Code: "9B-iv", Key: "general_participation_and_risk", Title: "iv. General participation and risk", Group: CarePlanning, Parent: "9B",
	Says:   "Does the care plan weigh taking part in activities against risk?",
	Counts: "All registered children.",
	Done:   "The plan covers participation and risk.",
	Reads:  []string{"registration", "treatment"},

	Eligible: everyone,
	Achieved: func(f *Facts) measure.Finding { return f.inPlan(&f.Management().CarePlanCoversParticipation) },
}
