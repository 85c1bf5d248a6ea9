package record_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
)

// addIdris adds the child of the form at trust A.
func (w *world) addIdris() int64 {
	w.Helper()
	id, err := w.store.AddChild(w.as(amina), hospitalA, details(nil))
	w.must(err)
	return id
}

// edit is the form of a child drawn at a revision, with what the person changed in it.
func edit(id, version int64, differ map[string]string) record.Details {
	d := details(differ)
	d.CaseID, d.Version = id, version
	return d
}

// log are the lines of a child's log since it was added: section, question, old and new value.
func (w *world) log(id int64) string {
	w.Helper()
	var all string
	w.must(w.db.Super.QueryRow(`select coalesce(string_agg(concat_ws(' ', section, question, coalesce(old_value, '-'), coalesce(new_value, '-'), person_name), '; ' order by l.id), '')
		from change_log l where case_id = $1 and revision > 0`, id).Scan(&all))
	return all
}

// A change of details is a line a field, the next revision, and nothing for what stays as it is. The same key twice is one change.
func TestChangingDetails(t *testing.T) {
	w := newWorld(t)
	id := w.addIdris()
	d := edit(id, 0, map[string]string{"surname": "Quillfeather-Noor", "postcode": "sw1a 1aa"})
	for range 2 {
		r, err := w.store.SaveDetails(w.as(ada), d)
		w.must(err)
		if r.Revision != 1 {
			t.Errorf("revision %d", r.Revision)
		}
	}
	if got := w.log(id); got != "child surname Quillfeather Quillfeather-Noor Ada Cole; child postcode ZZ993WZ SW1A1AA Ada Cole" {
		t.Error(got)
	}
	r, err := w.store.SaveDetails(w.as(ada), edit(id, 1, map[string]string{"surname": "Quillfeather-Noor", "postcode": "SW1A1AA"}))
	if err != nil || r.Revision != 1 {
		t.Errorf("nothing changed: revision %d, %v", r.Revision, err)
	}
	_, err = w.store.SaveDetails(w.as(ada), edit(id, 1, map[string]string{"surname": "", "sex": "x"}))
	if got, _ := wrong(t, err); got != "surname required, sex unknown_choice" {
		t.Error(got)
	}
	if _, err := w.store.SaveDetails(w.as(ada), edit(id, 9, nil)); !fault.Is(err, fault.Unacceptable) {
		t.Errorf("a version that never was: %v", err)
	}
	if _, err := w.store.SaveDetails(w.as(vera), edit(id, 1, nil)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a viewer: %v", err)
	}
	if _, err := w.store.SaveDetails(w.at(bryn, trustB), edit(id, 1, nil)); !fault.Is(err, fault.NotFound) {
		t.Errorf("another trust: %v", err)
	}
}

// The child's own number is no duplicate; another child's is, in this trust and elsewhere.
func TestChangingTheNumber(t *testing.T) {
	w := newWorld(t)
	id := w.addIdris()
	_, err := w.store.AddChild(w.at(bryn, trustB), hospitalB, details(map[string]string{"nhs_number": "9990000042"}))
	w.must(err)
	if _, err := w.store.SaveDetails(w.as(ada), edit(id, 0, nil)); err != nil {
		t.Errorf("its own number: %v", err)
	}
	before := w.count("select count(*) from number_searches")
	_, err = w.store.SaveDetails(w.as(ada), edit(id, 0, map[string]string{"nhs_number": "9990000042", "surname": ""}))
	if got, holder := wrong(t, err); got != "surname required, nhs_number nhs_number_taken" || holder.Own || holder.Centre != "General Hospital" {
		t.Errorf("%s %+v", got, holder)
	}
	if n := w.count("select count(*) from number_searches"); n != before+1 {
		t.Errorf("%d looks are written down, want one for the changed number", n-before)
	}
	if _, err := w.store.SaveDetails(w.as(ada), edit(id, 0, map[string]string{"nhs_number": "9990000050"})); err != nil {
		t.Errorf("a free number: %v", err)
	}
}

