package dataset

import "testing"

// dataset.md, section 12.
func TestCohorts(t *testing.T) {
	for cohort, want := range map[int][3]string{
		4:  {"2020-12-01", "2021-11-30", "2023-01-10"},
		5:  {"2021-12-01", "2022-11-30", "2024-01-09"},
		6:  {"2022-12-01", "2023-11-30", "2025-01-14"},
		7:  {"2023-12-01", "2024-11-30", "2026-01-13"},
		8:  {"2024-12-01", "2025-11-30", "2027-01-12"},
		9:  {"2025-12-01", "2026-11-30", "2028-01-11"},
		10: {"2026-12-01", "2027-11-30", "2029-01-09"},
		11: {"2027-12-01", "2028-11-30", "2030-01-08"},
	} {
		from, to, deadline := day(want[0]), day(want[1]), day(want[2])
		if CohortOf(from) != cohort || CohortOf(to) != cohort || CohortStarts(cohort) != from || CohortStarts(cohort+1) != to.AddDays(1) {
			t.Errorf("cohort %d: %s is in %d, %s in %d, starts %s", cohort, from, CohortOf(from), to, CohortOf(to), CohortStarts(cohort))
		}
		if got := DeadlineOf(cohort); got != deadline {
			t.Errorf("cohort %d: deadline %s, want %s", cohort, got, deadline)
		}
	}
	if got := CohortOf(day("2020-11-30")); got != 0 {
		t.Errorf("30 November 2020 is in cohort %d, want none", got)
	}
}

func TestFirstYears(t *testing.T) {
	for first, ends := range map[string]string{"2024-02-29": "2025-02-28", "2023-02-28": "2024-02-28", "2023-01-01": "2024-01-01"} {
		if got := FirstYearEnds(day(first)); got != day(ends) {
			t.Errorf("first seen %s: the year ends %s, want %s", first, got, ends)
		}
	}
	if CohortOf(day("2024-02-29")) != 7 {
		t.Errorf("29 February 2024 is in cohort %d", CohortOf(day("2024-02-29")))
	}
}

func TestCohortsOfTheDay(t *testing.T) {
	for _, c := range []struct {
		today                  string
		recruiting, submitting int
	}{
		{"2026-12-10", 10, 8},
		{"2027-01-12", 10, 8}, // the deadline day itself is open
		{"2027-01-13", 10, 9},
		{"2027-01-20", 10, 9},
		{"2026-11-30", 9, 8},
		{"2020-12-01", 4, 4},
	} {
		if CohortOf(day(c.today)) != c.recruiting || SubmittingCohort(day(c.today)) != c.submitting {
			t.Errorf("%s: recruiting %d, submitting %d; want %d, %d", c.today,
				CohortOf(day(c.today)), SubmittingCohort(day(c.today)), c.recruiting, c.submitting)
		}
	}
	if got := day("2025-10-01").DaysUntil(DeadlineOf(7)); got != 104 {
		t.Errorf("a child of cohort 7 has %d days left on 1 October 2025, want 104", got)
	}
}
