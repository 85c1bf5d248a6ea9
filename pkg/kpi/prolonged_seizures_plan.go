package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// ProlongedSeizuresPlan is measure 9B i.
var ProlongedSeizuresPlan = Measure{
	Code: "9B-i", Key: "parental_prolonged_seizures_care_plan", Title: "i. Prolonged seizures care plan", Group: CarePlanning, Parent: "9B",
	Says:   "If a rescue medicine was prescribed, is there a plan for prolonged seizures?",
	Counts: "A rescue medicine was prescribed.",
	Done:   "The plan tells parents what to do in a prolonged seizure.",
	Reads:  []string{"registration", "treatment"},

	Eligible: func(f *Facts) measure.Finding {
		m := f.Management()
		rescue := f.yes(&m.RescueMedicinePrescribed)
		if f.rules.Holds(NoRescueNotApplicable) {
			return rescue
		}
		// The older reading: without a plan it fails; with one it waits for the answer before it says not applicable.
		if plan := f.yes(&m.CarePlanStarted); plan.Truth == measure.No {
			return measure.Not(plan)
		}
		if content := f.yes(&m.CarePlanCoversProlongedSeizure); content.Truth == measure.Unknown {
			return content
		}
		return rescue
	},
	Achieved: func(f *Facts) measure.Finding { return f.inPlan(&f.Management().CarePlanCoversProlongedSeizure) },
}
