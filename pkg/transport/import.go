package transport

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/pkg/record"
)

// ImportOptions say how records are taken.
type ImportOptions struct {
	Write  bool   // store them; otherwise only say what would become of each
	Reason string // kept with the import
}

// Summary counts what became of the records that were read.
type Summary map[record.Result]int

// Records is how many there were.
func (s Summary) Records() int {
	all := 0
	for _, n := range s {
		all += n
	}
	return all
}

// Taken tells whether none was refused or in conflict.
func (s Summary) Taken() bool { return s[record.Refused] == 0 && s[record.Conflict] == 0 }

// Told is one line of the report: what became of one record.
type Told struct {
	ID          json.RawMessage  `json:"id"`
	Result      record.Result    `json:"result"`
	AuditNumber int64            `json:"audit_number,omitempty"`
	Problems    []export.Problem `json:"problems"` // of a record that was taken: what its people should look at
}

// together is how many records are looked up at once. Each is stored on its own.
const together = 100

// Import reads exchange records, as JSON Lines, one object or one array, and writes one line a record, in order. Each child is taken
// whole or not at all; what has been told is stored, whatever comes after. It holds few records at a time. A *export.Malformed error
// says where the JSON breaks off; the records before it are done by then. When the context ends it stops between two children.
func (t *Transport) Import(ctx context.Context, in io.Reader, out io.Writer, o ImportOptions) (Summary, error) {
	run, err := t.Records.BeginImport(ctx, o.Reason, !o.Write)
	if err != nil {
		return nil, err
	}
	lines := bufio.NewWriterSize(out, 1<<16)
	err = t.importAll(ctx, run, in, lines)
	if ended := run.End(context.WithoutCancel(ctx)); err == nil {
		err = ended
	}
	if failed := lines.Flush(); err == nil && failed != nil {
		err = fmt.Errorf("write the report: %w", failed)
	}
	counted := Summary{}
	for _, r := range record.Results() {
		counted[r] = run.Count(r)
	}
	return counted, err
}

func (t *Transport) importAll(ctx context.Context, run *record.Import, in io.Reader, lines *bufio.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	batches, sorter := readAhead(ctx, in), newSorter(ctx, t)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case b := <-batches:
			if err := t.importBatch(ctx, run, sorter, b.records, lines); err != nil {
				return err
			}
			if errors.Is(b.err, io.EOF) {
				return nil
			}
			if b.err != nil {
				return b.err
			}
		}
	}
}

// read are some records, and what came after them: nil where there are more.
type read struct {
	records []json.RawMessage
	err     error
}

// readAhead reads while others are stored: and whoever waits for input can still be stopped.
func readAhead(ctx context.Context, in io.Reader) <-chan read {
	batches := make(chan read)
	go func() {
		reader := export.NewReader(in)
		for {
			var next read
			for len(next.records) < together && next.err == nil {
				raw, err := reader.Next()
				if next.err = err; err == nil {
					next.records = append(next.records, raw)
				}
			}
			select {
			case batches <- next:
			case <-ctx.Done():
				return
			}
			if next.err != nil {
				return
			}
		}
	}()
	return batches
}

// importBatch sorts out what cannot be taken, lets the store take the others, and tells of all in their order.
func (t *Transport) importBatch(ctx context.Context, run *record.Import, sorter *sorter, records []json.RawMessage, lines *bufio.Writer) error {
	told, arrivals := make([]Told, len(records)), []record.Arrival{}
	var places []int
	for i, raw := range records {
		arrival, line := sorter.sort(raw)
		told[i] = line
		if line.Result == record.Refused {
			run.Refuse()
			continue
		}
		arrivals, places = append(arrivals, arrival), append(places, i)
	}
	received, err := run.Take(ctx, arrivals)
	for i, r := range received {
		line := &told[places[i]]
		line.Result, line.AuditNumber = r.Result, r.CaseID
		line.Problems = append(problemsOf(r), line.Problems...)
	}
	for _, line := range told {
		if line.Result == "" { // where the work broke off
			break
		}
		if err := writeLine(lines, line); err != nil {
			return err
		}
	}
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	if err := lines.Flush(); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

func problemsOf(r record.Received) []export.Problem {
	found := []export.Problem{}
	for _, p := range r.Problems {
		path := ""
		if p.Section != nil {
			path = export.PathOf(p.Section, p.Question)
		}
		found = append(found, export.Problem{Path: path, Code: p.Code, Message: p.Message})
	}
	return found
}

func writeLine(lines *bufio.Writer, line any) error {
	encoder := json.NewEncoder(lines)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(line); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
