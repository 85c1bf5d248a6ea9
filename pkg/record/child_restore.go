package record

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Deleted is a record in quarantine.
type Deleted struct {
	ID                 int64
	FirstName, Surname *string
	Reason             string // one of dataset.DeleteReasons
	By                 string
	At                 time.Time
}

// Quarantined is how long a deleted record can be restored.
const Quarantined = 30 * 24 * time.Hour

// ListDeleted reads the tenant's records in quarantine, those that go first at the top.
func (s *Store) ListDeleted(ctx context.Context) ([]Deleted, error) {
	if err := mayRestore(ctx); err != nil {
		return nil, err
	}
	var all []Deleted
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		if err := openQuarantine(tx); err != nil {
			return err
		}
		return tx.Raw(`select c.id, c.first_name, c.surname, c.deleted_reason as reason, c.deleted_at as at,
			(select e.person_name from record_ends e where e.audit_number = c.id and e.action = ? order by e.id desc limit 1) as by
			from cases c where c.deleted_at is not null order by c.deleted_at, c.id`, endDelete).Scan(&all).Error
	})
	if err != nil {
		return nil, fmt.Errorf("list what was deleted: %w", err)
	}
	return all, nil
}

// Restore takes a record out of quarantine, as it was. It is refused where the child has been entered again meanwhile. The
// same key twice is acknowledged twice.
func (s *Store) Restore(ctx context.Context, caseID int64, key string) error {
	if err := mayRestore(ctx); err != nil {
		return err
	}
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error { return restore(ctx, tx, caseID, key) })
	switch {
	case isTaken(err):
		return fault.New(fault.Conflict, "nhs_number_taken", "This child has been entered again since. Delete the other record first, if this is the one to keep.")
	case fault.Is(err, fault.NotFound):
		if done, looked := s.endedBefore(ctx, caseID, endRestore, key); done || looked != nil {
			return looked
		}
	}
	return err
}

func restore(ctx context.Context, tx *gorm.DB, caseID int64, key string) error {
	if err := openQuarantine(tx); err != nil {
		return err
	}
	r := &Record{ID: caseID}
	var found []int64
	err := tx.Raw("select revision from cases where id = ? and deleted_at is not null for no key update", caseID).Scan(&found).Error
	if err != nil {
		return fmt.Errorf("find what was deleted: %w", err)
	}
	if len(found) == 0 {
		return errNoCase
	}
	r.Revision = found[0]
	if err := r.logItself(ctx, tx, nil, []string{"entry"}); err != nil {
		return err
	}
	if err := noteEnd(ctx, tx, caseID, endRestore, "", key); err != nil {
		return err
	}
	err = tx.Exec("update cases set deleted_at = null, deleted_by = null, deleted_reason = null, revision = ?, updated_at = now() where id = ?",
		r.Revision, caseID).Error
	if err != nil {
		return fmt.Errorf("restore the record: %w", err)
	}
	return nil
}

func mayRestore(ctx context.Context) error {
	if person, _ := tenants.PersonFrom(ctx); !person.Role.May(tenants.RestoreChild) {
		return errNoPermission
	}
	return nil
}
