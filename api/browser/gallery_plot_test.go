//go:build browser

package browser

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/pinktick/pinktick/ui/gallery"
)

// Every drawing has a form for a phone, and for a page at four times its size: it fits, its letters can be read, and the other form
// is gone for everybody, screen readers included.
func TestDrawingsFitNarrowScreens(t *testing.T) {
	g := openGallery(t)
	looked := 0
	for path := range gallery.Pages() {
		if !strings.Contains(path, "/plot-") {
			continue
		}
		g.open(path)
		if err := chromedp.Do(g.ctx, chromedp.EmulateViewport(320, 640)); err != nil {
			t.Fatal(err)
		}
		g.run(`document.querySelectorAll("details").forEach(d => d.open = true)`)
		g.fits()
		g.says(`[...document.querySelectorAll(".pt-svg--page")].every(s => getComputedStyle(s).display === "none")`)
		g.says(`[...document.querySelectorAll(".pt-svg--phone")].every(s => s.getBoundingClientRect().width > 250)`)
		g.says(`[...document.querySelectorAll(".pt-svg--phone text")].every(l => !l.textContent || parseFloat(l.getAttribute("font-size")) * l.getScreenCTM().a > 9)`)
		if strings.HasSuffix(path, "-tiles") || strings.HasSuffix(path, "-run-chart") { // one with links, one without
			for _, v := range g.violations() {
				t.Errorf("%s on a narrow screen: %s", path, v)
			}
		}
		looked++
	}
	if looked < 8 {
		t.Errorf("only %d pages of drawings", looked)
	}
}

// Letters that were measured without a browser take no more room in one.
func TestLettersStayInsideDrawings(t *testing.T) {
	g := openGallery(t)
	for path := range gallery.Pages() {
		if !strings.Contains(path, "/plot-") {
			continue
		}
		g.open(path)
		out, err := chromedp.Run(g.ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll(".pt-svg--page")].flatMap(s => {
			const box = s.viewBox.baseVal
			return [...s.querySelectorAll("text")].filter(l => l.ownerSVGElement === s).filter(l => { const b = l.getBBox(); return b.x < -1 || b.x + b.width > box.width + 1 || b.y + b.height > box.height + 2 }).map(l => l.textContent)
		})`))
		if err != nil || len(out) > 0 {
			t.Errorf("%s: %q leave their drawing (%v)", path, out, err)
		}
	}
}

// By keyboard one goes past a drawing with many links, or through its links, each of which shows where one is.
func TestDrawingsByKeyboard(t *testing.T) {
	g := openGallery(t)
	g.open("/gallery/page/plot-tiles")
	g.run(`document.querySelector("#tiles-rates .pt-plot__skip").focus()`)
	g.says(`document.activeElement.getBoundingClientRect().width > 100`)
	g.key("\t")
	g.says(`document.activeElement.matches(".pt-svg--page a") && document.activeElement.querySelector("title").textContent.includes("NHS Area 01")`)
	g.says(`getComputedStyle(document.activeElement).outlineStyle !== "none"`)
	g.run(`document.querySelector("#tiles-rates .pt-plot__skip").focus()`)
	g.key("\r")
	g.until(`location.hash === "#tiles-rates-table"`)
	g.key("\t")
	g.says(`document.activeElement.matches("#tiles-rates-table summary")`)
}

// shownOn has the page shown as another medium would.
func (g galleryTab) shownOn(medium emulation.SetEmulatedMediaParams) {
	g.t.Helper()
	err := chromedp.Do(g.ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, medium)
		return err
	}))
	if err != nil {
		g.t.Fatal(err)
	}
}

// On paper the table is there, open or not, and the page's form of the drawing.
func TestDrawingsOnPaper(t *testing.T) {
	g := openGallery(t)
	g.open("/gallery/page/plot-bars")
	g.says(`!document.querySelector("#bars-icb table").checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})`)
	g.shownOn(emulation.SetEmulatedMediaParams{Media: "print"})
	g.until(`document.querySelector("#bars-icb table").checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})`)
	g.says(`getComputedStyle(document.querySelector("#bars-icb .pt-svg--phone")).display === "none"`)
}

// In high contrast the letters and lines take the person's own colours.
func TestDrawingsInHighContrast(t *testing.T) {
	g := openGallery(t)
	g.open("/gallery/page/plot-funnel")
	stroke := `getComputedStyle(document.querySelector("#funnel-few .pt-svg--page .pt-benchmark")).stroke`
	g.says(stroke + ` === "rgb(33, 43, 50)"`)
	g.shownOn(emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}})
	g.until(`matchMedia("(forced-colors: active)").matches && ` + stroke + ` !== "rgb(33, 43, 50)"`)
}
