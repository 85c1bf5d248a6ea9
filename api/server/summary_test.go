package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// counted adds complete children of cohort 8 a year on, who passed or failed every measure, and counts them.
func (w *world) counted(p tenantstest.Place, passed, failed int) {
	w.t.Helper()
	for outcome, n := range map[string]int{"pass": passed, "fail": failed} {
		var columns, values []string
		for _, m := range kpi.All {
			columns, values = append(columns, "m_"+strings.ToLower(strings.ReplaceAll(m.Code, "-", "_"))), append(values, "'"+outcome+"'")
		}
		w.Exec(w.t, `with child as (insert into cases (tenant_id, lead_organisation_id, first_assessment_on, cohort, closes_on, expected, completed, forms_incomplete, date_of_birth, recount_on)
			select $1, $2, '2025-06-01', 8, '2027-01-12', 60, 60, 0, '2015-01-01', null from generate_series(1, $3) returning tenant_id, id)
			insert into case_results (tenant_id, case_id, rules, first_year_ends, `+strings.Join(columns, ", ")+`) select tenant_id, id, 'R4', '2026-06-01', `+strings.Join(values, ", ")+` from child`,
			string(p.ID), p.Hospitals[0].ID, n)
	}
	if _, err := w.server.Counts.Recount(w.t.Context(), 8); err != nil {
		w.t.Fatal(err)
	}
}

func summaryOf(p tenantstest.Place) string { return "/" + p.Hospitals[0].ODSCode + "/summary" }

// wholeOf is the page with all its parts in it.
func wholeOf(p tenantstest.Place) string { return summaryOf(p) + "?whole=yes" }

// Everybody of a centre reads where its cohorts stand and every measure once, beside the areas around it.
func TestSummary(t *testing.T) {
	w := sharedWorld(t)
	w.Exec(t, "truncate counted_cohorts, centre_counts, area_counts, counted_members")
	v := w.signIn(w.Manchester, tenants.Viewer)
	page := htmltest.Parse(t, v.get(wholeOf(w.Manchester)).body)
	page.Rules()
	page.Says("h1", "Royal Manchester Children's Hospital")
	for _, words := range []string{"Submitting: cohort 8", "51 days remaining", "Deadline 12 January 2027.", "Recruiting: cohort 9"} {
		page.Says(".pt-cohorts", words)
	}
	page.Says("#kpis", "Not counted yet")
	page.None("#kpis table")

	w.counted(w.Manchester, 3, 1)
	w.counted(w.Leeds, 12, 12)
	page = htmltest.Parse(t, v.get(wholeOf(w.Manchester)).body)
	page.Rules()
	page.Says("#kpis", "As of ")
	for _, m := range kpi.All {
		if n := strings.Count(page.Text, m.Says); n != 1 {
			t.Errorf("%s is there %d times", m.Title, n)
		}
	}
	heads := page.All("#kpis thead")
	if len(heads) != 6 { // children, and a table for each of five groups
		t.Errorf("%d tables", len(heads))
	}
	var columns []string
	for _, th := range htmltest.All(heads[0], "th") {
		columns = append(columns, htmltest.Words(th))
	}
	if !slices.Equal(columns, []string{"Organisation Royal Manchester Children's Hospital 4 counted", "Trust Manchester University NHS Foundation Trust 4 counted",
		"OPEN UK network A network 28 counted", "Country England 28 counted", "National England and Wales 28 counted"}) {
		t.Errorf("%q", columns)
	}
	own, all := "75 % (4)3 of 4 eligible0 not applicable0 incomplete", "54 % (28)15 of 28 eligible0 not applicable0 incomplete"
	if cells := w.cells(v, "8"); !slices.Equal(cells, []string{own, own, all, all, all}) {
		t.Errorf("%q", cells)
	}
}

// cells are the figures of measure 4 as they are shown.
func (w *world) cells(v *visitor, cohort string) (all []string) {
	page := htmltest.Parse(w.t, v.get(wholeOf(v.place)+"&cohort="+cohort).body)
	for _, line := range page.All("#kpis tbody tr") {
		if strings.HasPrefix(htmltest.Words(line), "4. ECG") {
			for _, cell := range htmltest.All(line, "td") {
				all = append(all, htmltest.Words(cell))
			}
		}
	}
	return all
}

