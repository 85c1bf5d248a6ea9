//go:build bench

package bench

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// table is what the run prints.
type table struct {
	trips int
	saves []saves
	fixed saves
	costs []cost
	pages []timed
	score scoring

	counts []counting
	read   []cost

	results []served
	first   []timed
}

func (t *table) print(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "\nSaving one answer: session, tenant, both walls, save, history, progress, partial, in %d round trips to PostgreSQL;\n", t.trips)
	fmt.Fprintln(w, "beside it pgbench, sending the same statements to the same server. All is on disk when it is acknowledged.")
	fmt.Fprintln(w, "clients\tsaves/s\tp50\tp99\tpgbench/s\tp50\tp99\tratio\tprepared: saves/s\tpgbench/s\tratio\t")
	for _, s := range t.saves {
		fmt.Fprintf(w, "%d\t%s\t%s\t%.2f\t%.0f\t%.0f\t%.2f\t\n", s.clients, figures(s.http), figures(s.bare), s.http.rate()/s.bare.rate(),
			s.httpPrepared.rate(), s.barePrepared.rate(), s.httpPrepared.rate()/s.barePrepared.rate())
	}
	fmt.Fprintf(w, "%d/s offered\t%s\t%s\t\t\t\t\t\n", t.fixed.clients, figures(t.fixed.http), figures(t.fixed.bare))
	_ = w.Flush()
	fmt.Fprintln(w, "\none of each\ttime\tallocations\tbytes\t")
	for _, c := range t.costs {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t\n", c.what, c.time.Round(100*time.Nanosecond), c.allocs, c.bytes)
	}
	_ = w.Flush()
	fmt.Fprintf(w, "\nScoring all measures of %d children, %d different ones: %.0f a second on one core, %.0f on all, %d allocations and %d bytes each;\n"+
		"as records read and written by the score command: %.0f a second on one core.\n",
		childrenScored, childrenDifferent, t.score.one, t.score.all, t.score.allocs, t.score.bytes, t.score.records)
	fmt.Fprintf(w, "\nPages over HTTP, by one client; beside each pgbench, sending its statements: a trust of %d children, a nation of %d.\n", childrenOfLargeTrust, childrenOfNation())
	printPages(w, t.pages)
	t.printCounts(w)
	t.printResults(w)
	fmt.Fprintln(w, "\nFirst pages over HTTP, warm, by one client, and each of their parts; beside each pgbench, sending its statements.")
	printPages(w, t.first)
}

func printPages(w *tabwriter.Writer, pages []timed) {
	fmt.Fprintln(w, "page\tp50\tp99\tstatements p50\tp99\tratio\t")
	for _, p := range pages {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%.1f\t\n", p.what, ms(p.page.at(.5)), ms(p.page.at(.99)), ms(p.bare.at(.5)), ms(p.bare.at(.99)),
			float64(p.page.at(.5))/float64(max(1, p.bare.at(.5))))
	}
	_ = w.Flush()
}

// printResults prints what published pages take.
func (t *table) printResults(w *tabwriter.Writer) {
	fmt.Fprintf(w, "\nPublished results, without sign-in, by %d clients; beside each the same bytes as a file from the disk.\n", readersAtOnce)
	fmt.Fprintln(w, "page\tbytes\tpages/s\tp50\tp99\tfiles/s\tp50\tp99\tratio\t")
	for _, r := range t.results {
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%.2f\t\n", r.what, r.bytes, figures(r.page), figures(r.floor), r.page.rate()/r.floor.rate())
	}
	_ = w.Flush()
}

// printCounts prints what the counts of measures take.
func (t *table) printCounts(w *tabwriter.Writer) {
	fmt.Fprintln(w, "\nCounting the measures of cohorts: all children anew, again after one has changed, and a bare statement that reads the same rows.")
	fmt.Fprintln(w, "children\tanew\tafter one change\tbare\tratio\t")
	for _, c := range t.counts {
		fmt.Fprintf(w, "%s: %d\t%s\t%s\t%s\t%.1f\t\n", c.what, c.children, ms(c.recount), ms(c.one), ms(c.bare), float64(c.recount)/float64(c.bare))
	}
	_ = w.Flush()
	fmt.Fprintln(w, "\nevery minute, and from stored counts\ttime\tallocations\tbytes\t")
	for _, c := range t.read {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t\n", c.what, c.time.Round(time.Microsecond), c.allocs, c.bytes)
	}
	_ = w.Flush()
}

func figures(l latencies) string {
	return fmt.Sprintf("%.0f\t%s\t%s", l.rate(), ms(l.at(.5)), ms(l.at(.99)))
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond)) }
