package dataset

import (
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
)

// firstCohort is the earliest cohort held here.
const firstCohort = 4

// CohortOf is the number of the recruiting year, 1 December to 30 November, that contains a first paediatric assessment; 0
// before 1 December 2020 (dataset.md, section 12).
func CohortOf(d ask.Date) int {
	cohort := d.Year - 2017
	if d.Month == time.December {
		cohort++
	}
	if cohort < firstCohort {
		return 0
	}
	return cohort
}

// CohortStarts is the first day of a cohort.
func CohortStarts(cohort int) ask.Date {
	return ask.Date{Year: 2016 + cohort, Month: time.December, Day: 1}
}

// DeadlineOf is the submission deadline of a cohort: the second Tuesday of January, the last day on which it is open.
func DeadlineOf(cohort int) ask.Date {
	first := time.Date(2019+cohort, time.January, 1, 0, 0, 0, 0, time.UTC)
	untilTuesday := (int(time.Tuesday) - int(first.Weekday()) + 7) % 7
	return ask.NewDate(first.Year(), time.January, 1+untilTuesday+7)
}

// SubmittingCohort is the lowest cohort whose deadline is today or later.
func SubmittingCohort(today ask.Date) int {
	cohort := firstCohort
	for DeadlineOf(cohort).Before(today) {
		cohort++
	}
	return cohort
}

// FirstYearEnds is the end of the first year of care: the anniversary of the first paediatric assessment.
func FirstYearEnds(firstAssessment ask.Date) ask.Date { return firstAssessment.AddYears(1) }
