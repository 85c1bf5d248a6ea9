package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
)

// at is the visitor's browser, with its session, asking another replica.
func (v *visitor) at(address string) *visitor {
	other := v.w.stranger()
	here, _ := url.Parse(v.base)
	there, _ := url.Parse(address)
	other.browser.Jar.SetCookies(there, v.browser.Jar.Cookies(here))
	other.base, other.place, other.role = address, v.place, v.role
	return other
}

// The real Redis stops. Whoever this replica has seen lately goes on reading and saving, and what they save is in PostgreSQL;
// whoever it has not is told plainly. When it is back everybody goes on.
func TestRedisStops(t *testing.T) {
	redis := logintest.StartRedis(t)
	client, err := login.OpenRedis("redis://" + redis.Addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	w := newWorld(t, func(o *login.Options) { o.Redis = client })
	v := w.signIn(w.Manchester, tenants.Editor)
	list := "/" + v.place.Hospitals[0].ODSCode + "/cases"
	before := v.get(list).body
	elsewhere := v.at(w.replica())
	seal := v.seal()

	redis.Stop()
	began := time.Now()
	for path, fragment := range map[string]string{list: "", v.casePath("/tests"): "", v.casePath("/tests/ring"): "true", v.casePath("/steps?at=tests"): "true"} {
		if got := v.get(path, "HX-Request", fragment); got.status != http.StatusOK {
			t.Errorf("reading %s: %d", path, got.status)
		}
	}
	if got := v.get(list).body; progressIn(got) != progressIn(before) {
		t.Errorf("the list shows other progress: %s, was %s", progressIn(got), progressIn(before))
	}
	if got := v.post(v.casePath("/tests/ct_head_performed"), v.answer("yes")); got.status != http.StatusOK {
		t.Errorf("saving: %d %s", got.status, got.body)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("that took %s", took)
	}
	if w.revision(w.Manchester) != "1" {
		t.Error("what was saved is not in PostgreSQL")
	}
	form := url.Values{"as": {seal}, "key": {"00000000-0000-4000-8000-000000000001"}, "version": {"1"}, "value": {"no"}}
	for name, got := range map[string]reply{
		"an answer": elsewhere.post(v.casePath("/tests/ct_head_performed"), form), "a page": elsewhere.get(v.casePath("/tests")),
		"who": elsewhere.get("/session/who"),
	} {
		if got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" || !strings.Contains(got.body, "cannot check who is signed in") {
			t.Errorf("%s at a replica that never saw the session: %d %s", name, got.status, got.body)
		}
	}
	if got := w.stranger().get("/"); got.status != http.StatusOK {
		t.Errorf("the first page: %d", got.status)
	}
	if got := w.stranger().get("/auth/r0a/start"); got.status != http.StatusServiceUnavailable {
		t.Errorf("signing in: %d", got.status)
	}
	if w.revision(w.Manchester) != "1" {
		t.Error("something was saved for nobody")
	}

	redis.Start() // empty, as after a loss
	for end := time.Now().Add(5 * time.Second); client.Ping(t.Context()).Err() != nil && time.Now().Before(end); {
		time.Sleep(50 * time.Millisecond)
	}
	w.visitors = map[string]*visitor{}
	again := w.signIn(w.Manchester, tenants.Editor)
	if got := again.post(v.casePath("/tests/ct_head_performed"), again.answer("no")); got.status != http.StatusOK {
		t.Errorf("back: %d", got.status)
	}
}

// The real PostgreSQL stops: nothing is acknowledged, and it is told plainly. When it is back the same key is one change.
func TestPostgreSQLStops(t *testing.T) {
	w, gate := gated(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	path := v.casePath("/tests/ct_head_performed")
	form := v.answer("yes")
	gate.shut()
	for name, got := range map[string]reply{"an answer": v.post(path, form), "a form": v.send(http.MethodPost, path, form), "a page": v.get(v.casePath("/tests"))} {
		if got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" || got.header.Get("HX-Trigger") != "" {
			t.Errorf("%s: %d %.300s", name, got.status, got.body)
		}
	}
	gate.raise()
	if w.revision(w.Manchester) != "0" {
		t.Error("something was stored that was not acknowledged")
	}
	for range 2 {
		if got := v.post(path, form); got.status != http.StatusOK || got.header.Get("HX-Trigger") != "answered-tests" {
			t.Errorf("afterwards: %d %s", got.status, got.body)
		}
	}
	if w.revision(w.Manchester) != "1" {
		t.Errorf("the key made revision %s", w.revision(w.Manchester))
	}
}

