package record_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/codes"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
)

// listed is a world whose code lists come from the database.
type listed struct {
	*world
	lists *codes.Lists
}

func newListed(t *testing.T) *listed {
	w := newWorld(t)
	pool, err := w.db.App.DB()
	w.must(err)
	l := &listed{w, codes.New(pool)}
	w.store.Lists = l.lists.Now
	l.change(`select 1`)
	return l
}

// change changes the tables, and the lists follow.
func (l *listed) change(statement string, args ...any) {
	l.Helper()
	l.db.Exec(l.T, statement, args...)
	l.must(l.lists.Refresh(l.Context()))
}

func (l *listed) add(list, code, label, more string) {
	l.Helper()
	tags := "{}"
	if list == "medicines" {
		tags = `{"is_rescue": "false", "valproate": "false"}`
	}
	if list == "syndromes" {
		tags = `{"mri_exempt": "false"}`
	}
	l.change(`insert into code_entries (list, code, position, label, tags, named, source, synonyms, snomed_ct_id) values ($1, $2, 0, $3, $4, false, 'local', $5, '999001004')`,
		list, code, label, tags, "{"+more+"}")
}

// row adds a row to a list of the child's and answers a question in it.
func (l *listed) row(list, question, code string) (int64, error) {
	l.Helper()
	records, _ := dataset.ListByKey(list)
	_, id, err := l.store.AddRow(l.as(amina), l.child, records, uuid.NewString())
	l.must(err)
	return id, l.answerRow(list, id, question, code)
}

func (l *listed) answerRow(list string, id int64, question string, values ...string) error {
	l.Helper()
	records, _ := dataset.ListByKey(list)
	a := l.answer(records.Section, question, values...)
	a.Section, a.List, a.RowID = records.Parent, records, id
	_, err := l.store.Save(l.as(amina), a)
	return err
}

func (l *listed) now(day string) {
	l.store.Now = func() time.Time {
		t, _ := time.ParseInLocation("2006-01-02 15:04:05", day, ask.London)
		return t
	}
}

// An entry that is added to a list is chosen, stored, exchanged and read back, in every list that grows.
func TestAnAddedEntryIsAnAnswer(t *testing.T) {
	l := newListed(t)
	l.save(dataset.TreatmentSection, "antiseizure_medicine_given", "yes")
	for _, question := range []string{"syndrome_present", "cause_known", "impairments_present"} {
		l.save(dataset.MultiaxialDiagnosisSection, question, "yes")
	}
	before, err := l.row("antiseizure-medicines", "medicine", "fenfluramine")
	var p *ask.Problem
	if !errors.As(err, &p) || p.Code != ask.CodeUnknownChoice {
		t.Fatalf("before it is added: %v", err)
	}
	for list, label := range map[string]string{"medicines": "Fenfluramine", "syndromes": "New syndrome", "comorbidities": "New condition",
		"epilepsy_causes": "New cause", "semiology_keywords": "glossolalia"} {
		l.add(list, strings.ReplaceAll(strings.ToLower(label), " ", "_"), label, "Synonym of "+list)
	}
	l.must(l.answerRow("antiseizure-medicines", before, "medicine", "fenfluramine"))
	l.save(dataset.MultiaxialDiagnosisSection, "cause", "new_cause")
	for _, c := range [][3]string{{"syndromes", "syndrome", "new_syndrome"}, {"comorbidities", "condition", "new_condition"}, {"episodes", "description_obtained", "yes"}} {
		id, err := l.row(c[0], c[1], c[2])
		l.must(err)
		if c[0] == "episodes" {
			l.must(l.answerRow("episodes", id, "description", "Sudden glossolalia"))
		}
	}
	r := l.open()
	writing := export.EncodeOptions{ID: "1", Today: r.At.Today, Lists: r.At.Lists, ODSCode: func(string) (string, bool) { return "RAA01", true }}
	reading := export.DecodeOptions{Lead: func(string) (string, bool) { return hospitalA, true }}
	out, err := export.Encode(r.Child, writing)
	l.must(err)
	for _, sent := range []string{`"medicine_name":"Fenfluramine"`, `"syndrome_name":"New syndrome"`, `"comorbidity_name":"999001004"`,
		`"epilepsy_cause":"999001004"`, `"description_keywords":["glossolalia"]`} {
		if !strings.Contains(string(out), sent) {
			t.Errorf("the record has no %s: %s", sent, out)
		}
	}
	if _, problems := export.Decode(out, reading); len(problems) != 5 {
		t.Errorf("without the lists of the database: %+v", problems)
	}
	reading.Lists = r.At.Lists
	for from, to := range map[string]string{"": "", `"medicine_name":"Fenfluramine"`: `"medicine_name":"999001004"`,
		`"syndrome_name":"New syndrome"`: `"syndrome_name":"Synonym of syndromes"`, `"epilepsy_cause":"999001004"`: `"epilepsy_cause":"new_cause"`} {
		back, problems := export.Decode([]byte(strings.Replace(string(out), from, to, 1)), reading)
		again, err := export.Encode(back.Child, writing)
		if err != nil || len(problems) > 0 || string(again) != string(out) {
			t.Errorf("%s: %v %+v; the record is another: %v", to, err, problems, string(again) != string(out))
		}
		if found := export.Check(back.Child, r.At.Today, r.At.Lists); len(found) > 0 {
			t.Errorf("%s: %+v", to, found)
		}
	}
}

