//go:build bench

package bench

import (
	"os"
	"testing"
	"time"
)

// clientCounts are how many people save at once, each as fast as answers come back.
var clientCounts = []int{1, 8, 32}

const (
	span      = 6 * time.Second // of each load
	spanFixed = 10 * time.Second
	fixedRate = 200 // saves a second: far above a whole country at nine in the morning
)

// BenchmarkPlatform makes a whole platform, measures it and prints the table.
func BenchmarkPlatform(b *testing.B) {
	begun := time.Now()
	w := newWorld(b)
	b.Logf("platform made in %v", time.Since(begun).Round(time.Millisecond))
	script := w.captureSave()
	t := table{trips: script.trips, costs: measureCosts(w), saves: measureSaves(w, script), fixed: measureFixed(w, script), score: measureScoring(w)}
	b.Logf("%d children made in %v", childrenOfNation(), w.fillNation().Round(time.Millisecond))
	t.pages = measurePages(w)
	t.counts, t.read = measureCounts(w), measureReading(w)
	t.results = measureResults(w)
	t.first = measureFirstPages(w)
	t.print(os.Stdout)
}

// saves is what a number of clients got through, over HTTP and as bare statements; then both with prepared statements.
type saves struct {
	clients                    int
	http, bare                 latencies
	httpPrepared, barePrepared latencies
}

// measureSaves loads both at each count, one straight after the other: the machine is the same for the two.
func measureSaves(w *world, script script) []saves {
	var all []saves
	for _, n := range clientCounts {
		w.load(n, time.Second, w.listener) // pools and caches fill
		w.load(n, time.Second, w.prepared)
		all = append(all, saves{
			clients: n,
			http:    w.load(n, span, w.listener), bare: w.pgbench(script, "extended", n, span, 0),
			httpPrepared: w.load(n, span, w.prepared), barePrepared: w.pgbench(script, "prepared", n, span, 0),
		})
	}
	return all
}

func measureFixed(w *world, script script) saves {
	return saves{clients: fixedRate, http: w.loadAt(fixedRate, spanFixed), bare: w.pgbench(script, "extended", 32, spanFixed, fixedRate)}
}
