package record

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// The ways in which a record ends, and one comes back, as record_ends has them.
const (
	endDelete  = "delete"
	endRestore = "restore"
	endOptOut  = "opt_out"
)

// EndError is what is missing before a record can end. Nothing was changed.
type EndError struct{ Problems []ask.Problem }

// Error implements error with codes only.
func (e *EndError) Error() string { return (&RefusedError{Problems: e.Problems}).Error() }

// Unwrap makes it an Invalid fault.
func (e *EndError) Unwrap() error {
	return fault.New(fault.Invalid, "end_refused", "Something in the form needs another look.")
}

// noteEnd writes how a record ended, without a word on the child, and keeps the key.
func noteEnd(ctx context.Context, tx *gorm.DB, caseID int64, action, reason, key string) error {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	err := tx.Exec(`insert into record_ends (tenant_id, audit_number, action, reason, person_id, person_name, request_id, key)
		values (?, ?, ?, nullif(?, ''), ?, ?, ?, ?)`, string(tenant.ID), caseID, action, reason, person.ID, person.Name, tenants.RequestFrom(ctx), key).Error
	if tenants.Duplicate(err, "record_ends_key") {
		return errKeyReused
	}
	if err != nil {
		return fmt.Errorf("note the end: %w", err)
	}
	return nil
}

// endedBefore tells whether the person did this to the record before, under the same key: then it is acknowledged again.
func (s *Store) endedBefore(ctx context.Context, caseID int64, action, key string) (bool, error) {
	person, _ := tenants.PersonFrom(ctx)
	var n int64
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Raw("select count(*) from record_ends where person_id = ?::uuid and key = ?::uuid and audit_number = ? and action = ?",
			person.ID, key, caseID, action).Scan(&n).Error
	})
	if err != nil {
		return false, fmt.Errorf("look for the key: %w", err)
	}
	return n > 0, nil
}

// openQuarantine lets the transaction see what was deleted. Only marking as deleted and restoring do.
func openQuarantine(tx *gorm.DB) error {
	if err := tx.Exec("select set_config('app.quarantine', 'open', true)").Error; err != nil {
		return fmt.Errorf("open the quarantine: %w", err)
	}
	return nil
}

// EndWord is what a person types to show that they mean this record: the child's surname or, where there is none, the number.
func (r *Record) EndWord() (label, word string) {
	if name := r.Child.Case().Surname; name != nil {
		return "surname", *name
	}
	return "audit number", fmt.Sprint(r.ID)
}

// confirmed checks what was typed against the record: capitals and spaces do not matter.
func (r *Record) confirmed(typed string) *ask.Problem {
	label, word := r.EndWord()
	if strings.EqualFold(strings.Join(strings.Fields(typed), " "), strings.Join(strings.Fields(word), " ")) {
		return nil
	}
	return &ask.Problem{Question: "typed", Code: "not_confirmed", Message: "Type the child’s " + label + " as it stands at the top of this page."}
}
