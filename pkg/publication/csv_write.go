package publication

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/pinktick/pinktick/pkg/measure"
)

var csvHead = []string{"cohort", "version", "level", "code", "name", "measure", "title", "achieved", "eligible", "rate", "lower_95", "upper_95", "not_applicable", "incomplete",
	"state", "registered", "counted", "records_incomplete", "completeness", "expected", "ascertainment"}

// hiddenMark stands in a file where a number is too small to show.
const hiddenMark = "*"

// WriteCSV writes a document as one line a unit and measure: UTF-8, rates not rounded, "*" where a number is too small to show,
// empty where there is none. No cell is a formula to a spreadsheet.
func (d Document) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	write := func(line []string) error {
		for i, cell := range line {
			if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r\n") {
				line[i] = "'" + cell
			}
		}
		return out.Write(line)
	}
	if err := write(csvHead); err != nil {
		return fmt.Errorf("write the results: %w", err)
	}
	for _, l := range d.Levels {
		for _, u := range l.Units {
			for i, m := range d.Measures {
				line := append([]string{strconv.Itoa(d.Cohort), strconv.Itoa(d.Version), string(l.Key), u.Code, u.Name, m.Code, m.Title}, u.Results[i].cells()...)
				if err := write(append(line, u.People.cells()...)); err != nil {
					return fmt.Errorf("write the results: %w", err)
				}
			}
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write the results: %w", err)
	}
	return nil
}

func (r Result) cells() []string {
	if r.Numbers == nil {
		return []string{hiddenMark, hiddenMark, hiddenMark, hiddenMark, hiddenMark, hiddenMark, hiddenMark, r.State.Words()}
	}
	cells := []string{strconv.Itoa(r.Numbers.Passed), strconv.Itoa(r.Numbers.Eligible), "", "", ""}
	if rate, any := r.Numbers.Count().Rate(); any {
		i, _ := r.Numbers.Count().Wilson(measure.Confidence95)
		cells[2], cells[3], cells[4] = decimal(rate), decimal(i.Lower), decimal(i.Upper)
	}
	return append(cells, shown(r.Numbers.NotApplicable), shown(r.Numbers.Incomplete), r.State.Words())
}

func (c *Children) cells() []string {
	if c == nil {
		return []string{hiddenMark, hiddenMark, hiddenMark, hiddenMark, "", ""}
	}
	cells := []string{strconv.Itoa(c.Registered), strconv.Itoa(c.Counted), shown(c.Incomplete), "", "", ""}
	if c.Completeness != nil {
		cells[3] = decimal(*c.Completeness)
	}
	if c.Expected != nil {
		cells[4] = strconv.Itoa(c.Expected.Children)
	}
	if c.Ascertainment != nil {
		cells[5] = decimal(*c.Ascertainment)
	}
	return cells
}

func shown(n *int) string {
	if n == nil {
		return hiddenMark
	}
	return strconv.Itoa(*n)
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
