// Package measure is the vocabulary of measuring care: what a measure is, logic in which an answer may be missing, rates and
// their intervals, limits and states for comparing centres, and the hiding of small numbers. It knows no measure of the audit
// and does no I/O. The statistics follow comparing-centres.md, whose numbers its tests hold.
package measure

import "strings"

// Outcome is what one measure says of one child.
type Outcome int8

// The outcomes. Only passed and failed children are eligible; the zero outcome says that an answer is missing.
const (
	Incomplete    Outcome = iota // an answer that the measure needs is missing
	Fail                         // eligible, not achieved
	Pass                         // eligible, achieved
	NotApplicable                // the measure does not concern this child
)

var outcomes = [...]struct{ key, words string }{
	{"incomplete", "Data incomplete"}, {"fail", "Not achieved"}, {"pass", "Achieved"}, {"not_applicable", "Not applicable"},
}

// String is the outcome in exchange: pass, fail, not_applicable or incomplete.
func (o Outcome) String() string { return outcomes[o].key }

// Words is the outcome on screen.
func (o Outcome) Words() string { return outcomes[o].words }

// Eligible tells whether the child counts in the denominator.
func (o Outcome) Eligible() bool { return o == Pass || o == Fail }

// ParseOutcome reads what String writes.
func ParseOutcome(key string) (Outcome, bool) {
	for i, o := range outcomes {
		if o.key == key {
			return Outcome(i), true
		}
	}
	return Incomplete, false
}

// Measure is one declared measure over the facts F of a child: who counts, and of those who is counted as done. Both functions
// are pure and total.
type Measure[F any] struct {
	Code   string   // on screen and in the score command: 9B-i
	Key    string   // in exchange and in tables
	Title  string   // on screen
	Group  string   // under which it is reported
	Parent string   // code of the measure of which it is a part
	Says   string   // what is asked, in one sentence
	Counts string   // the denominator in words
	Done   string   // the numerator in words
	Reads  []string // keys of the forms whose answers it looks at, their lists with them

	Eligible func(F) Finding
	Achieved func(F) Finding
}

// Column is the measure's column where outcomes are stored: m_9b_i.
func (m *Measure[F]) Column() string {
	return "m_" + strings.ToLower(strings.ReplaceAll(m.Code, "-", "_"))
}

// Address is the measure in addresses: 9b-i.
func (m *Measure[F]) Address() string { return strings.ToLower(m.Code) }

// Result is an outcome and the answers it rests on: those that decided it, or, of an incomplete one, those that are missing.
type Result struct {
	Outcome Outcome
	Because []Source
}

// Score gives the outcome of a child: eligibility first, then what was achieved.
func (m *Measure[F]) Score(facts F) Result {
	eligible := m.Eligible(facts)
	switch eligible.Truth {
	case No:
		return Result{NotApplicable, eligible.Because}
	case Unknown:
		return Result{Incomplete, eligible.Because}
	}
	achieved := m.Achieved(facts)
	switch achieved.Truth {
	case Unknown:
		return Result{Incomplete, achieved.Because}
	case No:
		return Result{Fail, union(eligible, achieved)}
	}
	return Result{Pass, union(eligible, achieved)}
}
