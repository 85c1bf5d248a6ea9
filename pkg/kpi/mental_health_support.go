package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// MentalHealthSupport is measure 7. A referral alone is no support.
var MentalHealthSupport = Measure{
	Code: "7", Key: "mental_health_support", Title: "7. Mental health support", Group: MentalHealth,
	Says:   "Does a child with an identified mental health problem have support for it?",
	Counts: "A mental health problem was identified.",
	Done:   "Mental health support is in place.",
	Reads:  []string{"registration", "multiaxial-diagnosis", "treatment"},

	Eligible: func(f *Facts) measure.Finding { return f.yes(&f.MultiaxialDiagnosis().MentalHealthProblemFound) },
	Achieved: func(f *Facts) measure.Finding { return f.yes(&f.Management().MentalHealthSupportInPlace) },
}
