package dataset

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
)

// The calendar by the rule (dataset.md, section 12; workflows.md, section 3).
func TestCohorts(t *testing.T) {
	for cohort, want := range map[int][4]string{
		4:  {"2020-12-01", "2021-11-30", "2022-11-30", "2023-01-10"},
		5:  {"2021-12-01", "2022-11-30", "2023-11-30", "2024-01-09"},
		6:  {"2022-12-01", "2023-11-30", "2024-11-30", "2025-01-14"},
		7:  {"2023-12-01", "2024-11-30", "2025-11-30", "2026-01-13"},
		8:  {"2024-12-01", "2025-11-30", "2026-11-30", "2027-01-12"},
		9:  {"2025-12-01", "2026-11-30", "2027-11-30", "2028-01-11"},
		10: {"2026-12-01", "2027-11-30", "2028-11-30", "2029-01-09"},
		11: {"2027-12-01", "2028-11-30", "2029-11-30", "2030-01-08"},
		16: {"2032-12-01", "2033-11-30", "2034-11-30", "2035-01-09"},
		20: {"2036-12-01", "2037-11-30", "2038-11-30", "2039-01-11"},
		21: {"2037-12-01", "2038-11-30", "2039-11-30", "2040-01-10"},
		22: {"2038-12-01", "2039-11-30", "2040-11-30", "2041-01-08"}, // 1 January 2041 is a Tuesday: it is the first one
	} {
		p, ok := RuleCalendar().Of(cohort)
		got := [4]string{p.RecruitsFrom.String(), p.RecruitsTo.String(), p.CollectsTo.String(), p.Deadline.String()}
		if !ok || got != want || p.Label != fmt.Sprintf("Cohort %d", cohort) || !p.Open || !p.Visible {
			t.Errorf("cohort %d: %+v, want %v", cohort, p, want)
		}
	}
	if _, held := RuleCalendar().Of(3); held {
		t.Error("cohort 3 is held")
	}
}

func TestCohortOfADate(t *testing.T) {
	for seen, want := range map[string]int{
		"2020-11-30": 0, "2020-12-01": 4, "2021-11-30": 4, "2021-12-01": 5,
		"2024-02-29": 7, "2024-11-30": 7, "2024-12-01": 8, "2028-02-29": 11, "2000-12-01": 0,
	} {
		if got := RuleCalendar().CohortOf(day(seen)); got != want {
			t.Errorf("first seen %s: cohort %d, want %d", seen, got, want)
		}
	}
}

// Every day from cohort 4 on lies in exactly one period of the rule, and the deadlines follow each other.
func TestPeriodsOfTheRuleLieSideBySide(t *testing.T) {
	all := RuleCalendar()
	for i, p := range all {
		if i > 0 && (p.RecruitsFrom != all[i-1].RecruitsTo.AddDays(1) || !p.Deadline.After(all[i-1].Deadline)) {
			t.Errorf("cohort %d does not follow the one before", p.Cohort)
		}
		if d := p.Deadline; d.Day < 8 || d.Day > 14 || ask.NewDate(2024, 1, 2).DaysUntil(d)%7 != 0 { // 2 January 2024 was a Tuesday
			t.Errorf("cohort %d: %s is not the second Tuesday of January", p.Cohort, d)
		}
	}
}

func TestFirstYears(t *testing.T) {
	for first, ends := range map[string]string{"2024-02-29": "2025-02-28", "2023-02-28": "2024-02-28", "2023-01-01": "2024-01-01"} {
		if got := FirstYearEnds(day(first)); got != day(ends) {
			t.Errorf("first seen %s: the year ends %s, want %s", first, got, ends)
		}
	}
}

