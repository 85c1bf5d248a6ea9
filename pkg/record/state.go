package record

import "github.com/pinktick/pinktick/pkg/dataset"

// State is where a record stands (workflows.md, sections 8 and 11). It is the record's, whoever looks at it.
type State string

// The states.
const (
	NotRegistered State = "not registered" // registration is not complete
	Open          State = "open"           // registered, with answers missing
	Complete      State = "complete"       // nothing missing
	Submitted     State = "submitted"      // locked by its centre
	Closed        State = "closed"         // its deadline has passed, or its period is closed
	Unregistered  State = "unregistered"   // taken out of all counts; its answers are kept
	OptedOut      State = "opted out"      // the family opted out; nothing is kept
)

// Facts are what a record's state follows from, whether they were read with the record or stand in a line of a list.
type Facts struct {
	OptedOut     bool
	Unregistered bool
	Registered   bool // eligible, with a lead centre and a first assessment date
	Submitted    bool
	Closed       bool // for trusts
	Complete     bool
}

// State is decided here and nowhere else. What is said first outlives what follows: a submitted record stays submitted when
// its deadline passes, and a child taken out of the audit is in none of the other states.
func (f Facts) State() State {
	switch {
	case f.OptedOut:
		return OptedOut
	case f.Unregistered:
		return Unregistered
	case !f.Registered:
		return NotRegistered
	case f.Submitted:
		return Submitted
	case f.Closed:
		return Closed
	case f.Complete:
		return Complete
	}
	return Open
}

// State is where the record stands.
func (r *Record) State() State { return r.StateGiven(r.Completion()) }

// StateGiven is where the record stands when its progress is known already, as for one that was only glanced at.
func (r *Record) StateGiven(done dataset.Completion) State {
	return Facts{
		Unregistered: r.UnregisteredAt != nil, Registered: r.Child.IsRegistered(), Submitted: r.LockedAt != nil,
		Closed: r.isClosed(), Complete: done.Complete(),
	}.State()
}

// Period is the audit period of the record's cohort, with whatever its lead organisation was granted; there is none before
// the first assessment date is set.
func (r *Record) Period() (dataset.Period, bool) { return r.Child.Period(r.At.Calendar) }

// isClosed tells whether the record is closed for trusts: its deadline has passed, or the audit team has closed its period.
func (r *Record) isClosed() bool {
	period, found := r.Period()
	return found && !period.Open || r.isOver()
}

// isOver tells whether the record's effective deadline has passed. One whose date lies in no period of the calendar has none
// that could still be ahead.
func (r *Record) isOver() bool {
	period, found := r.Period()
	if !found {
		return r.Child.Registration().FirstAssessmentOn != nil
	}
	return period.Over(r.At.Today)
}
