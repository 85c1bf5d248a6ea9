package record

import (
	"context"
	"slices"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Unregister takes a child out of all counts, for a reason of dataset.UnregisterReasons; its answers are kept. It is done before
// the deadline, by the national audit team too: after it the figures of the cohort stand (workflows.md, section 12).
func (s *Store) Unregister(ctx context.Context, caseID int64, reason, key string) (*Record, error) {
	if !slices.ContainsFunc(dataset.UnregisterReasons(), func(o ask.Option) bool { return o.Code == reason }) {
		return nil, fault.InvalidField("reason", ask.CodeUnknownChoice, "Choose why the child is taken out of the audit.")
	}
	return s.turn(ctx, caseID, turn{
		name: "unregister " + reason, needs: tenants.Unregister, lifts: []closure{unregistered}, check: mayUnregister,
		sets: "unregistered_at = ?, unregistered_by = ?, unregistered_reason = ?",
		with: func(now time.Time, by string) []any { return []any{now, by, reason} },
		apply: func(r *Record, now time.Time, _ string) {
			r.UnregisteredAt, r.UnregisteredReason = &now, &reason
		},
		line: func(*Record) entry {
			return entry{section: recordItself, question: unregisteredLine, new: []string{reason}}
		},
	}, key)
}

// Reregister puts a child back that was taken out of the audit.
func (s *Store) Reregister(ctx context.Context, caseID int64, key string) (*Record, error) {
	return s.turn(ctx, caseID, reregistration, key)
}

var reregistration = turn{
	name: "register again", needs: tenants.Unregister, lifts: []closure{unregistered}, check: mayReregister,
	sets:  "unregistered_at = null, unregistered_by = null, unregistered_reason = null",
	with:  func(time.Time, string) []any { return nil },
	apply: func(r *Record, _ time.Time, _ string) { r.UnregisteredAt, r.UnregisteredReason = nil, nil },
	line: func(r *Record) entry {
		return entry{section: recordItself, question: unregisteredLine, old: []string{*r.UnregisteredReason}}
	},
}

func mayUnregister(r *Record) error {
	switch {
	case r.UnregisteredAt != nil:
		return fault.New(fault.Conflict, "unregistered_already", "This child has been unregistered already.")
	case !r.Child.IsRegistered():
		return fault.New(fault.Conflict, "not_registered", "This child is not registered.")
	case r.isOver():
		return fault.New(fault.Closed, "record_locked", "The deadline has passed, so the child stays registered."+r.closedSince())
	}
	return nil
}

func mayReregister(r *Record) error {
	if r.UnregisteredAt == nil {
		return fault.New(fault.Conflict, "registered_already", "This child is registered: somebody has put it back already.")
	}
	return nil
}

// MayUnregister tells whether the person can unregister the child now.
func (r *Record) MayUnregister(person tenants.Person) bool {
	return r.mayWrite(person, nil, tenants.Unregister) == nil && mayUnregister(r) == nil
}

// MayReregister tells whether the person can register the child again now.
func (r *Record) MayReregister(person tenants.Person) bool {
	return r.mayWrite(person, nil, tenants.Unregister, unregistered) == nil && mayReregister(r) == nil
}

// reasonWords are a reason to unregister a child, in words.
func reasonWords(code string) string {
	for _, o := range dataset.UnregisterReasons() {
		if o.Code == code {
			return o.Label
		}
	}
	return code
}
