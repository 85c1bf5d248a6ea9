package record

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
)

// readsOfCase is broken by a note on a case that has just gone.
const readsOfCase = "record_reads_tenant_id_case_id_fkey"

// noteReads writes that the person read some records.
func noteReads(ctx context.Context, tx *gorm.DB, cases []int64) error {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	err := tx.Exec("insert into record_reads (tenant_id, case_id, person_id, request_id) select tenant_id, id, ?::uuid, ? from cases where tenant_id = ?::uuid and id = any(?::bigint[])",
		person.ID, tenants.RequestFrom(ctx), string(tenant.ID), bigints(cases)).Error
	if err != nil {
		return fmt.Errorf("note the reading: %w", err)
	}
	return nil
}

// noteRead writes that the person read the record.
func noteRead(ctx context.Context, tx *gorm.DB, caseID int64) error {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	err := tx.Exec("insert into record_reads (tenant_id, case_id, person_id, request_id) values (?, ?, ?, ?)",
		string(tenant.ID), caseID, person.ID, tenants.RequestFrom(ctx)).Error
	if tenants.Violated(err) == readsOfCase { // it has gone to another centre, or for good, since it was read
		return errNoCase
	}
	if err != nil {
		return fmt.Errorf("note the reading: %w", err)
	}
	return nil
}
