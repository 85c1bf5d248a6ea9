//go:build bench

package bench

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/tenants"
)

// served is a public page asked for by some clients at once, beside the same bytes as a file from the disk by net/http alone.
type served struct {
	what        string
	bytes       int
	page, floor latencies
}

const (
	readersAtOnce = 8
	readersFor    = 3 * time.Second
)

// measureResults publishes cohort 8 and reads it as the public does: whole, and asking whether what it has is still it.
func measureResults(w *world) []served {
	team := tenants.RequestInto(nationally(context.Background()), "bench")
	store := &publication.Store{DB: w.sql(), Counts: &compare.Store{DB: w.db, Now: time.Now}}
	p, err := store.Prepare(team, publication.Plan{Cohort: 8, Lowest: compare.Trust, Note: "Bench"})
	w.must(err)
	w.must(store.Bring(team, p.ID, publication.Ready))
	w.must(store.Bring(team, p.ID, publication.Published))
	var all []served
	for _, path := range []string{"/results/8", "/results/8/trust/" + w.trusts[0].ODSCode, "/results/8/measures/4?level=trust", "/results/8.json"} {
		all = append(all, w.serves(path)...)
	}
	return all
}

func (w *world) serves(path string) []served {
	head, body := w.read(w.listener, path, "", http.StatusOK)
	file := filepath.Join(w.TempDir(), "page.html")
	w.must(os.WriteFile(file, body, 0o600))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	w.must(err)
	static := &http.Server{Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { http.ServeFile(rw, r, file) }), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = static.Serve(listener) }()
	defer func() { _ = static.Close() }()
	since := "If-None-Match: " + head.Get("ETag") + "\r\n"
	stored, _ := w.read(listener, "/", "", http.StatusOK)
	unchanged := "If-Modified-Since: " + stored.Get("Last-Modified") + "\r\n"
	return []served{
		{path, len(body), w.reads(w.listener, path, "", http.StatusOK), w.reads(listener, "/", "", http.StatusOK)},
		{path + ", not modified", 0, w.reads(w.listener, path, since, http.StatusNotModified), w.reads(listener, "/", unchanged, http.StatusNotModified)},
	}
}

// reads lets the public ask as fast as it can.
func (w *world) reads(server net.Listener, path, header string, want int) latencies {
	each := make([][]time.Duration, readersAtOnce)
	var done sync.WaitGroup
	begun := time.Now()
	for i := range each {
		c := w.dial(w.visitors[0], server)
		done.Go(func() {
			defer c.close()
			for time.Since(begun) < readersFor {
				at := time.Now()
				c.asks(path, header, want)
				each[i] = append(each[i], time.Since(at))
			}
		})
	}
	done.Wait()
	return gathered(each, time.Since(begun))
}

func (w *world) read(server net.Listener, path, header string, want int) (http.Header, []byte) {
	c := w.dial(w.visitors[0], server)
	defer c.close()
	return c.asks(path, header, want), bytes.Clone(c.body.Bytes())
}

// asks sends a request of somebody who is not signed in.
func (c *client) asks(path, header string, want int) http.Header {
	c.out = fmt.Appendf(c.out[:0], "GET %s HTTP/1.1\r\nHost: bench\r\n%s\r\n", path, header)
	if _, err := c.conn.Write(c.out); err != nil {
		panic(err)
	}
	answer, err := http.ReadResponse(c.in, nil)
	if err != nil {
		panic(err)
	}
	c.body.Reset()
	if _, err = io.Copy(&c.body, answer.Body); err != nil || answer.StatusCode != want {
		panic(fmt.Sprintf("%s %v: %s", answer.Status, err, c.body.String()))
	}
	return answer.Header
}
