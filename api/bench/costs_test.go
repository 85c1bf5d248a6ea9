//go:build bench

package bench

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/api/server"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/progress"
	"github.com/pinktick/pinktick/pkg/record"
)

// cost is what one of something takes, alone on the machine.
type cost struct {
	what          string
	time          time.Duration
	allocs, bytes uint64
}

// measure does something for about a second and gives the mean. Allocations are the whole process's: nothing else runs.
func measure(what string, do func()) cost {
	do()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n, begun := uint64(0), time.Now()
	for ; time.Since(begun) < time.Second; n++ {
		do()
	}
	took := time.Since(begun)
	runtime.ReadMemStats(&after)
	return cost{what, took / time.Duration(n), (after.Mallocs - before.Mallocs) / n, (after.TotalAlloc - before.TotalAlloc) / n}
}

// measureCosts takes a child whose forms are filled in.
func measureCosts(w *world) []cost {
	v := w.visitors[0]
	r := w.fullest(v.trust)
	at := []progress.Case{{ID: r.ID, Revision: r.Revision}}
	tests, treatment := v.casePath(r.ID)+"/tests", v.casePath(r.ID)+"/treatment"
	w.request(v, http.MethodGet, tests, "") // also puts its progress into the cache
	n, version := 0, r.Revision
	return []cost{
		measure("a save, in the handler", func() {
			n++
			form := fmt.Sprintf("value=%s&key=%s&version=%d&as=%s", answers[n%2], uuid.NewString(), version, v.seal)
			version, _ = strconv.ParseInt(versionIn(w.request(v, http.MethodPost, tests+"/"+question, form)), 10, 64)
		}),
		measure("a save, in the store", func() { n++; version = w.saveOnce(v, r.ID, answers[n%2], version) }),
		measure("page of tests, in the handler", func() { w.request(v, http.MethodGet, tests, "") }),
		measure("page of tests, drawn only", func() { draw(r, "tests") }),
		measure("page of treatment, in the handler", func() { w.request(v, http.MethodGet, treatment, "") }),
		measure("page of treatment, drawn only", func() { draw(r, "treatment") }),
		measure("performance summary, in the handler", func() { w.request(v, http.MethodGet, v.casePath(r.ID)+"/performance", "") }),
		measure("all measures of a child, scored", func() { kpi.Score(r.Child, kpi.R4, r.At.Lists) }),
		measure("progress wheel, in the handler", func() { w.request(v, http.MethodGet, tests+"/ring", "") }),
		measure("progress of a child, counted", func() { r.Completion() }),
		measure("progress of a child, from the cache", func() { w.server.Progress.Find(v.as(), r.At.Today, at) }),
		measure("progress of a child, from the rows", func() {
			again, err := w.server.Records.Peek(v.as(), r.ID)
			w.must(err)
			again.Completion()
		}),
	}
}

// fullest is the record of the trust with the most answers.
func (w *world) fullest(t *trust) *record.Record {
	var best *record.Record
	for _, id := range t.cases[:50] {
		r, err := w.server.Records.Peek(t.as(), id)
		w.must(err)
		if best == nil || r.Completion().Total.Completed > best.Completion().Total.Completed {
			best = r
		}
	}
	return best
}

// saveOnce gives the revision that the save made.
func (w *world) saveOnce(v visitor, id int64, answer string, version int64) int64 {
	done, err := w.server.Records.Save(v.as(), record.Answer{
		CaseID: id, Section: dataset.TestsSection, Question: saved(), Sent: []string{answer}, Key: uuid.NewString(), Version: version,
	})
	w.must(err)
	return done.Record.Revision
}

// request sends a request straight to the handler, without a connection.
func (w *world) request(v visitor, method, path, form string) []byte {
	r := httptest.NewRequestWithContext(context.Background(), method, path, strings.NewReader(form))
	r.Header.Set("Cookie", v.cookie)
	if form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("HX-Request", "true")
	}
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, r)
	if answer.Code != http.StatusOK {
		w.Fatalf("%s %s: %d %s", method, path, answer.Code, answer.Body)
	}
	return answer.Body.Bytes()
}

var drawn bytes.Buffer

func draw(r *record.Record, section string) {
	s, _ := dataset.SectionByKey(section)
	drawn.Reset()
	if err := server.DrawSection(r, s).Render(context.Background(), &drawn); err != nil {
		panic(err)
	}
}
