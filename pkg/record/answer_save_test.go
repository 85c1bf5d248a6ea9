package record_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

func TestAnAnswerIsStoredWithItsLog(t *testing.T) {
	w := newWorld(t)
	saved := w.save(dataset.TestsSection, "eeg_indicated", "yes")
	if saved.Record.Revision != 1 || w.revision() != 1 {
		t.Errorf("revision %d in hand, %d stored, want 1 and 1", saved.Record.Revision, w.revision())
	}
	if got := w.open().Child.Investigations().EEGIndicated; got == nil || !*got {
		t.Error("the answer is not in the record when it is read again")
	}
	logged := w.count(`select count(*) from change_log where case_id = $1 and section = 'tests' and question = 'eeg_indicated'
		and old_value is null and new_value = 'yes' and person_id = $2 and person_name = 'Amina Noor' and request_id = 'request-1'
		and revision = 1 and tenant_id = $3 and row_id is null`, w.child, amina.ID, trustA)
	if logged != 1 {
		t.Errorf("%d log lines say so, want 1", logged)
	}
}

func TestWhatIsNoLongerAskedIsClearedAndKeptInTheLog(t *testing.T) {
	w := newWorld(t)
	w.save(dataset.TestsSection, "eeg_indicated", "yes")
	w.save(dataset.TestsSection, "eeg_requested_on", "1/7/2025")
	w.save(dataset.TestsSection, "eeg_performed_on", "declined")
	saved := w.save(dataset.TestsSection, "eeg_indicated", "no")
	if len(saved.Change.Gone) != 2 {
		t.Errorf("%d questions went, want 2", len(saved.Change.Gone))
	}
	i := w.open().Child.Investigations()
	if i.EEGRequestedOn != nil || i.EEGDeclined != nil {
		t.Error("answers to questions that are not asked are still stored")
	}
	if n := w.count(`select count(*) from change_log where revision = 4 and new_value is null and old_value in ('2025-07-01', 'declined')`); n != 2 {
		t.Errorf("the log keeps %d of the cleared answers, want 2", n)
	}
}

func TestARefusedAnswerChangesNothing(t *testing.T) {
	w := newWorld(t)
	w.save(dataset.TestsSection, "eeg_indicated", "yes")
	for sent, code := range map[string]string{
		"31/2/2024": "date_invalid", "soon": "date_invalid", "1/1/2031": "date_in_future", "3/3/2013": "date_before_birth",
	} {
		_, err := w.store.Save(w.as(amina), w.answer(dataset.TestsSection, "eeg_requested_on", sent))
		var problem *ask.Problem
		if !errors.As(err, &problem) || problem.Code != code {
			t.Errorf("%q: %v, want %s", sent, err, code)
		}
	}
	if w.revision() != 1 || w.count("select count(*) from change_log where revision > 1") != 0 || w.open().Child.Investigations().EEGRequestedOn != nil {
		t.Error("a refused answer left something behind")
	}
}

func TestTheSameKeyTwiceIsOneChange(t *testing.T) {
	w := newWorld(t)
	a := w.answer(dataset.TestsSection, "ct_head_performed", "yes")
	for i := range 3 {
		saved, err := w.store.Save(w.as(amina), a)
		w.must(err)
		if saved.Replayed != (i > 0) {
			t.Errorf("send %d: replayed is %t", i+1, saved.Replayed)
		}
	}
	if w.revision() != 1 || w.count("select count(*) from change_log where revision > 0") != 1 {
		t.Error("one key made more than one change")
	}
	a.Sent = []string{"no"}
	_, err := w.store.Save(w.as(amina), a)
	var problem *ask.Problem
	if !errors.As(err, &problem) || problem.Code != "key_reused" {
		t.Errorf("the key with another value: %v, want key_reused", err)
	}
	if got := w.open().Child.Investigations().CTHeadPerformed; got == nil || !*got {
		t.Error("the key with another value changed the answer")
	}
}

func TestANewerAnswerBySomebodyElseIsAConflict(t *testing.T) {
	w := newWorld(t)
	mine := w.answer(dataset.TestsSection, "ct_head_performed", "yes")
	theirs := w.answer(dataset.TestsSection, "ct_head_performed", "no")
	if _, err := w.store.Save(w.as(bryn), theirs); err != nil {
		t.Fatal(err)
	}
	_, err := w.store.Save(w.as(amina), mine)
	var conflict *record.ConflictError
	if !errors.As(err, &conflict) {
		t.Fatalf("got %v, want a conflict", err)
	}
	if conflict.By != "Bryn Hughes" || time.Since(conflict.At) > time.Minute || !fault.Is(err, fault.Conflict) {
		t.Errorf("the conflict says %q at %s", conflict.By, conflict.At)
	}
	if got := conflict.Record.Child.Investigations().CTHeadPerformed; got == nil || *got {
		t.Error("the conflict does not show their answer")
	}
	if w.revision() != 1 {
		t.Error("the conflicting answer changed the record")
	}
	mine.Version, mine.Key = conflict.Record.Revision, uuid.NewString()
	if _, err := w.store.Save(w.as(amina), mine); err != nil {
		t.Errorf("using mine after all: %v", err)
	}
}

