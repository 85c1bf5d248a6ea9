package lookup

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// table reads a published CSV file line by line. Its columns are found by their names, which change a little from one edition
// to the next.
type table struct {
	file   string
	csv    *csv.Reader
	header []string
	line   []string
}

func newTable(name string, content io.Reader) (*table, error) {
	text := bufio.NewReaderSize(content, 1<<16)
	if mark, _ := text.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = text.Discard(3)
	}
	t := &table{file: name, csv: csv.NewReader(text)}
	t.csv.ReuseRecord = true
	header, err := t.csv.Read()
	if err != nil {
		return nil, fmt.Errorf("%s has no line of column names: %w", name, err)
	}
	for _, column := range header {
		t.header = append(t.header, strings.ToLower(strings.Join(strings.Fields(column), " ")))
	}
	return t, nil
}

// column finds a column; -1 when there is none.
func (t *table) column(name *regexp.Regexp) int {
	for i, column := range t.header {
		if name.MatchString(column) {
			return i
		}
	}
	return -1
}

// next reads the next line; false at the end of the file.
func (t *table) next() (bool, error) {
	var err error
	if t.line, err = t.csv.Read(); errors.Is(err, io.EOF) {
		return false, nil
	}
	if err != nil { // which names the line
		return false, fmt.Errorf("%s: %w", t.file, err)
	}
	return true, nil
}

// value is the line's value in a column; empty where there is no such column.
func (t *table) value(column int) string {
	if column < 0 {
		return ""
	}
	return strings.TrimSpace(t.line[column])
}

// fault says what is wrong with the line in hand.
func (t *table) fault(format string, args ...any) error {
	number, _ := t.csv.FieldPos(0)
	return fmt.Errorf("%s, line %d: %s", t.file, number, fmt.Sprintf(format, args...))
}
