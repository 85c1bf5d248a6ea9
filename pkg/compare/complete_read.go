package compare

import (
	"context"
	"fmt"
	"strconv"

	"github.com/pinktick/pinktick/tenants"
)

// completeSQL counts where the stored counts do: at the lead of the cohort's last day.
const completeSQL = `select coalesce(lead_at_deadline_id, lead_organisation_id)::text, count(*) from cases
 where cohort = $1 and stage between 1 and 3 and complete and deleted_at is null and coalesce(lead_at_deadline_id, lead_organisation_id) is not null group by 1`

// Complete tells of each organisation, by its id, how many of the children registered with it in a cohort have a complete record,
// whether or not their first year is over. It is as of now, for the national audit team, who are written down.
func (s *Store) Complete(ctx context.Context, cohort int) (map[string]int, error) {
	complete := map[string]int{}
	look := tenants.Look{Purpose: "complete records of every centre", Filters: "cohort=" + strconv.Itoa(cohort)}
	err := tenants.AcrossCounts(ctx, s.DB, look, func(r tenants.Reader) error {
		rows, err := r.QueryContext(ctx, completeSQL, cohort)
		if err != nil {
			return fmt.Errorf("count complete records: %w", err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var organisation string
			var n int
			if err := rows.Scan(&organisation, &n); err != nil {
				return fmt.Errorf("count complete records: %w", err)
			}
			complete[organisation] = n
		}
		return rows.Err()
	})
	return complete, err
}
