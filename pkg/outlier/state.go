package outlier

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/ask"
)

// State is how far a record has come.
type State string

// The states, in the order of the work.
const (
	Potential      State = "potential"
	DataUnderCheck State = "data_under_check" // by the audit team
	WithCentre     State = "with_centre"      // its lead clinician has been told; the evidence is before it
	ErrorInData    State = "error_in_data"    // the centre's answer
	DataCorrect    State = "data_correct"     // the centre's answer
	ReAnalysed     State = "re_analysed"
	Cleared        State = "cleared"
	Confirmed      State = "confirmed"
	Told           State = "told" // chief executive, medical director, regulator
	Published      State = "published"
)

// States are all of them, in the order of the work.
var States = []State{Potential, DataUnderCheck, WithCentre, ErrorInData, DataCorrect, ReAnalysed, Cleared, Confirmed, Told, Published}

var stateWords = map[State]string{
	Potential: "Potential outlier", DataUnderCheck: "Data under check", WithCentre: "With the centre", ErrorInData: "Answer received: error in data",
	DataCorrect: "Answer received: data correct", ReAnalysed: "Re-analysed", Cleared: "Cleared", Confirmed: "Confirmed", Told: "Told", Published: "Published",
}

// Words is the state in words.
func (s State) Words() string { return stateWords[s] }

// Over tells whether nothing more is to be done.
func (s State) Over() bool { return s == Cleared || s == Published }

// forTeam are the steps that the audit team may take from each state; forCentre those of the centre.
var (
	forTeam = map[State][]State{
		Potential: {DataUnderCheck}, DataUnderCheck: {WithCentre, Cleared}, WithCentre: {ReAnalysed}, ErrorInData: {ReAnalysed}, DataCorrect: {ReAnalysed},
		ReAnalysed: {Cleared, Confirmed}, Confirmed: {Told}, Told: {Published},
	}
	forCentre = map[State][]State{WithCentre: {ErrorInData, DataCorrect}}
)

// Next are the states to which the audit team may bring a record today. A centre's answer is awaited until its day has passed.
func (r Record) Next(today ask.Date) []State {
	if r.State == WithCentre && !r.Overdue(today) {
		return nil
	}
	return forTeam[r.State]
}

// Answers tells whether the state is an answer of the centre.
func (s State) Answers() bool { return slices.Contains(forCentre[WithCentre], s) }
