package record

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/tenants"
)

// Figure is a count of the tenant's own: a measure of a cohort at a unit to which organisations of the tenant belonged.
type Figure struct {
	Measure     *kpi.Measure
	Cohort      int
	Level, Code string // of the unit, as it was counted
	Outcome     string // only children with this one, as results are stored; empty: all who count
}

// Behind are the children behind a figure, one page of them, by the rule and as of the day by which they were last counted. Whoever
// has moved to another tenant since is counted there and is not among them.
type Behind struct {
	CountedAt time.Time      // zero: the cohort was never counted
	Children  map[string]int // by outcome, all pages together
	Changed   int            // of them: records that have changed since the count
	Found     int            // with the outcome that is asked for
	Rows      []*Record
}

// All are the children who count, whatever their outcome.
func (b Behind) All() int {
	all := 0
	for _, n := range b.Children {
		all += n
	}
	return all
}

// outcomes as they are stored; an outcome that is not there is incomplete.
var storedOutcomes = []string{"pass", "fail", "not_applicable", "incomplete"}

// countedWhere is the rule of migrations/0031_recount.sql for one tenant's children: cohort $1, tenant $2, day $3, whether withdrawn diagnoses
// count $4, level $5 and code $6.
const countedWhere = ` from cases c
	left join case_results r on r.tenant_id = c.tenant_id and r.case_id = c.id
	where c.tenant_id = $2::uuid and c.cohort = $1::smallint and c.deleted_at is null and c.stage between 1 and 3 and c.complete
	and ($4::boolean or not coalesce(r.withdrawn, false))
	and coalesce(r.first_year_ends, (c.first_assessment_on + interval '1 year')::date) <= $3::date
	and coalesce(c.lead_at_deadline_id, c.lead_organisation_id) in (select o.id from counted_members m join organisations o on o.ods_code = m.organisation_code
		where m.cohort = $1::smallint and m.level = $5::text and m.code = $6::text)`

// ChildrenBehind reads one page of the children behind a figure, by name, and notes that their answers were read.
func (s *Store) ChildrenBehind(ctx context.Context, f Figure, page, size int) (Behind, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return Behind{}, err
	}
	b := Behind{Children: map[string]int{}}
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		args, err := b.asCounted(ctx, rawReader{tx}, f)
		if err != nil || b.CountedAt.IsZero() {
			return err
		}
		if err := b.tally(ctx, rawReader{tx}, f, args); err != nil {
			return err
		}
		ids, err := b.page(ctx, rawReader{tx}, f, args, page, size)
		if err != nil || len(ids) == 0 {
			return err
		}
		found, err := loadRecords(tx, ids, at)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if r := found[id]; r != nil { // else gone since the numbers were read
				b.Rows = append(b.Rows, r)
			}
		}
		return noteReads(ctx, tx, ids)
	})
	if err != nil {
		return Behind{}, fmt.Errorf("children behind a figure: %w", err)
	}
	return b, nil
}

// asCounted reads when, for what day and by which rules the cohort was counted: the parameters of the rule.
func (b *Behind) asCounted(ctx context.Context, db tenants.Reader, f Figure) ([]any, error) {
	var rules string
	var on ask.Date
	err := one(ctx, db, "select counted_at, rules, counted_on from counted_cohorts where cohort = $1::integer", []any{f.Cohort}, &b.CountedAt, &rules, &on)
	if err != nil || b.CountedAt.IsZero() {
		return nil, err
	}
	set, err := kpi.ParseRules(rules)
	tenant, _ := tenants.From(ctx)
	return []any{f.Cohort, string(tenant.ID), on, set.Holds(kpi.WithdrawnCount), f.Level, f.Code}, err
}

// tally counts all of them by outcome.
func (b *Behind) tally(ctx context.Context, db tenants.Reader, f Figure, args []any) error {
	outcome := "coalesce(r." + f.Measure.Column() + "::text, 'incomplete')"
	counts, numbers := []string{"count(*) filter (where c.updated_at > $7::timestamptz)"}, make([]int, len(storedOutcomes))
	to := []any{&b.Changed}
	for i, o := range storedOutcomes {
		counts, to = append(counts, "count(*) filter (where "+outcome+" = '"+o+"')"), append(to, &numbers[i])
	}
	err := one(ctx, db, "select "+strings.Join(counts, ", ")+countedWhere, append(args, b.CountedAt), to...)
	for i, o := range storedOutcomes {
		b.Children[o] = numbers[i]
		if f.Outcome == "" || f.Outcome == o {
			b.Found += numbers[i]
		}
	}
	return err
}

// page reads the numbers of one page's children.
func (b *Behind) page(ctx context.Context, db tenants.Reader, f Figure, args []any, page, size int) ([]int64, error) {
	query := "select c.id" + countedWhere + " and ($7::text = '' or coalesce(r." + f.Measure.Column() + "::text, 'incomplete') = $7::text)" +
		" order by lower(c.surname), lower(c.first_name), c.id limit $8::integer offset $9::integer"
	rows, err := db.QueryContext(ctx, query, append(args, f.Outcome, size, (page-1)*size)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
