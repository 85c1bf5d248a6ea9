package kpi

import (
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/measure"
)

// twoWeeks is how soon the child is to be seen: on day 14 it still is.
const twoWeeks = 14

// PaediatricianWithExpertise is measure 1 (NICE QS211, statement 1).
var PaediatricianWithExpertise = Measure{
	Code: "1", Key: "paediatrician_with_expertise_in_epilepsies", Title: "1. Paediatrician with expertise", Group: ClinicalTeam,
	Says: "Was the child seen by a consultant paediatrician with expertise in epilepsies, or by a paediatric neurologist, within two weeks " +
		"of being referred to them?",
	Counts: "All registered children.",
	Done:   "Seen by a paediatrician with expertise or a paediatric neurologist within 14 days of the referral to them.",
	Reads:  []string{"registration", "milestones"},

	Eligible: everyone,
	Achieved: func(f *Facts) measure.Finding {
		m := f.Milestones()
		paediatrician := route{&m.PaediatricianReferred, &m.PaediatricianReferredOn, &m.PaediatricianSeenOn}
		neurologist := route{&m.NeurologistReferred, &m.NeurologistReferredOn, &m.NeurologistSeenOn}
		if f.rules.Holds(EitherRoute) {
			return measure.Any(f.inTime(paediatrician), f.inTime(neurologist))
		}
		if first := f.scoredAlone(paediatrician); first.Truth != measure.Unknown {
			return first
		}
		return f.scoredAlone(neurologist)
	},
}

// route is one way to be seen by a specialist.
type route struct {
	referred           **bool
	referredOn, seenOn **ask.Date
}

// inTime tells whether a route led to being seen in two weeks: no without a referral, whatever dates were left behind.
func (f *Facts) inTime(r route) measure.Finding {
	referred := f.yes(r.referred)
	if referred.Truth != measure.Yes {
		return referred
	}
	return measure.Once(referred, f.waited(r))
}

// waited compares the two dates of a route.
func (f *Facts) waited(r route) measure.Finding {
	from := r.referredOn
	if !f.rules.Holds(ClockFromReferral) {
		from = &f.Registration().FirstAssessmentOn
	}
	switch {
	case *from != nil && *r.seenOn != nil:
		return f.says(known((*from).DaysUntil(**r.seenOn) <= twoWeeks), from, r.seenOn)
	case *from != nil && !f.rules.Holds(NotSeenStaysOpen):
		return f.says(measure.No, r.seenOn)
	}
	return measure.All(f.given(from), f.given(r.seenOn))
}

// scoredAlone is the older reading of a route: dates that were left behind after a no are scored.
func (f *Facts) scoredAlone(r route) measure.Finding {
	if *r.referredOn != nil && *r.seenOn != nil {
		return f.waited(r)
	}
	return f.inTime(r)
}