// What a centre's people could work out of another centre's few children is nowhere in the page; their own they see.
func TestSummaryHidesOthersSmallNumbers(t *testing.T) {
	w := sharedWorld(t)
	w.counted(w.Manchester, 30, 30)
	w.counted(w.Leeds, 9, 2)
	v := w.signIn(w.Manchester, tenants.Lead)
	for _, body := range []string{v.get(wholeOf(w.Manchester)).body, v.get("/R0A03/kpis", "HX-Request", "true").body} {
		// England and Wales is exact; from the same numbers of the network and of England one's own 30 of 60 would be taken.
		if n := strings.Count(body, "39 of 71"); n != len(kpi.All) || strings.Contains(body, "Leeds") {
			t.Errorf("39 of 71 is there %d times", n)
		}
		if n := strings.Count(body, tooFew); n < 2*len(kpi.All) || !strings.Contains(body, "30 of 60 eligible") {
			t.Errorf("%d cells are hidden", n)
		}
	}
}

// A cohort is chosen in the address; one that is not reported is the submitting one.
func TestSummaryOfAnotherCohort(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Viewer)
	for asked, want := range map[string]string{"?cohort=7": "7", "?cohort=5": "5", "?cohort=4": "8", "?cohort=10": "8", "?cohort=x": "8", "": "8"} {
		got := v.get("/R0A03/kpis"+asked, "HX-Request", "true")
		if !strings.Contains(got.body, "Indicators of cohort "+want) || got.status != http.StatusOK {
			t.Errorf("%s: %d", asked, got.status)
		}
	}
	if got := v.get("/R0A03/kpis?cohort=7"); got.status != http.StatusSeeOther || got.header.Get("Location") != "/R0A03/summary?cohort=7" {
		t.Errorf("as a page: %d, %s", got.status, got.header.Get("Location"))
	}
}

// Refresh queues a count and nobody waits for it: the fragment looks again until the figures are newer, but not for ever.
func TestRefreshingIndicators(t *testing.T) {
	w := sharedWorld(t)
	w.counted(w.Manchester, 1, 1)
	v := w.signIn(w.Manchester, tenants.Viewer)
	w.queued = nil
	page := htmltest.Parse(t, v.post("/R0A03/kpis", url.Values{"as": {v.seal()}, "cohort": {"8"}}).body)
	page.Rules()
	page.Says("#kpis", countingNote)
	wait, _ := htmltest.Attr(page.One("#kpis"), "hx-get")
	again := htmltest.Parse(t, v.get(wait, "HX-Request", "true").body)
	if next, _ := htmltest.Attr(again.One("#kpis"), "hx-get"); !strings.Contains(next, "&try=2&") {
		t.Errorf("it does not go on looking: %q", next)
	}
	late := htmltest.Parse(t, v.get(strings.Replace(wait, "try=1", "try=20", 1), "HX-Request", "true").body)
	late.Says("#kpis", "The count waits for its turn.")
	renewed := htmltest.Parse(t, v.get(strings.Replace(wait, "since=As", "since=Before", 1), "HX-Request", "true").body)
	renewed.Says("#kpis", "The figures have been counted again.")
	for _, p := range []*htmltest.Document{late, renewed} {
		if _, waits := htmltest.Attr(p.One("#kpis"), "hx-get"); waits {
			t.Error("it looks on for ever")
		}
	}
	plain := v.send(http.MethodPost, "/R0A03/kpis", url.Values{"as": {v.seal()}, "cohort": {"7"}})
	if plain.status != http.StatusSeeOther || plain.header.Get("Location") != "/R0A03/summary?cohort=7&done=counting#kpis" {
		t.Errorf("without script: %d, %s", plain.status, plain.header.Get("Location"))
	}
	if !slices.Equal(w.queued, []int{8, 7}) {
		t.Errorf("queued: %v", w.queued)
	}
	if got := v.post("/R0A03/kpis", url.Values{"as": {"another's"}, "cohort": {"8"}}); got.status != http.StatusConflict || len(w.queued) != 2 {
		t.Errorf("another's seal: %d", got.status)
	}
}
