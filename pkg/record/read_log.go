package record

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
)

// noteRead writes that the person read the record.
func noteRead(ctx context.Context, tx *gorm.DB, caseID int64) error {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	err := tx.Exec("insert into record_reads (tenant_id, case_id, person_id, request_id) values (?, ?, ?, ?)",
		string(tenant.ID), caseID, person.ID, tenants.RequestFrom(ctx)).Error
	if err != nil {
		return fmt.Errorf("note the reading: %w", err)
	}
	return nil
}
