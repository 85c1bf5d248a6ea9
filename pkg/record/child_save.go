package record

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// SaveDetails stores a child's details as the form sends them, in one transaction. What the person left as it was drawn and
// somebody else has changed since stays as they have it; what both changed is an *OvertakenError. Answers of other forms that
// are no longer asked for after another sex or date of birth are cleared in the same change. A *RefusedError says all that is
// wrong.
func (s *Store) SaveDetails(ctx context.Context, d Details) (*Record, error) {
	r, err := s.Peek(ctx, d.CaseID)
	if err != nil {
		return nil, err
	}
	person, _ := tenants.PersonFrom(ctx)
	if err := r.mayWrite(person, dataset.CaseSection, tenants.ChangeDemographics); err != nil {
		return nil, err
	}
	if d.Version > r.Revision {
		return nil, fault.New(fault.Unacceptable, "version_unknown", "The form is incomplete. Load the page again.")
	}
	in := r.In(dataset.CaseSection)
	problem, holder, err := s.taken(ctx, in, d, nil)
	if err != nil {
		return nil, err
	}
	saved, err := s.saveDetails(ctx, d, r.At, problem, holder)
	if !isTaken(err) {
		return saved, err
	}
	problem, holder, looked := s.taken(ctx, in, d, nil) // entered by somebody else this very moment
	if problem == nil {
		return nil, fmt.Errorf("save details: %w", firstOf(looked, err))
	}
	return nil, &RefusedError{Record: r, Problems: []ask.Problem{*problem}, Holder: holder}
}

func (s *Store) saveDetails(ctx context.Context, d Details, at dataset.Circumstances, taken *ask.Problem, holder *Holder) (*Record, error) {
	var r *Record
	person, _ := tenants.PersonFrom(ctx)
	err := tenants.TxLocking(ctx, s.DB, d.CaseID, func(tx *gorm.DB) error {
		var err error
		if r, err = loadRecord(tx, d.CaseID, at); err != nil {
			return err
		}
		if used, _, err := usedFor(ctx, tx, d); used || err != nil {
			return err
		}
		if err := r.mayWrite(person, dataset.CaseSection, tenants.ChangeDemographics); err != nil {
			return err
		}
		since, err := changesSince(tx, d)
		if err != nil {
			return err
		}
		return s.storeDetails(ctx, tx, r, d, since, taken, holder)
	})
	return r, err
}

// storeDetails fills in the form and writes what it changed.
func (s *Store) storeDetails(ctx context.Context, tx *gorm.DB, r *Record, d Details, since []detailChange, taken *ask.Problem, holder *Holder) error {
	person, _ := tenants.PersonFrom(ctx)
	in := r.In(dataset.CaseSection)
	sent, newer := reconcile(in, d, since, person)
	before := clone(in.Row)
	change, problems := dataset.CaseSection.Fill(in, sent)
	if taken != nil {
		problems = inOrder(append(without(problems, taken.Question), *taken))
	}
	switch {
	case len(problems) > 0:
		*in.Row.(*dataset.Case) = *before.(*dataset.Case)
		return &RefusedError{Record: r, Problems: problems, Holder: holder}
	case len(newer) > 0:
		*in.Row.(*dataset.Case) = *before.(*dataset.Case)
		return &OvertakenError{Record: r, Newer: newer, Sent: sent}
	}
	if err := r.writeDetails(ctx, tx, d, change, before); err != nil {
		return err
	}
	if changes(change, "postcode") {
		s.findPlace(ctx, tx, r.ID, r.Child)
	}
	return nil
}

func without(problems []ask.Problem, question string) []ask.Problem {
	var rest []ask.Problem
	for _, p := range problems {
		if p.Question != question {
			rest = append(rest, p)
		}
	}
	return rest
}

func changes(change ask.Change, columns ...string) bool {
	for _, c := range change.Columns {
		for _, name := range columns {
			if c.Column.Name == name {
				return true
			}
		}
	}
	return false
}

// writeDetails is the one statement that stores the details: the columns, what they clear elsewhere, the next revision, the
// idempotency key, and a line of the log for each question.
func (r *Record) writeDetails(ctx context.Context, tx *gorm.DB, d Details, change ask.Change, before any) error {
	if len(change.Columns) == 0 {
		return keepKey(ctx, tx, d, r.ID, r.Revision)
	}
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	r.Revision++
	w := write{record: r}
	var lines []entry
	for _, q := range changedQuestions(change) {
		lines = append(lines, entry{dataset.CaseSection.Key, 0, q.Key, q.Format(before), q.Format(r.Child.Row(dataset.CaseSection))})
	}
	if changes(change, "date_of_birth", "sex") {
		lines = append(lines, w.settle(person)...)
	}
	w.storeCase(change)
	w.score(tenant, dataset.CaseSection)
	w.with("keyed", "insert into answer_keys (tenant_id, person_id, key, fingerprint, case_id, revision) values (?, ?, ?, ?, ?, ?)",
		string(tenant.ID), person.ID, d.Key, d.fingerprint(), r.ID, r.Revision)
	last := w.log(lines, tenant, person, tenants.RequestFrom(ctx))
	if err := tx.Exec("with "+strings.Join(w.parts, ", ")+" "+last, w.args...).Error; err != nil {
		if tenants.Duplicate(err, keysOnce) {
			return errKeyReused
		}
		return fmt.Errorf("write details: %w", err)
	}
	return nil
}

func (w *write) storeCase(change ask.Change) {
	var changed []cell
	for _, c := range change.Columns {
		changed = append(changed, cell{c.Column.Name, c.Column.Type, c.New})
	}
	statement, args := w.record.bump(changed...)
	w.with("stored", statement, args...)
}
