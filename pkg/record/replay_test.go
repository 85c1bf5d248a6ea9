package record_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
)

// The page may never have seen the first acknowledgement: the second says all that the first said.
func TestAReplayTellsWhatTheFirstChanged(t *testing.T) {
	w := newWorld(t)
	steps := []struct {
		section  *ask.Section
		question string
		value    string
	}{
		{dataset.TestsSection, "eeg_indicated", "yes"},
		{dataset.TestsSection, "eeg_requested_on", "1/7/2025"},
		{dataset.TestsSection, "eeg_performed_on", "declined"},
		{dataset.TestsSection, "eeg_indicated", "no"},
		{dataset.TestsSection, "eeg_indicated", "no"}, // changes nothing
		{dataset.TreatmentSection, "antiseizure_medicine_given", "yes"},
		{dataset.TreatmentSection, "antiseizure_medicine_given", "no"},
	}
	for _, step := range steps {
		a := w.answer(step.section, step.question, step.value)
		first := w.confirm(a)
		second, err := w.store.Save(w.as(amina), a)
		w.must(err)
		if !second.Replayed || said(first.Change) != said(second.Change) {
			t.Errorf("%s = %s: first %s, then %s", step.question, step.value, said(first.Change), said(second.Change))
		}
	}
}

// said is what a page is told of a change.
func said(c ask.Change) string {
	var names []string
	add := func(what string, questions []*ask.Question) {
		for _, q := range questions {
			names = append(names, what+" "+q.Key)
		}
	}
	add("cleared", c.Cleared)
	add("appeared", c.Appeared)
	add("gone", c.Gone)
	for what, lists := range map[string][]*ask.Records{"emptied": c.Emptied, "opened": c.Opened} {
		for _, list := range lists {
			names = append(names, what+" "+list.Key)
		}
	}
	slices.Sort(names)
	text := ""
	for _, name := range names {
		text += "; " + name
	}
	return text
}

func TestKeysOfRows(t *testing.T) {
	w := newWorld(t)
	w.save(dataset.TreatmentSection, "antiseizure_medicine_given", "yes")
	list, _ := dataset.ListByKey("antiseizure-medicines")
	key := uuid.NewString()
	_, row, err := w.store.AddRow(w.as(amina), w.child, list, key)
	w.must(err)
	_, again, err := w.store.AddRow(w.as(amina), w.child, list, key)
	w.must(err)
	if row != again || w.count("select count(*) from medicines") != 1 {
		t.Errorf("one key added rows %d and %d", row, again)
	}
	if _, err := w.store.DeleteRow(w.as(amina), w.child, list, row, key, ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("deleting under the key of the adding: %v", err)
	}
	answer := w.answer(dataset.TestsSection, "ct_head_performed", "yes")
	w.must(second(w.store.Save(w.as(amina), answer)))
	if _, _, err := w.store.AddRow(w.as(amina), w.child, list, answer.Key); !fault.Is(err, fault.Invalid) {
		t.Errorf("adding under the key of an answer: %v", err)
	}
	under := w.answer(dataset.TestsSection, "mri_obtained", "no")
	under.Key = key
	var problem *ask.Problem
	if err := second(w.store.Save(w.as(amina), under)); !errors.As(err, &problem) || problem.Code != "key_reused" {
		t.Errorf("answering under the key of a row: %v", err)
	}
	gone := uuid.NewString()
	for range 2 {
		_, err := w.store.DeleteRow(w.as(amina), w.child, list, row, gone, "")
		w.must(err)
	}
	if n := w.count("select count(*) from change_log where question = '*' and new_value is null"); n != 1 {
		t.Errorf("deleted %d times", n)
	}
	if _, err := w.store.DeleteRow(w.as(amina), w.child, list, row, uuid.NewString(), ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("deleting what is gone: %v", err)
	}
}

func TestAVersionThatNeverWasIsRefused(t *testing.T) {
	w := newWorld(t)
	a := w.answer(dataset.TestsSection, "ct_head_performed", "yes")
	a.Version += 1000
	if err := second(w.store.Save(w.as(amina), a)); !fault.Is(err, fault.Unacceptable) {
		t.Errorf("got %v", err)
	}
	if w.revision() != 0 {
		t.Error("it was stored")
	}
}
