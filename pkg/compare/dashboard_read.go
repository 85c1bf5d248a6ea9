package compare

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
)

// Dashboard is an organisation among the units it belongs to: smallest first, ending with England and Wales. What others than its
// own centre's people would learn too little children's outcomes from is hidden.
type Dashboard struct {
	Counting
	Units []Figures
}

// Of finds the unit of a level; false where the organisation has none.
func (d Dashboard) Of(level Level) (Figures, bool) {
	for _, u := range d.Units {
		if u.Level == level {
			return u, true
		}
	}
	return Figures{}, false
}

// dashboardSQL reads the units of an organisation of the transaction's tenant ($2) in a cohort ($1), and what the tenant's own
// organisations add to areas. Row security leaves other centres out.
const dashboardSQL = `
with unit as (
  select c.level, c.code, c.name, c.region_code, c.registered, c.year_over, c.counted, c.withdrawn, c.answered, c.asked,
         c.passed, c.failed, c.not_applicable, true as own, null::text[] as within
    from counted_members m join centre_counts c using (cohort, level, code)
   where m.cohort = $1 and m.organisation_code = $2 and c.dimension = 'all'
  union all
  select a.level, a.code, a.name, a.region_code, a.registered, a.year_over, a.counted, a.withdrawn, a.answered, a.asked,
         a.passed, a.failed, a.not_applicable, false, null
    from counted_members m join area_counts a using (cohort, level, code)
   where m.cohort = $1 and m.organisation_code = $2 and a.dimension = 'all'
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
 order by array_position(array['organisation', 'trust', 'local_health_board', 'integrated_care_board', 'nhs_region', 'network', 'country', 'national'], u.level)`

// Dashboard reads the counts of an organisation of the context's tenant, and of every unit it belonged to on the cohort's last day.
func (s *Store) Dashboard(ctx context.Context, organisation string, cohort int) (Dashboard, error) {
	return ofOneCount(func() (Dashboard, error) { return s.dashboard(ctx, organisation, cohort) })
}

func (s *Store) dashboard(ctx context.Context, organisation string, cohort int) (Dashboard, error) {
	d, k := Dashboard{Counting: Counting{Cohort: cohort}}, known{}
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		from := func(query string, args ...any) (*sql.Rows, error) { return tx.Raw(query, args...).Rows() }
		rows, err := from(dashboardSQL, cohort, organisation)
		if err != nil {
			return fmt.Errorf("read the dashboard: %w", err)
		}
		err = readRows(rows, cohort, func(r row) {
			d.Counting = r.counting
			switch {
			case r.within != nil:
				k.add(r)
			case r.there:
				d.Units = append(d.Units, r.figures)
			}
		})
		if err != nil || !d.Ever() || seesAll(ctx) {
			return err
		}
		v, err := s.veil(ctx, from, d.Counting, k)
		if err == nil {
			d.behind(v)
		}
		return err
	})
	return d, err
}

func (d *Dashboard) behind(v *veil) {
	for i := range d.Units {
		u := &d.Units[i]
		v.over(u.Unit, &u.Children)
		u.Average = slices.Clone(u.Average)
		for m := range u.Counts {
			if v.hides(u.Unit, m) {
				u.Counts[m] = Count{Hidden: true}
			}
			u.Average[m], _ = v.average(u.Level, m)
		}
	}
}

// seesAll tells whether nothing is hidden from the person.
func seesAll(ctx context.Context) bool {
	person, ok := tenants.PersonFrom(ctx)
	return ok && person.Role.May(tenants.SeeUnpublished)
}
