package dataset_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// filled are all answers of a child as people see them, by where they stand.
func filled(child *dataset.Child) map[string]string {
	all := map[string]string{}
	for _, p := range places(child) {
		for _, q := range p.section.Questions {
			if values := q.Format(p.in.Row); len(values) > 0 {
				all[nameOf(p.in.Row, q)] = q.Say(p.in, values)
			}
		}
	}
	return all
}

func nameOf(row any, q *ask.Question) string { return fmt.Sprintf("%p %s", row, q.Key) }

// give gives an answer as the store does, and tells what it took away.
func give(child *dataset.Child, where place, q *ask.Question, sent []string) ([]ask.Loss, error) {
	before := where.section.NewRow()
	for _, c := range where.section.Columns {
		c.Set(before, c.Get(where.in.Row))
	}
	was := where.in
	was.Row = before
	change, err := where.section.Answer(where.in, q, sent)
	lost := where.section.Losses(was, change)
	for _, list := range change.Emptied {
		for _, row := range list.Rows(where.in) {
			child.RemoveRow(list.Section, row)
		}
	}
	return lost, err
}

// Whatever is answered: exactly the filled answers that are gone afterwards were named before, with their words, except the
// answer's own and the keywords that follow its text. So nobody is asked for nothing, and nothing goes unasked.
func TestLossesAreWhatIsGoneAfterwards(t *testing.T) {
	asked := 0
	rapid.Check(t, func(t *rapid.T) {
		child := drawChild(t)
		for range rapid.IntRange(1, 20).Draw(t, "answers") {
			where := rapid.SampledFrom(places(child)).Draw(t, "place")
			if where.section == dataset.RegistrationSection {
				continue
			}
			q := rapid.SampledFrom(where.section.Questions).Draw(t, "question")
			before := filled(child)
			lost, err := give(child, where, q, drawAnswer(t, q, where.in))
			if err != nil && len(lost) > 0 {
				t.Fatalf("%s is refused and takes %d answers away", q.Key, len(lost))
			}
			named := map[string]string{}
			for _, l := range lost {
				row := where.in.Row
				if l.List != nil {
					row = l.Row
				}
				named[nameOf(row, l.Question)] = l.Words
			}
			after := filled(child)
			gone := map[string]string{}
			for name, words := range before {
				if _, left := after[name]; !left && !follows(where.in.Row, q, name) {
					gone[name] = words
				}
			}
			if !maps.Equal(named, gone) {
				t.Fatalf("%s.%s named %q; gone are %q", where.section.Key, q.Key, named, gone)
			}
			asked += len(lost)
		}
	})
	if asked == 0 {
		t.Error("no answer took another away: this shows nothing")
	}
}

// follows tells whether the answer of that name is the one that is given, or its keywords while their text is asked for.
func follows(row any, q *ask.Question, name string) bool {
	return name == nameOf(row, q) || q.Keywords() != nil && name == nameOf(row, q.Keywords())
}

// What is missing is what the score says is expected and not completed: of each form and of the child, and each gap is
// something that is shown.
func TestMissingAgreesWithTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		child := drawChild(t)
		for range rapid.IntRange(0, 8).Draw(t, "answers") {
			where := rapid.SampledFrom(places(child)).Draw(t, "place")
			if where.section == dataset.RegistrationSection {
				continue
			}
			q := rapid.SampledFrom(where.section.Questions).Draw(t, "question")
			_, _ = give(child, where, q, drawAnswer(t, q, where.in))
		}
		total := 0
		for i, s := range dataset.Sections {
			gaps := child.Missing(s, at)
			slots := 0
			for _, gap := range gaps {
				slots += gap.Slots
				mustLeadSomewhere(t, child, s, gap)
			}
			score := child.Completion(at).Forms[i]
			if slots != score.Expected-score.Completed || (len(gaps) == 0) != score.Complete() {
				t.Fatalf("%s: %d slots in %d gaps, and the score is %+v", s.Key, slots, len(gaps), score)
			}
			total += slots
		}
		if score := child.Completion(at).Total; total != score.Expected-score.Completed {
			t.Fatalf("%d slots of the whole child, and the score is %+v", total, score)
		}
	})
}

