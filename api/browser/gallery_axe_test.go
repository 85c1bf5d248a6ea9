//go:build browser

package browser

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/pinktick/pinktick/ui/gallery"
)

// axe is axe-core 4.14.1, used by tests only; its licence lies beside it.
//
//go:embed testdata/axe.min.js
var axe string

const runAxe = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
	.then(r => r.violations.map(v => v.id + ": " + v.help + " | " + v.nodes.slice(0, 4).map(n => n.html.slice(0, 200)).join(" | ")))`

// violations is what axe finds on the page as it stands.
func (g galleryTab) violations() []string {
	g.t.Helper()
	g.run(axe + "; 0")
	found, err := chromedp.Run(g.ctx, chromedp.Evaluate[[]string](runAxe, chromedp.EvalAwaitPromise))
	if err != nil {
		g.t.Fatalf("axe: %v", err)
	}
	return found
}

func TestGalleryIsAccessible(t *testing.T) {
	g := openGallery(t)
	faults := g.faults()
	paths := []string{"/gallery/working", "/gallery/children"}
	for path := range gallery.Pages() {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		g.open(path)
		for _, v := range g.violations() {
			t.Errorf("%s: %s", path, v)
		}
	}
	for _, path := range []string{"/gallery/working", "/gallery/page/record", "/gallery/page/performance", "/gallery/children", "/gallery/page/welcome"} {
		g.open(path)
		if err := chromedp.Do(g.ctx, chromedp.EmulateViewport(390, 844)); err != nil {
			t.Fatal(err)
		}
		g.fits()
		for _, v := range g.violations() {
			t.Errorf("%s on a phone: %s", path, v)
		}
	}
	if all := faults(); len(all) > 0 {
		t.Errorf("the browser complains: %s", strings.Join(all, "\n"))
	}
}

// fits fails the test when anything makes a phone scroll sideways.
func (g galleryTab) fits() {
	g.t.Helper()
	wide, err := chromedp.Run(g.ctx, chromedp.Evaluate[[]string](`document.documentElement.scrollWidth <= innerWidth ? [] :
		[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > innerWidth).slice(0, 5).map(e => e.outerHTML.slice(0, 160))`))
	if err != nil || len(wide) > 0 {
		g.t.Errorf("wider than a phone: %q (%v)", wide, err)
	}
}
