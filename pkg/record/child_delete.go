package record

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Deletion is a record to be deleted, because it was entered by mistake or twice.
type Deletion struct {
	CaseID int64
	Reason string // one of dataset.DeleteReasons
	Typed  string // the child's surname, to show that this record is meant
	Key    string
}

// Delete puts a record into quarantine: it is nowhere any more, at once, and for 30 days the national team can restore it. The
// same key twice is acknowledged twice. An *EndError says what is missing.
func (s *Store) Delete(ctx context.Context, d Deletion) error {
	at, err := s.circumstances(ctx)
	if err != nil {
		return err
	}
	err = tenants.TxLocking(ctx, s.DB, d.CaseID, func(tx *gorm.DB) error {
		r, err := loadRecord(tx, d.CaseID, at)
		if err != nil {
			return err
		}
		if err := r.mayDelete(ctx, d); err != nil {
			return err
		}
		return r.quarantine(ctx, tx, d)
	})
	if fault.Is(err, fault.NotFound) {
		if done, looked := s.endedBefore(ctx, d.CaseID, endDelete, d.Key); done || looked != nil {
			return looked
		}
	}
	return err
}

// DeleteClosed says in one sentence why the person may not delete the record, and nothing when they may.
func (r *Record) DeleteClosed(person tenants.Person) string {
	if f, ok := fault.As(r.mayWrite(person, dataset.CaseSection, tenants.DeleteChild)); ok {
		return f.Message
	}
	return ""
}

func (r *Record) mayDelete(ctx context.Context, d Deletion) error {
	person, _ := tenants.PersonFrom(ctx)
	if err := r.mayWrite(person, dataset.CaseSection, tenants.DeleteChild); err != nil {
		return err
	}
	var problems []ask.Problem
	if !slices.ContainsFunc(dataset.DeleteReasons(), func(o ask.Option) bool { return o.Code == d.Reason }) {
		problems = append(problems, ask.Problem{Question: "reason", Code: ask.CodeUnknownChoice, Message: "Choose one of the listed options."})
	}
	if p := r.confirmed(d.Typed); p != nil {
		problems = append(problems, *p)
	}
	if len(problems) > 0 {
		return &EndError{problems}
	}
	return nil
}

func (r *Record) quarantine(ctx context.Context, tx *gorm.DB, d Deletion) error {
	if err := r.logItself(ctx, tx, []string{"entry"}, nil); err != nil {
		return err
	}
	if err := noteEnd(ctx, tx, r.ID, endDelete, d.Reason, d.Key); err != nil {
		return err
	}
	if err := openQuarantine(tx); err != nil {
		return err
	}
	person, _ := tenants.PersonFrom(ctx)
	err := tx.Exec("update cases set deleted_at = now(), deleted_by = ?, deleted_reason = ?, revision = ?, updated_at = now() where id = ?",
		person.ID, d.Reason, r.Revision, r.ID).Error
	if err != nil {
		return fmt.Errorf("delete the record: %w", err)
	}
	return nil
}

// logItself writes a line on the record as a whole, at its next revision.
func (r *Record) logItself(ctx context.Context, tx *gorm.DB, old, now []string) error {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	r.Revision++
	w := write{record: r}
	statement := w.log([]entry{{dataset.CaseSection.Key, 0, rowItself, old, now}}, tenant, person, tenants.RequestFrom(ctx))
	if err := tx.Exec(statement, w.args...).Error; err != nil {
		return fmt.Errorf("log the record's end: %w", err)
	}
	return nil
}
