package compare

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
)

// Area is an area with how many children of a cohort have a complete first year of care in it: Gone where that may not be shown.
// Own are those to which an organisation belongs.
type Area struct {
	Unit
	Counted int
}

// Areas are all care and health boards, regions and countries, and the nation: for shaded maps.
type Areas struct {
	Counting
	Units []Area
}

// Of are the areas of a level, by name.
func (a Areas) Of(level Level) []Area {
	var all []Area
	for _, u := range a.Units {
		if u.Level == level {
			all = append(all, u)
		}
	}
	return all
}

// areasOfSQL reads every area, whether the organisation ($2) belongs to it, and what the tenant's own organisations add to areas.
const areasOfSQL = `
with unit as (
  select a.level, a.code, a.name, a.region_code, a.registered, a.year_over, a.counted, a.withdrawn, a.answered, a.asked,
         a.passed, a.failed, a.not_applicable, m.code is not null as own, null::text[] as within
    from area_counts a
    left join counted_members m on m.cohort = $1 and m.organisation_code = $2 and m.level = a.level and m.code = a.code
   where a.cohort = $1 and a.dimension = 'all' and a.level in ('local_health_board', 'integrated_care_board', 'nhs_region', 'country', 'national')
  union all
  select c.level, c.code, c.name, c.region_code, c.registered, c.year_over, c.counted, c.withdrawn, c.answered, c.asked,
         c.passed, c.failed, c.not_applicable, true,
         array(select m.level || ' ' || m.code from counted_members m where m.cohort = $1 and m.organisation_code = c.code)
    from centre_counts c where c.cohort = $1 and c.level = 'organisation' and c.dimension = 'all')
select ` + figureColumns + `
  from counted_cohorts k
  left join unit u on true
  left join area_counts v on v.cohort = $1 and v.level = 'pooled' and v.code = u.level and v.dimension = 'all'
  left join expected_children e on e.cohort = $1 and e.level = u.level and e.code = u.code
 where k.cohort = $1
 order by u.name, u.code`

// Areas reads the children of every area from the stored counts. A centre's people see them through their veil.
func (s *Store) Areas(ctx context.Context, organisation string, cohort int) (Areas, error) {
	return ofOneCount(func() (Areas, error) { return s.areas(ctx, organisation, cohort) })
}

func (s *Store) areas(ctx context.Context, organisation string, cohort int) (Areas, error) {
	all, k := Areas{Counting: Counting{Cohort: cohort}}, known{}
	var read []Figures
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		from := func(query string, args ...any) (*sql.Rows, error) { return tx.Raw(query, args...).Rows() }
		rows, err := from(areasOfSQL, cohort, organisation)
		if err != nil {
			return fmt.Errorf("read areas: %w", err)
		}
		err = readRows(rows, cohort, func(r row) {
			all.Counting = r.counting
			switch {
			case r.within != nil:
				k.add(r)
			case r.there:
				read = append(read, r.figures)
			}
		})
		if err != nil || !all.Ever() || seesAll(ctx) {
			return err
		}
		v, err := s.veil(ctx, from, all.Counting, k)
		for i := range read {
			if err == nil {
				v.over(read[i].Unit, &read[i].Children)
			}
		}
		return err
	})
	if err != nil {
		return Areas{}, err
	}
	for _, u := range read {
		all.Units = append(all.Units, Area{u.Unit, u.Counted})
	}
	return all, nil
}
