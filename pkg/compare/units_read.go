package compare

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/tenants"
)

// Compared is one unit beside the others, in one measure.
type Compared struct {
	Unit
	Children
	Count Count
	State measure.State
}

// Comparison is one measure across the units of a level, by name: never by rank.
type Comparison struct {
	Counting
	Level   Level
	Measure *kpi.Measure
	Average measure.Count // of all units of the level together, those that are not listed too
	Units   []Compared

	AverageHidden bool // the average would tell small numbers of others: it is gone, and nothing is compared
	Tested        int  // units that were compared: the others have too few children, or no data
}

// Chance is how many units are expected to be flagged on either side by chance alone, had all the same quality.
func (c Comparison) Chance(p Policy) (alerts, alarms float64) {
	return measure.ExpectedByChance(c.Tested, p.Tails.Alert), measure.ExpectedByChance(c.Tested, p.Tails.Alarm)
}

// unitsSQL reads all units of a level ($2) in a cohort ($1) from one of the two tables, and the reader's own centre's part of them.
func unitsSQL(table, own string) string {
	return `
with unit as (
  select c.level, c.code, c.name, c.region_code, c.registered, c.year_over, c.counted, c.withdrawn, c.answered, c.asked,
         c.passed, c.failed, c.not_applicable, ` + own + ` as own, null::text[] as within
    from ` + table + ` c where c.cohort = $1 and c.level = $2 and c.dimension = 'all'
  union all
  select c.level, c.code, c.name, c.region_code, c.registered, c.year_over, c.counted, c.withdrawn, c.answered, c.asked,
         c.passed, c.failed, c.not_applicable, true,
         array(select m.level || ' ' || m.code from counted_members m where m.cohort = $1 and m.organisation_code = c.code)
    from centre_counts c where c.cohort = $1 and c.level = 'organisation' and c.dimension = 'all' and not $3)
select ` + figureColumns + `
  from counted_cohorts k
  left join unit u on true
  left join area_counts v on v.cohort = $1 and v.level = 'pooled' and v.code = $2 and v.dimension = 'all'
  left join expected_children e on e.cohort = $1 and e.level = u.level and e.code = u.code
 where k.cohort = $1
 order by u.name, u.code`
}

var (
	centresSQL = unitsSQL("centre_counts", "not $3")
	areasSQL   = unitsSQL("area_counts", "false")
)

// asker sends a question inside a transaction.
type asker func(query string, args ...any) (*sql.Rows, error)

// Across reads a measure of every unit of a level. Of hospitals and trusts a centre's people get their own, the national audit team
// all; areas are there for everybody who is signed in, with small numbers hidden from a centre's people.
func (s *Store) Across(ctx context.Context, level Level, m *kpi.Measure, cohort int) (Comparison, error) {
	return ofOneCount(func() (Comparison, error) { return s.across(ctx, level, m, cohort) })
}

func (s *Store) across(ctx context.Context, level Level, m *kpi.Measure, cohort int) (Comparison, error) {
	c, k, national := Comparison{Counting: Counting{Cohort: cohort}, Level: level, Measure: m}, known{}, seesAll(ctx)
	query := areasSQL
	if level.Centre() {
		query = centresSQL
	}
	ask := func(from asker) error {
		rows, err := from(query, cohort, string(level), national)
		if err != nil {
			return fmt.Errorf("read counts: %w", err)
		}
		if err := readRows(rows, cohort, func(r row) { c.take(r, k) }); err != nil || !c.Ever() || national {
			return err
		}
		v, err := s.veil(ctx, from, c.Counting, k)
		if err == nil {
			c.behind(v)
		}
		return err
	}
	var err error
	if national {
		look := tenants.Look{Purpose: "counts of every centre", Filters: "cohort=" + strconv.Itoa(cohort) + " level=" + string(level) + " measure=" + m.Code}
		err = tenants.AcrossCounts(ctx, s.DB, look, func(r tenants.Reader) error {
			return ask(func(query string, args ...any) (*sql.Rows, error) { return r.QueryContext(ctx, query, args...) })
		})
	} else {
		err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
			return ask(func(query string, args ...any) (*sql.Rows, error) { return tx.Raw(query, args...).Rows() })
		})
	}
	c.judge(s.policy())
	return c, err
}

func (c *Comparison) behind(v *veil) {
	at := position(c.Measure)
	for i := range c.Units {
		u := &c.Units[i]
		v.over(u.Unit, &u.Children)
		if v.hides(u.Unit, at) {
			u.Count = Count{Hidden: true}
		}
	}
	c.Average, c.AverageHidden = v.average(c.Level, at)
}

func (c *Comparison) take(r row, k known) {
	c.Counting = r.counting
	switch {
	case r.within != nil:
		k.add(r)
	case r.there:
		c.Average = r.figures.Average[position(c.Measure)]
		c.Units = append(c.Units, Compared{Unit: r.figures.Unit, Children: r.figures.Children, Count: r.figures.Of(c.Measure)})
	}
}

// judge compares each unit with the average of all.
func (c *Comparison) judge(p Policy) {
	benchmark, _ := c.Average.Rate()
	for i := range c.Units {
		u := &c.Units[i]
		u.State = p.State(u.Children, u.Count, benchmark)
		switch compared := u.State == measure.AsExpected || u.State.Flagged(); {
		case compared && c.AverageHidden:
			u.State = ""
		case compared:
			c.Tested++
		}
	}
}
