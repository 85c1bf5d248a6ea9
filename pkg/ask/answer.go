package ask

import (
	"reflect"
	"slices"
)

// Change is what one answer did to a row, before it is stored.
type Change struct {
	Columns  []ColumnChange
	Question *Question
	Cleared  []*Question // others whose answer went because it is no longer asked
	Appeared []*Question // others that are asked from now on
	Gone     []*Question // others that are no longer asked
	Noted    []*Question // others beside which something else is noted now
	Emptied  []*Records  // lists no longer asked for, whose rows go
	Opened   []*Records  // lists asked for from now on
}

// ColumnChange is the old and new value of one column: nil, bool, Date, string or []string.
type ColumnChange struct {
	Question *Question
	Column   *Column
	Old, New any
}

// Answer gives one answer to the row in hand, which it changes: parse, check, store, then clear what is no longer asked. A
// *Problem leaves the row as it was. What is not asked for the row in hand cannot be answered: nothing would clear it again.
func (s *Section) Answer(in Input, q *Question, sent []string) (Change, error) {
	if !q.IsShown(in) {
		return Change{}, q.problem(CodeNotAsked, "This question is not asked for the answers given so far.")
	}
	values, problem := q.kind.parse(q, in, sent)
	if problem == nil {
		problem = q.checkOffered(in, values[0])
	}
	if problem == nil {
		problem = q.checkAll(s, in, values)
	}
	if problem != nil {
		return Change{}, problem
	}
	change := Change{Question: q}
	before := s.shownNow(in)
	for i, c := range q.Columns {
		change.set(q, c, in.Row, values[i])
	}
	s.clear(in, &change)
	s.recognise(in, &change)
	s.compare(in, &change, before)
	return change, nil
}

func (q *Question) checkAll(s *Section, in Input, values []any) *Problem {
	for i, v := range values {
		if v == nil || !q.isChecked(i) {
			continue
		}
		if p := q.check(s, in, v); p != nil {
			return p
		}
	}
	return nil
}

func (c *Change) set(q *Question, column *Column, row, value any) {
	old := column.Get(row)
	if reflect.DeepEqual(old, value) {
		return
	}
	column.Set(row, value)
	c.Columns = append(c.Columns, ColumnChange{q, column, old, value})
}

// changed tells whether the answer in a field of the section has changed.
func (c *Change) changed(column *Column) bool {
	for _, cc := range c.Columns {
		if cc.Column == column {
			return true
		}
	}
	return false
}

// clear empties every other question that is no longer asked, or that the change resets, until nothing more goes.
func (s *Section) clear(in Input, change *Change) {
	for again := true; again; {
		again = false
		for _, q := range s.Questions {
			if q == change.Question || !q.HasValue(in.Row) || !s.goes(in, q, change) {
				continue
			}
			for _, c := range q.Columns {
				change.set(q, c, in.Row, nil)
			}
			change.Cleared = append(change.Cleared, q)
			again = true
		}
	}
}

// Settle clears what is no longer asked for the row in hand, after an answer elsewhere changed what its rules look at: a
// corrected sex or date of birth, or a record received from outside.
func (s *Section) Settle(in Input) Change {
	var change Change
	s.clear(in, &change)
	return change
}

func (s *Section) goes(in Input, q *Question, change *Change) bool {
	if !q.IsShown(in) {
		return true
	}
	for _, field := range q.resets {
		if change.changed(s.at(field)) && !contains(change.Cleared, q) {
			return true
		}
	}
	return false
}

func contains(questions []*Question, q *Question) bool {
	for _, other := range questions {
		if other == q {
			return true
		}
	}
	return false
}

// shown is what a row's form shows: which questions and lists are asked, and what is noted beside them.
type shown struct {
	questions, lists []bool
	notes            []string
}

func (s *Section) shownNow(in Input) shown {
	now := shown{make([]bool, len(s.Questions)), make([]bool, len(s.Lists)), make([]string, len(s.Questions))}
	for i, q := range s.Questions {
		if now.questions[i] = q.IsShown(in); now.questions[i] {
			now.notes[i] = q.Notes(in)
		}
	}
	for i, r := range s.Lists {
		now.lists[i] = r.IsShown(in)
	}
	return now
}

// Difference is what the answer to q changed around it: from the row as it was before to the row as it is.
func (s *Section) Difference(before, in Input, q *Question) Change {
	change, was := Change{Question: q}, s.shownNow(before)
	for _, other := range s.Questions {
		if other != q && other.HasValue(before.Row) && !other.HasValue(in.Row) {
			change.Cleared = append(change.Cleared, other)
		}
	}
	s.compare(in, &change, was)
	return change
}

// Restore puts an answer back as Format gave it, without a check: it was stored once.
func (q *Question) Restore(in Input, values []string) {
	if q.source != nil { // a keyword that is sent is added to what is there
		q.Columns[0].Set(in.Row, q.picked(in, values, func(code string) bool { return slices.Contains(values, code) }))
		return
	}
	stored := make([]any, len(q.Columns))
	if len(values) > 0 {
		if parsed, problem := q.kind.parse(q, in, values); problem == nil {
			stored = parsed
		}
	}
	for i, c := range q.Columns {
		c.Set(in.Row, stored[i])
	}
}

func (s *Section) compare(in Input, change *Change, before shown) {
	now := s.shownNow(in)
	for i, q := range s.Questions {
		switch {
		case now.questions[i] && !before.questions[i]:
			change.Appeared = append(change.Appeared, q)
		case !now.questions[i] && before.questions[i]:
			change.Gone = append(change.Gone, q)
		case now.notes[i] != before.notes[i]:
			change.Noted = append(change.Noted, q)
		}
	}
	for i, r := range s.Lists {
		switch {
		case now.lists[i] && !before.lists[i]:
			change.Opened = append(change.Opened, r)
		case !now.lists[i] && before.lists[i]:
			change.Emptied = append(change.Emptied, r)
		}
	}
}

// Problems checks every stored answer of the row in hand, as after a date of birth was corrected or a record was received.
func (s *Section) Problems(in Input) []Problem {
	var found []Problem
	for _, q := range s.Questions {
		if q.Kind == KindTiles && len(q.Format(in.Row)) > 1 { // only a record received from outside can say so
			found = append(found, *q.problem(CodeUnknownChoice, "Choose one."))
		}
		for i, c := range q.Columns {
			value := c.Get(in.Row)
			if value == nil || !q.isChecked(i) {
				continue
			}
			if p := q.check(s, in, value); p != nil {
				found = append(found, *p)
			}
		}
	}
	return found
}
