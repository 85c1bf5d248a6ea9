package kpi

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/measure"
)

// TertiaryInput is measure 3, called 3a on screen (NICE NG217: urgent tertiary referral under 3 years, or under 4 with myoclonic
// seizures).
var TertiaryInput = Measure{
	Code: "3", Key: "tertiary_input", Title: "3a. Tertiary involvement", Group: ClinicalTeam,
	Says: "Did a child who meets the criteria for tertiary care have input from a paediatric neurologist, or a referral to the children’s " +
		"epilepsy surgery service, within the first year of care?",
	Counts: "Under 3 years at the first paediatric assessment; or under 4 with a myoclonic epileptic episode; or three or more maintenance " +
		"medicines started in the first year; or the criteria for surgery are met.",
	Done:  "Seen by a paediatric neurologist, or referred to the epilepsy surgery service, no later than the first anniversary.",
	Reads: []string{"child", "registration", "multiaxial-diagnosis", "milestones", "treatment"},

	Eligible: func(f *Facts) measure.Finding {
		under := 3
		if !f.rules.Holds(TertiaryUnderThree) {
			under = 4
		}
		criteria := f.yes(&f.Milestones().SurgeryCriteriaMet)
		if criteria.Truth == measure.Unknown && !f.rules.Holds(UnansweredCriteriaOpen) {
			criteria.Truth = measure.No
		}
		return measure.Any(
			measure.Not(f.aged(under)),
			measure.All(measure.Not(f.aged(4)), f.hasMyoclonicEpisode()),
			f.hasThreeMedicines(),
			criteria,
		)
	},
	Achieved: func(f *Facts) measure.Finding {
		return measure.Any(f.seenByNeurologist(), f.referredToSurgery(f.rules.Holds(TertiaryWithinYear)))
	},
}

// hasMyoclonicEpisode wants both on one episode: that it is epileptic, and myoclonic. What is unanswered is not so.
func (f *Facts) hasMyoclonicEpisode() measure.Finding {
	for _, e := range f.Episodes() {
		if e.Status == nil || *e.Status != "E" {
			continue
		}
		if e.GeneralisedType != nil && slices.Contains(f.myoclonicTypes(), *e.GeneralisedType) {
			return f.says(measure.Yes, &e.Status, &e.GeneralisedType)
		}
		if e.FocalMyoclonic != nil && *e.FocalMyoclonic {
			return f.says(measure.Yes, &e.Status, &e.FocalMyoclonic)
		}
	}
	return measure.Is(false)
}

var (
	myoclonicAlone = []string{"MyC"}
	myoclonicAll   = []string{"MyC", "MAt", "MTC", "MAb", "AEM"}
)

func (f *Facts) myoclonicTypes() []string {
	if f.rules.Holds(MyoclonicAlone) {
		return myoclonicAlone
	}
	return myoclonicAll
}

// hasThreeMedicines counts the maintenance medicines started in the first year; a stopped one counts, one without a date not.
func (f *Facts) hasThreeMedicines() measure.Finding {
	given := &f.Management().AntiseizureMedicineGiven
	if *given != nil && !**given && f.rules.Holds(NoMeansNoRows) {
		return f.says(measure.No, given)
	}
	var because []measure.Source
	started := 0
	for _, m := range f.Medicines() {
		if isMaintenance(m) && f.startedInYear(m) {
			started++
			if f.explain {
				because = append(because, &m.StartedOn)
			}
		}
	}
	if started < 3 {
		return measure.Is(false)
	}
	return measure.Is(true, because...)
}

func isMaintenance(m *dataset.Medicine) bool { return m.IsRescue != nil && !*m.IsRescue }

// startedInYear leaves out the anniversary itself, unlike dates of being seen (kpis.md, Q-04).
func (f *Facts) startedInYear(m *dataset.Medicine) bool {
	if m.StartedOn == nil {
		return false
	}
	return m.StartedOn.Before(*f.ann) || *m.StartedOn == *f.ann && !f.rules.Holds(MedicineBeforeDay)
}

// seenByNeurologist looks at the date alone. Without one it is no: the surgery referral decides what is still open.
func (f *Facts) seenByNeurologist() measure.Finding {
	seen := &f.Milestones().NeurologistSeenOn
	switch {
	case *seen == nil:
		return f.says(measure.No, seen)
	case !f.rules.Holds(TertiaryWithinYear):
		return f.given(seen)
	}
	return f.by(seen)
}

// referredToSurgery takes a referral without a date as one in the year.
func (f *Facts) referredToSurgery(withinYear bool) measure.Finding {
	m := f.Milestones()
	referred := f.yes(&m.SurgeryReferred)
	if referred.Truth != measure.Yes || m.SurgeryReferredOn == nil || !withinYear {
		return referred
	}
	return measure.Once(referred, f.by(&m.SurgeryReferredOn))
}
