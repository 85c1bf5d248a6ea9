package ask

import (
	"reflect"
	"slices"
)

// Held is a column that nobody answers: the list a row was added to fixes it, or the server derives it.
type Held struct {
	Field any
	Label string
}

func (h Held) attach(s *Section) { s.at(h.Field).Label = h.Label }

// Records is a place on a page for the rows of a section that repeats: a list with add, edit and delete. Two lists may share
// one table, told apart by a held column that each fixes.
type Records struct {
	Key     string // in URLs: /{section}/{row}
	Title   string
	Add     string // words of the add button
	Section *Section
	Parent  *Section
	shown   Condition
	needed  Condition // on a row: the list needs one that meets it
	missing string
	fixed   *Column
	value   any
}

// Repeat places the rows of a section that repeats.
func Repeat(key, title, add string, section *Section) *Records {
	return &Records{Key: key, Title: title, Add: add, Section: section}
}

// Where keeps the rows whose held column has that value; rows added here get it.
func (r *Records) Where(field, value any) *Records {
	r.fixed, r.value = r.Section.at(field), value
	return r
}

// ShowIf says when the list is asked for. When it no longer is, its rows are deleted in the same change.
func (r *Records) ShowIf(c Condition) *Records { r.shown = c; return r }

// AtLeastOne says that the list needs a row that meets a condition, and in which words it is missed until there is one.
func (r *Records) AtLeastOne(words string, c Condition) *Records {
	r.missing, r.needed = words, c
	return r
}

// NeedsARow tells whether the list ever needs a row of a kind.
func (r *Records) NeedsARow() bool { return r.missing != "" }

// Missing says in words which row the list still needs; empty when it has all it needs.
func (r *Records) Missing(in Input) string {
	if r.missing == "" || slices.ContainsFunc(r.Rows(in), func(row any) bool { return r.needed.Holds(r.In(in, row)) }) {
		return ""
	}
	return r.missing
}

// IsShown tells whether the list is asked for, given the row of the section it stands in.
func (r *Records) IsShown(in Input) bool { return r.shown.Holds(in) }

func (r *Records) attach(s *Section) { r.Parent = s; s.Lists = append(s.Lists, r) }

// NewRow makes an empty row of this list.
func (r *Records) NewRow() any {
	row := r.Section.NewRow()
	if r.fixed != nil {
		r.fixed.Set(row, r.value)
	}
	return row
}

// Fixed is the held column and the value every row of this list has; nil where the table holds one list only.
func (r *Records) Fixed() (*Column, any) { return r.fixed, r.value }

// Rows are the rows of this list, out of all rows of its section.
func (r *Records) Rows(in Input) []any {
	var rows []any
	for _, row := range in.Rows(r.Section) {
		if r.fixed == nil || r.fixed.Get(row) == r.value {
			rows = append(rows, row)
		}
	}
	if by := r.Section.order; by != nil {
		slices.SortStableFunc(rows, func(a, b any) int { return byDate(by.Get(a), by.Get(b), r.Section.newest) })
	}
	return rows
}

// byDate puts those without a date last, either way.
func byDate(a, b any, newestFirst bool) int {
	one, dated := a.(Date)
	other, datedToo := b.(Date)
	switch {
	case dated && datedToo && newestFirst:
		return other.utc().Compare(one.utc())
	case dated && datedToo:
		return one.utc().Compare(other.utc())
	case dated && !datedToo:
		return -1
	case datedToo && !dated:
		return 1
	}
	return 0
}

// RowID is the number of a row of a section that repeats.
func RowID(row any) int64 { return row.(numbered).number() }

// SetRowID gives a row its number.
func SetRowID(row any, id int64) { reflect.ValueOf(row).Elem().FieldByName("Row").Field(0).SetInt(id) }

type numbered interface{ number() int64 }

func (r Row) number() int64 { return r.ID }

// In is the input for one row of a list: the row, and the others of its section.
func (r *Records) In(in Input, row any) Input {
	in.Others = nil
	for _, other := range in.Rows(r.Section) {
		if RowID(other) != RowID(row) {
			in.Others = append(in.Others, other)
		}
	}
	in.Row = row
	return in
}

// IsEmpty tells whether nothing has been entered in a row: such a row is discarded when it is closed.
func (r *Records) IsEmpty(row any) bool {
	for _, q := range r.Section.Questions {
		if q.HasValue(row) {
			return false
		}
	}
	return true
}
