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

// unitsSQL reads the units u of a cohort ($1), and with them the reader's own centre's organisations and what they belong to.
func unitsSQL(units, order string) string {
	return `
with unit as (
  ` + units + `
  union all
  select c.level, c.code, c.name, c.region_code, c.registered, c.year_over, c.counted, c.withdrawn, c.answered, c.asked,
         c.passed, c.failed, c.not_applicable, true,
         array(select m.level || ' ' || m.code from counted_members m where m.cohort = $1 and m.organisation_code = c.code)
    from centre_counts c where c.cohort = $1 and c.level = 'organisation' and c.dimension = 'all' and not $3)
select ` + figureColumns + `
  from counted_cohorts k
  left join unit u on true
  left join area_counts v on v.cohort = $1 and v.level = 'pooled' and v.code = u.level and v.dimension = 'all'
  left join expected_children e on e.cohort = $1 and e.level = u.level and e.code = u.code
 where k.cohort = $1
 order by ` + order
}

// unitsOf are the units of a level ($2) from one of the two tables; of any area, where the level is none.
func unitsOf(table, own, where string) string {
	return `select c.level, c.code, c.name, c.region_code, c.registered, c.year_over, c.counted, c.withdrawn, c.answered, c.asked,
         c.passed, c.failed, c.not_applicable, ` + own + ` as own, null::text[] as within
    from ` + table + ` c where c.cohort = $1 and c.dimension = 'all' and ` + where
}

var (
	centresSQL = unitsSQL(unitsOf("centre_counts", "not $3", "c.level = $2"), "u.name, u.code")
	areasSQL   = unitsSQL(unitsOf("area_counts", "false", "c.level = $2"), "u.name, u.code")
	everySQL   = unitsSQL(unitsOf("centre_counts", "true", "c.level = $2")+" union all "+unitsOf("area_counts", "false", "c.level <> 'pooled'"), "u.name, u.code")
)

// asker sends a question inside a transaction.
type asker func(query string, args ...any) (*sql.Rows, error)

// Across reads a measure of every unit of a level. Of hospitals and trusts a centre's people get their own, the national audit team
// all; areas are there for everybody who is signed in, with small numbers hidden from a centre's people.
func (s *Store) Across(ctx context.Context, level Level, m *kpi.Measure, cohort int) (Comparison, error) {
	c := Comparison{Counting: Counting{Cohort: cohort}, Level: level, Measure: m}
	read := s.readAll
	if !seesAll(ctx) {
		read = s.readOthers
	}
	err := read(ctx, &c)
	c.judge(s.policy())
	return c, err
}

// readAll reads everything as it is, for national roles, who are written down.
func (s *Store) readAll(ctx context.Context, c *Comparison) error {
	query := areasSQL
	if c.Level.Centre() {
		query = centresSQL
	}
	look := tenants.Look{Purpose: "counts of every centre", Filters: "cohort=" + strconv.Itoa(c.Cohort) + " level=" + string(c.Level) + " measure=" + c.Measure.Code}
	return tenants.AcrossCounts(ctx, s.DB, look, func(r tenants.Reader) error {
		ask := func(query string, args ...any) (*sql.Rows, error) { return r.QueryContext(ctx, query, args...) }
		return c.read(ask, query, string(c.Level), true, func(r row) { c.take(r.figures) })
	})
}

// readOthers reads what a centre's people may see: of centres their own, and of areas what tells nothing of few children elsewhere.
func (s *Store) readOthers(ctx context.Context, c *Comparison) error {
	var areas []Figures
	var chains [][]string
	k := known{}
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		ask := func(query string, args ...any) (*sql.Rows, error) { return tx.Raw(query, args...).Rows() }
		return c.read(ask, everySQL, string(c.Level), false, func(r row) {
			switch {
			case r.within != nil:
				k.add(r)
				chains = append(chains, r.within)
			case r.figures.Own:
				c.take(r.figures)
			default:
				areas = append(areas, r.figures)
			}
		})
	})
	if err != nil {
		return err
	}
	p := s.policy()
	hiding := p.hideAcross(areas, chains, k, c.Measure)
	for _, f := range areas {
		if f.Level == c.Level {
			c.take(f)
			u := &c.Units[len(c.Units)-1]
			p.hideChildren(&u.Children, k.ofUnit(f.Unit).children)
			if hiding.hides(f.Unit) {
				u.Count = Count{Hidden: true}
			}
		}
	}
	if hiding.hidesAverage(c.Level, c.Average) {
		c.Average, c.AverageHidden = measure.Count{}, true
	}
	return nil
}

func (c *Comparison) read(ask asker, query, level string, national bool, each func(row)) error {
	rows, err := ask(query, c.Cohort, level, national)
	if err != nil {
		return fmt.Errorf("read counts: %w", err)
	}
	return readRows(rows, c.Cohort, func(r row) {
		c.Counting = r.counting
		if r.there {
			each(r)
		}
	})
}

func (c *Comparison) take(f Figures) {
	c.Average = f.Average[position(c.Measure)]
	c.Units = append(c.Units, Compared{Unit: f.Unit, Children: f.Children, Count: f.Of(c.Measure)})
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
