//go:build browser

package browser

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

// A measure by groups of children and over time, and the children to expect entered from a file: with script, by axe.
func TestMeasureApartAndChildrenToExpect(t *testing.T) {
	w := newWorld(t)
	for _, cohort := range []int{7, 8} {
		if _, err := w.counts().Recount(t.Context(), cohort); err != nil {
			t.Fatal(err)
		}
	}
	b := w.signedIn(w.Leeds, tenants.Viewer)
	b.opens("/RR813/kpis/4/equity?cohort=8&level=trust")
	b.says("h1", "4. ECG: groups of children")
	b.says("#sex", "The numbers as a table")
	b.accessible("by groups of children")
	b.clicks("#apart-measure")
	b.types("5. MRI\r")
	b.says("h1", "5. MRI: groups of children")
	b.lands("/RR813/kpis/5/equity?cohort=8&level=trust")
	b.presses("over time", "#kpi-apart")
	b.says("h1", "5. MRI: over time")
	b.shown("#quarters svg")
	b.accessible("over time")
	b.onPhone()
	b.accessible("over time, on a phone")
	b.onDesktop()

	b = w.visitor()
	b.opens("/auth/national/start?return=/national/cases")
	b.clicks(`button[value="` + w.stack.Demo.Person(login.DemoNational, tenants.NationalAdmin).Subject + `"]`)
	b.lands("/national/cases")
	b.opens("/national/expected?cohort=8")
	b.clicks("#enter summary")
	b.typesIn("#expected-csv", "RR8,none at all")
	b.forgives() // the answer is 422
	b.presses("Show what would change", "#enter")
	b.says(".nhsuk-error-summary", "Line 1:")
	b.holds("#expected-csv", "RR8,none at all")
	b.accessible("children to expect, refused")
	file := filepath.Join(t.TempDir(), "expected.csv")
	if err := os.WriteFile(file, []byte("code,expected\nRR8,40\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.SetUploadFiles("#expected-file", []string{file}))
	b.typesIn("#expected-source", "Hospital episodes")
	b.do(chromedp.SetValue("#expected-of", "2026-01-31"))
	b.presses("Show what would change", "#enter")
	b.says("#expected-changes", "40 (Hospital episodes, 2026-01-31)")
	b.accessible("what would change")
	b.presses("Save", "main")
	b.says("#unit-RR8", "40")
	b.accessible("children to expect")
}
