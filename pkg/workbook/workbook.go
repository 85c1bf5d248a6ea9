// Package workbook writes tables as a spreadsheet or as CSV, a row at a time, and says what the audit's national workbook holds
// (kpis.md, section 13). The same sheets come out in either form, cell by cell. A text is never a formula: typed as a text in a
// spreadsheet, defused in CSV. It reads nothing from anywhere.
package workbook

import (
	"fmt"
	"iter"
	"strconv"

	"github.com/pinktick/pinktick/pkg/fault"
)

// Sheet is one table. A cell is a string, a Link, an int, a float64, or nil where there is nothing.
type Sheet struct {
	Name    string // of at most 31 letters
	Columns []string
	Rows    iter.Seq2[[]any, error] // after an error there is no more
}

// Link is the address of a page, which a spreadsheet opens.
type Link string

// Fixed are rows in hand.
func Fixed(rows [][]any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// A spreadsheet is put together in memory: mostHeld bounds its cells, each of which takes its text and what stands around it. At most
// some three times as much is held for a moment. CSV has no such bound.
const (
	mostHeld   = 64 << 20
	aroundCell = 60
)

func errTooMany() error {
	return fault.New(fault.TooLarge, "too_many_rows", "These are more rows than a spreadsheet here holds. Ask for CSV, or for one cohort.")
}

// text is a cell in CSV. A fraction has as many digits as tell it from every other.
func text(cell any) (string, error) {
	switch value := cell.(type) {
	case nil:
		return "", nil
	case string:
		return Defused(value), nil
	case Link:
		return Defused(string(value)), nil
	case int:
		return strconv.Itoa(value), nil
	case float64:
		return strconv.FormatFloat(value, 'g', -1, 64), nil
	}
	return "", fmt.Errorf("a cell cannot hold a %T", cell)
}
