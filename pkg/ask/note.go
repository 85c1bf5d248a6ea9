package ask

// Note shows words beside the question, worked out from the answers and never stored: what a choice means for the rest.
func (q *Question) Note(words func(Input) string) *Question { q.note = words; return q }

// WaitFrom pairs the date with an earlier one of the same section, as From does, and notes the days between the two.
func (q *Question) WaitFrom(field **Date) *Question {
	q.waits = field
	return q.From(field)
}

// Notes are the words noted for the row in hand; none for most.
func (q *Question) Notes(in Input) string {
	switch {
	case q.note != nil:
		return q.note(in)
	case q.waitsFrom == nil:
		return ""
	}
	from, asked := q.waitsFrom.Get(in.Row).(Date)
	until, seen := q.Columns[0].Get(in.Row).(Date)
	if !asked || !seen || until.Before(from) {
		return ""
	}
	return "Wait: " + WaitWords(from.DaysUntil(until))
}
