package record

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/tenants"
)

// FormerLead is an organisation that led a child's care before, of whichever tenant.
type FormerLead struct {
	OrganisationID string
	LedFrom        *ask.Date // nil: not known
	LedUntil       *ask.Date
}

// Leads are who led a child's care, and who is to.
type Leads struct {
	Former  []FormerLead // the first first
	Pending *Transfer    // what waits for an answer, of whichever side
}

// LeadsOf reads who led a child's care before, and the transfer that waits, where one does.
func (s *Store) LeadsOf(ctx context.Context, caseID int64) (Leads, error) {
	var leads Leads
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		err := tx.Raw("select organisation_id::text, led_from, led_until from former_leads where case_id = ? order by id", caseID).Scan(&leads.Former).Error
		if err != nil {
			return fmt.Errorf("read former leads: %w", err)
		}
		found, err := transferOf(tx, caseID)
		if found != nil && found.State == TransferRequested {
			leads.Pending = found
		}
		return err
	})
	return leads, err
}

// addFormerLeads gives whole records who led before.
func addFormerLeads(tx *gorm.DB, records map[int64]*Record) error {
	ids := make([]int64, 0, len(records))
	for id := range records {
		ids = append(ids, id)
	}
	var rows []struct {
		CaseID         int64
		OrganisationID string
	}
	err := tx.Raw("select case_id, organisation_id::text from former_leads where case_id = any(?::bigint[]) order by id", bigints(ids)).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("read former leads: %w", err)
	}
	for _, row := range rows {
		child := records[row.CaseID].Child
		child.FormerLeads = append(child.FormerLeads, row.OrganisationID)
	}
	return nil
}
