package migrations

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// yearsAhead is how far the calendar is filled: nobody who migrates once in so many years ever meets its end.
const yearsAhead = 10

// FillPeriods adds the audit periods of the rule that are not there yet, up to some years from today, as the owner. A period
// that is there stays as it is, and so does one that another of ours would overlap: people have moved them.
func FillPeriods(ctx context.Context, db *sql.DB, today time.Time) error {
	until := ask.DateOf(today).AddYears(yearsAhead)
	var marks []string
	var values []any
	for _, p := range dataset.RuleCalendar() {
		if p.RecruitsFrom.After(until) {
			break
		}
		n := len(values)
		marks = append(marks, fmt.Sprintf("($%d::integer, $%d, $%d::date, $%d::date, $%d::date, $%d::date)", n+1, n+2, n+3, n+4, n+5, n+6))
		values = append(values, p.Cohort, p.Label, p.RecruitsFrom.String(), p.RecruitsTo.String(), p.CollectsTo.String(), p.Deadline.String())
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("fill the audit periods: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	// One replica at a time: two that add the same period at once wait for each other.
	_, err = tx.ExecContext(ctx, `select pg_advisory_xact_lock($1)`, int64(lockKey)+2)
	if err == nil {
		_, err = tx.ExecContext(ctx, `insert into audit_periods (cohort, label, recruits_from, recruits_to, collects_to, deadline) values `+
			strings.Join(marks, ", ")+` on conflict do nothing`, values...)
	}
	if err != nil {
		return fmt.Errorf("fill the audit periods: %w", err)
	}
	return tx.Commit()
}