// Two people on one form: what only the other changed is kept, what both changed is asked, and nothing is lost silently.
func TestTwoChangeDetails(t *testing.T) {
	w := newWorld(t)
	id := w.addIdris()
	_, err := w.store.SaveDetails(w.as(amina), edit(id, 0, map[string]string{"surname": "Noor", "sex": "2"}))
	w.must(err)
	// Ada's form was drawn before: she changes the first name, and leaves the surname as it stood.
	r, err := w.store.SaveDetails(w.as(ada), edit(id, 0, map[string]string{"first_name": "Idriss"}))
	w.must(err)
	if k := r.Child.Case(); *k.FirstName != "Idriss" || *k.Surname != "Noor" || *k.Sex != "2" {
		t.Errorf("merged to %s %s, %s", *k.FirstName, *k.Surname, *k.Sex)
	}
	_, err = w.store.SaveDetails(w.as(ada), edit(id, 0, map[string]string{"first_name": "Idriss", "surname": "Cole"}))
	var overtaken *record.OvertakenError
	if !errors.As(err, &overtaken) || len(overtaken.Newer) != 1 || overtaken.Newer[0].Question.Key != "surname" || overtaken.Newer[0].By != "Amina Noor" {
		t.Fatalf("%v %+v", err, overtaken)
	}
	if got := *overtaken.Record.Child.Case().Surname; got != "Noor" {
		t.Errorf("theirs is %s", got)
	}
	if got := w.log(id); strings.Contains(got, "Cole Ada") {
		t.Error(got)
	}
	if _, err := w.store.SaveDetails(w.as(ada), edit(id, overtaken.Record.Revision, map[string]string{"first_name": "Idriss", "surname": "Cole", "sex": "2"})); err != nil {
		t.Errorf("having seen theirs: %v", err)
	}
	// The same change by both is none.
	_, err = w.store.SaveDetails(w.as(amina), edit(id, 2, map[string]string{"first_name": "Idriss", "surname": "Cole", "sex": "2"}))
	if err != nil {
		t.Errorf("the same by both: %v", err)
	}
}

// A corrected sex or date of birth clears what is no longer asked, in the same change, and recounts; the log keeps it.
func TestACorrectedSexClearsTheValproateQuestions(t *testing.T) {
	for name, differ := range map[string]map[string]string{
		"sex":           {"sex": "1"},
		"date of birth": {"date_of_birth": "4/3/2018"}, // aged 8
	} {
		w := newWorld(t)
		w.valproate()
		before := w.open().Completion().Total
		d := edit(w.child, w.revision(), map[string]string{"first_name": "Test", "surname": "Child", "date_of_birth": "4/3/2013", "sex": "2", "nhs_number": "9990000034"})
		for key, value := range differ {
			d.Sent[key] = []string{value}
		}
		r, err := w.store.SaveDetails(w.as(ada), d)
		w.must(err)
		if after := r.Completion().Total; after.Expected != before.Expected-2 || after.Completed != before.Completed-2 {
			t.Errorf("%s: counted %v, before %v", name, after, before)
		}
		if n := w.count("select count(*) from medicines where annual_risk_form_done is null and pregnancy_prevention_in_place is null and medicine is not null"); n != 1 {
			t.Errorf("%s: the answers are there", name)
		}
		for _, want := range []string{fmt.Sprintf("antiseizure-medicines annual_risk_form_done yes - %s", ada.Name), fmt.Sprintf("antiseizure-medicines pregnancy_prevention_in_place no - %s", ada.Name)} {
			if !strings.Contains(w.log(w.child), want) {
				t.Errorf("%s: the log lacks %q: %s", name, want, w.log(w.child))
			}
		}
		if stored := w.open().Completion().Total; stored != r.Completion().Total {
			t.Errorf("%s: stored %v, told %v", name, stored, r.Completion().Total)
		}
	}
}

