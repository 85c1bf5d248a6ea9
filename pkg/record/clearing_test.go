package record_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
)

// stored is everything that saving could change.
func (w *world) stored() string {
	w.Helper()
	return fmt.Sprint(w.revision(), w.count("select count(*) from change_log"), w.count("select count(*) from answer_keys"),
		w.count("select count(*) from medicines"), w.open().Completion())
}

// asks gives an answer and expects to be asked first, with nothing written; it gives what would go, in words.
func (w *world) asks(a record.Answer) ([]ask.Loss, string) {
	w.Helper()
	before := w.stored()
	_, err := w.store.Save(w.as(amina), a)
	var asked *record.ClearingError
	if !errors.As(err, &asked) || !fault.Is(err, fault.Conflict) {
		w.Fatalf("got %v, want to be asked", err)
	}
	if w.stored() != before {
		w.Error("something was written before anybody said yes")
	}
	if now, in := w.open(), asked.Record.In(a.Section); fmt.Sprint(a.Question.Format(in.Row)) != fmt.Sprint(a.Question.Format(now.In(a.Section).Row)) {
		w.Error("the record that comes with the question is not the stored one")
	}
	return asked.Losses, lossWords(asked.Losses)
}

func lossWords(lost []ask.Loss) string {
	var words []string
	for _, l := range lost {
		words = append(words, l.Question.Key+"="+strings.Join(l.Values, "|"))
	}
	return strings.Join(words, " ")
}

func TestAnAnswerThatRemovesOthersAsksFirst(t *testing.T) {
	w := newWorld(t)
	w.save(dataset.TestsSection, "eeg_indicated", "yes")
	w.save(dataset.TestsSection, "eeg_requested_on", "1/7/2025")
	a := w.answer(dataset.TestsSection, "eeg_indicated", "no")
	lost, words := w.asks(a)
	if words != "eeg_requested_on=2025-07-01" || lost[0].Words != "1 July 2025" {
		t.Errorf("asked about %q (%s)", words, lost[0].Words)
	}
	a.Clears = "made up"
	w.asks(a)
	a.Clears = ask.Covers(lost)
	saved, err := w.store.Save(w.as(amina), a) // the key of a question that was only asked is still fresh
	w.must(err)
	if saved.Replayed || w.open().Child.Investigations().EEGRequestedOn != nil {
		t.Error("after a yes the answer is not stored with the clearing")
	}
	again, err := w.store.Save(w.as(amina), a)
	w.must(err)
	if !again.Replayed || w.revision() != saved.Record.Revision {
		t.Error("the same yes twice is not one change")
	}
}

func TestWhatRemovesNothingIsNotAskedAbout(t *testing.T) {
	w := newWorld(t)
	for _, step := range [][2]string{{"eeg_indicated", "yes"}, {"eeg_indicated", "no"}, {"eeg_indicated", "yes"}, {"eeg_requested_on", "1/7/2025"},
		{"eeg_requested_on", "2/7/2025"}, {"eeg_indicated", "yes"}, {"eeg_requested_on", ""}, {"eeg_indicated", "no"}} {
		if _, err := w.store.Save(w.as(amina), w.answer(dataset.TestsSection, step[0], step[1])); err != nil {
			t.Errorf("%s: %v", step, err)
		}
	}
	w.save(dataset.TreatmentSection, "antiseizure_medicine_given", "yes")
	w.addRow("antiseizure-medicines")
	if _, err := w.store.Save(w.as(amina), w.answer(dataset.TreatmentSection, "antiseizure_medicine_given", "no")); err != nil {
		t.Errorf("a list with an entry in which nothing stands: %v", err)
	}
}

// Somebody else fills in, or changes, what goes between the question and the yes: the yes does not cover that.
func TestAYesCoversWhatWasNamed(t *testing.T) {
	w := newWorld(t)
	w.save(dataset.TestsSection, "eeg_indicated", "yes")
	w.save(dataset.TestsSection, "eeg_requested_on", "1/7/2025")
	a := w.answer(dataset.TestsSection, "eeg_indicated", "no")
	first, _ := w.asks(a)
	for _, theirs := range [][2]string{{"eeg_performed_on", "declined"}, {"eeg_requested_on", "3/7/2025"}} {
		w.must(second(w.store.Save(w.as(bryn), w.answer(dataset.TestsSection, theirs[0], theirs[1]))))
		a.Clears = ask.Covers(first)
		if first, _ = w.asks(a); first == nil {
			t.Fatal("asked about nothing")
		}
	}
	if words := lossWords(first); words != "eeg_requested_on=2025-07-03 eeg_performed_on=declined" {
		t.Errorf("asked at last about %q", words)
	}
	w.must(second(w.store.Save(w.as(bryn), w.answer(dataset.TestsSection, "eeg_performed_on", "")))) // less than was agreed to
	a.Clears = ask.Covers(first)
	w.asks(a)
}

