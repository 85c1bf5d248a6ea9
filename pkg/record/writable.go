package record

import (
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// mayWrite is the one guard that every change of a record passes: the person's role, the record's lock, its deadline in
// London, and whether the step is open (dataset.md, section 12; validation rule record_open).
func (r *Record) mayWrite(person tenants.Person, section *ask.Section, needs tenants.Action) error {
	if !person.Role.May(needs) {
		return fault.New(fault.Forbidden, "no_permission", "Your role does not allow this change.")
	}
	if r.LockedAt != nil {
		return fault.New(fault.Closed, "record_locked", "This record has been submitted and is closed for editing. The audit team can open it.")
	}
	if cohort := r.Child.Cohort(); cohort > 0 && !r.At.National && r.At.Today.After(dataset.DeadlineOf(cohort)) {
		return fault.New(fault.Closed, "record_locked",
			"This record closed for editing on "+dataset.DeadlineOf(cohort).Words()+". The audit team can open it.")
	}
	if open, words := section.IsOpen(r.In(section)); !open {
		return fault.New(fault.Closed, "record_locked", words)
	}
	return nil
}

// ClosedWords says in one sentence why the person may not change a section, and nothing when they may.
func (r *Record) ClosedWords(person tenants.Person, section *ask.Section) string {
	if f, ok := fault.As(r.mayWrite(person, section, tenants.Answer)); ok {
		return f.Message
	}
	return ""
}
