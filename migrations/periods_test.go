package migrations_test

import (
	"context"
	"testing"
	"time"

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/testdb"
)

// The table is the rule's calendar, some years ahead; each run goes on filling ahead.
func TestTheCalendarIsFilledByTheRule(t *testing.T) {
	db := testdb.New(t)
	owner := connect(t, db.OwnerDSN)
	count := func() (n, last int) {
		if err := db.Super.QueryRow(`select count(*), max(cohort) from audit_periods`).Scan(&n, &last); err != nil {
			t.Fatal(err)
		}
		return n, last
	}
	db.Exec(t, "delete from audit_periods")
	for _, c := range []struct {
		today string
		last  int
	}{{"2026-11-22", 19}, {"2026-12-01", 20}, {"2026-11-22", 20}, {"2040-06-01", 33}} {
		today, err := time.ParseInLocation(time.DateOnly, c.today, ask.London)
		if err != nil {
			t.Fatal(err)
		}
		together(t, func(ctx context.Context) error { return migrations.FillPeriods(ctx, owner, today) })
		if n, last := count(); last != c.last || n != last-3 {
			t.Errorf("filled on %s: %d periods up to cohort %d, want up to %d", c.today, n, last, c.last)
		}
	}
	for _, p := range dataset.RuleCalendar()[:30] {
		var same bool
		if err := db.Super.QueryRow(`select (label, recruits_from, recruits_to, collects_to, deadline, visible, open) = ($2::text, $3::date, $4::date, $5::date, $6::date, true, true)
			from audit_periods where cohort = $1`, p.Cohort, p.Label, p.RecruitsFrom.String(), p.RecruitsTo.String(), p.CollectsTo.String(), p.Deadline.String()).Scan(&same); err != nil || !same {
			t.Errorf("cohort %d is not as the rule has it: %v", p.Cohort, err)
		}
	}
}

// What the audit team has moved is left as it is by every later run, also where the rule would overlap it.
func TestFillingOverwritesNothing(t *testing.T) {
	db := testdb.New(t)
	db.Exec(t, `update audit_periods set deadline = '2027-01-30', open = false, label = 'Cohort 8 (moved)' where cohort = 8`)
	db.Exec(t, `delete from audit_periods where cohort = 10`)
	db.Exec(t, `update audit_periods set recruits_to = '2026-12-31', collects_to = '2027-12-31' where cohort = 9`) // a month of cohort 10
	if err := migrations.Up(t.Context(), db.OwnerDSN); err != nil {
		t.Fatal(err)
	}
	for question, want := range map[string]int{
		`select count(*) from audit_periods where cohort = 8 and deadline = '2027-01-30' and not open and label = 'Cohort 8 (moved)'`: 1,
		`select count(*) from audit_periods where cohort = 9 and recruits_to = '2026-12-31'`:                                          1,
		`select count(*) from audit_periods where cohort = 10`:                                                                        0,
	} {
		var n int
		if err := db.Super.QueryRow(question).Scan(&n); err != nil || n != want {
			t.Errorf("%s: %d, want %d: %v", question, n, want, err)
		}
	}
}

// The database refuses a calendar that makes no sense, and changes by the server.
func TestPeriodsMakeSense(t *testing.T) {
	db := testdb.New(t)
	for what, statement := range map[string]string{
		"a deadline before the data are collected": `update audit_periods set deadline = '2026-06-01' where cohort = 8`,
		"two cohorts on one day":                   `update audit_periods set recruits_to = '2025-12-01' where cohort = 8`,
		"recruiting backwards":                     `update audit_periods set recruits_from = '2025-12-01' where cohort = 8`,
	} {
		if _, err := db.Super.Exec(statement); err == nil {
			t.Errorf("%s is accepted", what)
		}
	}
	app := connect(t, db.AppDSN)
	if _, err := app.Exec(`update audit_periods set open = false`); err == nil {
		t.Error("the server's role may change the calendar")
	}
}
