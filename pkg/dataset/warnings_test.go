package dataset_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// counts are what the list shows of a child on a day.
func counts(child *dataset.Child, today ask.Date) [3]int {
	on := dataset.Circumstances{Today: today}
	done := child.Completion(on).Total
	return [3]int{done.Expected, done.Completed, child.Warnings(on)}
}

// Until the day that CountsChangeOn names, no day passing changes what is counted: nothing else depends on the day. A new
// rule about ages that is not named there fails here.
func TestCountsChangeOnNoOtherDay(t *testing.T) {
	changed := 0
	rapid.Check(t, func(t *rapid.T) {
		child := drawChild(t)
		if rapid.Bool().Draw(t, "takes valproate") {
			female, valproate, born := "2", "sodium_valproate", today.AddYears(-12).AddDays(rapid.IntRange(-400, 400).Draw(t, "born"))
			child.Case().Sex, child.Case().DateOfBirth = &female, &born
			no := false
			child.AddRow(dataset.MedicineSection, &dataset.Medicine{IsRescue: &no, Medicine: &valproate})
			yes := true
			child.Management().AntiseizureMedicineGiven = &yes
		}
		if rapid.Bool().Draw(t, "holds a date ahead") {
			ahead := today.AddDays(rapid.IntRange(1, 400).Draw(t, "ahead"))
			child.Investigations().EEGRequestedOn = &ahead
		}
		now, next := counts(child, today), child.CountsChangeOn(today, nil)
		later := today.AddDays(rapid.IntRange(1, 3000).Draw(t, "later"))
		if next != nil {
			if !next.After(today) {
				t.Fatalf("%s is not ahead of %s", next, today)
			}
			if counts(child, *next) != now {
				changed++
			}
			if !later.Before(*next) {
				later = next.AddDays(-1)
			}
		}
		if then := counts(child, later); then != now {
			t.Fatalf("on %s it counts %v, on %s %v, and %v is the day of change", today, now, later, then, next)
		}
	})
	if changed == 0 {
		t.Error("no count ever changed")
	}
}

// What is a warning, and what is not.
func TestWarnings(t *testing.T) {
	seen, before, born, lead := ask.NewDate(2021, 5, 3), ask.NewDate(2014, 1, 1), ask.NewDate(2015, 2, 3), "closed hospital"
	yes, name := true, "carbamazepine"
	cases := map[string]struct {
		answers func(*dataset.Child)
		want    int
	}{
		"nothing answered":                  {func(*dataset.Child) {}, 0},
		"registered in a cohort now closed": {func(c *dataset.Child) { c.Registration().FirstAssessmentOn = &seen }, 0},
		"a lead that is no longer listed":   {func(c *dataset.Child) { c.Registration().LeadOrganisationID = &lead }, 0},
		"a test before birth": {func(c *dataset.Child) {
			c.Case().DateOfBirth, c.Investigations().EEGIndicated, c.Investigations().EEGRequestedOn = &born, &yes, &before
		}, 1},
		"one medicine twice": {func(c *dataset.Child) {
			c.AddRow(dataset.MedicineSection, &dataset.Medicine{Medicine: &name, IsRescue: new(bool)})
			c.AddRow(dataset.MedicineSection, &dataset.Medicine{Medicine: &name, IsRescue: new(bool)})
		}, 2},
	}
	for what, c := range cases {
		child := dataset.NewChild()
		c.answers(child)
		if got := child.Warnings(dataset.Circumstances{Today: today}); got != c.want {
			t.Errorf("%s: %d warnings, want %d", what, got, c.want)
		}
	}
}
