package server

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// apartPaths are the pages of a measure by groups and over time, and their files.
var apartPaths = []string{"/kpis/4/equity?cohort=8", "/kpis/4/equity/figure.svg?cohort=8&view=sex", "/kpis/4/equity/figure.csv?cohort=8&view=age",
	"/kpis/4/time", "/kpis/4/time/figure.svg?view=quarters", "/kpis/4/time/figure.csv?view=nation-cohorts"}

// Everybody of a centre reads its groups and its course; another trust's are not there; nationally any unit's, for national roles.
func TestWhoSeesAMeasureApart(t *testing.T) {
	w := sharedWorld(t)
	w.counted(w.Manchester, 3, 1)
	w.counted(w.Leeds, 12, 12)
	viewer, analyst := w.signIn(w.Manchester, tenants.Viewer), w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAnalyst)
	for _, path := range apartPaths {
		if got := viewer.get("/R0A03" + path); got.status != http.StatusOK {
			t.Errorf("%s: %d", path, got.status)
		}
		if got := viewer.get("/RR813" + path); got.status != http.StatusNotFound {
			t.Errorf("%s of another trust: %d", path, got.status)
		}
		national := "/national" + path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "level=trust&unit=RR8"
		if got := viewer.get(national); got.status != http.StatusForbidden {
			t.Errorf("%s as a viewer: %d", national, got.status)
		}
		if got := analyst.get(national); got.status != http.StatusOK {
			t.Errorf("%s as an analyst: %d", national, got.status)
		}
	}
	if got := viewer.get("/R0A03/kpis/none/equity"); got.status != http.StatusNotFound {
		t.Errorf("of no measure: %d", got.status)
	}
	if got := viewer.get("/R0A03/kpis/4/equity/figure.svg?view=none"); got.status != http.StatusNotFound {
		t.Errorf("no figure: %d", got.status)
	}
}

// The groups of a trust beside the nation, each in its own order, with what must be known to read them; the same in the file.
func TestEquityView(t *testing.T) {
	w := sharedWorld(t)
	w.counted(w.Manchester, 9, 3)
	w.Exec(t, `update cases set sex = '2' where tenant_id = $1 and cohort = 8 and id % 2 = 0`, string(w.Manchester.ID))
	w.counted(w.Leeds, 12, 12)
	v := w.signIn(w.Manchester, tenants.Viewer)
	page := htmltest.Parse(t, v.get("/R0A03/kpis/4/equity?cohort=8&level=trust").body)
	page.Rules()
	page.Says("h1", "4. ECG: groups of children")
	page.Says("main", "groups stand here. Even if all were alike, about")
	page.Says("#deprivation", "never added up")
	page.Says("main", "How many children to expect is not known.")
	for _, id := range []string{"deprivation", "sex", "age", "ethnicity"} {
		page.Says("#"+id, "The numbers as a table")
	}
	lines, err := csv.NewReader(strings.NewReader(v.get("/R0A03/kpis/4/equity/figure.csv?cohort=8&level=trust&view=age").body)).ReadAll()
	if err != nil || len(lines) != 13 || lines[0][0] != "group" {
		t.Fatalf("%v, %v", lines, err)
	}
	if row := strings.Join(lines[5], " "); !strings.HasPrefix(row, "5 to 10 Manchester University NHS Foundation Trust 12 9 12 0.75 0.46") {
		t.Error(row)
	}
	defer w.Exec(t, "delete from expected_children")
	w.Exec(t, `insert into expected_children (cohort, level, code, expected, source, of_date) values (8, 'trust', 'R0A', 10, 'Episodes', '2026-01-31')`)
	page = htmltest.Parse(t, v.get("/R0A03/kpis/4/equity?cohort=8&level=trust").body)
	page.Says("main", "more than expected; Episodes, 2026-01-31")
	if body := v.get("/R0A03/kpis?cohort=8", "HX-Request", "true").body; !strings.Contains(body, "⚑ more than expected") {
		t.Error("the table of indicators does not say so")
	}
	if got := v.get("/R0A03/kpis/4/equity?cohort=8&measure=3b"); got.status != http.StatusSeeOther || !strings.HasPrefix(got.header.Get("Location"), "/R0A03/kpis/3b/equity?") {
		t.Errorf("another measure without script: %d, %s", got.status, got.header.Get("Location"))
	}
}

var clock = regexp.MustCompile(`\d+ \w+ \d{4} at \d\d:\d\d`)

// What may not be shown changes no byte of what leaves: children of other trusts are moved about where the numbers are small, while
// everything that is shown stays as it is.
func TestHiddenGroupsChangeNoByte(t *testing.T) {
	w := sharedWorld(t)
	w.Exec(t, "delete from expected_children")
	v := w.signIn(w.Manchester, tenants.Lead)
	var before []string
	for i, leeds := range [][2]int{{9, 2}, {8, 3}} {
		w.Exec(t, "delete from cases where nhs_number is null") // those that were counted
		w.counted(w.Manchester, 30, 30)
		w.counted(w.Leeds, leeds[0], leeds[1])
		w.counted(w.Swansea, 40-leeds[0], 40-leeds[1])
		var now []string
		for _, level := range []string{"country", "network", "nhs_region", "trust"} {
			for _, path := range []string{"/equity?", "/equity/figure.csv?view=sex&", "/equity/figure.svg?view=age&", "/time?", "/time/figure.csv?view=quarters&"} {
				got := v.get("/R0A03/kpis/4" + path + "cohort=8&level=" + level)
				now = append(now, clock.ReplaceAllString(sealIn.ReplaceAllString(got.body, ""), ""))
			}
		}
		if !strings.Contains(now[0], "too small to show") {
			t.Fatal("nothing is hidden")
		}
		for n := range now {
			if i > 0 && now[n] != before[n] {
				t.Errorf("%d: %s", n, difference(before[n], now[n]))
			}
		}
		before = now
	}
}