// The answer to the commit is lost: it cannot be told whether it was stored, so it is not acknowledged. It was; and the queue,
// which sends it again under the same key, is told so.
func TestTheAnswerToACommitIsLost(t *testing.T) {
	w, gate := gated(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	path, form := v.casePath("/tests/eeg_indicated"), v.answer("yes")
	gate.loseCommit.Store(true)
	if got := v.post(path, form); got.status != http.StatusServiceUnavailable || gate.loseCommit.Load() {
		t.Fatalf("the lost commit: %d %.300s", got.status, got.body)
	}
	for end := time.Now().Add(5 * time.Second); w.revision(w.Manchester) != "1"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the commit itself was lost")
		}
	}
	got := v.post(path, form)
	_, around := items(t, got.body)
	if got.status != http.StatusOK || len(around) != 2 || w.revision(w.Manchester) != "1" {
		t.Errorf("sent again: %d with %v, revision %s", got.status, around, w.revision(w.Manchester))
	}
}

// A connection that breaks in the middle of a transaction is the database's absence too, never a fault of what was sent.
func TestAConnectionBreaksInTheMiddle(t *testing.T) {
	w, gate := gated(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	path, form := v.casePath("/tests/ct_head_performed"), v.answer("yes")
	lock, err := w.Super.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock.Exec("lock table investigations in access exclusive mode"); err != nil {
		t.Fatal(err)
	}
	answered := make(chan reply)
	go func() { answered <- v.post(path, form) }()
	time.Sleep(300 * time.Millisecond) // it waits for the lock, inside its transaction
	gate.shut()
	if got := <-answered; got.status != http.StatusServiceUnavailable {
		t.Errorf("%d %.300s", got.status, got.body)
	}
	_ = lock.Rollback()
	gate.raise()
	if got := v.post(path, form); got.status != http.StatusOK || w.revision(w.Manchester) != "1" {
		t.Errorf("afterwards: %d, revision %s", got.status, w.revision(w.Manchester))
	}
}

// Two replicas serve one session in turn: each sees what the other saved, and a sign-out at one is a sign-out at both.
func TestTwoReplicas(t *testing.T) {
	w := newWorld(t)
	one := w.signIn(w.Manchester, tenants.Editor)
	two := one.at(w.replica())
	form := one.answer("yes")
	if got := one.post(one.casePath("/tests/ct_head_performed"), form); got.status != http.StatusOK {
		t.Fatalf("saving at one: %d", got.status)
	}
	if got := two.post(one.casePath("/tests/ct_head_performed"), form); got.status != http.StatusOK || w.revision(w.Manchester) != "1" {
		t.Errorf("the same key at the other: %d, revision %s", got.status, w.revision(w.Manchester))
	}
	for i, v := range []*visitor{two, one, two, one} {
		value := []string{"no", "yes"}[i%2]
		if got := v.post(v.casePath("/tests/mri_obtained"), v.answer(value)); got.status != http.StatusOK {
			t.Errorf("answer %d: %d", i, got.status)
		}
	}
	if a, b := one.get(one.casePath("/tests/ring"), "HX-Request", "true"), two.get(one.casePath("/tests/ring"), "HX-Request", "true"); a.body != b.body {
		t.Errorf("the rings differ:\n%s\n%s", a.body, b.body)
	}
	if got := two.send(http.MethodPost, "/sign-out", url.Values{"as": {two.seal()}}); got.status >= 400 {
		t.Fatalf("signing out: %d", got.status)
	}
	time.Sleep(3100 * time.Millisecond) // rights are believed for three seconds
	if got := one.get(one.casePath("/tests")); got.status != http.StatusSeeOther {
		t.Errorf("signed out at the other, and still in: %d", got.status)
	}
}
