package dataset

import (
	"slices"
	"strings"
	"testing"
)

// The first paediatric assessment date, by day of entry and by who enters it (dataset.md, section 12).
func TestFirstAssessmentDate(t *testing.T) {
	for _, c := range []struct {
		today, born, first string
		code               string // "" is accepted
		nationalCode       string
	}{
		{"2026-12-10", "2020-01-01", "2024-12-01", "", ""}, // first day of the submitting cohort
		{"2026-12-10", "2020-01-01", "2024-11-30", "cohort_closed", ""},
		{"2026-12-10", "2020-01-01", "2026-12-10", "", ""},
		{"2026-12-10", "2020-01-01", "2026-12-11", "date_in_future", "date_in_future"},
		{"2027-01-12", "2020-01-01", "2024-12-01", "", ""}, // the deadline day is the last open day
		{"2027-01-20", "2020-01-01", "2024-12-01", "cohort_closed", ""},
		{"2027-01-20", "2020-01-01", "2025-12-01", "", ""},
		{"2027-01-20", "2020-01-01", "2025-11-30", "cohort_closed", ""},
		{"2026-12-10", "2020-01-01", "2020-11-30", "before_first_cohort", "before_first_cohort"},
		{"2026-12-10", "2020-01-01", "2020-12-01", "cohort_closed", ""},
		{"2026-12-10", "2025-06-02", "2025-06-01", "date_before_birth", "date_before_birth"},
		{"2026-12-10", "2025-06-01", "2025-06-01", "", ""},               // seen on the day of birth
		{"2026-12-10", "2001-06-02", "2025-06-01", "", ""},               // 24 tomorrow
		{"2026-12-10", "2001-06-01", "2025-06-01", "too_old", "too_old"}, // the 24th birthday
	} {
		for _, who := range []struct {
			at   Circumstances
			code string
		}{{on(c.today), c.code}, {nationalOn(c.today), c.nationalCode}} {
			child := NewChild()
			child.Case().DateOfBirth = ref(day(c.born))
			p := try(t, child, RegistrationSection, who.at, "first_assessment_on: "+c.first)
			got := ""
			if p != nil {
				got = p.Code
			}
			if got != who.code {
				t.Errorf("on %s (national: %v), born %s, first seen %s: %q, want %q", c.today, who.at.National, c.born, c.first, got, who.code)
			}
		}
	}
}

// The cohort of a date is that of the calendar in hand: what the audit team has moved, closed or granted for longer counts.
func TestFirstAssessmentDateFollowsTheCalendar(t *testing.T) {
	moved, closed, gap := RuleCalendar(), RuleCalendar(), RuleCalendar()
	at8 := slices.IndexFunc(moved, func(p Period) bool { return p.Cohort == 8 })
	moved[at8].Deadline, closed[at8].Open, gap[at8].RecruitsFrom = day("2027-01-30"), false, day("2024-12-20")
	for _, c := range []struct {
		calendar    string
		in          Calendar
		today, seen string
		code        string // "" is accepted
		words       string
	}{
		{"by the rule", RuleCalendar(), "2027-01-20", "2025-06-01", "cohort_closed", "whose submission deadline has passed"},
		{"moved to 30 January", moved, "2027-01-30", "2025-06-01", "", ""},
		{"moved to 30 January", moved, "2027-01-31", "2025-06-01", "cohort_closed", "whose submission deadline has passed"},
		{"extended to 20 January", RuleCalendar().Extended(8, day("2027-01-20")), "2027-01-20", "2025-06-01", "", ""},
		{"extended to 20 January", RuleCalendar().Extended(8, day("2027-01-20")), "2027-01-21", "2025-06-01", "cohort_closed", "whose submission deadline has passed"},
		{"another cohort extended", RuleCalendar().Extended(7, day("2027-01-20")), "2027-01-20", "2025-06-01", "cohort_closed", "whose submission deadline has passed"},
		{"closed by the audit team", closed, "2026-06-01", "2025-06-01", "cohort_closed", "that the audit team has closed"},
		{"cohort 8 begins late", gap, "2026-06-01", "2024-12-10", "cohort_closed", "in no cohort of the audit"},
		{"no period at all", Calendar{}, "2026-06-01", "2025-06-01", "cohort_closed", "in no cohort of the audit"},
		{"earlier periods taken away", RuleCalendar()[at8:], "2026-06-01", "2024-11-30", "before_first_cohort", "before cohort 8"},
	} {
		at := on(c.today)
		at.Calendar = c.in
		child := NewChild()
		child.Case().DateOfBirth = ref(day("2020-01-01"))
		got, words := "", ""
		if p := try(t, child, RegistrationSection, at, "first_assessment_on: "+c.seen); p != nil {
			got, words = p.Code, p.Message
		}
		if got != c.code || !strings.Contains(words, c.words) {
			t.Errorf("%s, on %s, first seen %s: %q %q, want %q %q", c.calendar, c.today, c.seen, got, words, c.code, c.words)
		}
	}
}

