package ask

import (
	"reflect"
	"slices"
	"strings"
)

// Needed says that the section, saved as one form, cannot be saved without an answer to the question.
func (q *Question) Needed() *Question { q.needed = true; return q }

// IsNeeded tells whether the section cannot be saved without an answer to the question.
func (q *Question) IsNeeded() bool { return q.needed }

// Fill answers every question of the row in hand at once, as a form with one Save button does. What is not sent, or blank, is
// no answer. All that is wrong is found together, in the order of the questions; the row is then as it was.
func (s *Section) Fill(in Input, sent map[string][]string) (Change, []Problem) {
	var change Change
	before, was := s.shownNow(in), reflect.ValueOf(in.Row).Elem()
	kept := reflect.New(was.Type()).Elem()
	kept.Set(was)
	wrong := map[*Question]*Problem{}
	for _, q := range s.Questions {
		if !q.IsShown(in) {
			continue
		}
		values, problem := q.fill(in, sent[q.Key])
		if problem != nil {
			wrong[q] = problem
			continue
		}
		for i, c := range q.Columns {
			change.set(q, c, in.Row, values[i])
		}
	}
	if found := s.wrongIn(in, wrong); len(found) > 0 {
		was.Set(kept)
		return Change{}, found
	}
	s.clear(in, &change)
	s.recognise(in, &change)
	s.compare(in, &change, before)
	return change, nil
}

// wrongIn adds to what could not be read what the checks find in the rest, now that all is filled in.
func (s *Section) wrongIn(in Input, unread map[*Question]*Problem) []Problem {
	var found []Problem
	for _, q := range s.Questions {
		problem := unread[q]
		if problem == nil && q.IsShown(in) {
			values := make([]any, len(q.Columns))
			for i, c := range q.Columns {
				values[i] = c.Get(in.Row)
			}
			problem = q.checkAll(s, in, values)
		}
		if problem != nil {
			found = append(found, *problem)
		}
	}
	return found
}

// fill reads one field of a form. A blank one is no answer, whatever the kind.
func (q *Question) fill(in Input, sent []string) ([]any, *Problem) {
	values := make([]any, len(q.Columns))
	if strings.TrimSpace(strings.Join(sent, "")) != "" {
		read, problem := q.kind.parse(q, in, sent)
		if problem != nil {
			return nil, problem
		}
		values = read
	}
	if q.needed && !slices.ContainsFunc(values, func(v any) bool { return v != nil }) {
		return nil, q.problem(CodeRequired, "This field is needed.")
	}
	return values, nil
}
