package server

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// Every route of the table has a door; one that has none stops the server from being made.
func TestEveryRouteHasADoor(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range (&Server{}).routes() {
		if r.door == undeclared {
			t.Errorf("%s %s has no door", r.method, r.path)
		}
		if (r.door == ofTenant || r.door == ofNation) && r.action == "" {
			t.Errorf("%s %s names no action", r.method, r.path)
		}
		if r.door == anyone && strings.Contains(r.path, ":case") {
			t.Errorf("%s %s shows a case to anyone", r.method, r.path)
		}
		if key := r.method + " " + r.path; seen[key] {
			t.Errorf("%s is there twice", key)
		} else {
			seen[key] = true
		}
	}
}

// address fills a route's path with ids. kinds of id: the organisation, the case, the row.
func address(r route, org string, caseID, row int64) []string {
	places := map[string][]string{":place/:item/:question": {"antiseizure-medicines/" + strconv.FormatInt(row, 10) + "/started_on"},
		":place/:item": {"tests/ct_head_performed", "antiseizure-medicines/" + strconv.FormatInt(row, 10)},
		":place/ring":  {"tests/ring"}, ":place/changes": {"tests/changes"}, ":place/missing": {"tests/missing"}, ":place": {"tests", "antiseizure-medicines"}, ":widget": {"work", "cohorts", "complete", "about", "children", "distances", "homes", "areas"}}
	path := strings.NewReplacer(":org", org, ":case", strconv.FormatInt(caseID, 10), ":extension", "1", ":export", "1", ":transfer", "00000000-0000-4000-8000-0000000000f1", ":ods", "R0A", ":provider", "r0a",
		":cohort", "8", ":publication", "1", ":level/:code", "trust/R0A", ":measure", "4", ":file", "funnel.svg", ":outlier", "1", ":file", "1").Replace(r.path)
	for _, pattern := range []string{":place/:item/:question", ":place/:item", ":place/ring", ":place/changes", ":place/missing", ":place", ":widget"} {
		if before, after, found := strings.Cut(path, pattern); found {
			var all []string
			for _, filled := range places[pattern] {
				all = append(all, before+filled+after)
			}
			return all
		}
	}
	return []string{path}
}

// The isolation matrix: every route with an id in it × each kind of id × every role, at another tenant: 404, nothing
// written, one line in the log. It is made from the route table, so a new route is in it by being there.
func TestAnotherTenantsIDsAreNotThere(t *testing.T) {
	w := sharedWorld(t)
	theirs, ours := w.Leeds, w.Manchester
	row := w.addRow(theirs)
	for _, role := range tenants.Local() {
		v := w.signIn(ours, role)
		form := v.answer("yes")
		for _, r := range w.server.routes() {
			if r.door != ofTenant {
				continue
			}
			for kind, paths := range map[string][]string{
				"their organisation": address(r, theirs.Hospitals[0].ODSCode, w.child[theirs.ODSCode], row),
				"their case":         address(r, ours.Hospitals[0].ODSCode, w.child[theirs.ODSCode], row),
				"their row":          rowOnly(r, address(r, ours.Hospitals[0].ODSCode, w.child[ours.ODSCode], row)),
			} {
				for _, path := range paths {
					if kind != "their organisation" && !strings.Contains(r.path, ":case") {
						continue
					}
					t.Run(fmt.Sprintf("%s/%s/%s %s", role, kind, r.method, path), func(t *testing.T) {
						w.expectNotThere(t, v, r, path, form.Get("as"))
					})
				}
			}
		}
	}
}

// rowOnly keeps the addresses in which a row is named.
func rowOnly(r route, paths []string) []string {
	var named []string
	for _, path := range paths {
		if strings.Contains(path, "antiseizure-medicines/") && strings.Contains(r.path, ":item") {
			named = append(named, path)
		}
	}
	return named
}

func (w *world) expectNotThere(t *testing.T, v *visitor, r route, path, seal string) {
	t.Helper()
	form := v.answer("yes")
	form.Set("as", seal)
	before := w.written()
	w.log.take()
	header := []string{"Pinktick-As", seal, "Pinktick-Key", uuid.NewString()}
	if r.method != http.MethodGet || strings.Contains(path, "ring") {
		header = append(header, "HX-Request", "true")
	}
	if r.method == http.MethodGet {
		form = nil
	}
	got := v.send(r.method, path, form, header...)
	want := http.StatusNotFound
	if !v.mayUse(r) {
		want = http.StatusForbidden
		if strings.HasPrefix(path, "/"+w.Leeds.Hospitals[0].ODSCode) {
			want = http.StatusNotFound
		}
	}
	if got.status != want {
		// A fragment's address opened as a page leads to its section's page, which is not there either.
		if got.status == http.StatusSeeOther && r.method == http.MethodGet {
			got = v.get(strings.SplitN(got.header.Get("Location"), "#", 2)[0])
		}
		if got.status != want {
			t.Errorf("status %d, want %d: %.200s", got.status, want, got.body)
		}
	}
	if strings.Contains(got.body, "Probemann") {
		t.Error("the answer names a child")
	}
	if w.written() != before {
		t.Error("something was written")
	}
	if lines := strings.Count(w.log.take(), `"msg":"refused"`); lines != 1 {
		t.Errorf("%d log lines say that it was refused, want 1", lines)
	}
}

func (v *visitor) mayUse(r route) bool { return v.role.May(r.action) }

// addRow gives the tenant's child a medicine, and gives its number.
func (w *world) addRow(p tenantstest.Place) int64 {
	w.t.Helper()
	list, _ := dataset.ListByKey("antiseizure-medicines")
	_, id, err := w.server.Records.AddRow(p.As(w.t.Context(), tenants.Editor), w.child[p.ODSCode], list, uuid.NewString())
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}
