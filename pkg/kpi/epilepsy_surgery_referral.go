package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// EpilepsySurgeryReferral is measure 3b.
var EpilepsySurgeryReferral = Measure{
	Code: "3b", Key: "epilepsy_surgery_referral", Title: "3b. Epilepsy surgery referral", Group: ClinicalTeam, Parent: "3",
	Says: "Was a child who meets the criteria for epilepsy surgery assessment referred to the children’s epilepsy surgery service in the " +
		"first year?",
	Counts: "The criteria for referral to the children’s epilepsy surgery service are met.",
	Done:   "Referred to the service no later than the first anniversary; a referral without a date counts.",
	Reads:  []string{"registration", "milestones"},

	Eligible: func(f *Facts) measure.Finding { return f.yes(&f.Milestones().SurgeryCriteriaMet) },
	Achieved: func(f *Facts) measure.Finding {
		m, referred := f.Milestones(), f.referredToSurgery(true)
		if f.rules.Holds(SurgeryReferralOnly) || referred.Truth == measure.Yes {
			return referred
		}
		neurologist := f.seenByNeurologist()
		if neurologist.Truth == measure.No && m.NeurologistReferred != nil { // the older reading then asks no further
			return f.says(measure.No, &m.NeurologistReferred, &m.NeurologistSeenOn)
		}
		return measure.Any(referred, neurologist)
	},
}
