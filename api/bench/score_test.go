//go:build bench

package bench

import (
	"bytes"
	"io"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/sample"
)

// What is scored: so many different children, over and over, until so many have been.
const (
	childrenScored    = 100_000
	childrenDifferent = 5_000
)

// scoring is how fast children are scored: in memory on one core and on all, and as records that the score command reads.
type scoring struct {
	one, all      float64 // children a second
	allocs, bytes uint64  // a child
	records       float64 // records a second, on one core
}

func measureScoring(w *world) scoring {
	today := ask.DateOf(time.Now())
	children := slices.Collect(sample.Children(1, childrenDifferent, today, []string{"RGT01"}))
	var s scoring
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	s.one = rate(childrenScored, func() { scoreAll(children, childrenScored) })
	runtime.ReadMemStats(&after)
	s.allocs, s.bytes = (after.Mallocs-before.Mallocs)/childrenScored, (after.TotalAlloc-before.TotalAlloc)/childrenScored
	cores := runtime.GOMAXPROCS(0)
	s.all = rate(childrenScored, func() {
		var working sync.WaitGroup
		for range cores {
			working.Go(func() { scoreAll(children, childrenScored/cores) })
		}
		working.Wait()
	})
	var records bytes.Buffer
	for _, child := range children {
		line, err := export.Encode(child, export.EncodeOptions{ID: "a", Today: today})
		w.must(err)
		records.Write(append(line, '\n'))
	}
	s.records = rate(childrenDifferent, func() { w.must(export.Score(&records, io.Discard, export.ScoreOptions{Today: today})) })
	return s
}

func scoreAll(children []*dataset.Child, n int) {
	for i := range n {
		kpi.Score(children[i%len(children)], kpi.R4, nil)
	}
}

func rate(n int, do func()) float64 {
	begun := time.Now()
	do()
	return float64(n) / time.Since(begun).Seconds()
}
