package record_test

import (
	"testing"

	"github.com/pinktick/pinktick/pkg/record"
)

// Where a record stands, by everything that can be said of it (workflows.md, sections 8, 11, 12).
func TestStates(t *testing.T) {
	const yes, no = true, false
	for _, c := range []struct {
		optedOut, unregistered, registered, submitted, closed, complete bool
		want                                                            record.State
	}{
		{no, no, no, no, no, no, record.NotRegistered},
		{no, no, yes, no, no, no, record.Open},
		{no, no, yes, no, no, yes, record.Complete},
		{no, no, yes, yes, no, yes, record.Submitted},
		{no, no, yes, no, yes, no, record.Closed},
		{no, no, yes, no, yes, yes, record.Closed},     // complete, never submitted
		{no, no, yes, yes, yes, yes, record.Submitted}, // stays submitted when its deadline passes
		{no, yes, yes, no, no, yes, record.Unregistered},
		{no, yes, yes, no, yes, no, record.Unregistered},
		{yes, no, no, yes, no, no, record.OptedOut}, // opted-out records are locked
		{yes, yes, yes, yes, yes, yes, record.OptedOut},
	} {
		facts := record.Facts{OptedOut: c.optedOut, Unregistered: c.unregistered, Registered: c.registered, Submitted: c.submitted, Closed: c.closed, Complete: c.complete}
		if got := facts.State(); got != c.want {
			t.Errorf("%+v: %s, want %s", facts, got, c.want)
		}
	}
}

// A record that is loaded, one that is only glanced at and its line in the list stand in the same state.
func TestStateIsTheSameEverywhere(t *testing.T) {
	w := newWorld(t)
	complete := w.complete()
	for _, c := range []struct {
		name, set string
		child     int64
		want      record.State
	}{
		{"as it was made", "select 1", w.child, record.Open},
		{"nothing missing", "select 1", complete, record.Complete},
		{"no assessment date", "update registrations set first_assessment_on = null", w.child, record.NotRegistered},
		{"eligibility not confirmed", "update registrations set eligibility_confirmed = null", w.child, record.NotRegistered},
		{"submitted", "update cases set locked_at = now()", complete, record.Submitted},
		{"cohort 7, over since January", "update registrations set first_assessment_on = '2024-06-01'", complete, record.Closed},
		{"its period closed", "update audit_periods set open = false where cohort = 8", complete, record.Closed},
		{"its period taken away", "delete from audit_periods where cohort = 8", complete, record.Closed},
		{"unregistered", "update cases set unregistered_at = now(), unregistered_by = gen_random_uuid(), unregistered_reason = 'duplicate'", complete, record.Unregistered},
		{"cohort 7, extended to today", "update registrations set first_assessment_on = '2024-06-01'; " + granted(313, 7), complete, record.Complete},
		{"cohort 7, extended to yesterday", "update registrations set first_assessment_on = '2024-06-01'; " + granted(312, 7), complete, record.Closed},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.put(c.set, func() {
				loaded, err := w.store.Peek(w.as(amina), c.child)
				w.must(err)
				short, err := w.store.Glance(w.as(amina), c.child)
				w.must(err)
				_, err = w.store.RecountAll(w.as(amina)) // the rows were changed behind its back
				w.must(err)
				listed := record.State("not in the list")
				for _, row := range w.list(w.as(amina), record.Query{Scope: record.Trust, Page: 1, Size: 25}).Rows {
					if row.ID == c.child {
						listed = row.State(loaded.At.Today)
					}
				}
				if glanced := short.StateGiven(loaded.Completion()); loaded.State() != c.want || glanced != c.want || listed != c.want {
					t.Errorf("loaded %s, glanced %s, listed %s; want %s", loaded.State(), glanced, listed, c.want)
				}
			})
		})
	}
}
