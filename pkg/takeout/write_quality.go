package takeout

import (
	"context"
	"fmt"
	"io"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/workbook"
)

func (s Shelf) writeQuality(ctx context.Context, w io.Writer, e Export) (string, int64, error) {
	centre, err := s.centre(ctx, e.Ask)
	if err != nil {
		return "", 0, err
	}
	columns := []string{"Audit number"}
	if e.Names {
		columns = append(columns, who...)
	}
	columns = append(append(columns, standing...), "Form", "Entry", "Question", "What", "Why", "Answer")
	rows := sheetOf(s.Records.Children(ctx, centre.part), func(r record.Read) [][]any { return centre.faults(r, e.Names) })
	return s.writeSheets(w, e, centre.fileName("data-quality", e), centre.properties("Data quality", e), workbook.Sheet{Name: "Data quality", Columns: columns, Rows: rows})
}

// faults are the lines of a child: what is missing, then what no longer passes its check. Children taken out of the audit have none.
func (c centre) faults(r record.Read, names bool) [][]any {
	if r.Record.UnregisteredAt != nil {
		return nil
	}
	head := []any{int(r.ID)}
	if names {
		head = append(head, whoIs(r)...)
	}
	head = append(head, c.standing(r)...)
	head = head[:len(head):len(head)]
	var lines [][]any
	for _, section := range dataset.Sections {
		for _, gap := range r.Record.Missing(section) {
			lines = append(lines, append(head, c.gap(r, section, gap)...))
		}
	}
	for _, d := range r.Record.Child.Doubts(r.Record.At) {
		lines = append(lines, append(head, c.doubt(r, d, names)...))
	}
	return lines
}

// gap says what is missing, and where it is given.
func (c centre) gap(r record.Read, section *ask.Section, gap ask.Gap) []any {
	place, entry, question := "/"+section.Key, any(nil), gapWords(r.Record, section, gap)
	why := "Not answered"
	switch {
	case gap.Question == nil:
		place, why = place+"#list-"+gap.List.Key, "No entry"
	case gap.List != nil:
		entry, question = entryName(gap.List, gap.Number), gap.Question.Label
		place += rowPlace(gap.List, gap.Row, gap.Question)
	default:
		place += "#q-" + section.Key + "-" + gap.Question.Key
	}
	return []any{section.Title, entry, question, "Missing", why, c.link(r, place)}
}

// doubt says what to check. The words of a check may hold a date of the child's, which is for those alone who know the child.
func (c centre) doubt(r record.Read, d dataset.Doubt, names bool) []any {
	section, place, entry := d.Section, "/"+d.Section.Key, any(nil)
	if d.List != nil {
		section, entry = d.List.Section, entryName(d.List, d.Number)
	}
	question, label := (*ask.Question)(nil), d.Question
	if q, known := section.Question(d.Question); known {
		question, label = q, q.Label
	}
	switch {
	case d.Section == dataset.CaseSection:
		place = "/update"
	case d.List != nil && question != nil:
		place += rowPlace(d.List, d.Row, question)
	default:
		place += "#q-" + d.Section.Key + "-" + d.Question
	}
	why := "It no longer passes its check: " + d.Code
	if names {
		why = d.Message
	}
	return []any{d.Section.Title, entry, label, "To check", why, c.link(r, place)}
}

func rowPlace(list *ask.Records, row any, q *ask.Question) string {
	return fmt.Sprintf("?open=%[2]d#q-%[1]s-%[2]d-%[3]s", list.Key, ask.RowID(row), q.Key)
}
