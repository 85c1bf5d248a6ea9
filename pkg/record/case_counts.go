package record

import (
	"context"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
)

// Counts are how many children a scope has, and how many of them are registered.
type Counts struct{ Total, Registered int64 }

// CountCases reads the counts of a scope, which the database keeps with every change.
func (s *Store) CountCases(ctx context.Context, scope Scope, organisationID string) (Counts, error) {
	var list List
	q := Query{Scope: scope, OrganisationID: organisationID}
	if scope == Nation {
		err := tenants.Across(ctx, s.DB, tenants.Look{Purpose: "counts of children"}, func(db tenants.Reader) error { return list.readCounts(ctx, db, Query{Scope: Nation}) })
		return Counts{list.Total, list.Registered}, err
	}
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error { return list.readCounts(ctx, rawReader{tx}, q) })
	return Counts{list.Total, list.Registered}, err
}

// readCounts reads a handful of rows, one an organisation, whatever they count.
func (l *List) readCounts(ctx context.Context, db tenants.Reader, q Query) error {
	query, args := "select coalesce(sum(total), 0), coalesce(sum(registered), 0) from case_counts", []any{}
	if q.Scope != Nation {
		tenant, _ := tenants.From(ctx)
		query, args = query+" where tenant_id = $1::uuid", append(args, string(tenant.ID))
	}
	if q.Scope == Organisation {
		query, args = query+" and lead_id = $2::uuid", append(args, q.OrganisationID)
	}
	return one(ctx, db, query, args, &l.Total, &l.Registered)
}
