package workbook

import (
	"archive/zip"
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"
)

// Properties are what a spreadsheet says of itself.
type Properties struct {
	Title, Description string
	At                 time.Time
}

// nowhere keeps the library from putting rows into a file on this machine's disk, where they could stay behind.
const nowhere = "/nonexistent"

// mostLinks bounds the cells that open a page, which the library looks through for each new one.
const mostLinks = 5_000

// WriteXLSX writes a spreadsheet and tells how many rows its sheets have together.
func WriteXLSX(w io.Writer, p Properties, sheets []Sheet) (rows int64, err error) {
	f := excelize.NewFile(excelize.Options{TmpDir: nowhere})
	defer func() { _ = f.Close() }()
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(w) }) // past the library's own buffer
	book := spreadsheet{file: f}
	if book.head, err = f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return 0, fmt.Errorf("write a spreadsheet: %w", err)
	}
	for i, s := range sheets {
		if err := book.add(i, s); err != nil {
			return book.rows, err
		}
	}
	at := p.At.UTC().Format(time.RFC3339)
	if err := f.SetDocProps(&excelize.DocProperties{Title: p.Title, Description: p.Description, Creator: "Pinktick", Created: at, Modified: at}); err != nil {
		return book.rows, fmt.Errorf("write a spreadsheet: %w", err)
	}
	if _, err := f.WriteTo(io.Discard); err != nil {
		return book.rows, fmt.Errorf("write a spreadsheet: %w", err)
	}
	return book.rows, nil
}

type spreadsheet struct {
	file  *excelize.File
	head  int // the style of the first line
	rows  int64
	held  int
	links int
}

// add writes one sheet, whose first line stays in sight.
func (b *spreadsheet) add(i int, s Sheet) error {
	fail := func(err error) error { return fmt.Errorf("write %s: %w", s.Name, err) }
	if i == 0 {
		if err := b.file.SetSheetName("Sheet1", s.Name); err != nil {
			return fail(err)
		}
	} else if _, err := b.file.NewSheet(s.Name); err != nil {
		return fail(err)
	}
	out, err := b.file.NewStreamWriter(s.Name)
	if err != nil {
		return fail(err)
	}
	if err := b.begin(out, s.Columns); err != nil {
		return fail(err)
	}
	line := 1
	for row, err := range s.Rows {
		if err != nil {
			return err
		}
		if b.held += size(row); b.held > mostHeld || line >= excelize.TotalRows {
			return errTooMany()
		}
		line++
		if err := b.write(out, s.Name, line, row); err != nil {
			return fail(err)
		}
		b.rows++
	}
	if err := out.Flush(); err != nil {
		return fail(err)
	}
	return nil
}

// size is what a row takes of memory.
func size(row []any) int {
	held := aroundCell * len(row)
	for _, cell := range row {
		switch value := cell.(type) {
		case string:
			held += len(value)
		case Link:
			held += len(value)
		}
	}
	return held
}

func (b *spreadsheet) begin(out *excelize.StreamWriter, columns []string) error {
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(columns))
	for i, name := range columns {
		head[i] = excelize.Cell{StyleID: b.head, Value: name}
		if err := out.SetColWidth(i+1, i+1, float64(max(12, min(len(name)+2, 40)))); err != nil {
			return err
		}
	}
	return out.SetRow("A1", head)
}

// write writes a line. A text goes as a text, whatever it begins with; nothing leaves its cell out.
func (b *spreadsheet) write(out *excelize.StreamWriter, sheet string, line int, row []any) error {
	at, err := excelize.CoordinatesToCellName(1, line)
	if err != nil {
		return err
	}
	cells := make([]any, len(row))
	for i, cell := range row {
		switch value := cell.(type) {
		case nil, string, int, float64:
			cells[i] = cell
		case Link:
			cells[i] = string(value)
			if err := b.link(sheet, i+1, line, value); err != nil {
				return err
			}
		default:
			return fmt.Errorf("a cell cannot hold a %T", cell)
		}
	}
	return out.SetRow(at, cells)
}

func (b *spreadsheet) link(sheet string, column, line int, to Link) error {
	if b.links++; b.links > mostLinks {
		return nil // the address is there to be read
	}
	cell, err := excelize.CoordinatesToCellName(column, line)
	if err != nil {
		return err
	}
	return b.file.SetCellHyperLink(sheet, cell, string(to), "External")
}
