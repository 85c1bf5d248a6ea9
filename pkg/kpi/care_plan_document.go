package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// CarePlanDocument is measure 9A i.
var CarePlanDocument = Measure{
	Code: "9A-i", Key: "patient_held_individualised_epilepsy_document", Title: "i. Individualised epilepsy document or clinic letter with care plan", Group: CarePlanning, Parent: "9A",
	Says:   "Is there an individualised document, or a clinic letter with a care plan?",
	Counts: "All registered children.",
	Done:   "Care planning started.",
	Reads:  []string{"registration", "treatment"},

	Eligible: everyone,
	Achieved: func(f *Facts) measure.Finding { return f.inPlan(&f.Management().CarePlanStarted) },
}
