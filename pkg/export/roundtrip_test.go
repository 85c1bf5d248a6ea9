package export_test

import (
	"bytes"
	"io"
	"runtime"
	"strconv"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/pkg/sample"
)

var (
	today = ask.Date{Year: 2026, Month: 3, Day: 15}
	leads = []string{"RGT01", "7A1A1"}
)

// A child that goes out and comes back is the same child, and a strict reader finds nothing to complain of.
func TestRecordsComeBackAsTheyWentOut(t *testing.T) {
	for child := range sample.Children(3, 500, today, leads) {
		out := encode(t, child, "a")
		record, problems := export.Decode(out, export.DecodeOptions{})
		if len(problems) > 0 {
			t.Fatalf("%+v in %s", problems, out)
		}
		if back := encode(t, record.Child, "a"); !bytes.Equal(out, back) {
			t.Fatalf("went out\n%s\ncame back\n%s", out, back)
		}
	}
}

// The record scores what the child scores that it was made from: one implementation, two ways in.
func TestRecordScoresAsItsChild(t *testing.T) {
	at := dataset.Circumstances{Today: today}
	for child := range sample.Children(4, 300, today, leads) {
		outcome := export.ScoreRecord(encode(t, child, "a"), export.ScoreOptions{Today: today})
		done := child.Completion(at)
		if outcome.Expected != done.Total.Expected || outcome.Completed != done.Total.Completed || len(outcome.Problems) > 0 {
			t.Fatalf("the record scores %d of %d, the child %+v; problems %v", outcome.Completed, outcome.Expected, done.Total, outcome.Problems)
		}
		if p, ok := child.Period(dataset.RuleCalendar()); ok && *outcome.Cohort != p.Cohort {
			t.Fatalf("cohort %d, want %d", *outcome.Cohort, p.Cohort)
		}
	}
}

func encode(t testing.TB, child *dataset.Child, id string) []byte {
	raw, err := export.Encode(child, export.EncodeOptions{ID: id, Today: today})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// repeating reads the same few hundred records over and over, n in all.
type repeating struct {
	lines [][]byte
	left  []byte
	n, at int
	peak  uint64 // the most memory seen in use while reading
}

func newRepeating(t testing.TB, n int) *repeating {
	r := &repeating{n: n}
	for child := range sample.Children(5, 200, today, leads) {
		r.lines = append(r.lines, append(encode(t, child, strconv.Itoa(len(r.lines))), '\n'))
	}
	return r
}

func (r *repeating) Read(p []byte) (int, error) {
	if len(r.left) == 0 {
		if r.at == r.n {
			return 0, io.EOF
		}
		r.left = r.lines[r.at%len(r.lines)]
		if r.at++; r.at%5000 == 0 {
			r.measure()
		}
	}
	n := copy(p, r.left)
	r.left = r.left[n:]
	return n, nil
}

func (r *repeating) measure() {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	r.peak = max(r.peak, m.HeapAlloc)
}

// However many records there are, no more than one is held.
func TestScoreHoldsOneRecordAtATime(t *testing.T) {
	peak := func(n int) uint64 {
		r := newRepeating(t, n)
		if err := export.Score(r, io.Discard, export.ScoreOptions{Today: today}); err != nil {
			t.Fatal(err)
		}
		return r.peak
	}
	few, many := peak(5_000), peak(20_000)
	if many > few+1<<20 {
		t.Errorf("%d bytes in use for 5,000 records, %d for 20,000", few, many)
	}
}

// BenchmarkScore scores b.N records as one stream; bytes in use are sampled on the way.
func BenchmarkScore(b *testing.B) {
	r := newRepeating(b, b.N)
	b.ReportAllocs()
	for b.ResetTimer(); r.at < r.n; {
		if err := export.Score(r, io.Discard, export.ScoreOptions{Today: today}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "records/s")
	b.ReportMetric(float64(r.peak)/(1<<20), "MiB-in-use")
}
