package compare

import (
	"database/sql"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

// column is the column of case_results that holds a measure's outcome.
func column(m *kpi.Measure) string {
	return "m_" + strings.ToLower(strings.ReplaceAll(m.Code, "-", "_"))
}

// figureColumns are what readRow takes from a count u, the average of its level v, the cohort k and what was expected e.
const figureColumns = `k.counted_at, k.rules, k.other_rules, k.measures, u.level, u.code, u.name, coalesce(u.region_code, ''),
       u.registered, u.year_over, u.counted, u.withdrawn, u.answered, u.asked, u.passed, u.failed, u.not_applicable, u.own, u.within,
       v.passed, v.failed, v.not_applicable, v.counted, e.expected, e.source, e.of_date::text`

// row is one unit as it was read. within names the units that an own organisation belongs to: such a row is no unit to be shown
// but what a viewer knows already.
type row struct {
	counting Counting
	there    bool
	figures  Figures
	own      bool
	within   []string
}

func readRows(rows *sql.Rows, cohort int, each func(row)) error {
	defer func() { _ = rows.Close() }()
	types := pgtype.NewMap()
	for rows.Next() {
		r, err := readRow(rows, types, cohort)
		if err != nil {
			return fmt.Errorf("read counts: %w", err)
		}
		each(r)
	}
	return rows.Err()
}

func readRow(rows *sql.Rows, types *pgtype.Map, cohort int) (row, error) {
	var (
		r                                 row
		s, v                              stored
		level, code, name, region         *string
		registered, over, counted, gone   *int
		answered, asked, expected, pooled *int
		own                               *bool
		source, of                        *string
	)
	err := rows.Scan(&r.counting.At, &r.counting.Rules, &r.counting.OtherRules, types.SQLScanner(&s.measures), &level, &code, &name, &region,
		&registered, &over, &counted, &gone, &answered, &asked, types.SQLScanner(&s.passed), types.SQLScanner(&s.failed), types.SQLScanner(&s.notFor),
		&own, types.SQLScanner(&r.within), types.SQLScanner(&v.passed), types.SQLScanner(&v.failed), types.SQLScanner(&v.notFor), &pooled, &expected, &source, &of)
	r.counting.Cohort = cohort
	if err != nil || level == nil {
		return r, err
	}
	s.counted, v.measures = *counted, s.measures
	if pooled != nil {
		v.counted = *pooled
	}
	r.there, r.own = true, *own
	r.figures = Figures{
		Unit:     Unit{Level: Level(*level), Code: *code, Name: *name, Region: *region, Own: *own},
		Children: Children{Registered: *registered, YearOver: *over, Counted: *counted, Withdrawn: *gone, Answered: *answered, Asked: *asked},
		Counts:   s.counts(), Average: averages(v.counts()),
	}
	if expected != nil {
		r.figures.Expected = &Expected{Children: *expected, Source: *source, Of: *of}
	}
	return r, nil
}

func averages(all []Count) []measure.Count {
	pooled := make([]measure.Count, len(all))
	for i, c := range all {
		pooled[i] = c.Of()
	}
	return pooled
}
