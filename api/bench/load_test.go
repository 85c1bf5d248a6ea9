//go:build bench

package bench

import (
	"context"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// latencies are how long each save took, in order, and over what time they came.
type latencies struct {
	each []time.Duration
	over time.Duration
}

// rate is saves a second.
func (l latencies) rate() float64 { return float64(len(l.each)) / l.over.Seconds() }

// at is the latency that a share of the saves stayed within.
func (l latencies) at(share float64) time.Duration {
	if len(l.each) == 0 {
		return 0
	}
	return l.each[min(len(l.each)-1, int(share*float64(len(l.each))))]
}

// gathered joins what clients measured.
func gathered(each [][]time.Duration, over time.Duration) latencies {
	all := slices.Concat(each...)
	slices.Sort(all)
	return latencies{all, over}
}

// clients makes n clients with a connection each, and deals out the children of each trust to its clients: nobody answers
// for another's child, so no answer is ever refused as older than somebody else's.
func (w *world) clients(n int, server net.Listener) []*client {
	all := make([]*client, n)
	of := map[*trust][]*client{}
	for i := range all {
		all[i] = w.dial(w.visitors[i%len(w.visitors)], server)
		of[all[i].visitor.trust] = append(of[all[i].visitor.trust], all[i])
	}
	versions := w.versions()
	for trust, clients := range of {
		for i, id := range trust.cases {
			c := clients[i%len(clients)]
			c.cases, c.versions = append(c.cases, id), append(c.versions, versions[id])
		}
	}
	return all
}

// versions are the revisions of all records, brought past those that pgbench's statements wrote into the log.
func (w *world) versions() map[int64]string {
	all := map[int64]string{}
	rows, err := w.super().Query(context.Background(), `update cases c set revision = coalesce((select max(l.revision) from change_log l
		where l.tenant_id = c.tenant_id and l.case_id = c.id), 0) + 1 returning id, revision::text`)
	w.must(err)
	var id int64
	var revision string
	_, err = pgx.ForEachRow(rows, []any{&id, &revision}, func() error { all[id] = revision; return nil })
	w.must(err)
	return all
}

// load lets n clients save at a server as fast as they can.
func (w *world) load(n int, span time.Duration, server net.Listener) latencies {
	clients := w.clients(n, server)
	each := make([][]time.Duration, n)
	var done sync.WaitGroup
	begun := time.Now()
	for i, c := range clients {
		done.Go(func() {
			for time.Since(begun) < span {
				at := time.Now()
				c.save()
				each[i] = append(each[i], time.Since(at))
			}
			c.close()
		})
	}
	done.Wait()
	return gathered(each, time.Since(begun))
}

// loadAt offers a fixed number of saves a second, whether or not earlier ones are answered. A save's time counts from when
// it was due, so a server that stalls is not flattered.
func (w *world) loadAt(rate int, span time.Duration) latencies {
	const n = 32
	due := make(chan time.Time, rate*int(span/time.Second))
	each := make([][]time.Duration, n)
	var done sync.WaitGroup
	for i, c := range w.clients(n, w.listener) {
		done.Go(func() {
			for at := range due {
				c.save()
				each[i] = append(each[i], time.Since(at))
			}
			c.close()
		})
	}
	begun := time.Now()
	for i := range cap(due) {
		at := begun.Add(time.Duration(i) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(at))
		due <- at
	}
	close(due)
	done.Wait()
	return gathered(each, time.Since(begun))
}
