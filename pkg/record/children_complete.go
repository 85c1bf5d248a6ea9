package record

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
)

// Completed is how many of the registered children of a cohort have a record without a gap, submitted or not.
type Completed struct{ Complete, Registered int64 }

// CompletedOf are those of an organisation, and those of the whole tenant it belongs to.
type CompletedOf struct{ Organisation, Tenant Completed }

// A child whose lead is another's organisation counts at the tenant that holds the record, as in the list.
const completed = `select count(*) filter (where complete and here), count(*) filter (where here), count(*) filter (where complete), count(*)
	from (select complete, coalesce(lead_organisation_id = %s, false) as here from cases where %s and stage between 1 and 3) c`

// Completed counts the complete records of the cohort, in one pass over the tenant's children of it.
func (s *Store) Completed(ctx context.Context, whose Whose) (CompletedOf, error) {
	l := Whose{Cohort: whose.Cohort}.listing(ctx)
	query := fmt.Sprintf(completed, l.arg(whose.OrganisationID, "uuid"), l.conditions())
	var c CompletedOf
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		return one(ctx, rawReader{tx}, query, l.args, &c.Organisation.Complete, &c.Organisation.Registered, &c.Tenant.Complete, &c.Tenant.Registered)
	})
	if err != nil {
		return CompletedOf{}, fmt.Errorf("count complete records: %w", err)
	}
	return c, nil
}
