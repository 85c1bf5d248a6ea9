package compare

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/pinktick/pinktick/tenants"
)

// nationSQL is that of the whole set without hospitals, care boards and networks.
var nationSQL = strings.Replace(setSQL, "where k.cohort = $1", "where k.cohort = $1 and (u.level is null or u.level in ('trust', 'local_health_board', 'nhs_region', 'country', 'national'))", 1)

// Nation reads a cohort's trusts and health boards, regions, countries and the total, for national roles, who are written down:
// one statement, nothing hidden, no child.
func (s *Store) Nation(ctx context.Context, cohort int) (Set, error) {
	set := Set{Counting: Counting{Cohort: cohort}}
	look := tenants.Look{Purpose: "counts of every centre", Filters: "cohort=" + strconv.Itoa(cohort)}
	err := tenants.AcrossCounts(ctx, s.DB, look, func(r tenants.Reader) error {
		rows, err := r.QueryContext(ctx, nationSQL, cohort)
		if err != nil {
			return fmt.Errorf("read the nation: %w", err)
		}
		return readRows(rows, cohort, func(r row) {
			set.Counting = r.counting
			if r.there {
				set.Units = append(set.Units, r.figures)
			}
		})
	})
	return set, err
}
