package compare

import (
	"context"
	"fmt"
	"strconv"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Set is all that is counted of a cohort, nothing hidden: what a publication and the workbook are made of.
type Set struct {
	Counting
	Units   []Figures // by level, then code
	Members Members
}

// Of are the units of a level.
func (s Set) Of(level Level) []Figures {
	var all []Figures
	for _, u := range s.Units {
		if u.Level == level {
			all = append(all, u)
		}
	}
	return all
}

const setSQL = `
with unit as (
  select level, code, name, region_code, registered, year_over, counted, withdrawn, answered, asked, passed, failed, not_applicable, false as own, null::text[] as within
    from centre_counts where cohort = $1 and dimension = 'all'
  union all
  select level, code, name, region_code, registered, year_over, counted, withdrawn, answered, asked, passed, failed, not_applicable, false, null
    from area_counts where cohort = $1 and dimension = 'all' and level <> 'pooled')
select ` + figureColumns + `
  from counted_cohorts k
  left join unit u on true
  left join area_counts v on v.cohort = $1 and v.level = 'pooled' and v.code = u.level and v.dimension = 'all'
  left join expected_children e on e.cohort = $1 and e.level = u.level and e.code = u.code
 where k.cohort = $1
 order by array_position(array['organisation', 'trust', 'local_health_board', 'integrated_care_board', 'nhs_region', 'network', 'country', 'national'], u.level), u.code`

const membersSQL = `select m.organisation_code, m.level, m.code, k.counted_at from counted_members m join counted_cohorts k using (cohort) where m.cohort = $1`

var errCountedMeanwhile = fault.New(fault.Unavailable, "counted_meanwhile", "The cohort was just being counted. Try again.")

// ReadSet reads a cohort's whole set for the national audit team, who are written down. All of it is of one counting.
func (s *Store) ReadSet(ctx context.Context, cohort int) (Set, error) {
	set := Set{Counting: Counting{Cohort: cohort}, Members: Members{}}
	look := tenants.Look{Purpose: "counts of every centre", Filters: "cohort=" + strconv.Itoa(cohort)}
	err := tenants.AcrossCounts(ctx, s.DB, look, func(r tenants.Reader) error {
		rows, err := r.QueryContext(ctx, setSQL, cohort)
		if err != nil {
			return fmt.Errorf("read counts: %w", err)
		}
		err = readRows(rows, cohort, func(r row) {
			set.Counting = r.counting
			if r.there {
				set.Units = append(set.Units, r.figures)
			}
		})
		if err != nil {
			return err
		}
		members, err := r.QueryContext(ctx, membersSQL, cohort)
		if err != nil {
			return fmt.Errorf("read members: %w", err)
		}
		return set.Members.read(members, set.Counting)
	})
	return set, err
}

// InForce is the policy by which centres are compared.
func (s *Store) InForce() Policy { return s.policy() }
