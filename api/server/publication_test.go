package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// unpublished is a world in which nothing was ever prepared, and nothing will have been.
func unpublished(t *testing.T) *world {
	w := sharedWorld(t)
	forget := func() {
		if _, err := w.Super.Exec("truncate publications, publication_events"); err != nil {
			t.Fatal(err)
		}
		w.server.Published = &publication.Store{DB: w.server.Published.DB, Counts: w.server.Counts}
	}
	forget()
	t.Cleanup(forget)
	return w
}

// prepares sends the form that prepares a draft, and gives the draft's address.
func (v *visitor) prepares(note string) string {
	v.w.t.Helper()
	got := v.send(http.MethodPost, atPublications, url.Values{"as": {v.seal()}, "cohort": {"8"}, "lowest": {"trust"}, "note": {note}})
	if got.status != http.StatusSeeOther {
		v.w.t.Fatalf("prepare: %d %s", got.status, got.body)
	}
	path, _, _ := strings.Cut(got.header.Get("Location"), "?")
	return path
}

// takes presses a button of a publication's page, and says yes where that is asked.
func (v *visitor) takes(path, to string) reply {
	v.w.t.Helper()
	form := url.Values{"as": {v.seal()}, "to": {to}}
	got := v.send(http.MethodPost, path, form)
	if got.status == http.StatusOK && strings.Contains(got.body, `name="confirmed" value="yes"`) {
		form.Set("confirmed", "yes")
		got = v.send(http.MethodPost, path, form)
	}
	return got
}

// publishes takes a draft to the public.
func (v *visitor) publishes(note string) string {
	v.w.t.Helper()
	path := v.prepares(note)
	for _, to := range []string{"ready", "published"} {
		if got := v.takes(path, to); got.status != http.StatusSeeOther {
			v.w.t.Fatalf("%s: %d %s", to, got.status, got.body)
		}
	}
	return path
}

// A draft is prepared, seen by nobody else, marked as ready, published after a question, and replaced by a correction.
func TestPublishing(t *testing.T) {
	w := unpublished(t)
	w.counted(w.Manchester, 30, 30)
	w.counted(w.Leeds, 50, 20)
	team, nobody := w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAdmin), w.stranger()
	wrong := team.send(http.MethodPost, atPublications, url.Values{"as": {team.seal()}, "cohort": {"8"}, "lowest": {"organisation"}, "note": {"The results"}})
	page := htmltest.Parse(t, wrong.body)
	page.Rules()
	page.Says("#prepare", "Choose the smallest level to publish.")
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, ">The results</textarea>") {
		t.Errorf("single organisations: %d", wrong.status)
	}
	path := team.prepares("The results")
	if again := team.prepares("The results"); again != path {
		t.Errorf("the same form twice: %s and %s", path, again)
	}
	if got := team.send(http.MethodPost, atPublications, url.Values{"as": {team.seal()}, "cohort": {"8"}, "lowest": {"trust"}, "note": {"Other"}}); got.status != http.StatusConflict || !strings.Contains(got.body, "There is a draft for this cohort already.") {
		t.Errorf("a second draft: %d", got.status)
	}
	w.nobodySees(t, path, nobody)
	preview := htmltest.Parse(t, team.get(path+"/preview").body)
	preview.Rules()
	preview.Says("#results", "Draft: not published")
	for _, part := range []string{"/definitions", "/measures/4", "/trust/R0A", "/measures/4/funnel.svg"} {
		if got := team.get(path + "/preview" + part); got.status != http.StatusOK || strings.HasPrefix(got.header.Get("Cache-Control"), "public") {
			t.Errorf("preview%s: %d, %s", part, got.status, got.header.Get("Cache-Control"))
		}
	}
	if got := team.takes(path, "published"); got.status != http.StatusConflict {
		t.Errorf("an unchecked draft is published: %d", got.status)
	}
	team.takes(path, "ready")
	asked := team.send(http.MethodPost, path, url.Values{"as": {team.seal()}, "to": {"published"}}, "HX-Request", "true")
	if !strings.Contains(asked.body, "become public at once") || nobody.get("/results/8").status != http.StatusNotFound {
		t.Errorf("published without a question: %d", asked.status)
	}
	for range 2 { // the same press twice
		if got := team.takes(path, "published"); got.status != http.StatusSeeOther {
			t.Errorf("publish: %d", got.status)
		}
	}
	if got := nobody.get("/results/8"); got.status != http.StatusOK || !strings.Contains(got.body, "80 of 130 eligible") {
		t.Errorf("published: %d", got.status)
	}
	w.correct(t, team, nobody)
}

