package record_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// Who may submit a complete record of cohort 8 and take it back, and when (dataset.yaml, actions submit and unsubmit).
func TestWhoSubmitsAndTakesBack(t *testing.T) {
	w := newWorld(t)
	w.child = w.complete()
	const locked = "update cases set locked_at = now(), locked_by = gen_random_uuid()"
	for _, c := range []struct {
		who       tenants.Person
		when, set string
		submit    fault.Kind // "" may
		takeBack  fault.Kind
	}{
		{amina, "2027-01-12 23:59:59", "", "", fault.Conflict},
		{lena, "2026-12-01 12:00:00", "", "", fault.Conflict},
		{chris, "2026-12-01 12:00:00", "", "", fault.Conflict},
		{vera, "2026-12-01 12:00:00", "", fault.Forbidden, fault.Forbidden},
		{amina, "2027-01-13 00:00:00", "", fault.Closed, fault.Closed},
		{chris, "2027-01-13 00:00:00", "", fault.Closed, fault.Conflict}, // a closed record counts by being complete
		{amina, "2027-01-12 23:59:59", locked, fault.Conflict, ""},
		{lena, "2026-12-01 12:00:00", locked, fault.Conflict, ""},
		{vera, "2026-12-01 12:00:00", locked, fault.Forbidden, fault.Forbidden},
		{amina, "2027-01-13 00:00:00", locked, fault.Closed, fault.Closed},
		{lena, "2027-01-13 00:00:00", locked, fault.Closed, fault.Closed},
		{chris, "2027-01-13 00:00:00", locked, fault.Conflict, ""}, // the national audit team alone opens it
		{amina, "2027-01-26 23:59:59", granted(14), "", fault.Conflict},
		{amina, "2027-01-27 00:00:00", granted(14), fault.Closed, fault.Closed},
		{amina, "2027-01-26 23:59:59", locked + "; " + granted(14), fault.Conflict, ""},
		{amina, "2026-12-01 12:00:00", "update audit_periods set open = false where cohort = 8", fault.Closed, fault.Closed},
		{chris, "2026-12-01 12:00:00", "update audit_periods set open = false where cohort = 8", "", fault.Conflict},
		{amina, "2026-12-01 12:00:00", "update investigations set twelve_lead_ecg_performed = null", fault.Invalid, fault.Conflict},
		{chris, "2026-12-01 12:00:00", "update investigations set twelve_lead_ecg_performed = null", fault.Invalid, fault.Conflict},
		{amina, "2026-12-01 12:00:00", "update registrations set first_assessment_on = null", fault.Invalid, fault.Conflict},
		{amina, "2026-12-01 12:00:00", unregisterSQL, fault.Closed, fault.Closed},
	} {
		t.Run(c.who.Name+" "+c.when+" "+c.set, func(t *testing.T) {
			for act, want := range map[string]fault.Kind{"submit": c.submit, "take back": c.takeBack} {
				do := w.store.Submit
				if act == "take back" {
					do = w.store.TakeBack
				}
				w.put(c.set, func() {
					w.clock(c.when)
					r := w.seenBy(c.who)
					offered := map[string]bool{"submit": r.MaySubmit(c.who, r.Completion()), "take back": r.MayTakeBack(c.who)}[act]
					before := w.revision()
					got, err := do(w.as(c.who), w.child, uuid.NewString())
					f, _ := fault.As(err)
					switch {
					case want == "" && (err != nil || w.revision() != before+1 || (got.LockedAt != nil) != (act == "submit")):
						t.Errorf("%s: %v at revision %d", act, err, w.revision())
					case want != "" && (f == nil || f.Kind != want || f.Message == "" || w.revision() != before):
						t.Errorf("%s: %v, want %s", act, err, want)
					}
					if offered != (want == "") {
						t.Errorf("%s is offered: %t", act, offered)
					}
				})
			}
		})
	}
}

