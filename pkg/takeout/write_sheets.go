package takeout

import (
	"fmt"
	"io"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/workbook"
)

// writeSheets writes sheets in the format that was asked for. A single one as CSV is a file of its own.
func (s Shelf) writeSheets(w io.Writer, e Export, name string, p workbook.Properties, sheets ...workbook.Sheet) (string, int64, error) {
	offer, _ := offerOf(e.Kind)
	var rows int64
	var err error
	switch {
	case e.Format == XLSX:
		name += ".xlsx"
		rows, err = workbook.WriteXLSX(w, p, sheets)
	case e.Format == CSV && offer.Zipped:
		name += ".csv.zip"
		rows, err = workbook.WriteZIP(w, p.At, sheets)
	case e.Format == CSV && len(sheets) == 1:
		name += ".csv"
		rows, err = workbook.WriteCSV(w, sheets[0])
	default:
		err = fmt.Errorf("an export of kind %s has no format %s", e.Kind, e.Format)
	}
	return name, rows, err
}

// today is the date in London, as it stands in the names of files.
func (s Shelf) today() ask.Date { return ask.DateOf(s.Now()) }
