//go:build browser

package browser

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/pinktick/pinktick/tenants"
)

var screenshots = flag.Bool("screenshots", false, "write the README's screenshots into .github/screenshots")

// shoots writes what the window shows.
func (b *tab) shoots(name string) {
	b.t.Helper()
	dir := filepath.Join("..", "..", ".github", "screenshots")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.t.Fatal(err)
	}
	eval[chromedp.Void](b, `document.activeElement?.blur()`)
	b.until(`document.getAnimations().every(a => a.playState !== "running")`)
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// Screenshots takes the README's pictures: go test -tags browser ./api/browser -run Screenshots -screenshots
func TestScreenshots(t *testing.T) {
	if !*screenshots {
		t.Skip("asked for with -screenshots")
	}
	w := newWorld(t)
	w.addMany(w.Manchester, 24)
	child := w.add(w.Manchester, registered(w.Manchester))
	b, other := w.visitor(), w.visitor()
	w.signsIn(b, w.Manchester, tenants.Editor, "/R0A03/cases")
	w.signsIn(other, w.Manchester, tenants.Lead, "/R0A03/cases")
	b.do(chromedp.EmulateViewport(1280, 860))
	b.shoots("list")
	b.opens(child.path + "/registration")
	b.shoots("registration")

	b.opens(child.path + "/tests")
	eeg, asked, ecg, ct := question("tests", "eeg_indicated"), question("tests", "eeg_requested_on"), question("tests", "twelve_lead_ecg_performed"), question("tests", "ct_head_performed")
	b.presses("Yes", eeg)
	b.shown(asked)
	b.typesIn(asked+"-input", "27/3/2025\r")
	b.ticked(asked)
	b.presses("Yes", ecg)
	b.ticked(ecg)
	other.opens(child.path + "/tests")
	eval[chromedp.Void](b, `scrollTo(0, 0)`)
	b.shoots("record")

	other.presses("No", ct)
	other.ticked(ct)
	b.presses("Yes", ct)
	b.shown(ct + " .pt-conflict")
	eval[chromedp.Void](b, `document.querySelector("`+ct+`").scrollIntoView({block: "center"})`)
	b.shoots("conflict")

	b.opens(child.path + "/tests")
	b.onPhone()
	b.shoots("record-phone")
}