// A measure over time says what is not final, and gives no verdict on a few points.
func TestTrend(t *testing.T) {
	w := sharedWorld(t)
	w.counted(w.Manchester, 9, 3)
	for _, cohort := range []int{6, 7} {
		if _, err := w.server.Counts.Recount(t.Context(), cohort); err != nil {
			t.Fatal(err)
		}
	}
	w.Exec(t, `update counted_cohorts set rules = 'R3' where cohort = 6`)
	defer w.Exec(t, "truncate counted_cohorts, centre_counts, area_counts, counted_members")
	v := w.signIn(w.Manchester, tenants.Viewer)
	page := htmltest.Parse(t, v.get("/R0A03/kpis/4/time?level=trust").body)
	page.Rules()
	page.Says("#cohorts", "Cohort 8: 9 of 12 (75 %).")
	page.Says("#cohorts", "Not final: cohort 8 is open until 12 January 2027.")
	page.Says("#cohorts", "Definitions changed, from rules R3 to rules R4")
	page.Says("#cohorts", "No cohort is final and may be shown yet")
	page.Says("#quarters", "Jun 25–Aug 25")
	page.Says("#nation-quarters", "England and Wales, by quarter of first assessment")
	for _, chart := range []string{"limits", "dots", "none"} {
		if got := v.get("/R0A03/kpis/4/time?chart=" + chart); got.status != http.StatusOK {
			t.Errorf("%s: %d", chart, got.status)
		}
	}
}

// The audit team enters the children to expect from a file: all faults at once, then what would change, then the yes to exactly that.
func TestEnteringTheChildrenToExpect(t *testing.T) {
	w := sharedWorld(t)
	w.Exec(t, "delete from expected_children")
	w.Exec(t, "truncate expected_changes")
	defer w.Exec(t, "delete from expected_children")
	w.counted(w.Manchester, 9, 3)
	team, analyst := w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAdmin), w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAnalyst)
	form := func(v *visitor, more ...string) url.Values {
		all := url.Values{"as": {v.seal()}, "cohort": {"8"}, "level": {"centre"}, "source": {"Episodes"}, "of": {"2026-01-31"}, "csv": {"R0A,10"}}
		for i := 0; i < len(more); i += 2 {
			all.Set(more[i], more[i+1])
		}
		return all
	}
	if page := htmltest.Parse(t, analyst.get("/national/expected?cohort=8").body); len(page.All("main form[method=post]")) != 0 || !strings.Contains(page.Text, "R0A") {
		t.Error("an analyst is offered the form, or sees no unit")
	}
	for who, got := range map[string]reply{"an analyst": analyst.send(http.MethodPost, "/national/expected", form(analyst)),
		"a lead": w.signIn(w.Leeds, tenants.Lead).send(http.MethodPost, "/national/expected", form(w.signIn(w.Leeds, tenants.Lead)))} {
		if got.status != http.StatusForbidden {
			t.Errorf("%s enters: %d", who, got.status)
		}
	}
	if got := team.upload("/national/expected", form(team, "as", "another's"), "expected.csv", []byte("R0A,10")); got.status != http.StatusConflict {
		t.Errorf("another's seal: %d", got.status)
	}
	if got := team.upload(team.casePath("/tests/ct_head_performed"), form(team), "expected.csv", []byte("x")); got.status != http.StatusBadRequest {
		t.Errorf("a file where none is taken: %d", got.status)
	}
	wrong := team.upload("/national/expected", form(team, "source", "", "csv", ""), "expected.csv", []byte("R0A,ten\nXX,3\n"))
	page := htmltest.Parse(t, wrong.body)
	page.Rules()
	if wrong.status != http.StatusUnprocessableEntity || len(page.All(".nhsuk-error-summary li")) != 3 {
		t.Errorf("%d, %d faults", wrong.status, len(page.All(".nhsuk-error-summary li")))
	}
	page.Says("#expected-csv", "R0A,ten XX,3")
	preview := team.upload("/national/expected", form(team, "csv", ""), "expected.csv", []byte("code,expected\nR0A,10\n"))
	page = htmltest.Parse(t, preview.body)
	page.Rules()
	page.Says("#expected-changes", "none10 (Episodes, 2026-01-31)")
	yes, _ := htmltest.Attr(page.One("input[name=confirmed]"), "value")
	if got := team.send(http.MethodPost, "/national/expected", form(team, "csv", "R0A,11", "confirmed", yes)); got.status != http.StatusConflict {
		t.Errorf("a yes to something else: %d", got.status)
	}
	for range 2 {
		got := team.send(http.MethodPost, "/national/expected", form(team, "csv", "R0A,10", "confirmed", yes))
		if got.status != http.StatusSeeOther || got.header.Get("Location") != "/national/expected?cohort=8&level=centre&done=expected" {
			t.Errorf("%d, %s", got.status, got.header.Get("Location"))
		}
	}
	page = htmltest.Parse(t, team.get("/national/expected?cohort=8").body)
	page.Rules()
	page.Says("#unit-R0A", "⚑ more than expectedEpisodes, 2026-01-31")
	if n := w.countOf("expected_changes"); n != 1 {
		t.Errorf("%d changes are logged", n)
	}
}

func (w *world) countOf(table string) (n int) {
	w.t.Helper()
	if err := w.Super.QueryRow(fmt.Sprintf("select count(*) from %s", table)).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}
