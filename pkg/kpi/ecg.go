package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// ECG is measure 4.
var ECG = Measure{
	Code: "4", Key: "ecg", Title: "4. ECG", Group: Investigations,
	Says:   "Did a child with convulsive epileptic seizures have a 12-lead ECG?",
	Counts: "Any of the epileptic seizures was convulsive.",
	Done:   "A 12-lead ECG was performed.",
	Reads:  []string{"registration", "epilepsy-context", "tests"},

	Eligible: func(f *Facts) measure.Finding { return f.yes(&f.EpilepsyContext().AnyConvulsiveSeizure) },
	Achieved: func(f *Facts) measure.Finding { return f.yes(&f.Investigations().TwelveLeadECGPerformed) },
}
