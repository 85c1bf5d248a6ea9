//go:build browser

package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/tenants"
)

// complete makes a registered child one that counts, with outcomes as they would be stored, and counts its cohort.
func (w *world) complete(r sheet) {
	w.t.Helper()
	w.Exec(w.t, "update cases set expected = 60, completed = 60, forms_incomplete = 0 where id = $1", r.id)
	w.Exec(w.t, "update case_results set first_year_ends = '2026-06-01' where case_id = $1", r.id)
	var names, values []string
	for _, m := range kpi.All {
		names, values = append(names, m.Column()), append(values, "'fail'")
	}
	w.Exec(w.t, fmt.Sprintf(`with child as (insert into cases (tenant_id, lead_organisation_id, first_name, surname, first_assessment_on, cohort, closes_on, expected, completed, forms_incomplete, date_of_birth, recount_on)
		select $1, $2, 'Case', 'Number ' || n, '2025-06-01', 8, '2027-01-12', 60, 60, 0, '2015-01-01', null from generate_series(1, 30) n returning tenant_id, id)
		insert into case_results (tenant_id, case_id, rules, first_year_ends, %s) select tenant_id, id, 'R4', '2026-06-01', %s from child`,
		strings.Join(names, ", "), strings.Join(values, ", ")), string(w.Leeds.ID), w.Leeds.Hospitals[0].ID)
	if _, err := w.counts().Recount(w.t.Context(), 8); err != nil {
		w.t.Fatal(err)
	}
}

// sameAsTable fetches the file of the figure's numbers and holds every rate of the table on the page to it.
const sameAsTable = `(async () => {
	const figure = document.querySelector("#across figure");
	const link = [...figure.querySelectorAll(".pt-plot__files a")].find(a => a.textContent.includes("CSV"));
	const answer = await fetch(link.href);
	const lines = (await answer.text()).trim().split("\n").map(l => l.split(","));
	const rows = [...figure.querySelectorAll("tbody tr")].map(r => [...r.children].map(c => c.textContent.trim()));
	const at = name => lines[0].indexOf(name);
	const words = l => l[at("achieved")] + " of " + l[at("eligible")];
	return answer.headers.get("Content-Disposition").startsWith("attachment") && rows.length > 0 && rows.length === lines.length - 1 &&
		rows.every((r, i) => r[1] === words(lines[i + 1]));
})()`

// A clinician goes from the table of indicators to one of them, changes it by keyboard, takes its numbers along, and follows the figure
// to a child and the answer that decided.
func TestOneIndicator(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	w.complete(child)
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.presses("Home", ".pt-header__nav")
	b.gone(".pt-widget--pending")
	b.presses("4. ECG", "#kpis")
	b.says("h1", "4. ECG")
	b.says("#rings-sentence", "of 30")
	b.accessible("one indicator")
	b.tabsTo("#one-measure")
	b.types("5. MRI")
	b.says("h1", "5. MRI")
	b.lands("/RR813/kpis/5?cohort=8&level=network")
	b.until(`document.title.startsWith("5. MRI")`)
	b.focused("#one-measure")
	b.tabsTo(`#levels-of a[href*="organisation"]`)
	b.types(kb.Enter)
	b.lands("/RR813/kpis/5?cohort=8&level=organisation")
	b.says("#across figure", "Leeds General Infirmary")
	b.is(sameAsTable)
	b.onPhone()
	b.is(`document.documentElement.scrollWidth <= 390`)
	b.accessible("one indicator on a phone")
	b.onDesktop()

	b.opens("/RR813/kpis/4?cohort=8")
	b.presses("Leeds General Infirmary", "#kpi-detail p")
	b.says("h1", "Children behind 4. ECG")
	b.accessible("children behind a figure")
	b.presses("Data incomplete (1)", "nav")
	b.says("tbody", "Any convulsive epileptic seizure")
	b.presses("Any convulsive epileptic seizure", "tbody")
	b.until(`location.pathname.endsWith("/epilepsy-context") && location.hash.includes("any_convulsive_seizure")`)
}

// The same without script: the measure is chosen by a button, and its numbers are there to be taken.
func TestOneIndicatorWithoutScript(t *testing.T) {
	w := newWorld(t)
	w.complete(w.add(w.Leeds, registered(w.Leeds)))
	b := w.withoutScript()
	b.opens("/auth/rr8/start?return=/RR813/kpis/4")
	b.presses(w.person(w.Leeds, tenants.Editor).Name)
	b.says("h1", "4. ECG")
	b.clicks("#one-measure")
	b.types("5. MRI" + kb.Enter)
	b.presses("Show", "#kpi-detail")
	b.lands("/RR813/kpis/5?cohort=8&level=network")
	b.says("h1", "5. MRI")
	b.presses("Bars", "#views-of")
	b.says("#across figure", "by name")
}
