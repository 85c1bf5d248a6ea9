package compare

import "github.com/pinktick/pinktick/pkg/measure"

// Policy says when centres are compared and how. It is data: a measure's version names one.
type Policy struct {
	Tails         measure.Tails
	Least         int     // children whom the measure concerns; fewer are too few
	Completeness  float64 // least share of required answers that are there
	Ascertainment float64 // least share of expected children who are registered, where known
	Profile       measure.Profile
}

// DefaultPolicy compares by the exact tails and closes no gate but the smallest.
var DefaultPolicy = Policy{Tails: measure.Percentages, Least: measure.Under5.Least, Profile: measure.Under5}

// State is what may be said of a unit beside a benchmark: what forbids a comparison comes first.
func (p Policy) State(children Children, count Count, benchmark float64) measure.State {
	completeness, asked := children.Completeness().Rate()
	ascertainment, expected := children.Ascertainment()
	switch {
	case count.Hidden:
		return measure.Suppressed
	case children.Registered == 0:
		return measure.NotParticipating
	case asked && completeness < p.Completeness || expected && ascertainment < p.Ascertainment:
		return measure.InsufficientData
	case count.Eligible() < p.Least:
		return measure.TooFew
	}
	return p.Tails.Compare(count.Of(), benchmark)
}