// mustLeadSomewhere wants a gap's question shown, unanswered, in a row of a list that is shown; or the list that wants a row.
func mustLeadSomewhere(t *rapid.T, child *dataset.Child, s *ask.Section, gap ask.Gap) {
	in := child.In(s, at)
	if gap.Slots < 1 {
		t.Fatalf("%s: a gap of %d slots", s.Key, gap.Slots)
	}
	if gap.List != nil {
		rows := gap.List.Rows(in)
		switch {
		case !gap.List.IsShown(in):
			t.Fatalf("%s: the list %s has a gap and is not shown", s.Key, gap.List.Key)
		case gap.Question == nil:
			if len(rows) > 0 && gap.List.Missing(in) == "" {
				t.Fatalf("%s: the list %s wants no row", s.Key, gap.List.Key)
			}
			return
		case gap.Number < 1 || gap.Number > len(rows) || rows[gap.Number-1] != gap.Row:
			t.Fatalf("%s: row %d of %s is another one", s.Key, gap.Number, gap.List.Key)
		}
		in = gap.List.In(in, gap.Row)
	}
	if !gap.Question.IsShown(in) || gap.Question.IsAnswered(in.Row) || gap.Question.DrawnBy() != gap.Question {
		t.Fatalf("%s.%s is missing, and is not asked or is answered", s.Key, gap.Question.Key)
	}
}

// All answers of all forms, in any order as soon as they are asked: the same child, and the same score.
func TestAnyOrderAcrossFormsGivesTheSameChild(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		child := drawChild(t)
		again := startAgain(child)
		waiting := rapid.Permutation(everything(child)).Draw(t, "order")
		for len(waiting) > 0 {
			still := slices.DeleteFunc(slices.Clone(waiting), func(a givenAnswer) bool { return again.give(t, a) })
			if len(still) == len(waiting) {
				t.Fatalf("never asked: %s.%s", still[0].from.section.Key, still[0].q.Key)
			}
			waiting = still
		}
		for _, p := range places(child) {
			twin := again.rows[p.in.Row]
			if twin == nil {
				t.Fatalf("a row of %s is not there", p.section.Key)
			}
			for _, c := range p.section.Columns {
				if got, want := fmt.Sprint(c.Get(twin)), fmt.Sprint(c.Get(p.in.Row)); got != want {
					t.Fatalf("%s.%s is %s, was %s", p.section.Key, c.Name, got, want)
				}
			}
		}
		if got, want := again.child.Completion(at), child.Completion(at); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("the score is %v, was %v", got, want)
		}
	})
}

// givenAnswer is an answer that was given to a child.
type givenAnswer struct {
	from place
	q    *ask.Question
	sent []string
}

func everything(child *dataset.Child) []givenAnswer {
	var all []givenAnswer
	for _, p := range places(child) {
		for _, q := range p.section.Questions {
			if sent := sentFor(q, p.in.Row); sent != nil && p.section != dataset.RegistrationSection {
				all = append(all, givenAnswer{p, q, sent})
			}
		}
	}
	return all
}

// twin is a second child to whom the answers of a first are given once more.
type twin struct {
	first, child *dataset.Child
	rows         map[any]any // of the second, by those of the first
}

// startAgain copies who the child is and its registration, which opens the forms.
func startAgain(first *dataset.Child) *twin {
	again := &twin{first, dataset.NewChild(), map[any]any{}}
	*again.child.Case(), *again.child.Registration() = *first.Case(), *first.Registration()
	for _, s := range dataset.Sections {
		again.rows[first.Row(s)] = again.child.Row(s)
	}
	again.openLists()
	return again
}

// openLists adds the empty rows of every list that is asked for now, in the order in which they were added.
func (w *twin) openLists() {
	for _, s := range dataset.Sections {
		for _, list := range s.Lists {
			if !list.IsShown(w.child.In(s, at)) {
				continue
			}
			for _, row := range w.first.Rows(list.Section) {
				if w.rows[row] == nil && slices.Contains(list.Rows(w.first.In(s, at)), row) {
					fresh := list.NewRow()
					ask.SetRowID(fresh, ask.RowID(row))
					w.child.AddRow(list.Section, fresh)
					w.rows[row] = fresh
				}
			}
		}
	}
}

// give gives an answer if it is asked for by now. Nobody takes a keyword off before its text is there.
func (w *twin) give(t *rapid.T, a givenAnswer) bool {
	row := w.rows[a.from.in.Row]
	if row == nil {
		return false
	}
	in := w.in(a.from.section, row)
	if !a.q.IsShown(in) || a.q.DrawnBy() != a.q && len(a.q.DrawnBy().Format(row)) == 0 {
		return false
	}
	if _, err := a.from.section.Answer(in, a.q, a.sent); err != nil {
		t.Fatalf("%s.%s refuses %q: %v", a.from.section.Key, a.q.Key, a.sent, err)
	}
	w.openLists()
	return true
}

func (w *twin) in(s *ask.Section, row any) ask.Input {
	in := w.child.In(s, at)
	in.Row = row
	for _, form := range dataset.Sections {
		for _, list := range form.Lists {
			if slices.Contains(list.Rows(w.child.In(form, at)), row) {
				return list.In(w.child.In(form, at), row)
			}
		}
	}
	return in
}
