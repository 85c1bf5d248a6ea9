package compare

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/tenants"
)

// Area is an area with how many children of a cohort have a complete first year of care in it: Gone where that may not be shown.
type Area struct {
	Unit
	Counted int
	own     int // of these, the viewer's own
}

// Areas are all care and health boards, regions and countries: for shaded maps. Own are those to which an organisation belongs.
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

// areasOfSQL reads every area's children, whether the organisation ($2) belongs to it, and how many of them are the viewer's.
const areasOfSQL = `
with own as (
  select m.level, m.code, sum(c.counted)::integer as counted
    from centre_counts c join counted_members m on m.cohort = c.cohort and m.organisation_code = c.code
   where c.cohort = $1 and c.level = 'organisation' and c.dimension = 'all' group by m.level, m.code)
select k.counted_at, k.rules, a.level, a.code, a.name, a.region_code, a.counted, m.code is not null, coalesce(o.counted, 0)
  from counted_cohorts k
  left join area_counts a on a.cohort = k.cohort and a.dimension = 'all'
   and a.level in ('local_health_board', 'integrated_care_board', 'nhs_region', 'country', 'national')
  left join counted_members m on m.cohort = k.cohort and m.organisation_code = $2 and m.level = a.level and m.code = a.code
  left join own o on o.level = a.level and o.code = a.code
 where k.cohort = $1
 order by a.name, a.code`

// Areas reads the children of every area from the stored counts. What others than national people could work out too few children
// of other centres from is hidden: by itself, and by the sums of boards to regions, regions to countries and these to all.
func (s *Store) Areas(ctx context.Context, organisation string, cohort int) (Areas, error) {
	all := Areas{Counting: Counting{Cohort: cohort}}
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		rows, err := tx.Raw(areasOfSQL, cohort, organisation).Rows()
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			if err := all.take(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	if err != nil {
		return Areas{}, fmt.Errorf("read areas: %w", err)
	}
	if !seesAll(ctx) {
		s.policy().hideAreas(all.Units)
	}
	return all, nil
}

func (a *Areas) take(rows *sql.Rows) error {
	var at time.Time
	var level, code, name, region *string
	var counted *int
	var next Area
	if err := rows.Scan(&at, &a.Rules, &level, &code, &name, &region, &counted, &next.Own, &next.own); err != nil {
		return err
	}
	a.At = at
	if level == nil {
		return nil
	}
	next.Level, next.Code, next.Name, next.Counted = Level(*level), *code, *name, *counted
	if region != nil {
		next.Region = *region
	}
	a.Units = append(a.Units, next)
	return nil
}

// hideAreas hides small numbers, and whatever would give them away. The areas of the viewer's own centre stand on the same page with
// their numbers, and the nation's is exact: these stay unless they are small themselves.
func (p Policy) hideAreas(units []Area) {
	cells := make([]measure.Cell, len(units))
	for i, u := range units {
		others := u.Counted - u.own
		small := others != 0 && (p.small(u.Counted) || p.small(others))
		cells[i] = measure.Cell{Value: others, Hidden: small && u.Level != National, Open: u.Level == National || u.Own && !small}
	}
	cells, sums := withRests(cells, units)
	measure.Conceal(cells, sums)
	for i := range units {
		if cells[i].Hidden {
			units[i].Counted = Gone
		}
	}
}

// withRests are the sums: care boards of a region, regions of England, health boards of Wales, and both of all. What is in a region
// but in none of its boards is a part that nobody sees.
func withRests(cells []measure.Cell, units []Area) ([]measure.Cell, []measure.Sum) {
	var sums []measure.Sum
	for total, whole := range units {
		sum := measure.Sum{Total: total}
		rest := cells[total].Value
		for i, part := range units {
			if whole.holds(part) {
				sum.Parts = append(sum.Parts, i)
				rest -= cells[i].Value
			}
		}
		if len(sum.Parts) == 0 {
			continue
		}
		if rest != 0 {
			sum.Parts = append(sum.Parts, len(cells))
			cells = append(cells, measure.Cell{Value: rest, Hidden: true})
		}
		sums = append(sums, sum)
	}
	return cells, sums
}

// holds tells whether an area is made of others of the next smaller kind.
func (a Area) holds(part Area) bool {
	switch {
	case a.Level == Region:
		return part.Level == CareBoard && part.Region == a.Code
	case a.Level == Country && a.Code == "ENG":
		return part.Level == Region
	case a.Level == Country && a.Code == "WLS":
		return part.Level == HealthBoard
	}
	return a.Level == National && part.Level == Country && (part.Code == "ENG" || part.Code == "WLS")
}
