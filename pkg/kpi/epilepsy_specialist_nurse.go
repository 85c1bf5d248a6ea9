package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// EpilepsySpecialistNurse is measure 2 (NICE QS211).
var EpilepsySpecialistNurse = Measure{
	Code: "2", Key: "epilepsy_specialist_nurse", Title: "2. Epilepsy specialist nurse", Group: ClinicalTeam,
	Says:   "Was the child seen by an epilepsy specialist nurse within the first year of care?",
	Counts: "All registered children.",
	Done:   "Seen by an epilepsy specialist nurse no later than the first anniversary of the first paediatric assessment.",
	Reads:  []string{"registration", "milestones"},

	Eligible: everyone,
	Achieved: func(f *Facts) measure.Finding {
		m := f.Milestones()
		referred := f.yes(&m.NurseReferred)
		if referred.Truth != measure.Yes {
			return referred
		}
		on := f.given(&m.NurseReferredOn)
		switch {
		case !f.rules.Holds(NurseSeenNotReferred) && on.Truth == measure.Yes:
			return measure.Once(referred, f.by(&m.NurseReferredOn))
		case !f.rules.Holds(NotSeenStaysOpen) && on.Truth == measure.Yes && m.NurseSeenOn == nil:
			return f.says(measure.No, &m.NurseReferred, &m.NurseSeenOn)
		case on.Truth == measure.Unknown: // nothing is said of the child's being seen before both dates are there
			return measure.All(on, f.given(&m.NurseSeenOn))
		}
		return measure.Once(measure.All(referred, on), f.by(&m.NurseSeenOn))
	},
}
