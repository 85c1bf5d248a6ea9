package compare

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/tenants"
)

// By says what is read of some units: cohorts, dimensions and measures.
type By struct {
	Cohorts    []int
	Dimensions []Dimension
	Measures   []*kpi.Measure
}

// broken are the columns of a count that is broken down.
const broken = `c.cohort, c.level, c.code, c.name, c.region_code, c.dimension, c.category, c.registered, c.year_over, c.counted, c.withdrawn,
         c.answered, c.asked, c.passed, c.failed, c.not_applicable`

// brokenSQL reads counts of cohorts ($1) by dimensions ($2) from a statement of units.
func brokenSQL(units string) string {
	return `
with ` + units + `
select k.cohort, u.dimension, u.category, ` + figureColumns + `
  from counted_cohorts k
  left join unit u on u.cohort = k.cohort
  left join area_counts v on false
  left join expected_children e on e.cohort = u.cohort and e.level = u.level and e.code = u.code and u.dimension = 'all'
 where k.cohort = any ($1)
 order by k.cohort, array_position(array['organisation', 'trust', 'local_health_board', 'integrated_care_board', 'nhs_region', 'network', 'country', 'national'], u.level)`
}

var (
	// The units to which an organisation of the transaction's tenant ($3) belonged in the last of the cohorts that was counted, in each
	// cohort as it was then, and what the tenant's own organisations add to them. Row security leaves other centres out.
	brokenPlaceSQL = brokenSQL(`place as (
  select level, code from counted_members where organisation_code = $3
     and cohort = (select max(cohort) from counted_members where organisation_code = $3 and cohort = any ($1))
), unit as (
  select ` + broken + `, true as own, null::text[] as within
    from place p join centre_counts c on c.level = p.level and c.code = p.code where c.cohort = any ($1) and c.dimension = any ($2)
  union all
  select ` + broken + `, false, null
    from place p join area_counts c on c.level = p.level and c.code = p.code where c.cohort = any ($1) and c.dimension = any ($2)
  union all
  select ` + broken + `, true, array(select m.level || ' ' || m.code from counted_members m where m.cohort = c.cohort and m.organisation_code = c.code)
    from centre_counts c where c.level = 'organisation' and c.cohort = any ($1) and c.dimension = any ($2))`)
	// Any unit ($3, $4), and the nation.
	brokenUnitSQL = brokenSQL(`unit as (
  select ` + broken + `, false as own, null::text[] as within
    from centre_counts c where c.level = $3 and c.code = $4 and c.cohort = any ($1) and c.dimension = any ($2)
  union all
  select ` + broken + `, false, null
    from area_counts c where (c.level, c.code) in (($3, $4), ('national', 'EW')) and c.level <> 'pooled' and c.cohort = any ($1) and c.dimension = any ($2))`)
)

func (by By) arguments() []any {
	dimensions := []string{"all"}
	for _, d := range by.Dimensions {
		dimensions = append(dimensions, d.Key)
	}
	cohorts := make([]int32, len(by.Cohorts))
	for i, c := range by.Cohorts {
		cohorts[i] = int32(c)
	}
	return []any{cohorts, dimensions}
}

// Around reads the units of an organisation of the tenant, whole and by category. What others than its own centre's people would
// learn too little children's outcomes from is hidden. A cohort that was never counted is not in it.
func (s *Store) Around(ctx context.Context, organisation string, by By) ([]CohortBreakdown, error) {
	return ofOneCount(func() ([]CohortBreakdown, error) { return s.around(ctx, organisation, by) })
}

