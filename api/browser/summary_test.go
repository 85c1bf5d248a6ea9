//go:build browser

package browser

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/tenants"
)

// counts is a store whose queue counts at once: no workers run here.
func (w *world) counts() *compare.Store {
	store := &compare.Store{DB: w.App, Now: w.store.Now}
	store.Queue = atOnce{store}
	return store
}

type atOnce struct{ store *compare.Store }

func (q atOnce) Count(ctx context.Context, _ *gorm.DB, cohort int) error {
	_, err := q.store.Recount(ctx, cohort)
	return err
}

// An organisation's page by keyboard: what waits, every part as it comes, the indicators counted by Refresh and opened, another
// cohort for all parts at once. axe looks at the whole of it, on its way and there.
func TestDashboard(t *testing.T) {
	w := newWorld(t)
	w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Viewer)
	b.tabsTo(`.pt-header__nav a[href$="/summary"]`)
	b.types(kb.Enter)
	b.lands("/RR813/summary")
	b.says("#w-work", "1 incomplete record, under 60 days left")
	b.says("#kpis", "Not counted yet")
	b.says("#w-children", "1 children: Not known: 0")
	b.says("#w-areas", "Not counted yet")
	b.gone(".pt-widget--pending")
	b.accessible("never counted")
	b.tabsTo("#kpis .pt-bulk button")
	b.types(kb.Enter)
	b.says("#kpis", "None eligible")
	b.tabsTo("#kpis-skip")
	b.types(kb.Enter)
	b.tabsTo("#w-areas-refresh")
	b.types(kb.Enter)
	b.says("#w-areas", "No data")
	b.is(`document.activeElement.id === "w-areas-refresh"`)
	b.opens("/RR813/summary?cohort=8")
	b.gone(".pt-widget--pending")
	b.tabsTo("#kpis td .pt-kpi summary")
	b.types(kb.Enter)
	b.says("#kpis details[open]", " of ")
	b.accessible("an indicator opened")
	b.clicks("#dashboard-cohort")
	b.types("Cohort 7" + kb.Enter)
	b.lands("/RR813/summary?cohort=7")
	b.says("#kpis", "Indicators of cohort 7")
	b.says("#w-work", "Nothing waits to be done in cohort 7.")
	b.gone(".pt-widget--pending")
	b.presses("Refresh", "#kpis .pt-bulk")
	b.says("#kpis", "Counted")
	b.presses("Refresh", "#kpis .pt-bulk")
	b.says("#kpis", "The figures are being counted again.")
	b.opens("/RR813/summary?cohort=8")
	b.tabsTo("#w-work .pt-task")
	b.types(kb.Enter)
	b.until(tableRows + ` === 1`)
}

// Without script the page has the first parts, and a way to all of them at once and to each by itself.
func TestDashboardWithoutScript(t *testing.T) {
	w := newWorld(t)
	w.add(w.Leeds, registered(w.Leeds))
	b := w.withoutScript()
	w.signsIn(b, w.Leeds, tenants.Viewer, "/RR813/summary")
	b.says("#w-work", "1 incomplete record, under 60 days left")
	b.presses("Show Distances", "#w-distances")
	b.says("#w-distances", "place is known yet")
	b.presses("Back to the whole page", "main")
	b.presses("Show all of it at once", "main")
	b.says("#w-children", "1 children")
	b.gone(".pt-widget--pending")
}
