package server

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/progress"
)

// sharedWorld is one world for all the tests that leave people signed in as they were: each finds the children as they were
// made. It saves each of them a database, a provider and a round of signing in.
func sharedWorld(t testing.TB) *world {
	t.Helper()
	if shared == nil {
		shared = newWorld(&lasting{TB: t})
		shared.t = t
		shared.Exec(t, "create schema kept")
		for _, table := range keptTables {
			shared.Exec(t, "create table kept."+table+" as table "+table)
		}
	}
	shared.t = t
	shared.reset(t)
	return shared
}

var (
	shared     *world
	keptTables = []string{"cases", "registrations", "managements", "change_log"} // what newWorld fills, parents first
	atTheEnd   []func()
)

// reset puts back what the children were when they were made, and takes away what the last test cached, limited and logged.
func (w *world) reset(t testing.TB) {
	t.Helper()
	w.Exec(t, "truncate cases cascade")
	w.Exec(t, "truncate deadline_extensions, transfers")
	w.store.Now = func() time.Time { return today }
	w.Exec(t, "truncate cases, case_counts, list_scopes, national_reads cascade")
	for _, table := range keptTables {
		var columns string // all but what the database derives
		if err := w.Super.QueryRow(`select string_agg(attname, ', ') from pg_attribute
			where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`, table).Scan(&columns); err != nil {
			t.Fatal(err)
		}
		w.Exec(t, "insert into "+table+" ("+columns+") overriding system value select "+columns+" from kept."+table)
	}
	w.Exec(t, "delete from tenant_logos")
	w.Exec(t, "update tenants set brand_colour = null, brand_colour_text = null")
	w.server.Directory.Forget()
	w.server.PublicURL = "http://audit.example"
	w.server.Progress = &progress.Cache{Redis: w.server.Login.Redis} // one that Redis has not failed
	w.forgetKeys("progress:", "rate")
	w.log.take()
}

// forgetKeys takes those keys out of Redis that hold one of the words.
func (w *world) forgetKeys(words ...string) {
	for _, key := range w.stack.Mini.Keys() {
		if slices.ContainsFunc(words, func(word string) bool { return strings.Contains(key, word) }) {
			w.stack.Mini.Del(key)
		}
	}
}

// lasting is a test that ends when all have: what is cleaned up after it is cleaned up at the very end.
type lasting struct{ testing.TB }

// Cleanup implements testing.TB.
func (l *lasting) Cleanup(f func()) { atTheEnd = append(atTheEnd, f) }

// Context implements testing.TB.
func (l *lasting) Context() context.Context { return context.Background() }

// TempDir implements testing.TB.
func (l *lasting) TempDir() string {
	dir, err := os.MkdirTemp("", "pinktick-server-")
	if err != nil {
		l.Fatal(err)
	}
	l.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// Errorf implements testing.TB: by the time it is called the test that made the world may be over.
func (l *lasting) Errorf(format string, args ...any) { fmt.Printf("FAIL: "+format+"\n", args...) }

func cleanUp() {
	for _, f := range slices.Backward(atTheEnd) {
		f()
	}
}
