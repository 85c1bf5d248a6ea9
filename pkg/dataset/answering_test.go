package dataset

import (
	"errors"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
)

func day(text string) ask.Date {
	d, err := ask.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func ref[T any](value T) *T { return &value }

// on is a day on which a clinician answers, in a trust with one organisation.
func on(today string) Circumstances {
	return Circumstances{Today: day(today), Options: func(list string) []ask.Option {
		return []ask.Option{{Code: organisation, Label: "Mill Lane Hospital"}}
	}}
}

const organisation = "00000000-0000-0000-0000-000000000001"

func nationalOn(today string) Circumstances {
	at := on(today)
	at.National = true
	return at
}

// girl and boy are registered children: born, and first assessed on 1 June 2024.
func girl(born string) *Child { return registeredChild("2", born) }
func boy(born string) *Child  { return registeredChild("1", born) }

func registeredChild(sex, born string) *Child {
	c := NewChild()
	c.Case().Sex, c.Case().DateOfBirth = &sex, ref(day(born))
	*c.Registration() = Registration{ref(true), ref(organisation), ref(day("2024-06-01"))}
	return c
}

// give answers questions, as "question: value" lines.
func give(t *testing.T, c *Child, s *ask.Section, at Circumstances, answers ...string) {
	t.Helper()
	for _, line := range answers {
		if p := try(t, c, s, at, line); p != nil {
			t.Fatalf("%s is refused: %s %s", line, p.Code, p.Message)
		}
	}
}

func try(t *testing.T, c *Child, s *ask.Section, at Circumstances, line string) *ask.Problem {
	t.Helper()
	return answer(t, c.In(s, at), s, line)
}

func answer(t *testing.T, in ask.Input, s *ask.Section, line string) *ask.Problem {
	t.Helper()
	key, value, _ := strings.Cut(line, ": ")
	q, ok := s.Question(key)
	if !ok {
		t.Fatalf("no question %s in %s", key, s.Key)
	}
	_, err := s.Answer(in, q, []string{value})
	var p *ask.Problem
	errors.As(err, &p)
	return p
}

func addMedicine(t *testing.T, c *Child, list string, at Circumstances, answers ...string) *Medicine {
	t.Helper()
	return addEntry[Medicine](t, c, list, at, answers...)
}

// addEntry adds a row to a list and answers its questions.
func addEntry[T any](t *testing.T, c *Child, list string, at Circumstances, answers ...string) *T {
	t.Helper()
	records, ok := ListByKey(list)
	if !ok {
		t.Fatalf("no list %s", list)
	}
	row := records.NewRow().(*T)
	ask.SetRowID(row, int64(len(c.Rows(records.Section))+1))
	c.AddRow(records.Section, row)
	for _, line := range answers {
		if p := answer(t, entryIn(c, list, row, at), records.Section, line); p != nil {
			t.Fatalf("%s: %s is refused: %s %s", list, line, p.Code, p.Message)
		}
	}
	return row
}

// entryIn is the input for a row of a list.
func entryIn(c *Child, list string, row any, at Circumstances) ask.Input {
	records, _ := ListByKey(list)
	return records.In(c.In(records.Parent, at), row)
}

// asked are the keys of the questions that are shown, and of the lists.
func asked(c *Child, s *ask.Section, at Circumstances) map[string]bool {
	shown, in := map[string]bool{}, c.In(s, at)
	for _, q := range s.Questions {
		shown[q.Key] = q.IsShown(in)
	}
	for _, r := range s.Lists {
		shown[r.Key] = r.IsShown(in)
	}
	return shown
}

func checkScore(t *testing.T, what string, c *Child, s *ask.Section, at Circumstances, expected, completed int) {
	t.Helper()
	if got := c.Progress(s, at); got != (ask.Progress{Expected: expected, Completed: completed}) {
		t.Errorf("%s: expected %d, completed %d; want %d, %d", what, got.Expected, got.Completed, expected, completed)
	}
}
