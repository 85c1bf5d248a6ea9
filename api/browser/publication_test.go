//go:build browser

package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// scored adds complete children of cohort 8 to a trust's first hospital, who passed or failed every measure.
func (w *world) scored(p tenantstest.Place, outcome string, children int) {
	w.t.Helper()
	var columns, values []string
	for _, m := range kpi.All {
		columns, values = append(columns, m.Column()), append(values, "'"+outcome+"'")
	}
	w.Exec(w.t, `with child as (insert into cases (tenant_id, lead_organisation_id, first_assessment_on, cohort, closes_on, expected, completed, forms_incomplete, date_of_birth, recount_on)
		select $1, $2, '2025-06-01', 8, '2027-01-12', 60, 60, 0, '2015-01-01', null from generate_series(1, $3) returning tenant_id, id)
		insert into case_results (tenant_id, case_id, rules, first_year_ends, `+strings.Join(columns, ", ")+`) select tenant_id, id, 'R4', '2026-06-01', `+strings.Join(values, ", ")+` from child`,
		string(p.ID), p.Hospitals[0].ID, children)
}

// The audit team prepares a draft, looks at it and publishes it; somebody who is not signed in and runs no script reads it.
func TestPublishing(t *testing.T) {
	w := newWorld(t)
	w.scored(w.Manchester, "pass", 30)
	w.scored(w.Manchester, "fail", 30)
	w.scored(w.Leeds, "pass", 6)
	w.scored(w.Leeds, "fail", 56)
	if _, err := w.counts().Recount(t.Context(), 8); err != nil {
		t.Fatal(err)
	}
	nobody := w.withoutScript()
	nobody.opens("/results")
	nobody.sees("Nothing has been published yet.")
	b := w.visitor()
	team := w.stack.Demo.Person(login.DemoNational, tenants.NationalAdmin)
	b.opens("/auth/" + login.DemoNational + "/start?return=/national/publications")
	b.clicks(`button[value="` + team.Subject + `"]`)
	b.lands("/national/publications")
	b.presses("Prepare the draft")
	b.says("#prepare", "Say what this publication is for")
	b.accessible("publications, refused")
	b.typesIn("#publication-note", "The results of cohort 8")
	b.presses("Prepare the draft")
	b.sees("What is hidden")
	b.accessible("a draft")
	b.presses("Preview the public pages")
	b.sees("Draft: not published")
	b.accessible("preview")
	b.presses("Cohort 8, version 1")
	b.presses("Mark as ready")
	b.presses("Publish", ".pt-publication__acts")
	b.sees("become public at once")
	b.accessible("before it is published")
	b.presses("Yes, publish it")
	b.presses("See it as the public does")
	b.lands("/results/8")
	b.readsResults()
	nobody.readsWithoutScript()
}

// readsResults chooses by keyboard, and looks at every page there is.
func (b *tab) readsResults() {
	b.t.Helper()
	b.accessible("results")
	b.clicks("#pick-unit-unit")
	b.types("Leeds" + kb.Enter)
	b.lands("/results/8/trust/RR8")
	b.focused("#pick-unit-unit")
	b.says("#results", "lower than expected by chance: alarm")
	b.is(`document.title.startsWith("Leeds Teaching Hospitals")`)
	b.accessible("a trust's results")
	b.clicks("#pick-measure-measure")
	b.types("4. ECG" + kb.Enter)
	b.lands("/results/8/measures/4?level=trust")
	b.shown("#funnel svg")
	b.accessible("a measure across trusts")
	b.presses("Definitions", "#results")
	b.lands("/results/8/definitions")
	b.accessible("definitions")
}

// readsWithoutScript reads a trust, and a measure across all, by links, lists and buttons alone.
func (b *tab) readsWithoutScript() {
	b.t.Helper()
	b.opens("/results")
	b.sees("Results of cohort 8")
	b.clicks("#pick-unit-unit")
	b.types("Manchester" + kb.Enter)
	b.presses("Show", "#pick-unit")
	b.lands("/results/8/trust/R0A")
	b.sees("higher than expected by chance: alarm")
	b.presses("4. ECG", "#results")
	b.lands("/results/8/measures/4")
	b.shown("#funnel svg")
	b.sees("By chance alone, were all ordinary")
	b.clicks("#pick-measure-level")
	b.types("Countries" + kb.Enter)
	b.presses("Show", "#pick-measure")
	b.lands("/results/8/measures/4?level=country")
	b.says("#bars", "England")
}