// On a day: which cohort recruits, which submits, and in which trusts work.
func TestCohortsOfTheDay(t *testing.T) {
	for _, c := range []struct {
		today                  string
		recruiting, submitting int
		live                   string
	}{
		{"2020-11-30", 0, 4, ""},
		{"2020-12-01", 4, 4, "4"}, // the first day of all
		{"2021-12-01", 5, 4, "4 5"},
		{"2022-11-30", 5, 4, "4 5"},
		{"2022-12-01", 6, 4, "4 5 6"},
		{"2024-02-29", 7, 6, "6 7"},
		{"2026-11-30", 9, 8, "8 9"},     // the last day with two
		{"2026-12-01", 10, 8, "8 9 10"}, // the first with three
		{"2026-12-10", 10, 8, "8 9 10"},
		{"2026-12-31", 10, 8, "8 9 10"},
		{"2027-01-01", 10, 8, "8 9 10"},
		{"2027-01-12", 10, 8, "8 9 10"}, // the deadline day itself is open
		{"2027-01-13", 10, 9, "9 10"},
		{"2027-01-20", 10, 9, "9 10"},
		{"2028-02-29", 11, 10, "10 11"},
	} {
		calendar, today := RuleCalendar(), day(c.today)
		recruiting, _ := calendar.Recruiting(today)
		submitting, _ := calendar.Submitting(today)
		if recruiting.Cohort != c.recruiting || submitting.Cohort != c.submitting || cohorts(calendar.Live(today)) != c.live {
			t.Errorf("%s: recruiting %d, submitting %d, live %q; want %d, %d, %q", c.today,
				recruiting.Cohort, submitting.Cohort, cohorts(calendar.Live(today)), c.recruiting, c.submitting, c.live)
		}
	}
}

func cohorts(periods []Period) string {
	var all []string
	for _, p := range periods {
		all = append(all, fmt.Sprint(p.Cohort))
	}
	return strings.Join(all, " ")
}

// A period that the audit team has closed is alive for nobody; one that an organisation was granted longer for, for that one.
func TestClosedAndExtendedPeriods(t *testing.T) {
	closed := RuleCalendar()
	closed[8-firstCohort].Open = false
	extended := RuleCalendar().Extended(8, day("2027-02-01")).Extended(8, day("2027-01-20")) // of two grants the longer holds
	for _, c := range []struct {
		what, today string
		in          Calendar
		submitting  int
		live        string
	}{
		{"cohort 8 closed", "2026-12-10", closed, 9, "9 10"},
		{"cohort 8 extended to 1 February", "2027-01-13", extended, 8, "8 9 10"},
		{"cohort 8 extended to 1 February", "2027-02-01", extended, 8, "8 9 10"},
		{"cohort 8 extended to 1 February", "2027-02-02", extended, 9, "9 10"},
		{"shortened, which no grant does", "2027-01-12", RuleCalendar().Extended(8, day("2026-12-24")), 8, "8 9 10"},
	} {
		submitting, _ := c.in.Submitting(day(c.today))
		if submitting.Cohort != c.submitting || cohorts(c.in.Live(day(c.today))) != c.live {
			t.Errorf("%s, %s: submitting %d, live %q; want %d, %q", c.what, c.today, submitting.Cohort, cohorts(c.in.Live(day(c.today))), c.submitting, c.live)
		}
	}
	if p, _ := RuleCalendar().Of(8); p.Extended() {
		t.Error("extending one calendar extended another")
	}
}

// Days left of cohort 7, whose deadline is 13 January 2026; extended to the 20th for some.
func TestDaysLeft(t *testing.T) {
	usual, _ := RuleCalendar().Of(7)
	longer, _ := RuleCalendar().Extended(7, day("2026-01-20")).Of(7)
	for _, c := range []struct {
		today         string
		usual, longer int
		over          bool
	}{
		{"2025-10-01", 104, 111, false}, {"2026-01-12", 1, 8, false}, {"2026-01-13", 0, 7, false}, {"2026-01-14", 0, 6, true}, {"2026-03-01", 0, 0, true},
	} {
		if usual.DaysLeft(day(c.today)) != c.usual || longer.DaysLeft(day(c.today)) != c.longer || usual.Over(day(c.today)) != c.over {
			t.Errorf("%s: %d days left, %d with the extension, over: %t", c.today, usual.DaysLeft(day(c.today)), longer.DaysLeft(day(c.today)), usual.Over(day(c.today)))
		}
	}
	if longer.Over(day("2026-01-20")) || !longer.Over(day("2026-01-21")) || longer.ClosesOn() != day("2026-01-20") {
		t.Error("the extended deadline's day itself is open, the next is not")
	}
}
