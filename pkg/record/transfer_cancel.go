package record

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
)

// Withdrawn is what withdrawing a transfer did.
type Withdrawn struct {
	Origin tenants.ID // whose the child is
	CaseID int64
}

// CancelTransfer takes back what the tenant offered, or asked for, while nobody has answered. The same key twice is one.
func (s *Store) CancelTransfer(ctx context.Context, transferID, key string) (Withdrawn, error) {
	person, _ := tenants.PersonFrom(ctx)
	if !person.Role.May(tenants.TransferLead) {
		return Withdrawn{}, errNoPermission
	}
	var done []struct {
		Outcome string
		Origin  *string
		Number  *int64
	}
	var known []string
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		err := tx.Raw("select outcome, origin::text, number from moving.cancel(?::uuid, ?::uuid, ?, ?::uuid)", transferID, person.ID, person.Name, key).Scan(&done).Error
		if err != nil || done[0].Outcome == "done" {
			return err
		}
		return tx.Raw("select case when state = 'cancelled' and answer_key = ?::uuid then 'again' else 'over' end from transfers where id = ?::uuid", key, transferID).Scan(&known).Error
	})
	switch {
	case err != nil:
		return Withdrawn{}, fmt.Errorf("withdraw a transfer: %w", err)
	case done[0].Outcome == "done":
		return Withdrawn{tenants.ID(*done[0].Origin), *done[0].Number}, nil
	case len(known) == 0:
		return Withdrawn{}, errNoCase
	case known[0] == "again":
		return Withdrawn{}, nil
	}
	return Withdrawn{}, errAnswered
}

// ExpireTransfers ends those of the tenant's children that nobody has answered for 28 days, and tells how many there were.
func (s *Store) ExpireTransfers(ctx context.Context) (int64, error) {
	var n int64
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error { return tx.Raw("select moving.expire()").Scan(&n).Error })
	if err != nil {
		return 0, fmt.Errorf("expire transfers: %w", err)
	}
	return n, nil
}
