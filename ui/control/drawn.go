package control

import (
	"hash/crc32"

	"github.com/pinktick/pinktick/ui/part"
)

// Drawn is the mark of what a question shows of the record, then that of its answer alone. What the person at it has typed, and
// what only identifies a form, are no part of it: an answer that was refused, or asked back about, has not changed
// the record.
func (q Question) Drawn() string {
	q.Key, q.Version, q.OOB = "", 0, false
	q.Typed, q.Error, q.Conflict, q.Clearing, q.State = nil, "", nil, nil, ""
	offered := offer(q.Options)
	q.Options = nil
	return part.Drawn("question", q, offered) + "." + part.Drawn("answer", q.ID, q.Values)
}

// offer tells one list of options from another. Lists are long, and drawn with every page: it is quick before anything else.
func offer(options []Option) (sum uint32) {
	var text []byte
	for _, o := range options {
		text = append(append(append(append(text[:0], o.Code...), o.Label...), o.Hint...), o.Group...)
		sum = crc32.Update(sum, crc32.IEEETable, append(text, 0))
	}
	return sum
}

// Drawn is the mark of a list without its rows, which have their own.
func (l List) Drawn() string {
	l.NextKey, l.Version, l.OOB, l.Rows, l.Warning = "", 0, false, nil, ""
	return part.Drawn("list", l)
}

// DrawnWarning is the mark of what a list still needs.
func DrawnWarning(listID, warning string) string { return part.Drawn("warning", listID, warning) }

// Drawn is the mark of a row without its questions, which have their own, then that of what it says while it is closed.
func (r Row) Drawn() string {
	r.Key, r.Version, r.Questions = "", 0, nil
	return part.Drawn("row", r) + "." + part.Drawn("facts", r.ID, r.Title, r.Facts)
}