func (s *Store) around(ctx context.Context, organisation string, by By) ([]CohortBreakdown, error) {
	b := newBreaking(by)
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		from := func(query string, args ...any) (*sql.Rows, error) { return tx.Raw(query, args...).Rows() }
		rows, err := from(brokenPlaceSQL, append(by.arguments(), organisation)...)
		if err != nil {
			return fmt.Errorf("read breakdowns: %w", err)
		}
		if err := b.read(rows); err != nil || seesAll(ctx) {
			return err
		}
		for _, c := range b.byEach {
			if c.veil, err = s.veil(ctx, from, c.counting, c.known[[2]string{"all", ""}].orNone()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || seesAll(ctx) {
		return b.finish(nil), err
	}
	hiding := s.policy()
	return b.finish(&hiding), nil
}

// Anywhere reads any unit beside the nation, with nothing hidden, for those who see every centre; and the units of its level to
// choose among. It is written down.
func (s *Store) Anywhere(ctx context.Context, level Level, code string, by By) ([]CohortBreakdown, []Unit, error) {
	b := newBreaking(by)
	var units []Unit
	look := tenants.Look{Purpose: "counts of every centre", Filters: "level=" + string(level) + " unit=" + code + " cohorts=" + strings.Trim(fmt.Sprint(by.Cohorts), "[]")}
	err := tenants.AcrossCounts(ctx, s.DB, look, func(r tenants.Reader) error {
		rows, err := r.QueryContext(ctx, unitNamesSQL, string(level), by.arguments()[0])
		if err != nil {
			return fmt.Errorf("read units: %w", err)
		}
		if units, err = readUnits(rows, level); err != nil {
			return err
		}
		if rows, err = r.QueryContext(ctx, brokenUnitSQL, append(by.arguments(), string(level), code)...); err != nil {
			return fmt.Errorf("read breakdowns: %w", err)
		}
		return b.read(rows)
	})
	return b.finish(nil), units, err
}

// unitNamesSQL are the units of a level, by their latest name.
const unitNamesSQL = `
select distinct on (code) code, name from (
  select code, name, cohort from centre_counts where level = $1 and dimension = 'all' and cohort = any ($2)
  union all select code, name, cohort from area_counts where level = $1 and level <> 'pooled' and dimension = 'all' and cohort = any ($2)) u
 order by code, cohort desc`

func readUnits(rows *sql.Rows, level Level) (all []Unit, err error) {
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		u := Unit{Level: level}
		if err := rows.Scan(&u.Code, &u.Name); err != nil {
			return nil, fmt.Errorf("read units: %w", err)
		}
		all = append(all, u)
	}
	slices.SortFunc(all, func(a, b Unit) int { return strings.Compare(a.Name+" "+a.Code, b.Name+" "+b.Code) })
	return all, rows.Err()
}

// breaking puts rows together.
type breaking struct {
	by     By
	order  []int // the cohorts that were counted
	byEach map[int]*brokenCohort
}

// brokenCohort is one cohort being put together: each unit's figures, whole and by category, and the viewer's own part of them.
type brokenCohort struct {
	counting Counting
	units    []Figures
	groups   map[string]map[[2]string]Figures // by unit, then dimension and category
	veil     *veil                            // over the areas as a whole; nil: nothing of them is hidden
	known    map[[2]string]known              // by dimension and category; all: two empty words
}

func newBreaking(by By) *breaking { return &breaking{by: by, byEach: map[int]*brokenCohort{}} }

func (b *breaking) read(rows *sql.Rows) error {
	defer func() { _ = rows.Close() }()
	r := newReader(0)
	for rows.Next() {
		var dimension, category *string
		next, err := r.read(rows, &r.cohort, &dimension, &category)
		if err != nil {
			return fmt.Errorf("read breakdowns: %w", err)
		}
		next.counting.Cohort = r.cohort
		c := b.cohort(next.counting)
		if next.there {
			c.take(next, [2]string{*dimension, *category})
		}
	}
	return rows.Err()
}

func (b *breaking) cohort(counting Counting) *brokenCohort {
	if c, ok := b.byEach[counting.Cohort]; ok {
		return c
	}
	c := &brokenCohort{counting: counting, groups: map[string]map[[2]string]Figures{}, known: map[[2]string]known{}}
	b.byEach[counting.Cohort], b.order = c, append(b.order, counting.Cohort)
	return c
}

func (c *brokenCohort) take(r row, group [2]string) {
	key := r.figures.named()
	switch {
	case r.within != nil:
		if c.known[group] == nil {
			c.known[group] = known{}
		}
		c.known[group].add(r)
	case group[0] == "all":
		c.units = append(c.units, r.figures)
	default:
		if c.groups[key] == nil {
			c.groups[key] = map[[2]string]Figures{}
		}
		c.groups[key][group] = r.figures
	}
}

func (u Unit) named() string { return string(u.Level) + " " + u.Code }

// finish gives what was read; a policy hides what is small.
func (b *breaking) finish(hiding *Policy) []CohortBreakdown {
	var all []CohortBreakdown
	for _, cohort := range b.order {
		all = append(all, b.byEach[cohort].finish(b.by, hiding))
	}
	return all
}

func (c *brokenCohort) finish(by By, hiding *Policy) CohortBreakdown {
	done := CohortBreakdown{Counting: c.counting}
	tables := map[string]*groupTable{}
	for _, d := range by.Dimensions {
		tables[d.Key] = c.table(d)
		if hiding != nil {
			tables[d.Key].hide(*hiding, by.Measures)
		}
	}
	for i, u := range c.units {
		b := Breakdown{Figures: u, Groups: map[string][]Group{}}
		b.Counts = slices.Clone(u.Counts) // the tables look at the numbers
		if c.veil != nil {
			c.veil.coverAll(&b.Figures)
		}
		for _, m := range by.Measures {
			b.Whole = append(b.Whole, b.Of(m))
		}
		for key, t := range tables {
			b.Groups[key] = t.of(i, by.Measures)
		}
		done.Units = append(done.Units, b)
	}
	return done
}

// coverAll hides what the veil hides of a unit.
func (v *veil) coverAll(f *Figures) {
	v.over(f.Unit, &f.Children)
	for m := range f.Counts {
		if v.hides(f.Unit, m) {
			f.Counts[m] = Count{Hidden: true}
		}
	}
}

func (k known) orNone() known {
	if k == nil {
		return known{}
	}
	return k
}

// label is a category's, or, where an operator has added one to a list since, what it is called there.
func (d Dimension) label(code string) string {
	for _, s := range d.Scales {
		for _, c := range s.Categories {
			if c.Code == code {
				return c.Label
			}
		}
	}
	return code
}
