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

// An organisation's indicators: never counted, counted by Refresh, opened and read by keyboard, and those of another cohort.
func TestIndicators(t *testing.T) {
	w := newWorld(t)
	b := w.signedIn(w.Leeds, tenants.Viewer)
	b.presses("Indicators", ".pt-header__nav")
	b.says("#kpis", "Not counted yet")
	b.accessible("never counted")
	b.presses("Refresh", "#kpis")
	b.says("#kpis", "Registered")
	b.says("#kpis", "None eligible")
	b.accessible("indicators")
	b.tabsTo("#kpis td .pt-kpi summary")
	b.types(kb.Enter)
	b.says("#kpis details[open]", "not applicable")
	b.accessible("an indicator opened")
	b.clicks("#kpis-cohort")
	b.types("Cohort 7" + kb.Enter)
	b.says("#kpis", "Indicators of cohort 7")
	b.presses("Refresh", "#kpis")
	b.says("#kpis", "Counted")
	b.opens("/RR813/summary?cohort=8")
	b.presses("Refresh", "#kpis")
	b.says("#kpis", "The figures are being counted again.")
}
