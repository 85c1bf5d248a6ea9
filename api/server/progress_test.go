package server

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/progress"
	"github.com/pinktick/pinktick/tenants"
)

var ringWords = regexp.MustCompile(`aria-label="([0-9]+ of [0-9]+[^"]*)"`)

// progressIn is what the rings of a page say.
func progressIn(body string) string {
	var said []string
	for _, found := range ringWords.FindAllStringSubmatch(body, -1) {
		said = append(said, found[1])
	}
	return strings.Join(said, "; ")
}

// Steps and wheels say the same from a full cache, from an empty one and without one.
func TestProgressIsTheSameWithAndWithoutTheCache(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Lead)
	v.post(v.casePath("/tests/ct_head_performed"), v.answer("yes"))
	look := func() string {
		return progressIn(v.get(v.casePath("/tests/ring"), "HX-Request", "true").body + v.get(v.casePath("/steps?at=tests"), "HX-Request", "true").body)
	}
	cached := look()
	if len(strings.Split(cached, "; ")) < 5 {
		t.Fatalf("the rings say only %q", cached)
	}
	keys := w.progressKeys()
	if len(keys) == 0 {
		t.Fatal("nothing is cached")
	}
	for _, key := range keys {
		w.stack.Mini.Del(key)
	}
	if got := look(); got != cached {
		t.Errorf("from an empty cache: %s, was %s", got, cached)
	}
	w.stack.Mini.SetError("LOADING")
	got := look()
	w.stack.Mini.SetError("")
	if got != cached {
		t.Errorf("without a cache: %s, was %s", got, cached)
	}
}

func (w *world) progressKeys() []string {
	var keys []string
	for _, key := range w.stack.Mini.Keys() {
		if strings.HasPrefix(key, "progress:") {
			keys = append(keys, key)
		}
	}
	return keys
}

// A cache entry of another trust under this one's key, or one that is no entry, is dropped, and the former is logged; what
// is shown comes from the rows.
func TestPoisonedProgressIsDropped(t *testing.T) {
	w := sharedWorld(t)
	ours, theirs := w.signIn(w.Manchester, tenants.Lead), w.signIn(w.Leeds, tenants.Lead)
	ours.post(ours.casePath("/tests/ct_head_performed"), ours.answer("yes"))
	steps := ours.casePath("/steps?at=tests")
	honest := progressIn(ours.get(steps, "HX-Request", "true").body)
	theirs.get(theirs.casePath("/steps?at=tests"), "HX-Request", "true")
	var mine, other string
	for _, key := range w.progressKeys() {
		switch {
		case strings.Contains(key, string(w.Leeds.ID)):
			other = key
		case strings.Contains(key, ":1:20"):
			mine = key
		}
	}
	poison, err := w.stack.Mini.Get(other)
	if err != nil || mine == "" {
		t.Fatalf("no keys to poison: %v", w.progressKeys())
	}
	for name, value := range map[string]string{"of another trust": poison, "of another case": strings.ReplaceAll(mustGet(w, mine), `"c":1`, `"c":7`),
		"cut short": poison[:10], "no JSON": "\x00", "of other forms": `{"t":"` + string(w.Manchester.ID) + `","c":1,"f":[]}`} {
		t.Run(name, func(t *testing.T) {
			if err := w.stack.Mini.Set(mine, value); err != nil {
				t.Fatal(err)
			}
			suite.mark()
			if got := progressIn(ours.get(steps, "HX-Request", "true").body); got != honest {
				t.Errorf("the steps say %s, want %s", got, honest)
			}
			if logged := suite.since("progress cache holds an entry of another record"); logged != (name != "cut short" && name != "no JSON") {
				t.Errorf("it is logged: %t", logged)
			}
			if mustGet(w, mine) == value {
				t.Error("it is still there")
			}
		})
	}
}

func mustGet(w *world, key string) string {
	value, err := w.stack.Mini.Get(key)
	if err != nil {
		w.t.Fatal(err)
	}
	return value
}

// Nobody's context finds anything, nor keeps it.
func TestProgressOfNobody(t *testing.T) {
	w := sharedWorld(t)
	cases := []progress.Case{{ID: w.child["R0A"]}}
	if found := w.server.Progress.Find(context.Background(), ask.DateOf(today), cases); len(found) != 0 {
		t.Errorf("found %v", found)
	}
	before := len(w.progressKeys())
	r, err := w.store.Peek(w.Manchester.As(t.Context(), tenants.Viewer), w.child["R0A"])
	if err != nil {
		t.Fatal(err)
	}
	w.server.Progress.Keep(context.Background(), ask.DateOf(today), cases[0], r.Completion())
	if len(w.progressKeys()) != before {
		t.Error("kept for nobody")
	}
}
