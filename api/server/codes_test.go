package server

import (
	"bytes"
	"context"
	"github.com/pinktick/pinktick/pkg/record"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/codes"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// load changes a list as an operator does.
func load(t *testing.T, db *testdb.DB, list string, replace ...string) {
	t.Helper()
	owner, err := db.Owner.DB()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := codes.WriteCSV(t.Context(), owner, list, &b); err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(replace...).Replace(b.String())
	file, err := dataset.ReadListFile(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := codes.Preview(t.Context(), owner, list, file)
	if err == nil && len(plan.Changes) == 0 {
		t.Fatalf("nothing changes in\n%s", text)
	}
	if err == nil {
		err = codes.Apply(t.Context(), owner, plan, "Operator", "a test")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A medicine, a condition and a label are changed while two servers run: both offer, take and show them without a restart.
func TestRunningServersFollowTheLists(t *testing.T) {
	w := newWorld(t)
	lists, first := w.readLists(), w.store
	w.store = &record.Store{DB: first.DB, Now: first.Now, Organisations: first.Organisations, AllOrganisations: first.AllOrganisations, Lists: lists.Now}
	elsewhere := w.replica()
	w.store = first
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	for _, l := range []*codes.Lists{w.lists, lists} {
		go l.Watch(ctx, 10*time.Millisecond, slog.New(slog.DiscardHandler))
	}
	v := w.signIn(w.Manchester, tenants.Editor)
	other := v.at(elsewhere)
	own, _ := items(t, v.post(v.casePath("/antiseizure-medicines"), v.answer()).body)
	row := v.casePath("/antiseizure-medicines/" + strings.TrimPrefix(own[0], "row-antiseizure-medicines-"))
	options := func(v *visitor) string {
		doc := htmltest.Parse(t, v.get(row, "HX-Request", "true").body)
		var all []string
		for _, o := range doc.All("select option") {
			all = append(all, strings.TrimSpace(htmltest.Words(o)))
		}
		return strings.Join(all, ", ")
	}
	if got := v.post(row+"/medicine", v.answer("fenfluramine")); got.status != http.StatusUnprocessableEntity {
		t.Errorf("before it is added: %d", got.status)
	}
	load(t, w.DB, "medicines", "gabapentin,", "fenfluramine,Fenfluramine,,Fintepla,,999001004,true,,,false,,false\ngabapentin,",
		"777762000,true,,,", "777762000,true,,2026-11-22,", "acth,ACTH", "acth,Corticotropin")
	for _, v := range []*visitor{v, other} {
		until(t, func() bool { return strings.Contains(options(v), "Ethosuximide, Fenfluramine (Fintepla), Gabapentin") })
		if got := options(v); strings.Contains(got, "Tiagabine") || strings.Contains(got, "ACTH") || !strings.Contains(got, "Corticotropin") {
			t.Errorf("offered are %s", got)
		}
	}
	if page := v.get(row, "HX-Request", "true").body; !strings.Contains(page, `data-concept="999001004"`) {
		t.Error("it is not found by its concept")
	}
	if got := other.post(row+"/medicine", v.answer("tiagabine")); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "no longer in use") {
		t.Errorf("retired: %d", got.status)
	}
	if got := other.post(row+"/medicine", v.answer("fenfluramine")); got.status != http.StatusOK {
		t.Errorf("added, at the second server: %d %s", got.status, got.body)
	}
	load(t, w.DB, "medicines", "fenfluramine,Fenfluramine", "fenfluramine,Fenfluramine hydrochloride", "999001004,true,,,", "999001004,true,,2026-11-22,")
	for _, v := range []*visitor{v, other} {
		until(t, func() bool {
			return strings.Contains(options(v), "Fenfluramine hydrochloride – no longer in use (Fintepla)") // it stays where it is recorded
		})
		if facts := v.get(row+"?closed=1", "HX-Request", "true").body; !strings.Contains(facts, "Fenfluramine hydrochloride") {
			t.Error("the closed row has the old label")
		}
	}
	lead := w.signIn(w.Manchester, tenants.Lead)
	if history := lead.get(lead.casePath("/history")).body; !strings.Contains(history, "Fenfluramine hydrochloride") {
		t.Error("the history has the old label")
	}
}

func until(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it never came")
		}
	}
}

// A table that rules cannot work with: readiness says no, and why in the log; a server that never had good lists tells people
// plainly and saves nothing.
func TestABrokenListIsNoAnswer(t *testing.T) {
	w := newWorld(t)
	pool, err := w.App.DB()
	if err != nil {
		t.Fatal(err)
	}
	v := w.signIn(w.Manchester, tenants.Editor)
	form := v.answer("yes")
	w.Exec(t, `update code_entries set tags = '{}' where code = 'acth'`)
	fresh := codes.New(pool)
	_ = fresh.Refresh(t.Context())
	s := w.store
	w.store = &record.Store{DB: s.DB, Now: s.Now, Organisations: s.Organisations, AllOrganisations: s.AllOrganisations, Lists: fresh.Now}
	w.server.Records, w.server.Ready = w.store, func(context.Context) error { return fresh.Check() }
	w.log.take()
	if got := v.get("/readyz"); got.status != http.StatusServiceUnavailable || !strings.Contains(w.log.take(), "the code list medicines does not say whether") {
		t.Errorf("readiness: %d", got.status)
	}
	before := w.written()
	for what, got := range map[string]reply{"saving": v.post(v.casePath("/tests/eeg_indicated"), form), "a page": v.get(v.casePath("/tests"))} {
		if got.status != http.StatusServiceUnavailable || !strings.Contains(got.body, "The lists of answers cannot be read just now") {
			t.Errorf("%s: %d %s", what, got.status, got.body)
		}
	}
	if w.written() != before {
		t.Error("something was saved")
	}
	w.Exec(t, `update code_entries set tags = '{"is_rescue": "false", "valproate": "false"}' where code = 'acth'`)
	if err := fresh.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := v.post(v.casePath("/tests/eeg_indicated"), form); got.status != http.StatusOK || v.get("/readyz").status != http.StatusOK {
		t.Errorf("put right: %d", got.status)
	}
}
