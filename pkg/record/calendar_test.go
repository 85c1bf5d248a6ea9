package record_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
)

// The store works by the table, and no longer by the rule once the audit team has moved something.
func TestTheCalendarIsTheTables(t *testing.T) {
	w := newWorld(t)
	calendar, err := w.store.Calendar(w.as(amina))
	w.must(err)
	if len(calendar) < 15 || !reflect.DeepEqual(calendar, dataset.RuleCalendar()[:len(calendar)]) {
		t.Errorf("the table as it was filled: %v", calendar)
	}
	w.db.Exec(t, "update audit_periods set deadline = '2027-02-01' where cohort = 8")
	w.store.ForgetCalendar()
	period, _ := w.open().Period()
	if period.ClosesOn().String() != "2027-02-01" {
		t.Errorf("the record closes on %s", period.ClosesOn())
	}
}

// Where the calendar cannot be read, or is empty, nothing is read and nothing is written: nobody knows what is open.
func TestWithoutACalendarEverythingIsShut(t *testing.T) {
	w := newWorld(t)
	a := w.answer(dataset.TestsSection, "ct_head_performed", "yes")
	for name, set := range map[string]string{
		"empty":      "delete from audit_periods",
		"unreadable": "revoke select on audit_periods from pinktick_app",
	} {
		w.db.Exec(t, set)
		w.store.ForgetCalendar()
		for act, err := range map[string]error{
			"saving":     errorOf(w.store.Save(w.as(amina), a)),
			"opening":    errorOf(w.store.Open(w.as(amina), w.child)),
			"submitting": errorOf(w.store.Submit(w.as(amina), w.child, a.Key)),
			"granting":   w.store.GrantExtension(w.as(chris), record.Grant{}),
		} {
			if !fault.Is(err, fault.Unavailable) {
				t.Errorf("%s, %s: %v", name, act, err)
			}
		}
	}
	if w.revision() != 0 {
		t.Error("something was written")
	}
}

func errorOf[T any](_ T, err error) error { return err }

// Whoever asked first may have gone: the next one reads for themselves.
func TestAReadingThatWasBrokenOffIsNobodysCalendar(t *testing.T) {
	w := newWorld(t)
	gone, leave := context.WithCancel(w.as(amina))
	leave()
	w.store.ForgetCalendar()
	if _, err := w.store.Calendar(gone); err == nil {
		t.Error("a reading that was broken off gave a calendar")
	}
	if _, err := w.store.Calendar(w.as(amina)); err != nil {
		t.Error(err)
	}
}