func TestNoConflictWhereNobodyElseAnsweredTheQuestion(t *testing.T) {
	w := newWorld(t)
	old := w.answer(dataset.TestsSection, "ct_head_performed", "yes")
	w.must(second(w.store.Save(w.as(bryn), w.answer(dataset.TestsSection, "eeg_indicated", "no"))))
	w.must(second(w.store.Save(w.as(amina), old))) // another question changed meanwhile
	again := old
	again.Key, again.Sent = uuid.NewString(), []string{"no"}
	w.must(second(w.store.Save(w.as(amina), again))) // her own newer answer is none of somebody else's
	w.must(second(w.store.Save(w.as(bryn), w.answer(dataset.TestsSection, "mri_obtained", "no"))))
	same := old
	same.Question, _ = dataset.TestsSection.Question("mri_obtained")
	same.Key, same.Sent, same.Version = uuid.NewString(), []string{"no"}, 0
	w.must(second(w.store.Save(w.as(amina), same))) // both say the same
}

func second(_ record.Saved, err error) error { return err }

func TestWritesThatAreRefused(t *testing.T) {
	w := newWorld(t)
	someAnswer := w.answer(dataset.TestsSection, "ct_head_performed", "yes")
	cases := []struct {
		what string
		ctx  context.Context
		set  string
		kind fault.Kind
	}{
		{"by a viewer", w.as(vera), "", fault.Forbidden},
		{"at another trust", w.at(amina, trustB), "", fault.NotFound},
		{"on a submitted record", w.as(amina), "update cases set locked_at = now()", fault.Closed},
		{"after the deadline", w.as(amina), "update registrations set first_assessment_on = '2022-06-01'", fault.Closed},
		{"before registration", w.as(amina), "update registrations set first_assessment_on = null", fault.Closed},
	}
	for _, c := range cases {
		t.Run(c.what, func(t *testing.T) {
			if c.set != "" {
				w.db.Exec(t, c.set)
				defer w.db.Exec(t, "update cases set locked_at = null")
				defer w.db.Exec(t, "update registrations set first_assessment_on = '2025-06-01'")
			}
			_, err := w.store.Save(c.ctx, someAnswer)
			if !fault.Is(err, c.kind) {
				t.Errorf("got %v, want %s", err, c.kind)
			}
			if w.revision() != 0 || w.count("select count(*) from answer_keys") != 0 {
				t.Error("something was written")
			}
		})
	}
}

func TestAQuestionThatIsNotAskedIsNotAnswered(t *testing.T) {
	w := newWorld(t)
	_, err := w.store.Save(w.as(amina), w.answer(dataset.TestsSection, "eeg_requested_on", "1/7/2025"))
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("got %v, want a refusal", err)
	}
}

// Sixteen people answer sixteen questions of one child at once: each answer is there, each made its own revision.
func TestAnswersAtOnceAreAllKept(t *testing.T) {
	w := newWorld(t)
	w.save(dataset.TreatmentSection, "care_plan_started", "yes")
	version := w.revision()
	var group sync.WaitGroup
	questions := []string{"care_plan_agreed", "care_plan_has_service_contact", "care_plan_covers_first_aid", "care_plan_covers_prolonged_seizure",
		"care_plan_covers_participation", "care_plan_covers_water_safety", "care_plan_covers_sudep", "care_plan_has_school_plan"}
	errs := make(chan error, 2*len(questions))
	for i, question := range append(questions, questions...) {
		a := w.answer(dataset.TreatmentSection, question, []string{"yes", "no"}[i/len(questions)])
		a.Version = version
		group.Go(func() { errs <- second(w.store.Save(w.as(amina), a)) })
	}
	group.Wait()
	close(errs)
	for err := range errs {
		w.must(err)
	}
	if got := w.revision() - version; got != int64(2*len(questions)) {
		t.Errorf("%d revisions, want %d", got, 2*len(questions))
	}
	if got := w.open().Completion().Forms[6].Completed; got != 1+len(questions) {
		t.Errorf("%d answers are there, want %d", got, 1+len(questions))
	}
}

func TestACaseThatIsNotThere(t *testing.T) {
	w := newWorld(t)
	for _, id := range []int64{0, -1, 99999} {
		if _, err := w.store.Open(w.as(amina), id); !fault.Is(err, fault.NotFound) {
			t.Errorf("case %d: %v, want not found", id, err)
		}
	}
	if _, err := w.store.Open(w.at(amina, trustB), w.child); !fault.Is(err, fault.NotFound) {
		t.Errorf("at another trust: %v, want not found", err)
	}
	if n := w.count("select count(*) from record_reads"); n != 0 {
		t.Errorf("%d readings are noted of records nobody was shown", n)
	}
}

func TestReadingIsNoted(t *testing.T) {
	w := newWorld(t)
	_, err := w.store.Open(w.as(vera), w.child)
	w.must(err)
	if n := w.count("select count(*) from record_reads where person_id = $1 and case_id = $2 and tenant_id = $3", vera.ID, w.child, trustA); n != 1 {
		t.Errorf("%d readings noted, want 1", n)
	}
}

func TestEveryNeededPermissionExists(t *testing.T) {
	for _, s := range dataset.Stored() {
		for _, q := range s.Questions {
			if q.Needs != "" && !slices.Contains(tenants.Actions(), tenants.Action(q.Needs)) {
				t.Errorf("%s.%s needs %q, which is no action", s.Key, q.Key, q.Needs)
			}
		}
	}
}
