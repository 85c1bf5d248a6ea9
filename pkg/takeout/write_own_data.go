package takeout

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/workbook"
)

// writeOwnData writes every answer: a file a section, its columns named as the data dictionary beside them does.
func (s Shelf) writeOwnData(ctx context.Context, w io.Writer, e Export) (string, int64, error) {
	centre, err := s.centre(ctx, e.Ask)
	if err != nil {
		return "", 0, err
	}
	var sheets []workbook.Sheet
	for _, section := range dataset.Stored() {
		sheets = append(sheets, s.sectionSheet(ctx, centre.part, section))
	}
	words, err := s.dictionary()
	if err != nil {
		return "", 0, err
	}
	described := int64(0)
	for _, sheet := range words {
		for _, err := range sheet.Rows {
			if err != nil {
				return "", 0, err
			}
			described++
		}
	}
	name, rows, err := s.writeSheets(w, e, centre.fileName("all-answers", e), centre.properties("All answers", e), append(sheets, words...)...)
	return name, rows - described, err // what is said of the data is no row of it
}

// sectionSheet is one section. A child's rows in all files have its audit number.
func (s Shelf) sectionSheet(ctx context.Context, part record.Part, section *ask.Section) workbook.Sheet {
	repeats := slices.Contains(dataset.Repeating(), section)
	columns := []string{"audit_number"}
	if repeats {
		columns = append(columns, "row_number")
	}
	for _, c := range section.Columns {
		columns = append(columns, c.Name)
	}
	named := organisationColumns(section)
	rows := sheetOf(s.Records.SectionRows(ctx, part, section), func(r record.SectionRow) [][]any {
		row := []any{int(r.CaseID)}
		if repeats {
			row = append(row, int(r.RowID))
		}
		for _, c := range section.Columns {
			value := answer(c.Get(r.Row))
			if id, there := value.(string); there && slices.Contains(named, c) {
				value = s.odsCode(ctx, id)
			}
			row = append(row, value)
		}
		return [][]any{row}
	})
	return workbook.Sheet{Name: section.Table, Columns: columns, Rows: rows}
}

// organisationColumns hold organisations, which are known by their ODS codes outside.
func organisationColumns(section *ask.Section) []*ask.Column {
	var all []*ask.Column
	for _, q := range section.Questions {
		if q.Kind == ask.KindOrganisation {
			all = append(all, q.Columns...)
		}
	}
	return all
}

// odsCode is that of an organisation, or its id where it is no longer listed.
func (s Shelf) odsCode(ctx context.Context, id string) string {
	if o, err := s.Directory.Organisation(ctx, id); err == nil {
		return o.ODSCode
	}
	return id
}

// answer is a stored value as a cell: true and false, dates as 2026-11-22, several codes with semicolons between, nothing where nothing
// was answered.
func answer(value any) any {
	switch value := value.(type) {
	case nil:
		return nil
	case string, int:
		return value
	case []string:
		return strings.Join(value, ";")
	}
	return fmt.Sprint(value)
}

// dictionary are the data dictionary and the code lists, as they stand.
func (s Shelf) dictionary() ([]workbook.Sheet, error) {
	var lists ask.Lists
	if s.Records.Lists != nil {
		var err error
		if lists, err = s.Records.Lists(); err != nil {
			return nil, err
		}
	}
	var sheets []workbook.Sheet
	for _, each := range []struct {
		name  string
		write func(io.Writer, ask.Lists) error
	}{{"dictionary", export.DictionaryCSV}, {"code_lists", export.ListsCSV}} {
		var written bytes.Buffer
		if err := each.write(&written, lists); err != nil {
			return nil, err
		}
		lines, err := csv.NewReader(&written).ReadAll()
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", each.name, err)
		}
		rows := make([][]any, 0, len(lines))
		for _, line := range lines[1:] {
			row := make([]any, len(line))
			for i, cell := range line {
				row[i] = cell
			}
			rows = append(rows, row)
		}
		sheets = append(sheets, workbook.Sheet{Name: each.name, Columns: lines[0], Rows: workbook.Fixed(rows)})
	}
	return sheets, nil
}
