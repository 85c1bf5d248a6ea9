package record

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// OptOut is a child whose family wants no part in the audit.
type OptOut struct {
	CaseID int64
	Typed  string // the child's surname, to show that this record is meant
	Key    string
}

// OptOut erases a child for ever: every detail and answer, the change log, the readings and the keys. What stays is the audit
// number, locked, the organisation that led, and one line without a word on the child. It is open at any time: to a
// submitted record, and after the deadline. The same key twice is acknowledged twice. An *EndError says what is missing.
func (s *Store) OptOut(ctx context.Context, o OptOut) error {
	person, _ := tenants.PersonFrom(ctx)
	if !person.Role.May(tenants.OptOut) {
		return errNoPermission
	}
	at, err := s.circumstances(ctx)
	if err != nil {
		return err
	}
	err = tenants.TxLocking(ctx, s.DB, o.CaseID, func(tx *gorm.DB) error {
		r, err := loadRecord(tx, o.CaseID, at)
		if err != nil {
			return err
		}
		if p := r.confirmed(o.Typed); p != nil {
			return &EndError{[]ask.Problem{*p}}
		}
		return r.erase(ctx, tx, o)
	})
	if fault.Is(err, fault.Gone) {
		if done, looked := s.endedBefore(ctx, o.CaseID, endOptOut, o.Key); done || looked != nil {
			return looked
		}
	}
	return err
}

func (r *Record) erase(ctx context.Context, tx *gorm.DB, o OptOut) error {
	person, _ := tenants.PersonFrom(ctx)
	var done bool
	err := tx.Raw("select keeping.opt_out(?, ?::uuid, ?::uuid)", r.ID, person.ID, r.Child.Registration().LeadOrganisationID).Scan(&done).Error
	if err != nil {
		return fmt.Errorf("erase the record: %w", err)
	}
	if !done {
		return errNoCase
	}
	return noteEnd(ctx, tx, r.ID, endOptOut, endOptOut, o.Key)
}
