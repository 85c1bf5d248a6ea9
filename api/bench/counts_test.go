//go:build bench

package bench

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
)

// counting is a full recount of some cohorts beside a bare statement that reads the same rows, and one more recount after a single
// child has changed.
type counting struct {
	what               string
	children           int
	recount, one, bare time.Duration
}

// Cohorts of their own beside the nation's, the second ten times the first.
const (
	smallCohort, smallChildren = 11, 4_000
	largeCohort, largeChildren = 12, 40_000
)

// fillResults gives the nation's children what recounting reads beside the case: a result, and a place.
func (w *world) fillResults() {
	ctx, super := context.Background(), w.super()
	var columns, values []string
	for i, m := range kpi.All {
		columns = append(columns, "m_"+strings.ToLower(strings.ReplaceAll(m.Code, "-", "_")))
		values = append(values, fmt.Sprintf("(enum_range(null::outcome))[1 + (id * 7919 + id / 64 * %d) %% 4]", i+3))
	}
	for _, statement := range []string{
		"set session_replication_role = replica; set synchronous_commit = off",
		fmt.Sprintf(`update cases set cohort = %d, first_assessment_on = date '2021-01-15' + (id %% 300)::integer, closes_on = '2040-01-01' where id in
			(select id from cases where cohort is not null and tenant_id <> '%s' order by id desc limit %d)`, largeCohort, w.trusts[0].ID, largeChildren),
		fmt.Sprintf(`update cases set cohort = %d where id in (select id from cases where cohort = 4 and tenant_id <> '%s' order by id desc limit %d)`, smallCohort, w.trusts[0].ID, smallChildren),
		`insert into case_results (tenant_id, case_id, rules, first_year_ends, ` + strings.Join(columns, ", ") + `)
			select tenant_id, id, 'R4', (first_assessment_on + interval '1 year')::date, ` + strings.Join(values, ", ") + ` from cases on conflict do nothing`,
		`insert into case_places (tenant_id, case_id, state, looked_up_at, country_code, lsoa, edition, quintile, latitude, longitude)
			select tenant_id, id, 'found', now(), 'ENG', 'E01000001', 2025, 1 + id % 5, 52 + (id * 7919 % 1000) / 2000.0, -1 + (id * 104729 % 1000) / 1500.0 from cases on conflict do nothing`,
		"vacuum analyze cases", "vacuum analyze case_results", "vacuum analyze case_places", "checkpoint",
	} {
		_, err := super.Exec(ctx, statement)
		w.must(err)
	}
}

// measureCounts counts a usual cohort, one ten times as large, and the whole nation cohort by cohort.
func measureCounts(w *world) []counting {
	w.fillResults()
	store, super := &compare.Store{DB: w.db, Now: time.Now}, w.super()
	nation := []int{4, 5, 6, 7, 8, 9, 10}
	return []counting{
		w.count(store, super, "a cohort", smallCohort), w.count(store, super, "ten times as many", largeCohort), w.count(store, super, "a nation", nation...),
	}
}

func (w *world) count(store *compare.Store, super *pgx.Conn, what string, cohorts ...int) counting {
	ctx, c := context.Background(), counting{what: what}
	all := func() time.Duration {
		begun := time.Now()
		for _, cohort := range cohorts {
			_, err := store.Recount(ctx, cohort)
			w.must(err)
		}
		return time.Since(begun)
	}
	w.must(super.QueryRow(ctx, `select count(*) from cases where cohort = any ($1) and stage between 1 and 3`, cohorts).Scan(&c.children))
	c.bare = w.bareCount(super, cohorts) // the first warms the cache for both
	c.bare = w.bareCount(super, cohorts)
	c.recount = all()
	_, err := super.Exec(ctx, `update case_results set m_4 = 'pass' where case_id = (select min(id) from cases where cohort = any ($1))`, cohorts)
	w.must(err)
	c.one = all()
	return c
}

// bareCount reads every row and column that a recount reads, and counts them in no groups.
func (w *world) bareCount(super *pgx.Conn, cohorts []int) time.Duration {
	var counted []string
	for _, m := range kpi.All {
		counted = append(counted, "count(r.m_"+strings.ToLower(strings.ReplaceAll(m.Code, "-", "_"))+")")
	}
	begun := time.Now()
	for _, cohort := range cohorts {
		_, err := super.Exec(context.Background(), `select count(c.lead_organisation_id), sum(c.completed), sum(c.expected), count(c.sex), count(c.ethnicity), count(c.date_of_birth),
			count(c.first_assessment_on), count(r.first_year_ends), count(r.rules), count(l.quintile), `+strings.Join(counted, ", ")+` from cases c
			left join case_results r on (r.tenant_id, r.case_id) = (c.tenant_id, c.id) left join case_places l on (l.tenant_id, l.case_id) = (c.tenant_id, c.id)
			where c.cohort = $1 and c.stage between 1 and 3`, cohort)
		w.must(err)
	}
	return time.Since(begun)
}

// measureReading looks for what is due, and reads an organisation's figures, and a measure across the country, from the stored counts.
func measureReading(w *world) []cost {
	store := &compare.Store{DB: w.db, Now: time.Now}
	visitor := w.visitors[0]
	return []cost{
		measure("looking for what is due, nothing being", func() { _, err := store.Due(context.Background()); w.must(err) }),
		measure("an organisation's figures, all levels and measures", func() { _, err := store.Dashboard(visitor.as(), visitor.org.ODSCode, 8); w.must(err) }),
		measure("a measure across care boards", func() { _, err := store.Across(visitor.as(), compare.CareBoard, &kpi.ECG, 8); w.must(err) }),
		measure("a measure across all hospitals, nationally", func() {
			_, err := store.Across(nationally(visitor.as()), compare.Organisation, &kpi.ECG, 8)
			w.must(err)
		}),
	}
}
