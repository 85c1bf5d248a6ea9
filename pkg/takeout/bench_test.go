package takeout_test

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/tenants"
)

// childrenOfBench is how many children the list of a trust has; PINKTICK_BENCH_LIST makes it another number.
func childrenOfBench() int {
	if n, err := strconv.Atoi(os.Getenv("PINKTICK_BENCH_LIST")); err == nil && n > 0 {
		return n
	}
	return 20_000
}

// mostHeap is how much the heap may grow while rows stream out as CSV, however many they are.
const mostHeap = 64 << 20

// BenchmarkExports makes the exports of a trust with very many children, and the workbook of a counted nation: seconds, rows a
// second, and how far the heap grew at most. It fails where CSV is not streamed.
func BenchmarkExports(b *testing.B) {
	w := counted(b)
	begun := time.Now()
	w.fill("R0A", childrenOfBench())
	w.db.Exec(b, "analyze")
	w.recount()
	b.Logf("%d children made in %v", childrenOfBench(), time.Since(begun).Round(time.Second))
	lead, nation := w.as("R0A", tenants.Lead), w.nation()
	for _, e := range []struct {
		what     string
		national bool
		ask      takeout.Ask
	}{
		{"workbook/xlsx", true, takeout.Ask{Kind: takeout.Workbook, Format: takeout.XLSX, Cohort: 8}},
		{"workbook/csv", true, takeout.Ask{Kind: takeout.Workbook, Format: takeout.CSV, Cohort: 8}},
		{"workbook/json", true, takeout.Ask{Kind: takeout.Workbook, Format: takeout.JSON, Cohort: 8}},
		{"children/csv", false, takeout.Ask{Kind: takeout.Children, Format: takeout.CSV}},
		{"children/xlsx", false, takeout.Ask{Kind: takeout.Children, Format: takeout.XLSX}},
		{"quality/csv", false, takeout.Ask{Kind: takeout.Quality, Format: takeout.CSV}},
		{"answers/csv", false, takeout.Ask{Kind: takeout.OwnData, Format: takeout.CSV}},
	} {
		b.Run(e.what, func(b *testing.B) {
			shelf, ctx := w.store.OfTenant(), lead
			if e.national {
				shelf, ctx = w.store.OfNation(), nation
			}
			for b.Loop() {
				w.must(shelf.Ask(ctx, e.ask))
				stop := watchHeap()
				begun := time.Now()
				w.work()
				took, peak := time.Since(begun), stop()
				all, err := shelf.List(ctx)
				w.must(err)
				if all[0].State != takeout.Ready {
					b.Fatalf("%s: %s", all[0].State, all[0].Refusal)
				}
				b.ReportMetric(float64(all[0].Rows)/took.Seconds(), "rows/s")
				b.ReportMetric(float64(all[0].Rows), "rows")
				b.ReportMetric(float64(all[0].Size)/1e6, "MB")
				b.ReportMetric(float64(peak)/1e6, "MB-heap")
				if e.ask.Format == takeout.CSV && peak > mostHeap {
					b.Errorf("the heap grew by %d MB", peak>>20)
				}
				file, err := shelf.Fetch(ctx, all[0].ID)
				w.must(err)
				w.must(file.Send(ctx, &bytes.Buffer{}))
			}
		})
	}
}

// watchHeap tells by how much the heap has grown at most since.
func watchHeap() (stop func() uint64) {
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	done, peak := make(chan struct{}), before.HeapAlloc
	var watching sync.WaitGroup
	watching.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(10 * time.Millisecond):
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapAlloc)
			}
		}
	})
	return func() uint64 { close(done); watching.Wait(); return peak - before.HeapAlloc }
}