func lineOf(r record.HistoryPage, question string) record.Line {
	for _, line := range r.Lines {
		if line.Question == question {
			return line
		}
	}
	return record.Line{}
}

// A medicine that is retired on 1 December 2026: chosen until the last second before it in London, kept where it is stored, and not
// chosen anew from then on. One that is added for a day is not chosen before.
func TestTheDaysOfAnEntry(t *testing.T) {
	l := newListed(t)
	l.save(dataset.TreatmentSection, "antiseizure_medicine_given", "yes")
	l.change(`update code_entries set valid_until = '2026-12-01' where list = 'medicines' and code = 'tiagabine'`)
	l.change(`update code_entries set valid_from = '2026-12-01' where list = 'medicines' and code = 'cenobamate'`)
	tells := func(err error, words string) {
		t.Helper()
		var p *ask.Problem
		if !errors.As(err, &p) || p.Code != ask.CodeRetired || p.Message != words {
			t.Errorf("%v, want %q", err, words)
		}
	}
	l.now("2026-11-30 23:59:59")
	stored, err := l.row("antiseizure-medicines", "medicine", "tiagabine")
	l.must(err)
	_, err = l.row("antiseizure-medicines", "medicine", "cenobamate")
	tells(err, "“Cenobamate” can be chosen from 1 December 2026 on.")

	l.now("2026-12-01 00:00:00")
	l.must(l.answerRow("antiseizure-medicines", stored, "medicine", "tiagabine")) // what it is already
	r := l.open()
	in, _ := r.Row(medicines(t), stored)
	question, _ := dataset.MedicineSection.Question("medicine")
	if words := question.Words(in); words != "Tiagabine" {
		t.Errorf("stored: %q", words)
	}
	offered := func(in ask.Input, code string) bool {
		for _, o := range question.Offered(in) {
			if o.Code == code {
				return true
			}
		}
		return false
	}
	if !offered(in, "tiagabine") || !offered(in, "cenobamate") {
		t.Error("the stored answer, or the new one, is not among the options of its row")
	}
	l.must(l.answerRow("antiseizure-medicines", stored, "medicine", "cenobamate"))
	tells(l.answerRow("antiseizure-medicines", stored, "medicine", "tiagabine"), "“Tiagabine” is no longer in use.")
	in, _ = l.open().Row(medicines(t), stored)
	if offered(in, "tiagabine") {
		t.Error("it is offered anew")
	}
	history, err := l.store.History(l.as(amina), l.child, 1, 50)
	l.must(err)
	if line := lineOf(history, "Medicine"); line.Old != "Tiagabine" || line.New != "Cenobamate" {
		t.Errorf("the history says %+v", line)
	}
}

func medicines(t *testing.T) *ask.Records {
	t.Helper()
	list, ok := dataset.ListByKey("antiseizure-medicines")
	if !ok {
		t.Fatal("no list of medicines")
	}
	return list
}

// A new label shows wherever the answer does, the past included.
func TestANewLabelShowsInTheHistory(t *testing.T) {
	l := newListed(t)
	l.save(dataset.FirstAssessmentSection, "setting", "1")
	l.change(`update code_entries set label = 'As an emergency', position = 99 where list = 'assessment_setting' and code = '1'`)
	history, err := l.store.History(l.as(amina), l.child, 1, 50)
	l.must(err)
	r := l.open()
	in := r.In(dataset.FirstAssessmentSection)
	question := dataset.FirstAssessmentSection.Questions[0]
	offered := question.Offered(in)
	if line := lineOf(history, question.Label); line.New != "As an emergency" || question.Words(in) != "As an emergency" || offered[len(offered)-1].Label != "As an emergency" {
		t.Errorf("history %+v, page %q, options %+v", line, question.Words(in), offered)
	}
}

// Without lists that rules can work with nothing is read and nothing is saved.
func TestWithoutListsNothingIsSaved(t *testing.T) {
	w := newWorld(t)
	pool, err := w.db.App.DB()
	w.must(err)
	a := w.answer(dataset.TestsSection, "eeg_indicated", "yes")
	w.store.Lists = codes.New(pool).Now
	if _, err := w.store.Save(w.as(amina), a); !fault.Is(err, fault.Unavailable) {
		t.Errorf("saving: %v", err)
	}
	if _, err := w.store.Peek(w.as(amina), w.child); !fault.Is(err, fault.Unavailable) {
		t.Errorf("reading: %v", err)
	}
}