// nobodySees looks for a draft as everybody who may not see it.
func (w *world) nobodySees(t *testing.T, path string, nobody *visitor) {
	t.Helper()
	for _, open := range []string{"/results/8", "/results/8?version=1", "/results/8.json", "/results/8.csv?version=1", "/results/8/trust/R0A", "/results/8/measures/4", "/results/8/definitions"} {
		if got := nobody.get(open); got.status != http.StatusNotFound {
			t.Errorf("a draft is seen at %s: %d", open, got.status)
		}
	}
	if got := nobody.get("/results"); !strings.Contains(got.body, "Nothing has been published yet.") {
		t.Errorf("/results: %d %s", got.status, got.body)
	}
	lead, analyst := w.signIn(w.Manchester, tenants.Lead), w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAnalyst)
	for _, closed := range []string{atPublications, path, path + "/preview", path + "/preview/measures/4"} {
		if got := nobody.get(closed); got.status != http.StatusSeeOther {
			t.Errorf("%s without sign-in: %d", closed, got.status)
		}
		if got := lead.get(closed); got.status != http.StatusForbidden {
			t.Errorf("%s to a lead clinician: %d", closed, got.status)
		}
		if got := analyst.get(closed); got.status != http.StatusOK || strings.Contains(got.body, `name="note"`) || strings.Contains(got.body, `name="to"`) {
			t.Errorf("%s to an analyst: %d", closed, got.status)
		}
	}
	if got := analyst.takes(path, "ready"); got.status != http.StatusForbidden {
		t.Errorf("an analyst marks it as ready: %d", got.status)
	}
}

// correct publishes a second version, and discards a third.
func (w *world) correct(t *testing.T, team, nobody *visitor) {
	t.Helper()
	w.counted(w.Leeds, 20, 0)
	path := team.publishes("20 children of Leeds were missing")
	page := htmltest.Parse(t, team.get(path).body)
	page.Rules()
	page.Says("main", "What differs from version 1")
	page.Says("main", "Published")
	if got := nobody.get("/results/8"); !strings.Contains(got.body, "100 of 150 eligible") || !strings.Contains(got.body, "20 children of Leeds were missing") {
		t.Error("the correction is not shown")
	}
	old := nobody.get("/results/8?version=1")
	if !strings.Contains(old.body, "80 of 130 eligible") || !strings.Contains(old.body, "This version has been replaced") || !strings.Contains(old.body, "/results/8/trust/R0A?version=1") {
		t.Errorf("the first version: %d", old.status)
	}
	third := team.prepares("Another")
	team.takes(third, "discarded")
	if got := nobody.get("/results/8?version=3"); got.status != http.StatusNotFound {
		t.Errorf("a discarded draft is seen: %d", got.status)
	}
	team.takes(path, "final")
	if got := team.send(http.MethodPost, atPublications, url.Values{"as": {team.seal()}, "cohort": {"8"}, "lowest": {"trust"}, "note": {"More"}}); got.status != http.StatusConflict {
		t.Errorf("after the final one: %d", got.status)
	}
	list := htmltest.Parse(t, team.get(atPublications).body)
	list.Rules()
	for _, words := range []string{"Published, final", "Superseded", "Discarded", "20 children of Leeds were missing"} {
		list.Says("main", words)
	}
	v := w.signIn(w.Manchester, tenants.Viewer)
	htmltest.Parse(t, v.get(wholeOf(w.Manchester)).body).Says("#kpis", "(version 2). Read the published results")
}
