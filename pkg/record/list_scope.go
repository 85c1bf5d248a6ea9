package record

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
)

// Remembered is what a person last chose to see in the list: a scope, and the organisation whose list it was.
type Remembered struct {
	Scope          Scope
	OrganisationID string
}

// RememberedScope is the person's choice at this tenant; the zero value where they never chose.
func (s *Store) RememberedScope(ctx context.Context) (Remembered, error) {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	var found []Remembered
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Raw("select scope, organisation_id::text from list_scopes where tenant_id = ? and person_id = ?::uuid", string(tenant.ID), person.ID).Scan(&found).Error
	})
	if err != nil || len(found) == 0 {
		return Remembered{}, err
	}
	return found[0], nil
}

// RememberScope keeps the person's choice at this tenant.
func (s *Store) RememberScope(ctx context.Context, chosen Remembered) error {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Exec(`insert into list_scopes (tenant_id, person_id, scope, organisation_id) values (?, ?, ?, ?)
			on conflict (tenant_id, person_id) do update set scope = excluded.scope, organisation_id = excluded.organisation_id`,
			string(tenant.ID), person.ID, string(chosen.Scope), chosen.OrganisationID).Error
	})
	if err != nil {
		return fmt.Errorf("remember the scope of the list: %w", err)
	}
	return nil
}
