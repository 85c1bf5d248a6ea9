package plot

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// WriteCSV writes the numbers of a figure: UTF-8, rates not rounded, "*" where a number is too small to show, empty where there is
// none. No cell is a formula to a spreadsheet.
func WriteCSV(w io.Writer, f Figure) error {
	t := f.Drawing.Table()
	out := csv.NewWriter(w)
	var line []string
	for _, c := range t.Columns {
		line = append(line, c.Keys...)
	}
	if err := out.Write(line); err != nil {
		return fmt.Errorf("write numbers: %w", err)
	}
	for _, row := range t.Rows {
		line = line[:0]
		for _, cell := range row.Cells {
			for _, value := range cell.Data {
				line = append(line, defused(value))
			}
		}
		if err := out.Write(line); err != nil {
			return fmt.Errorf("write numbers: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write numbers: %w", err)
	}
	return nil
}

// defused puts an apostrophe before what a spreadsheet would run as a formula.
func defused(cell string) string {
	if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r\n") {
		return "'" + cell
	}
	return cell
}