// valproate gives the girl of thirteen the medicine, with both safety answers.
func (w *world) valproate() int64 {
	w.Helper()
	w.save(dataset.TreatmentSection, "antiseizure_medicine_given", "yes")
	list := dataset.TreatmentSection.Lists[0]
	_, row, err := w.store.AddRow(w.as(amina), w.child, list, uuid.NewString())
	w.must(err)
	for _, given := range [][2]string{{"medicine", "sodium_valproate"}, {"started_on", "2025-06-02"}, {"annual_risk_form_done", "yes"}, {"pregnancy_prevention_in_place", "no"}} {
		q, _ := list.Section.Question(given[0])
		_, err := w.store.Save(w.as(amina), record.Answer{CaseID: w.child, Section: dataset.TreatmentSection, List: list, RowID: row, Question: q,
			Sent: []string{given[1]}, Key: uuid.NewString(), Version: w.revision()})
		w.must(err)
	}
	return row
}

// Dates that do not go with a corrected date of birth are kept and listed, wherever they stand.
func TestClashesAfterACorrectedDateOfBirth(t *testing.T) {
	w := newWorld(t)
	w.save(dataset.TestsSection, "eeg_indicated", "yes")
	w.save(dataset.TestsSection, "eeg_requested_on", "2025-03-01")
	w.save(dataset.TestsSection, "eeg_performed_on", "2025-06-15")
	row := w.valproate()
	if found := w.open().Clashes(); len(found) != 0 {
		t.Fatalf("before: %v", found)
	}
	d := edit(w.child, w.revision(), map[string]string{"first_name": "Test", "surname": "Child", "date_of_birth": "1/6/2025", "sex": "2"})
	_, err := w.store.SaveDetails(w.as(ada), d)
	w.must(err)
	w.db.Exec(t, `update medicines set stopped_on = '2025-05-30'`) // as an import may bring it
	var got []string
	for _, c := range w.open().Clashes() {
		place := c.Section.Key
		if c.List != nil {
			place = fmt.Sprintf("%s/%t", c.List.Key, c.RowID == row)
		}
		got = append(got, place+" "+c.Question.Key+" "+c.Problem.Code+" "+c.Words)
	}
	want := []string{
		"tests eeg_requested_on date_before_birth 1 March 2025",
		"antiseizure-medicines/true started_on date_after_partner 2 June 2025",
		"antiseizure-medicines/true stopped_on date_before_birth 30 May 2025",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if n := w.count("select count(*) from investigations where eeg_requested_on = '2025-03-01'"); n != 1 {
		t.Error("the clashing date is gone")
	}
	// A date of birth that does not go with the first assessment is refused instead.
	d = edit(w.child, w.revision(), map[string]string{"date_of_birth": "2/6/2025"})
	_, err = w.store.SaveDetails(w.as(ada), d)
	if got, _ := wrong(t, err); got != "date_of_birth date_after_partner" {
		t.Error(got)
	}
}

// What closed in its time is no clash today.
func TestAnOldRecordDoesNotClash(t *testing.T) {
	w := newWorld(t)
	w.db.Exec(t, `update registrations set first_assessment_on = '2021-06-01' where case_id = $1`, w.child) // long closed
	if found := w.open().Clashes(); len(found) != 0 {
		t.Errorf("%+v", found)
	}
}

// Details are closed with the record: submitted, or past its deadline.
func TestDetailsCloseWithTheRecord(t *testing.T) {
	w := newWorld(t)
	id := w.addIdris()
	w.db.Exec(t, `update cases set locked_at = now() where id = $1`, id)
	if _, err := w.store.SaveDetails(w.as(ada), edit(id, 0, map[string]string{"surname": "X"})); !fault.Is(err, fault.Closed) {
		t.Errorf("submitted: %v", err)
	}
	w.db.Exec(t, `update registrations set first_assessment_on = '2021-06-01' where case_id = $1`, w.child)
	d := edit(w.child, w.revision(), map[string]string{"nhs_number": "9990000042"})
	if _, err := w.store.SaveDetails(w.as(amina), d); !fault.Is(err, fault.Closed) {
		t.Errorf("past its deadline: %v", err)
	}
	if n := w.count("select count(*) from number_searches"); n != 1 { // that of the adding
		t.Errorf("%d looks: what is closed is no door to look through", n)
	}
}
