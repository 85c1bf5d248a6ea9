package kpi

import (
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// The days on which an outcome turns, by the calendar: leap days, birthdays, anniversaries, the 14th and the 42nd day across the
// end of a month, of February, of a year and of summer time.
func TestTheDaysOnWhichOutcomesTurn(t *testing.T) {
	no, yes := ptr(false), ptr(true)
	on := func(text string) *ask.Date { return ptr(day(text)) }
	nurse := func(c *dataset.Child, text string) {
		m := c.Milestones()
		m.NurseReferred, m.NurseReferredOn, m.NurseSeenOn = yes, c.Registration().FirstAssessmentOn, on(text)
	}
	surgery := func(c *dataset.Child, text string) {
		m := c.Milestones()
		m.SurgeryCriteriaMet, m.SurgeryReferred, m.SurgeryReferredOn = yes, yes, on(text)
	}
	screened := func(c *dataset.Child, born string) {
		c.Case().DateOfBirth, c.MultiaxialDiagnosis().MentalHealthScreened = on(born), yes
	}
	third := func(c *dataset.Child, started string) {
		c.Management().AntiseizureMedicineGiven, c.Milestones().SurgeryCriteriaMet, c.Milestones().SurgeryReferred = yes, no, no
		for _, text := range []string{"2024-03-01", "2024-04-01", started} {
			c.AddRow(dataset.MedicineSection, &dataset.Medicine{IsRescue: no, StartedOn: on(text)})
		}
	}
	waited := func(from string) func(*dataset.Child, string) {
		return func(c *dataset.Child, to string) {
			m := c.Milestones()
			m.PaediatricianReferred, m.PaediatricianReferredOn, m.PaediatricianSeenOn, m.NeurologistReferred = yes, on(from), on(to), no
		}
	}
	imaged := func(from string) func(*dataset.Child, string) {
		return func(c *dataset.Child, to string) {
			c.Investigations().MRIObtained, c.Investigations().MRIRequestedOn, c.Investigations().MRIReportedOn = yes, on(from), on(to)
		}
	}
	for _, tt := range []struct {
		what, seen, measure string
		facts               func(*dataset.Child, string)
		day, outcome        string
		next, turned        string // and a day on
	}{
		{"the anniversary of a leap day is 28 February", "2024-02-29", "2", nurse, "2025-02-28", "pass", "2025-03-01", "fail"},
		{"the anniversary of 28 February, to a leap year", "2023-02-28", "2", nurse, "2024-02-28", "pass", "2024-02-29", "fail"},
		{"the anniversary, for surgery", "2024-02-29", "3b", surgery, "2025-02-28", "pass", "2025-03-01", "fail"},
		{"the third medicine, the day before the anniversary of a leap day", "2024-02-29", "3", third, "2025-02-27", "fail", "2025-02-28", "not_applicable"},
		{"born on a leap day, five on 28 February of a common year", "2025-02-28", "6", screened, "2020-02-29", "pass", "2020-03-01", "not_applicable"},
		{"born on a leap day, not five the day before", "2025-02-27", "6", screened, "2020-02-27", "pass", "2020-02-29", "not_applicable"},
		{"five to the day", "2024-05-10", "6", screened, "2019-05-10", "pass", "2019-05-11", "not_applicable"},
		{"14 days over a leap day", "2024-02-01", "1", waited("2024-02-20"), "2024-03-05", "pass", "2024-03-06", "fail"},
		{"14 days over 28 February", "2023-02-01", "1", waited("2023-02-20"), "2023-03-06", "pass", "2023-03-07", "fail"},
		{"14 days over the end of summer time", "2024-10-01", "1", waited("2024-10-20"), "2024-11-03", "pass", "2024-11-04", "fail"},
		{"42 days over the end of a year", "2023-12-01", "5", imaged("2023-12-01"), "2024-01-12", "pass", "2024-01-13", "fail"},
		{"42 days over the beginning of summer time", "2024-03-01", "5", imaged("2024-03-20"), "2024-05-01", "pass", "2024-05-02", "fail"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			for text, want := range map[string]string{tt.day: tt.outcome, tt.next: tt.turned} {
				child := registeredChild()
				child.Registration().FirstAssessmentOn = on(tt.seen)
				tt.facts(child, text)
				if got := outcomeOf(t, child, tt.measure, R4); got != want {
					t.Errorf("%s: measure %s is %s, want %s", text, tt.measure, got, want)
				}
			}
		})
	}
}

// Three, four, five and twelve are reached on the birthday and not the day before, in every measure that asks for an age.
func TestAgesToTheDay(t *testing.T) {
	no, yes := ptr(false), ptr(true)
	for _, tt := range []struct {
		years         int
		measure       string
		facts         func(*dataset.Child)
		before, after string
	}{
		{3, "3", func(c *dataset.Child) { c.Milestones().SurgeryCriteriaMet, c.Milestones().SurgeryReferred = no, no }, "fail", "not_applicable"},
		{4, "3", func(c *dataset.Child) {
			c.Milestones().SurgeryCriteriaMet, c.Milestones().SurgeryReferred = no, no
			episodeColumn.set(c, "MyC")
		}, "fail", "not_applicable"},
		{5, "6", func(c *dataset.Child) { c.MultiaxialDiagnosis().MentalHealthScreened = no }, "not_applicable", "fail"},
		{5, "10", func(c *dataset.Child) { c.Management().CarePlanHasSchoolPlan = yes }, "not_applicable", "pass"},
		{12, "8", func(c *dataset.Child) {
			c.Case().Sex, c.Management().AntiseizureMedicineGiven = ptr("2"), yes
			valproateColumn.set(c, "programme F, form F")
		}, "not_applicable", "fail"},
	} {
		for days, want := range map[int]string{0: tt.after, 1: tt.before, -1: tt.after} {
			child := registeredChild()
			tt.facts(child)
			child.Case().DateOfBirth = ptr(seenFirst.AddYears(-tt.years).AddDays(days))
			if got := outcomeOf(t, child, tt.measure, R4); got != want {
				t.Errorf("measure %s, %d days short of %d: %s, want %s", tt.measure, days, tt.years, got, want)
			}
		}
	}
}
