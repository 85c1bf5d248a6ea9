package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// CarePlanningContent is measure 9B. It reads the answers of its parts rather than their outcomes.
var CarePlanningContent = Measure{
	Code: "9B", Key: "comprehensive_care_planning_content", Title: "9B. Care planning content", Group: CarePlanning,
	Says:   "Does the care plan cover every core element?",
	Counts: "All registered children.",
	Done: "The plan covers first aid, water safety, service contact details, participation and risk, and SUDEP; and prolonged seizures, if a " +
		"rescue medicine was prescribed.",
	Reads: []string{"registration", "treatment"},

	Eligible: everyone,
	Achieved: func(f *Facts) measure.Finding {
		m := f.Management()
		plan, rescue := f.yes(&m.CarePlanStarted), f.yes(&m.RescueMedicinePrescribed)
		if plan.Truth != measure.Yes {
			return plan
		}
		parts := []measure.Finding{
			f.yes(&m.CarePlanCoversFirstAid), f.yes(&m.CarePlanCoversWaterSafety), f.yes(&m.CarePlanHasServiceContact),
			f.yes(&m.CarePlanCoversParticipation), f.yes(&m.CarePlanCoversSUDEP),
		}
		needed := []measure.Finding{plan, answered(rescue)}
		for _, p := range parts {
			needed = append(needed, answered(p))
		}
		prolonged := f.yes(&m.CarePlanCoversProlongedSeizure)
		if rescue.Truth == measure.Yes || !f.rules.Holds(ProlongedOnlyWithRescue) {
			needed = append(needed, answered(prolonged))
		}
		return measure.Once(measure.All(needed...), measure.All(append(parts, measure.Any(measure.Not(rescue), prolonged))...))
	},
}
