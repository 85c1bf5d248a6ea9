package workbook

import (
	"archive/zip"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"
)

// Defused puts an apostrophe before a text that a spreadsheet would run as a formula.
func Defused(cell string) string {
	if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r\n") {
		return "'" + cell
	}
	return cell
}

// WriteCSV writes one sheet, the names of its columns first, and tells how many rows there are.
func WriteCSV(w io.Writer, s Sheet) (int64, error) {
	out := csv.NewWriter(w)
	if err := out.Write(s.Columns); err != nil {
		return 0, fmt.Errorf("write %s: %w", s.Name, err)
	}
	var rows int64
	line := make([]string, len(s.Columns))
	for row, err := range s.Rows {
		if err != nil {
			return rows, err
		}
		for i := range line {
			line[i] = ""
			if i < len(row) {
				if line[i], err = text(row[i]); err != nil {
					return rows, fmt.Errorf("write %s: %w", s.Name, err)
				}
			}
		}
		if err := out.Write(line); err != nil {
			return rows, fmt.Errorf("write %s: %w", s.Name, err)
		}
		rows++
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return rows, fmt.Errorf("write %s: %w", s.Name, err)
	}
	return rows, nil
}

// WriteZIP writes each sheet as a CSV file of its name.
func WriteZIP(w io.Writer, at time.Time, sheets []Sheet) (int64, error) {
	archive := zip.NewWriter(w)
	var rows int64
	for _, s := range sheets {
		file, err := archive.CreateHeader(&zip.FileHeader{Name: s.Name + ".csv", Method: zip.Deflate, Modified: at})
		if err != nil {
			return rows, fmt.Errorf("write %s: %w", s.Name, err)
		}
		n, err := WriteCSV(file, s)
		if rows += n; err != nil {
			return rows, err
		}
	}
	if err := archive.Close(); err != nil {
		return rows, fmt.Errorf("write the archive: %w", err)
	}
	return rows, nil
}