// Submitting locks the record, says who did it and when, and stands in the log; taking back undoes it, and the same key twice is
// one change, in either order.
func TestSubmittingIsLoggedAndDoneOnce(t *testing.T) {
	w := newWorld(t)
	w.child = w.complete()
	first, second := uuid.NewString(), uuid.NewString()
	for range 2 {
		r, err := w.store.Submit(w.as(amina), w.child, first)
		w.must(err)
		if r.Revision != 1 || r.State() != record.Submitted || *r.LockedBy != "Amina Noor" || !r.LockedAt.Equal(w.store.Now()) {
			t.Errorf("%d %s", r.Revision, r.State())
		}
	}
	if r := w.open(); r.LockedBy == nil || *r.LockedBy != "Amina Noor" || !r.LockedAt.Equal(w.store.Now()) {
		t.Errorf("read again: submitted by %v at %v", r.LockedBy, r.LockedAt)
	}
	if n := w.count("select count(*) from cases where id = $1 and locked_by = $2", w.child, amina.ID); n != 1 {
		t.Error("who submitted it is not stored")
	}
	if _, err := w.store.Save(w.as(amina), w.answer(dataset.TestsSection, "ct_head_performed", "yes")); !fault.Is(err, fault.Closed) {
		t.Errorf("saving into a submitted record: %v", err)
	}
	for range 2 {
		r, err := w.store.TakeBack(w.as(bryn), w.child, second)
		w.must(err)
		if r.Revision != 2 || r.State() != record.Complete || r.LockedBy != nil {
			t.Errorf("taken back: %d %s", r.Revision, r.State())
		}
	}
	_, err := w.store.Submit(w.as(amina), w.child, first) // the first form, sent again from a page kept open
	if err != nil || w.open().LockedAt != nil {
		t.Errorf("the old form submits again: %v", err)
	}
	if _, err := w.store.TakeBack(w.as(amina), w.child, first); !fault.Is(err, fault.Invalid) {
		t.Errorf("the key of another act: %v", err)
	}
	page, err := w.store.History(w.as(lena), w.child, 1, 10)
	w.must(err)
	if len(page.Lines) < 2 || page.Lines[0].New != "taken back" || page.Lines[0].Person != "Bryn Hughes" || page.Lines[1].Question != "Submitted" || page.Lines[1].New != "yes" {
		t.Errorf("history: %+v", page.Lines)
	}
}

// Two who press at the same moment: one submits, the other hears that it is done.
func TestSubmittingAtOnce(t *testing.T) {
	w := newWorld(t)
	w.child = w.complete()
	var wait sync.WaitGroup
	results := make([]error, 8)
	for i := range results {
		wait.Go(func() { _, results[i] = w.store.Submit(w.as(amina), w.child, uuid.NewString()) })
	}
	wait.Wait()
	did := 0
	for _, err := range results {
		switch {
		case err == nil:
			did++
		case !fault.Is(err, fault.Conflict):
			t.Error(err)
		}
	}
	if did != 1 || w.revision() != 1 {
		t.Errorf("%d submitted, at revision %d", did, w.revision())
	}
}

// Several at once: those that can be are submitted, each of the others says why not; another trust's are not there.
func TestSubmittingMany(t *testing.T) {
	w := newWorld(t)
	one, incomplete, theirs := w.complete(), w.child, int64(0)
	var err error
	theirs, err = w.store.Create(w.at(amina, trustB), dataset.NewChild())
	w.must(err)
	key := uuid.NewString()
	for range 2 {
		done, err := w.store.SubmitMany(w.as(amina), []int64{one, incomplete, theirs, 999999}, key)
		w.must(err)
		want := []fault.Kind{"", fault.Invalid, fault.NotFound, fault.NotFound}
		for i, d := range done {
			f, _ := fault.As(d.Err)
			if d.CaseID != []int64{one, incomplete, theirs, 999999}[i] || want[i] == "" && (d.Err != nil || d.Record.State() != record.Submitted) || want[i] != "" && (f == nil || f.Kind != want[i] || d.Record != nil) {
				t.Errorf("%d: %v", i, d)
			}
		}
		if len(done) != 4 {
			t.Errorf("%d results", len(done))
		}
	}
	if n := w.count("select count(*) from cases where locked_at is not null"); n != 1 || w.count("select count(*) from change_log where question = 'submitted'") != 1 {
		t.Errorf("%d are submitted", n)
	}
}

// What is missing is said in a number that a clinician can go by.
func TestAnIncompleteRecordSaysWhatIsMissing(t *testing.T) {
	w := newWorld(t)
	_, err := w.store.Submit(w.as(amina), w.child, uuid.NewString())
	f, _ := fault.As(err)
	done := w.open().Completion().Total
	if f == nil || f.Code != "not_complete" || !strings.Contains(f.Message, "Answers still missing: 40.") || done.Expected-done.Completed != 40 {
		t.Errorf("%v; %+v", err, done)
	}
}
