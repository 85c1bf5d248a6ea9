package compare

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

// figureColumns are what a reader takes from a count u, the average of its level v, the cohort k and what was expected e.
const figureColumns = `k.counted_at, k.rules, k.other_rules, array_to_string(k.measures, ' '), u.level, u.code, u.name, coalesce(u.region_code, ''),
       u.registered, u.year_over, u.counted, u.withdrawn, u.answered, u.asked, u.passed, u.failed, u.not_applicable, u.own, u.within,
       v.passed::text, v.failed::text, v.counted, e.expected, e.source, e.of_date::text`

// row is one unit as it was read. within names the units that an own organisation belongs to: such a row is no unit to be shown
// but what a viewer knows already.
type row struct {
	counting Counting
	there    bool
	figures  Figures
	within   []string
}

// reader takes rows apart. What is the same in many rows it does once.
type reader struct {
	types    *pgtype.Map
	cohort   int
	measures string // whose order it is
	order    []int
	averages map[Level][]measure.Count
}

func readRows(rows *sql.Rows, cohort int, each func(row)) error {
	defer func() { _ = rows.Close() }()
	r := newReader(cohort)
	for rows.Next() {
		next, err := r.read(rows)
		if err != nil {
			return fmt.Errorf("read counts: %w", err)
		}
		each(next)
	}
	return rows.Err()
}

func newReader(cohort int) *reader {
	return &reader{types: pgtype.NewMap(), cohort: cohort, averages: map[Level][]measure.Count{}}
}

// read takes one row apart, with what stands before its figures. A cohort that was counted has at least one, which may be of no unit.
func (r *reader) read(rows *sql.Rows, before ...any) (row, error) {
	var (
		next                                  row
		f                                     Figures
		measures                              string
		level, code, name, region, source, of *string
		registered, over, counted, withdrawn  *int
		answered, asked, expected, pooled     *int
		own                                   *bool
		passed, failed, notFor                []int
		averagePassed, averageFailed          *string
	)
	next.counting.Cohort = r.cohort
	err := rows.Scan(append(before, &next.counting.At, &next.counting.Rules, &next.counting.OtherRules, &measures, &level, &code, &name, &region,
		&registered, &over, &counted, &withdrawn, &answered, &asked, r.types.SQLScanner(&passed), r.types.SQLScanner(&failed), r.types.SQLScanner(&notFor),
		&own, r.types.SQLScanner(&next.within), &averagePassed, &averageFailed, &pooled, &expected, &source, &of)...)
	if err != nil || level == nil {
		return next, err
	}
	r.arrange(measures)
	f.Unit = Unit{Level: Level(*level), Code: *code, Name: *name, Region: *region, Own: *own}
	f.Children = Children{Registered: *registered, YearOver: *over, Counted: *counted, Withdrawn: *withdrawn, Answered: *answered, Asked: *asked}
	f.Counts = counts(r.order, *counted, passed, failed, notFor)
	if expected != nil {
		f.Expected = &Expected{Children: *expected, Source: *source, Of: *of}
	}
	if pooled != nil {
		f.Average, err = r.average(f.Level, *averagePassed, *averageFailed)
	}
	next.there, next.figures = true, f
	return next, err
}

// arrange notes where the measures of kpi.All are in the stored arrays, −1 where one was added since.
func (r *reader) arrange(measures string) {
	if r.measures == measures {
		return
	}
	r.measures, r.order = measures, make([]int, len(kpi.All))
	names := strings.Fields(measures)
	for i, m := range kpi.All {
		r.order[i] = slices.Index(names, m.Column())
	}
}

func (r *reader) average(level Level, passed, failed string) ([]measure.Count, error) {
	if known := r.averages[level]; known != nil {
		return known, nil
	}
	var p, f []int
	if err := errors.Join(r.types.SQLScanner(&p).Scan(passed), r.types.SQLScanner(&f).Scan(failed)); err != nil {
		return nil, err
	}
	all := make([]measure.Count, len(kpi.All))
	for i, at := range r.order {
		if at >= 0 {
			all[i] = measure.Count{R: p[at], N: p[at] + f[at]}
		}
	}
	r.averages[level] = all
	return all, nil
}

// counts puts stored numbers into the order of kpi.All. In a measure that was added since everybody is incomplete.
func counts(order []int, counted int, passed, failed, notFor []int) []Count {
	all := make([]Count, len(order))
	for i, at := range order {
		if at >= 0 {
			all[i] = Count{Passed: passed[at], Failed: failed[at], NotApplicable: notFor[at]}
		}
		all[i].Incomplete = counted - all[i].All()
	}
	return all
}