// Somebody else's newer answer to the question itself comes first: what would go is asked when one overrules it.
func TestAConflictComesBeforeTheQuestionWhatGoes(t *testing.T) {
	w := newWorld(t)
	w.save(dataset.TestsSection, "eeg_indicated", "yes")
	mine := w.answer(dataset.TestsSection, "eeg_indicated", "no")
	for _, value := range []string{"no", "yes"} {
		w.must(second(w.store.Save(w.as(bryn), w.answer(dataset.TestsSection, "eeg_indicated", value))))
	}
	w.must(second(w.store.Save(w.as(bryn), w.answer(dataset.TestsSection, "eeg_performed_on", "declined"))))
	var conflict *record.ConflictError
	if err := second(w.store.Save(w.as(amina), mine)); !errors.As(err, &conflict) {
		t.Fatalf("got %v, want a conflict", err)
	}
	mine.Version = conflict.Record.Revision
	if _, words := w.asks(mine); words != "eeg_performed_on=declined" {
		t.Errorf("asked about %q", words)
	}
}

func (w *world) addRow(list string) (*ask.Records, int64) {
	w.Helper()
	records, _ := dataset.ListByKey(list)
	_, id, err := w.store.AddRow(w.as(amina), w.child, records, uuid.NewString())
	w.must(err)
	return records, id
}

// inRow gives answers in a row as Amina, as "question: value" lines, and says yes to what they remove.
func (w *world) inRow(list *ask.Records, id int64, lines ...string) {
	w.Helper()
	for _, line := range lines {
		key, value, _ := strings.Cut(line, ": ")
		q, ok := list.Section.Question(key)
		if !ok {
			w.Fatalf("no question %s", key)
		}
		w.confirm(record.Answer{CaseID: w.child, Section: list.Parent, List: list, RowID: id, Question: q, Sent: strings.Split(value, "|"),
			Key: uuid.NewString(), Version: w.revision()})
	}
}

func TestDeletingARowAsksWhatGoes(t *testing.T) {
	w := newWorld(t)
	w.save(dataset.TreatmentSection, "antiseizure_medicine_given", "yes")
	list, empty := w.addRow("antiseizure-medicines")
	if _, err := w.store.DeleteRow(w.as(amina), w.child, list, empty, uuid.NewString(), ""); err != nil {
		t.Errorf("an entry in which nothing stands: %v", err)
	}
	_, id := w.addRow("antiseizure-medicines")
	w.inRow(list, id, "medicine: clobazam", "started_on: 1/7/2025")
	key, clears := uuid.NewString(), ""
	for _, want := range []string{"medicine=clobazam started_on=2025-07-01", "medicine=clobazam started_on=2025-07-01 risks_discussed=yes"} {
		before := w.stored()
		_, err := w.store.DeleteRow(w.as(amina), w.child, list, id, key, clears)
		var asked *record.ClearingError
		if !errors.As(err, &asked) || lossWords(asked.Losses) != want || w.stored() != before {
			t.Fatalf("got %v, written: %t; want to be asked about %q", err, w.stored() != before, want)
		}
		clears = ask.Covers(asked.Losses)
		w.inRow(list, id, "risks_discussed: yes") // meanwhile
	}
	for range 2 { // the queue may send it twice
		_, err := w.store.DeleteRow(w.as(amina), w.child, list, id, key, clears)
		w.must(err)
	}
	if n := w.count("select count(*) from medicines"); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}

