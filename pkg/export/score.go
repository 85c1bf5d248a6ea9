package export

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/kpi"
)

// ScoreOptions say on which day, and how strictly, records are scored.
type ScoreOptions struct {
	Today   ask.Date
	Explain bool // say of each measure which fields decided it
	Lenient bool // ignore keys that the dictionary does not know, rather than list them among the problems
}

// Score reads exchange records, as JSON Lines, one object or one array, and writes one outcome a line, in order. It holds one
// record at a time. A *Malformed error says where the JSON breaks off; the lines of the records before it are out by then.
func Score(in io.Reader, out io.Writer, options ScoreOptions) error {
	lines := bufio.NewWriterSize(out, 1<<16)
	// Whoever feeds one record and waits for its line gets it: what is written goes out before more is read.
	records := NewReader(flushingReader{in, lines})
	encoder := json.NewEncoder(lines)
	encoder.SetEscapeHTML(false)
	for {
		raw, err := records.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = encoder.Encode(ScoreRecord(raw, options))
		}
		if err != nil {
			return flushed(lines, err)
		}
	}
	return flushed(lines, nil)
}

// flushed sends out what is written, whatever ended the work.
func flushed(lines *bufio.Writer, err error) error {
	if failed := lines.Flush(); failed != nil {
		return fmt.Errorf("write outcomes: %w", failed)
	}
	return err
}

// ScoreRecord scores one exchange record. It is total: whatever the record holds, there is an outcome.
func ScoreRecord(raw []byte, options ScoreOptions) Outcome {
	record, problems := Decode(raw, DecodeOptions{Lenient: options.Lenient})
	outcome := OutcomeOf(record.ID, record.Child, options.Today, nil)
	if options.Explain {
		outcome.Explained = &Explained{kpi.R4.Name, explain(record.Child, nil)}
	}
	outcome.Problems = append(append([]Problem{}, problems...), outcome.Problems...)
	return outcome
}

type flushingReader struct {
	in    io.Reader
	lines *bufio.Writer
}

// Read sends out the lines written so far before it waits for more.
func (f flushingReader) Read(p []byte) (int, error) {
	if err := f.lines.Flush(); err != nil {
		return 0, fmt.Errorf("write outcomes: %w", err)
	}
	return f.in.Read(p)
}
