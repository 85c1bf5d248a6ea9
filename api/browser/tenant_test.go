//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/pinktick/pinktick/tenants"
)

// A child of another trust does not exist for anybody here.
func TestAnotherTrustsChildIsNotThere(t *testing.T) {
	w := newWorld(t)
	theirs := w.add(w.Manchester, registered(w.Manchester))
	b := w.signedIn(w.Leeds, tenants.Lead)
	for _, path := range []string{theirs.path + "/tests", "/RR813" + theirs.path[len("/R0A03"):] + "/tests", "/R0A03/cases"} {
		response, err := chromedp.Run(b.ctx, chromedp.NavigateResponse(b.base+path))
		if err != nil || response.Status != 404 {
			t.Errorf("%s: %v %v, want 404", path, response, err)
		}
		b.sees("Page not found")
		b.is(`!document.body.innerText.includes("Probe")`)
	}
}

// Somebody with two trusts works at one at a time. Switching is a press, is named on every page, and a tab that was drawn at
// the other trust is refused and says so.
func TestSwitchingTrustIsExplicit(t *testing.T) {
	w := newWorld(t)
	here, there := w.add(w.Manchester, registered(w.Manchester)), w.add(w.Leeds, second(newcomer()))
	b := w.visitor()
	w.signsIn(b, w.Manchester, tenants.Editor, "/R0A03/cases")
	b.opens(here.path + "/tests")
	old := b
	second := b.another()
	second.opens("/home")
	second.lands("/R0A03/summary")
	second.says(".pt-header__trust", "Manchester University NHS Foundation Trust")
	second.clicks("#user-menu summary")
	eval[bool](second, `(s => { s.value = [...s.options].find(o => o.text.startsWith("Leeds")).value; return true })(document.querySelector("#switch-tenant"))`)
	second.presses("Switch", "#user-menu")
	second.lands("/RR813/summary")
	second.says(".pt-header__trust", "Leeds Teaching Hospitals NHS Trust")
	second.opens(there.path)
	second.sees("Second Child")

	ct := question("tests", "ct_head_performed")
	old.presses("Yes", ct)
	old.shown("#signed-out[open]")
	old.says("#signed-out", "another person, or at another trust")
	old.says(ct+"-state", "Not saved")
	w.logged(here, "ct_head_performed")
}