// Every kind of answer that can be removed by another stands in the log as it was, under its row.
func TestTheLogKeepsEveryKindOfClearedAnswer(t *testing.T) {
	w := newWorld(t)
	w.store.AllOrganisations = w.store.Organisations
	w.save(dataset.MultiaxialDiagnosisSection, "syndrome_present", "yes")
	for _, line := range []string{"cause_known: yes", "cause_categories: Gen|Imm", "cause: 76880004", "developmental_delay: yes", "delay_severity: mild"} {
		w.given(dataset.MultiaxialDiagnosisSection, line)
	}
	for _, line := range []string{"surgery_referred: yes", "surgery_referred_on: 2025-07-01", "surgery_seen_on: unknown", "surgery_organisation_id: " + hospitalA} {
		w.given(dataset.MilestonesSection, line)
	}
	for _, line := range []string{"eeg_indicated: yes", "eeg_requested_on: 2025-07-01", "eeg_performed_on: declined"} {
		w.given(dataset.TestsSection, line)
	}
	for _, line := range []string{"care_plan_started: yes", "care_plan_agreed: no", "antiseizure_medicine_given: yes"} {
		w.given(dataset.TreatmentSection, line)
	}
	episodes, episode := w.addRow("episodes")
	w.inRow(episodes, episode, "description_obtained: yes", "description: Sudden fear, then staring", "status: E", "onset_type: FO",
		"side_affected: focal_left", "motor_features: focal_tonic|focal_clonic")
	other, generalised := w.addRow("episodes")
	w.inRow(other, generalised, "status: E", "onset_type: GO", "generalised_type: MyC")
	medicines, medicine := w.addRow("antiseizure-medicines")
	w.inRow(medicines, medicine, "medicine: sodium_valproate", "started_on: 2025-07-01", "stopped_on: 2025-08-01", "annual_risk_form_done: yes")

	kinds := map[ask.Kind]bool{}
	cleared := func(list *ask.Records, row int64, section *ask.Section, line string) {
		t.Helper()
		key, value, _ := strings.Cut(line, ": ")
		asks := section
		if list != nil {
			asks = list.Section
		}
		q, _ := asks.Question(key)
		a := record.Answer{CaseID: w.child, Section: section, List: list, RowID: row, Question: q, Sent: []string{value}, Key: uuid.NewString(), Version: w.revision()}
		lost, _ := w.asks(a)
		a.Clears = ask.Covers(lost)
		w.must(second(w.store.Save(w.as(amina), a)))
		for _, l := range lost {
			kinds[l.Question.Kind] = true
			place, id := section.Key, row
			if list != nil {
				place = list.Key
			}
			if l.List != nil {
				place, id = l.List.Key, ask.RowID(l.Row)
			}
			if n := w.count(`select count(*) from change_log where case_id = $1 and revision = $2 and section = $3 and coalesce(row_id, 0) = $4
				and question = $5 and old_value = $6 and new_value is null`,
				w.child, w.revision(), place, id, l.Question.Key, strings.Join(l.Values, "\x1f")); n != 1 {
				t.Errorf("%s: the log holds %d lines of %s %s = %q, want 1", line, n, place, l.Question.Key, l.Values)
			}
		}
	}
	cleared(nil, 0, dataset.MultiaxialDiagnosisSection, "cause_known: no")
	cleared(nil, 0, dataset.MultiaxialDiagnosisSection, "developmental_delay: no")
	cleared(nil, 0, dataset.MilestonesSection, "surgery_referred: no")
	cleared(nil, 0, dataset.TestsSection, "eeg_indicated: no")
	cleared(nil, 0, dataset.TreatmentSection, "care_plan_started: no")
	cleared(episodes, episode, dataset.MultiaxialDiagnosisSection, "description_obtained: no")
	cleared(episodes, episode, dataset.MultiaxialDiagnosisSection, "status: NE")
	cleared(episodes, generalised, dataset.MultiaxialDiagnosisSection, "onset_type: UC")
	cleared(medicines, medicine, dataset.TreatmentSection, "medicine: lamotrigine")
	cleared(nil, 0, dataset.TreatmentSection, "antiseizure_medicine_given: no")

	for _, s := range dataset.Stored() {
		for _, q := range s.Questions {
			if s == dataset.CaseSection { // a form with a button: its fields are saved together
				continue
			}
			inList := slices.Contains(dataset.Repeating(), s)
			if (q.IsConditional() || inList) && !kinds[q.Kind] {
				t.Errorf("no answer of the kind %s was removed here: %s.%s can be", q.Kind, s.Key, q.Key)
			}
		}
	}
}

func (w *world) given(s *ask.Section, line string) {
	w.Helper()
	key, value, _ := strings.Cut(line, ": ")
	w.save(s, key, strings.Split(value, "|")...)
}
