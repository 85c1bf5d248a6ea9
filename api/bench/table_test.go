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
}

func (t *table) print(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "\nSaving one answer: session, tenant, both walls, save, history, progress, partial; %d round trips to PostgreSQL, on disk when acknowledged\n", t.trips)
	fmt.Fprintln(w, "clients\tsaves/s\tp50\tp99\tpgbench/s\tp50\tp99\tratio\tpgbench prepared/s\t")
	for _, s := range t.saves {
		fmt.Fprintf(w, "%d\t%.0f\t%s\t%s\t%.0f\t%s\t%s\t%.2f\t%.0f\t\n", s.clients, s.http.rate(), ms(s.http.at(.5)), ms(s.http.at(.99)),
			s.bare.rate(), ms(s.bare.at(.5)), ms(s.bare.at(.99)), s.http.rate()/s.bare.rate(), s.cached.rate())
	}
	f := t.fixed
	fmt.Fprintf(w, "%d/s offered\t%.0f\t%s\t%s\t%.0f\t%s\t%s\t\t\t\n", f.clients, f.http.rate(), ms(f.http.at(.5)), ms(f.http.at(.99)),
		f.bare.rate(), ms(f.bare.at(.5)), ms(f.bare.at(.99)))
	_ = w.Flush()
	fmt.Fprintln(w, "\nOne of each\ttime\tallocations\tbytes\t")
	for _, c := range t.costs {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t\n", c.what, c.time.Round(100*time.Nanosecond), c.allocs, c.bytes)
	}
	_ = w.Flush()
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond)) }
