package record

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// closure is a reason why a record is closed to a change.
type closure int

const (
	unregistered closure = iota
	submitted
	pastDeadline
	stepClosed
)

// closures are asked in their order; each gives the words for the person where it holds. All are as of the one reading of the
// clock with which the record was loaded.
var closures = []func(*Record, tenants.Person, *ask.Section) string{
	unregistered: (*Record).unregisteredWords,
	submitted:    (*Record).submittedWords,
	pastDeadline: (*Record).deadlineWords,
	stepClosed:   (*Record).stepWords,
}

// mayWrite is the one guard that every change of a record passes: the person's role; that the child is registered still;
// the submission's lock, which holds for everybody until it is taken back; the deadline with its extension, until 23:59:59
// in London, and the period's own flag, neither of which holds the national audit team; and whether the step is open
// (dataset.md, section 12; validation rule record_open). The section is nil where the record changes as a whole. A change
// that is there to lift a closure names it.
func (r *Record) mayWrite(person tenants.Person, section *ask.Section, needs tenants.Action, lifts ...closure) error {
	if !person.Role.May(needs) {
		return fault.New(fault.Forbidden, "no_permission", "Your role does not allow this change.")
	}
	for which, words := range closures {
		if slices.Contains(lifts, closure(which)) {
			continue
		}
		if why := words(r, person, section); why != "" {
			return fault.New(fault.Closed, "record_locked", why)
		}
	}
	return nil
}

// ClosedWords says in one sentence why the person may not change a section, and nothing when they may.
func (r *Record) ClosedWords(person tenants.Person, section *ask.Section) string {
	return refusal(r.mayWrite(person, section, tenants.Answer))
}

func refusal(err error) string {
	if f, ok := fault.As(err); ok {
		return f.Message
	}
	return ""
}

const (
	nationalCanOpen = " The national audit team can open it."
	nationalOnly    = " After that only the national audit team can."
)

func (r *Record) unregisteredWords(tenants.Person, *ask.Section) string {
	if r.UnregisteredAt == nil {
		return ""
	}
	words := "This child was unregistered on " + ask.DateOf(*r.UnregisteredAt).Words() + ": " + reasonWords(*r.UnregisteredReason) + ". The answers are kept, and count nowhere."
	if r.isClosed() {
		return words + " Only the national audit team can register the child again."
	}
	return words + " A lead clinician can register the child again" + r.untilWords() + "." + nationalOnly
}

func (r *Record) submittedWords(person tenants.Person, _ *ask.Section) string {
	if r.LockedAt == nil {
		return ""
	}
	words := "This record has been submitted and is closed for editing."
	switch {
	case person.Role.May(tenants.ChangeAfterDeadline):
		return words + " Take it back first to change it."
	case r.isClosed():
		return words + r.closedSince() + " The national audit team can open it."
	}
	return words + " A clinician of your trust or board can take it back" + r.untilWords() + "." + nationalOnly
}

func (r *Record) deadlineWords(person tenants.Person, _ *ask.Section) string {
	if !r.isClosed() || person.Role.May(tenants.ChangeAfterDeadline) {
		return ""
	}
	return "This record is closed for editing." + r.closedSince() + nationalCanOpen
}

func (r *Record) stepWords(_ tenants.Person, section *ask.Section) string {
	if section == nil {
		return ""
	}
	if open, words := section.IsOpen(r.In(section)); !open {
		return words
	}
	return ""
}

// untilWords say how long the record is open to its trust.
func (r *Record) untilWords() string {
	if period, ok := r.Period(); ok {
		return " until the end of " + period.ClosesOn().Words()
	}
	return ""
}

// closedSince says until when the record was open to its trust.
func (r *Record) closedSince() string {
	period, ok := r.Period()
	switch {
	case !ok:
		return " Its first assessment date falls in no cohort of the audit."
	case !period.Over(r.At.Today):
		return " The audit team has closed " + period.Label + "."
	case period.Extended():
		return " It was open until the end of " + period.ClosesOn().Words() + ", as extended."
	}
	return " It was open until the end of " + period.ClosesOn().Words() + "."
}
