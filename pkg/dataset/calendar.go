package dataset

import (
	"slices"
	"strconv"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Period is one cohort's audit period: when its children are first seen, and the last day on which its records are open.
type Period struct {
	Cohort       int
	Label        string
	RecruitsFrom ask.Date
	RecruitsTo   ask.Date
	CollectsTo   ask.Date // when the first year of care of its last child ends
	Deadline     ask.Date // the last open day, for everybody
	Visible      bool     // offered where a cohort is chosen
	Open         bool     // trusts may work in it while its deadline has not passed; the national audit team may always
	ExtendedTo   ask.Date // the later last day that the organisation in hand was granted; zero where none was
}

// ClosesOn is the effective deadline: the last open day for the organisation in hand.
func (p Period) ClosesOn() ask.Date {
	if p.Extended() {
		return p.ExtendedTo
	}
	return p.Deadline
}

// Extended tells whether the organisation in hand has longer than others.
func (p Period) Extended() bool { return p.ExtendedTo.After(p.Deadline) }

// Recruits tells whether a first paediatric assessment on the day falls in the cohort.
func (p Period) Recruits(d ask.Date) bool { return !d.Before(p.RecruitsFrom) && !d.After(p.RecruitsTo) }

// Over tells whether the effective deadline has passed. The deadline day itself is open.
func (p Period) Over(today ask.Date) bool { return today.After(p.ClosesOn()) }

// DaysLeft counts down to the effective deadline, never below zero.
func (p Period) DaysLeft(today ask.Date) int { return max(0, today.DaysUntil(p.ClosesOn())) }

// alive tells whether trusts work in the period: it is open and its deadline has not passed.
func (p Period) alive(today ask.Date) bool { return p.Open && !p.Over(today) }

// Calendar are the audit periods, in the order of their cohorts. The rule makes them (RuleCalendar); the national audit team
// may move them, so whoever asks about a cohort is given the calendar to ask.
type Calendar []Period

// Of finds the period of a cohort.
func (c Calendar) Of(cohort int) (Period, bool) {
	return c.first(func(p Period) bool { return p.Cohort == cohort })
}

// On finds the period in which a first paediatric assessment date falls.
func (c Calendar) On(d ask.Date) (Period, bool) {
	return c.first(func(p Period) bool { return p.Recruits(d) })
}

// CohortOf is the number of the cohort in which a first paediatric assessment date falls; 0 where there is none.
func (c Calendar) CohortOf(d ask.Date) int {
	p, _ := c.On(d)
	return p.Cohort
}

// Submitting finds the lowest cohort whose deadline is today or later.
func (c Calendar) Submitting(today ask.Date) (Period, bool) {
	return c.first(func(p Period) bool { return p.alive(today) })
}

// Recruiting finds the cohort whose recruitment contains today.
func (c Calendar) Recruiting(today ask.Date) (Period, bool) { return c.On(today) }

// Live are the cohorts in which trusts work today, lowest first: from 1 December to the deadline in January there are three,
// the submitting, the collecting and the recruiting one; otherwise two.
func (c Calendar) Live(today ask.Date) []Period {
	var live []Period
	for _, p := range c {
		if p.alive(today) && !today.Before(p.RecruitsFrom) {
			live = append(live, p)
		}
	}
	return live
}

// Extended is the calendar of an organisation that was granted longer for a cohort. Of several grants the longest holds.
func (c Calendar) Extended(cohort int, to ask.Date) Calendar {
	own := slices.Clone(c)
	for i, p := range own {
		if p.Cohort == cohort && to.After(p.ClosesOn()) {
			own[i].ExtendedTo = to
		}
	}
	return own
}

// earliest is the first period there is.
func (c Calendar) earliest() Period {
	p, _ := c.first(func(Period) bool { return true })
	return p
}

func (c Calendar) first(fits func(Period) bool) (Period, bool) {
	if i := slices.IndexFunc(c, fits); i >= 0 {
		return c[i], true
	}
	return Period{}, false
}

// FirstYearEnds is the end of the first year of care: the anniversary of the first paediatric assessment.
func FirstYearEnds(firstAssessment ask.Date) ask.Date { return firstAssessment.AddYears(1) }

// firstCohort is the earliest cohort held here; lastByRule is far beyond any day a record can name.
const (
	firstCohort = 4
	lastByRule  = 103
)

// RuleCalendar is the calendar as the rule has it (dataset.md, section 12): from cohort 4, which began on 1 December 2020, for
// a hundred years.
func RuleCalendar() Calendar { return slices.Clone(byRule) }

var byRule = func() Calendar {
	var all Calendar
	for cohort := firstCohort; cohort <= lastByRule; cohort++ {
		all = append(all, periodByRule(cohort))
	}
	return all
}()

func periodByRule(cohort int) Period {
	from := ask.NewDate(2016+cohort, time.December, 1)
	return Period{
		Cohort: cohort, Label: "Cohort " + strconv.Itoa(cohort), Visible: true, Open: true,
		RecruitsFrom: from,
		RecruitsTo:   from.AddYears(1).AddDays(-1),
		CollectsTo:   from.AddYears(2).AddDays(-1),
		Deadline:     secondTuesdayOfJanuary(2019 + cohort),
	}
}

// secondTuesdayOfJanuary: where 1 January is a Tuesday, it is the first one.
func secondTuesdayOfJanuary(year int) ask.Date {
	first := time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC)
	untilTuesday := (int(time.Tuesday) - int(first.Weekday()) + 7) % 7
	return ask.NewDate(year, time.January, 1+untilTuesday+7)
}
