package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// CarePlanningAgreement is measure 9A. It reads the answers of its parts rather than their outcomes.
var CarePlanningAgreement = Measure{
	Code: "9A", Key: "comprehensive_care_planning_agreement", Title: "9A. Care planning agreement", Group: CarePlanning,
	Says:   "Is there a care plan, agreed with the family, and kept up to date?",
	Counts: "All registered children.",
	Done:   "Care planning started, agreed with child and parent or carer, and updated as needed.",
	Reads:  []string{"registration", "treatment"},

	Eligible: everyone,
	Achieved: func(f *Facts) measure.Finding {
		m := f.Management()
		plan, agreed, updated := f.yes(&m.CarePlanStarted), f.yes(&m.CarePlanAgreed), f.yes(&m.CarePlanUpdated)
		if plan.Truth != measure.Yes {
			return plan
		}
		return measure.Once(measure.All(plan, answered(agreed), answered(updated)), measure.All(plan, agreed, updated))
	},
}

// inPlan tells whether the care plan has something: without a plan it has nothing.
func (f *Facts) inPlan(content **bool) measure.Finding {
	if plan := f.yes(&f.Management().CarePlanStarted); plan.Truth == measure.No {
		return plan
	}
	return f.yes(content)
}
