package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// National roles begin at the nation's page: every trust and board, the measures of the areas, and the pages their role has.
func TestNationalPage(t *testing.T) {
	w := sharedWorld(t)
	w.Exec(t, "truncate counted_cohorts, centre_counts, area_counts, counted_members")
	team := w.team(nil)
	if got := team.get("/home"); got.header.Get("Location") != "/national" {
		t.Errorf("home is %s", got.header.Get("Location"))
	}
	page := htmltest.Parse(t, team.get("/national").body)
	page.Rules()
	page.Says("#nation", "Not counted yet")
	w.counted(w.Manchester, 3, 1)
	w.counted(w.Leeds, 12, 12)
	page = htmltest.Parse(t, team.get("/national").body)
	page.Rules()
	var rows []string
	for _, row := range page.All("#nation tbody tr") {
		cells := []string{htmltest.Words(htmltest.All(row, "th")[0])}
		for _, cell := range htmltest.All(row, "td") {
			cells = append(cells, htmltest.Words(cell))
		}
		rows = append(rows, strings.Join(cells, " "))
	}
	want := []string{"England and Wales 31 31 28 3", "Leeds Teaching Hospitals NHS Trust 25 25 24 1", "Manchester University NHS Foundation Trust 5 5 4 1", "Swansea Bay University Health Board 1 1 0 1"}
	if len(rows) != len(want) {
		t.Fatalf("%q", rows)
	}
	for i, row := range rows {
		if !strings.HasPrefix(row, want[i]) {
			t.Errorf("%q, want %q", row, want[i])
		}
	}
	var columns []string
	for _, th := range htmltest.All(page.All("#kpis thead")[1], "th") {
		columns = append(columns, htmltest.Words(th))
	}
	if !slices.Equal(columns[:3], []string{"National England and Wales 28 counted", "Country England 28 counted", "Country Wales 0 counted"}) {
		t.Errorf("%q", columns)
	}
	if strings.Contains(page.Text, tooFew) || strings.Contains(page.Text, "Probemann") {
		t.Error("something is hidden, or a child named")
	}
	other := htmltest.Parse(t, team.get("/national?cohort=7", "HX-Request", "true").body)
	other.Says("#nation", "cohort 7")
	other.None("h1")
}

// Each national role finds the pages it may open, and only those; where the counts cannot be read these stand.
func TestWaysOnFromTheNationalPage(t *testing.T) {
	w := sharedWorld(t)
	for role, want := range map[tenants.Role][]string{
		tenants.NationalAdmin: {"/national/cases", "/national/transfers", "/national/kpis/1", "/national/kpis/1/equity", "/national/kpis/1/time", "/national/outliers", "/national/publications",
			"/national/expected", "/national/exports"},
		tenants.NationalAnalyst: {"/national/kpis/1", "/national/kpis/1/equity", "/national/kpis/1/time", "/national/outliers", "/national/publications", "/national/expected"},
	} {
		v := w.signInAt(login.DemoNational, w.Leeds, role)
		w.Exec(t, "alter table counted_cohorts rename to elsewhere")
		got := v.get("/national")
		w.Exec(t, "alter table elsewhere rename to counted_cohorts")
		page := htmltest.Parse(t, got.body)
		page.Rules()
		page.Says("#nation", "The counts cannot be read just now.")
		var links []string
		for _, a := range page.All(".pt-way a") {
			href, _ := htmltest.Attr(a, "href")
			links = append(links, href)
		}
		if got.status != http.StatusOK || !slices.Equal(links, want) {
			t.Errorf("%s: %d, %q", role, got.status, links)
		}
		if picks := len(page.All("#organisation")) == 1; picks != (role == tenants.NationalAdmin) {
			t.Errorf("%s picks an organisation: %t", role, picks)
		}
	}
	analyst := w.signInAt(login.DemoNational, w.Leeds, tenants.NationalAnalyst)
	if got := analyst.send(http.MethodPost, "/national/organisation", url.Values{"as": {analyst.seal()}, "organisation": {"RR813"}}); got.status != http.StatusForbidden {
		t.Errorf("an analyst enters a trust: %d", got.status)
	}
	team := w.team(nil)
	if got := team.send(http.MethodPost, "/national/organisation", url.Values{"as": {team.seal()}, "organisation": {"RR813"}}); got.header.Get("Location") != "/RR813/summary" {
		t.Errorf("the team goes to %s, %d", got.header.Get("Location"), got.status)
	}
	w.team(nil)
}
