package compare

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/kpi"
)

// Recount counts a cohort anew, as of today, and gives the number of children who count. Readers see the old counts until it has
// ended and then the new ones, never a mixture. It may be run again, and by many at once: they wait for each other.
func (s *Store) Recount(ctx context.Context, cohort int) (children int, err error) {
	known, err := s.number(ctx, &children, `select counts.recount($1::integer, $2::date, $3, $4) from audit_periods where cohort = $1::integer`,
		cohort, s.today(), s.rules().Name, s.rules().Holds(kpi.WithdrawnCount))
	switch {
	case err != nil:
		return 0, fmt.Errorf("count cohort %d: %w", cohort, err)
	case !known:
		return 0, fault.New(fault.NotFound, "no_cohort", fmt.Sprintf("There is no cohort %d in the calendar.", cohort))
	}
	return children, nil
}

// Due are the cohorts that are to be counted again, lowest first: never counted, counted for another day or by other rules, or with
// a child that has changed since, come or gone.
func (s *Store) Due(ctx context.Context) (cohorts []int, err error) {
	if _, err := s.number(ctx, pgtype.NewMap().SQLScanner(&cohorts), `select counts.due($1::date, $2)`, s.today(), s.rules().Name); err != nil {
		return nil, fmt.Errorf("look for cohorts to count: %w", err)
	}
	return cohorts, nil
}

// RecountDue counts what is due, one cohort after the other, and gives those it counted.
func (s *Store) RecountDue(ctx context.Context) ([]int, error) {
	due, err := s.Due(ctx)
	if err != nil {
		return nil, err
	}
	for i, cohort := range due {
		if _, err := s.Recount(ctx, cohort); err != nil {
			return due[:i], err
		}
	}
	return due, nil
}

// number reads one value; false where there is none. It belongs to no tenant: what is called yields a number.
func (s *Store) number(ctx context.Context, into any, query string, args ...any) (bool, error) {
	rows, err := s.DB.Statement.ConnPool.QueryContext(ctx, query, args...)
	if err != nil {
		return false, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return false, rows.Err()
	}
	if err := rows.Scan(into); err != nil {
		return false, err
	}
	return true, rows.Err()
}

// today is the day in London.
func (s *Store) today() string { return ask.DateOf(s.Now()).String() }
