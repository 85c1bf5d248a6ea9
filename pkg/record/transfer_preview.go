package record

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/tenants"
)

// Preview is what an offered child would bring: numbers, and no answer.
type Preview struct {
	Answered, Asked         int
	Cohort                  *int
	ClosesOn                *ask.Date // at the present centre
	Submitted, Unregistered bool
}

// PreviewTransfer tells what would come with a child that is offered to the tenant; nil where the offer has ended.
func (s *Store) PreviewTransfer(ctx context.Context, caseID int64) (*Preview, error) {
	if person, _ := tenants.PersonFrom(ctx); !person.Role.May(tenants.TransferLead) {
		return nil, errNoPermission
	}
	var found []Preview
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Raw("select answered, asked, cohort, closes_on, submitted, unregistered from moving.preview(?)", caseID).Scan(&found).Error
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("preview a transfer: %w", err)
	case len(found) == 0:
		return nil, nil
	}
	return &found[0], nil
}
