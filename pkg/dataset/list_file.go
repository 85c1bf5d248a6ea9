package dataset

import (
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
)

// ListFile is a code list as a CSV file: a row an entry, in the order in which they are shown.
type ListFile struct {
	Columns []string // that the file has; the others are as they were
	Entries []CodeEntry
}

// The columns of a file that have a meaning of their own. Every other one is a tag of the entry.
const (
	codeColumn      = "code"
	labelColumn     = "label"
	groupColumn     = "group"
	synonymsColumn  = "synonyms"    // with semicolons between
	aliasesColumn   = "aliases"     // with semicolons between
	legacyColumn    = "legacy_code" // aliases too: codes of earlier rounds
	conceptColumn   = "snomed_ct_id"
	offeredColumn   = "selectable"
	fromColumn      = "valid_from"  // the first day on which the entry is offered
	untilColumn     = "valid_until" // the first day on which it no longer is
	synonymsDivider = "; "
)

var plainColumns = []string{codeColumn, labelColumn, groupColumn, synonymsColumn, aliasesColumn, conceptColumn, offeredColumn, fromColumn, untilColumn}

// ReadListFile reads a list. What is wrong is said with its line.
func ReadListFile(in io.Reader) (ListFile, error) {
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		return ListFile{}, fmt.Errorf("the file is not CSV: %w", err)
	}
	if len(rows) == 0 {
		return ListFile{}, fmt.Errorf("the file is empty")
	}
	file := ListFile{Columns: rows[0]}
	file.Columns[0] = strings.TrimPrefix(file.Columns[0], "\ufeff") // as spreadsheets begin a file
	for i, name := range file.Columns {
		if name == legacyColumn {
			file.Columns[i] = aliasesColumn
		}
		if slices.Contains(file.Columns[:i], file.Columns[i]) {
			return ListFile{}, fmt.Errorf("the column %s is there twice", file.Columns[i])
		}
	}
	for i, row := range rows[1:] {
		var e CodeEntry
		for j, value := range row {
			if err := e.set(file.Columns[j], strings.TrimSpace(value)); err != nil {
				return ListFile{}, fmt.Errorf("line %d, %s: %w", i+2, file.Columns[j], err)
			}
		}
		file.Entries = append(file.Entries, e)
	}
	return file, nil
}

// set reads one cell.
func (e *CodeEntry) set(column, value string) (err error) {
	switch column {
	case codeColumn:
		e.Code = value
	case labelColumn:
		e.Label = value
	case groupColumn:
		e.Group = value
	case synonymsColumn:
		e.Synonyms = parted(value)
	case aliasesColumn:
		e.Aliases = parted(value)
	case conceptColumn:
		e.Concept = value
	case offeredColumn:
		if e.Withheld = value == "false"; value != "" && value != "true" && value != "false" {
			err = fmt.Errorf("%q is neither true nor false", value)
		}
	case fromColumn:
		e.From, err = dayIn(value)
	case untilColumn:
		e.Until, err = dayIn(value)
	default:
		if value != "" {
			if e.Tags == nil {
				e.Tags = map[string]string{}
			}
			e.Tags[column] = value
		}
	}
	return err
}

func parted(value string) []string {
	var parts []string
	for part := range strings.SplitSeq(value, ";") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

func dayIn(value string) (ask.Date, error) {
	if value == "" {
		return ask.Date{}, nil
	}
	return ask.ParseDate(value)
}

// Take copies one column of another entry.
func (e *CodeEntry) Take(column string, from CodeEntry) {
	e.Tags = maps.Clone(e.Tags)
	delete(e.Tags, column)
	if len(e.Tags) == 0 {
		e.Tags = nil
	}
	_ = e.set(column, from.Cell(column)) // what was read once can be read again
}

// Cell writes one column of an entry.
func (e CodeEntry) Cell(column string) string {
	switch column {
	case codeColumn:
		return e.Code
	case labelColumn:
		return e.Label
	case groupColumn:
		return e.Group
	case synonymsColumn:
		return strings.Join(e.Synonyms, synonymsDivider)
	case aliasesColumn:
		return strings.Join(e.Aliases, synonymsDivider)
	case conceptColumn:
		return e.Concept
	case offeredColumn:
		return strconv.FormatBool(!e.Withheld)
	case fromColumn:
		return written(e.From)
	case untilColumn:
		return written(e.Until)
	}
	return e.Tags[column]
}

func written(d ask.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// ColumnsOf are the columns in which entries are written: those that have a meaning of their own, then their tags.
func ColumnsOf(entries []CodeEntry) []string {
	tags := map[string]bool{}
	for _, e := range entries {
		for name := range e.Tags {
			tags[name] = true
		}
	}
	return append(slices.Clone(plainColumns), slices.Sorted(maps.Keys(tags))...)
}

// WriteListFile writes a list as ReadListFile reads it.
func WriteListFile(out io.Writer, entries []CodeEntry) error {
	columns := ColumnsOf(entries)
	rows := [][]string{columns}
	for _, e := range entries {
		row := make([]string, len(columns))
		for i, column := range columns {
			row[i] = e.Cell(column)
		}
		rows = append(rows, row)
	}
	if err := csv.NewWriter(out).WriteAll(rows); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	return nil
}
