package record

import (
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// cell is one column of a row that is about to be written.
type cell struct {
	name, kind string // in the database
	value      any    // nil: not answered
}

// cellsOf are the declared columns of a section's row.
func cellsOf(s *ask.Section, row any) []cell {
	cells := make([]cell, len(s.Columns))
	for i, c := range s.Columns {
		cells[i] = cell{c.Name, c.Type, c.Get(row)}
	}
	return cells
}

// caseCells are the columns of a case's own row that follow from the whole record. Every way in which a whole record is written
// goes through here (Create, CopyIn, Import): a column of the case that is derived from the rest is added in this one place.
// Their number, names and order are the same for every child.
func caseCells(child *dataset.Child, at dataset.Circumstances) []cell {
	r := &Record{Child: child, At: at}
	return append(cellsOf(dataset.CaseSection, child.Row(dataset.CaseSection)), r.summary().cells()...)
}
