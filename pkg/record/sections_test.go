package record_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/pkg/sample"
)

// Every section's table takes what its declaration accepts: whole children go in and come out the same.
func TestSampleChildrenAreStoredWhole(t *testing.T) {
	w := newWorld(t)
	encode := func(child *dataset.Child) []byte {
		raw, err := export.Encode(child, export.EncodeOptions{ID: "1", Today: ask.DateOf(w.store.Now())})
		w.must(err)
		return raw
	}
	for child := range sample.Children(11, 120, ask.DateOf(w.store.Now()), []string{hospitalA}) {
		id, err := w.store.Create(w.as(amina), child)
		w.must(err)
		stored, err := w.store.Peek(w.as(amina), id)
		w.must(err)
		if in, out := encode(child), encode(stored.Child); !bytes.Equal(in, out) {
			i := 0
			for i < min(len(in), len(out)) && in[i] == out[i] {
				i++
			}
			t.Fatalf("in\n…%s\nout\n…%s", in[max(0, i-80):min(len(in), i+80)], out[max(0, i-80):min(len(out), i+80)])
		}
	}
}

// Every entry of every list passes the checks of its table.
func TestEveryCodeIsStored(t *testing.T) {
	w := newWorld(t)
	most := 0
	for _, s := range dataset.Stored()[1:] {
		for _, q := range s.Questions {
			if q.List() != nil {
				most = max(most, len(q.List().Options))
			}
		}
	}
	for i := range most {
		child := dataset.NewChild()
		for _, s := range dataset.Stored()[1:] {
			row := child.Row(s)
			if slices.Contains(dataset.Repeating(), s) {
				row = s.NewRow()
				child.AddRow(s, row)
			}
			if m, ok := row.(*dataset.Medicine); ok {
				m.IsRescue = new(bool)
			}
			for _, q := range s.Questions {
				if list := q.List(); list != nil {
					setCode(q, row, list.Options[i%len(list.Options)].Code)
				}
			}
		}
		if _, err := w.store.Create(w.as(amina), child); err != nil {
			t.Fatalf("entry %d of the lists: %v", i, err)
		}
	}
}

func setCode(q *ask.Question, row any, code string) {
	if q.Columns[0].Type == "text[]" {
		q.Columns[0].Set(row, []string{code})
		return
	}
	q.Columns[0].Set(row, code)
}

// A role may be held by another trust's hospital; the lead may not.
func TestRolesCrossTrustsAndTheLeadDoesNot(t *testing.T) {
	w := newWorld(t)
	w.store.AllOrganisations = func(context.Context) ([]ask.Option, error) {
		return []ask.Option{{Code: hospitalA, Label: "General Hospital"}, {Code: hospitalB, Label: "The Other Hospital"}}, nil
	}
	w.save(dataset.MilestonesSection, "neurologist_referred", "yes")
	w.save(dataset.MilestonesSection, "neurology_organisation_id", hospitalB)
	q, _ := dataset.MilestonesSection.Question("neurology_organisation_id")
	if r := w.open(); q.Words(r.In(dataset.MilestonesSection)) != "The Other Hospital" {
		t.Errorf("stored %q", q.Words(r.In(dataset.MilestonesSection)))
	}
	child := registeredGirl()
	other := hospitalB
	child.Registration().LeadOrganisationID = &other
	if _, err := w.store.Create(w.as(amina), child); err == nil {
		t.Error("another trust's hospital leads")
	}
	w.save(dataset.MilestonesSection, "neurologist_referred", "no")
	if m := w.open().Child.Milestones(); m.NeurologyOrganisationID != nil {
		t.Error("the role stays after No")
	}
}

// Keywords are stored and logged with the text that they follow, and stay off when they are taken off.
func TestKeywordsAreStoredWithTheText(t *testing.T) {
	w := newWorld(t)
	list, _ := dataset.ListByKey("episodes")
	_, row, err := w.store.AddRow(w.as(amina), w.child, list, uuid.NewString())
	w.must(err)
	save := func(question, sent, want string) {
		t.Helper()
		a := w.answer(dataset.EpisodeSection, question, sent)
		a.Section, a.List, a.RowID = list.Parent, list, row
		w.confirm(a)
		in, _ := w.open().Row(list, row)
		q, _ := dataset.EpisodeSection.Question("description_keywords")
		if got := q.Words(in); got != want {
			t.Errorf("after %s %q: keywords %q, want %q", question, sent, got, want)
		}
	}
	save("description_obtained", "yes", "")
	save("description", "Fear, then left arm jerking", "fear, left")
	stale := w.answer(dataset.EpisodeSection, "description_keywords", ask.Removing("68")) // of a page drawn before Bryn wrote on
	stale.Section, stale.List, stale.RowID = list.Parent, list, row
	written := w.answer(dataset.EpisodeSection, "description", "Fear, then left arm jerking; aura")
	written.Section, written.List, written.RowID = list.Parent, list, row
	_, err = w.store.Save(w.as(bryn), written)
	w.must(err)
	_, err = w.store.Save(w.as(amina), stale)
	w.must(err)
	save("description", "Fear, then left arm jerking", "fear")
	save("description", "Fear, then pallor, left arm jerking", "fear, pallor")
	if n := w.count("select count(*) from change_log where question = 'description_keywords' and row_id = $1", row); n != 5 {
		t.Errorf("%d lines of the log tell of keywords, want 5", n)
	}
	save("description_obtained", "no", "")
	if n := w.count("select count(*) from episodes where description is null and description_keywords is null and description_keywords_removed is null"); n != 1 {
		t.Error("description or keywords stay after No")
	}
}

// A syndrome or condition is there once a child, whatever two people do at once: the table holds it too.
func TestTheTableHoldsOnceAChild(t *testing.T) {
	w := newWorld(t)
	child, code := registeredGirl(), "23"
	for i := range 2 {
		child.AddRow(dataset.SyndromeSection, &dataset.Syndrome{Row: ask.Row{ID: int64(i + 1)}, Syndrome: &code})
	}
	if _, err := w.store.Create(w.as(amina), child); err == nil {
		t.Error("the same syndrome twice is stored")
	}
	var p *ask.Problem
	w.save(dataset.MultiaxialDiagnosisSection, "syndrome_present", "yes")
	list, _ := dataset.ListByKey("syndromes")
	var rows []int64
	for range 2 {
		_, row, err := w.store.AddRow(w.as(amina), w.child, list, uuid.NewString())
		w.must(err)
		rows = append(rows, row)
	}
	for i, row := range rows {
		a := w.answer(dataset.SyndromeSection, "syndrome", "23")
		a.Section, a.List, a.RowID = list.Parent, list, row
		_, err := w.store.Save(w.as(amina), a)
		if twice := i == 1; twice != (errors.As(err, &p) && p.Code == ask.CodeAlreadyUsed) {
			t.Errorf("row %d: %v", i, err)
		}
	}
	saved := w.save(dataset.MultiaxialDiagnosisSection, "syndrome_present", "no")
	if len(saved.Record.Child.Syndromes()) != 0 || w.count("select count(*) from syndromes where case_id = $1", w.child) != 0 {
		t.Error("syndromes stay after No")
	}
}