func TestRegistrationOpensStepByStep(t *testing.T) {
	c, at := NewChild(), on("2025-03-01")
	c.Case().DateOfBirth = ref(day("2020-01-01"))
	first, _ := RegistrationSection.Question("first_assessment_on")
	lead, _ := RegistrationSection.Question("lead_organisation_id")
	check := func(when string, open bool, words string) {
		t.Helper()
		if got, why := first.IsOpen(c.In(RegistrationSection, at)); got != open || why != words {
			t.Errorf("%s: the date is open: %v, %q; want %v, %q", when, got, why, open, words)
		}
	}
	check("nothing answered", false, "Confirm eligibility and the lead organisation first.")
	give(t, c, RegistrationSection, at, "eligibility_confirmed: yes")
	check("eligible", false, "Confirm eligibility and the lead organisation first.")
	give(t, c, RegistrationSection, at, "lead_organisation_id: "+organisation)
	check("eligible, with lead", true, "")
	if open, why := lead.IsOpen(c.In(RegistrationSection, at)); open || why == "" {
		t.Error("the lead can be chosen again: that is a transfer")
	}
	if open, why := TestsSection.IsOpen(c.In(TestsSection, at)); open || why != "Register the child first." {
		t.Errorf("tests are open before registration: %q", why)
	}
	give(t, c, RegistrationSection, at, "first_assessment_on: 2025-02-28")
	check("registered", false, "Only the national audit team can change this date.")
	at.National = true
	check("for the national team", true, "")
	period, _ := c.Period(RuleCalendar())
	if open, _ := TestsSection.IsOpen(c.In(TestsSection, at)); !open || !c.IsRegistered() || period.Cohort != 8 {
		t.Errorf("registered %v, tests open %v, cohort %d", c.IsRegistered(), open, period.Cohort)
	}
}

func TestRegistrationScore(t *testing.T) {
	c, at := NewChild(), on("2025-03-01")
	checkScore(t, "nothing", c, RegistrationSection, at, 3, 0)
	c.Registration().EligibilityConfirmed = ref(false)
	checkScore(t, "a no that came from elsewhere", c, RegistrationSection, at, 3, 0)
	give(t, c, RegistrationSection, at, "eligibility_confirmed: yes", "lead_organisation_id: "+organisation)
	checkScore(t, "eligible, with lead", c, RegistrationSection, at, 3, 2)
	give(t, c, RegistrationSection, at, "first_assessment_on: 2025-02-28")
	checkScore(t, "with date", c, RegistrationSection, at, 3, 3)
	if p := try(t, c, RegistrationSection, at, "lead_organisation_id: elsewhere"); p == nil || p.Code != "unknown_choice" {
		t.Errorf("an organisation that is not offered: %v", p)
	}
}
