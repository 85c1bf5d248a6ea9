package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// SchoolPlan is measure 10.
var SchoolPlan = Measure{
	Code: "10", Key: "school_individual_healthcare_plan", Title: "10. School individual health care plan", Group: CarePlanning,
	Says:   "Does a child aged 5 or over have a school individual health care plan?",
	Counts: "Aged 5 years or over at the first paediatric assessment.",
	Done:   "The care plan includes an individual health care plan for school.",
	Reads:  []string{"child", "registration", "treatment"},

	Eligible: func(f *Facts) measure.Finding { return f.aged(schoolAge) },
	Achieved: func(f *Facts) measure.Finding { return f.inPlan(&f.Management().CarePlanHasSchoolPlan) },
}
