package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// CarePlanAgreed is measure 9A ii.
var CarePlanAgreed = Measure{
	Code: "9A-ii", Key: "patient_carer_parent_agreement_to_the_care_planning", Title: "ii. Agreement of patient, parent or carer", Group: CarePlanning, Parent: "9A",
	Says:   "Is the care plan agreed with the family?",
	Counts: "All registered children.",
	Done:   "The plan is agreed with child and parent or carer.",
	Reads:  []string{"registration", "treatment"},

	Eligible: everyone,
	Achieved: func(f *Facts) measure.Finding { return f.inPlan(&f.Management().CarePlanAgreed) },
}
