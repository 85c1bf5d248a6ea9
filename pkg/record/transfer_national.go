package record

import (
	"context"
	"fmt"
	"time"

	"github.com/pinktick/pinktick/tenants"
)

// NationalTransfer is a transfer that waits for an answer anywhere, as the national audit team sees it.
type NationalTransfer struct {
	OriginTenantID, TargetTenantID tenants.ID
	CaseID                         int64
	Kind                           string
	FromOrganisationID             *string
	ToOrganisationID               string
	RequestedAt                    time.Time
	RequestedByName                string
}

// mostNational is far more than ever wait at once.
const mostNational = 1000

// NationalTransfers are those that wait for an answer at any tenant, the oldest first: for the national audit team.
func (s *Store) NationalTransfers(ctx context.Context) ([]NationalTransfer, error) {
	var all []NationalTransfer
	err := tenants.Across(ctx, s.DB, tenants.Look{Purpose: "pending transfers"}, func(db tenants.Reader) error {
		rows, err := db.QueryContext(ctx, `select tenant_id::text, other_tenant_id::text, audit_number, kind, from_organisation_id::text, to_organisation_id::text,
			requested_at, requested_by_name from transfers where state = 'requested' and side = 'origin' order by requested_at, id limit $1`, mostNational)
		if err != nil {
			return fmt.Errorf("read pending transfers: %w", err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var t NationalTransfer
			if err := rows.Scan(&t.OriginTenantID, &t.TargetTenantID, &t.CaseID, &t.Kind, &t.FromOrganisationID, &t.ToOrganisationID, &t.RequestedAt, &t.RequestedByName); err != nil {
				return fmt.Errorf("read pending transfers: %w", err)
			}
			all = append(all, t)
		}
		return rows.Err()
	})
	return all, err
}
