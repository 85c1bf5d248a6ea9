package kpi

import (
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/measure"
)

// Place is where an answer stands in the child's record.
type Place struct {
	Section  *ask.Section
	Row      any // of the section; its number is ask.RowID where the section repeats
	Index    int // of the row among the child's rows of a section that repeats, from 0
	Question *ask.Question
	Column   *ask.Column // of the question: the date, or that it was declined
}

// PlaceOf tells where in a child's record an answer stands that decided one of its results.
func PlaceOf(child *dataset.Child, source measure.Source) (Place, bool) {
	for _, s := range dataset.Stored() {
		rows := child.Rows(s)
		if rows == nil {
			rows = []any{child.Row(s)}
		}
		for i, row := range rows {
			if q, c := s.AskedBy(row, source); q != nil {
				return Place{s, row, i, q, c}, true
			}
		}
	}
	return Place{}, false
}
