//go:build browser

package browser

import (
	"testing"

	"github.com/pinktick/pinktick/tenants"
)

// A clinician finds her trust by typing, signs in at its own provider, and lands on her trust's pages.
func TestClinicianFindsHerTrustAndSignsIn(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.visitor()
	b.opens("/")
	b.typesIn("#trust", "leeds")
	b.presses("Leeds Teaching Hospitals NHS Trust", "#trusts")
	b.lands("/t/RR8")
	b.is(`getComputedStyle(document.querySelector(".pt-header")).backgroundColor === "rgb(47, 82, 51)"`)
	b.clicks(`main a[href^="/auth/rr8/start"]`)
	b.sees("Who is signing in?")
	b.presses(w.person(w.Leeds, tenants.Editor).Name)
	b.lands("/RR813/summary")
	b.says(".pt-header__trust", "Leeds Teaching Hospitals NHS Trust")
	b.is(`getComputedStyle(document.querySelector(".pt-header")).backgroundColor === "rgb(47, 82, 51)"`)
	b.presses("Children", ".pt-header__nav")
	b.presses("Testina Probe", "#case-table")
	b.lands(child.path + "/first-assessment")
	b.presses("Yes", question("first-assessment", "general_examination_recorded"))
	b.ticked(question("first-assessment", "general_examination_recorded"))
	w.logged(child, "general_examination_recorded", "yes")
}

// Her trust is also found by its code, and has an address of its own.
func TestTrustIsFoundByCodeAndHasItsOwnAddress(t *testing.T) {
	w := newWorld(t)
	b := w.visitor()
	b.opens("/")
	b.typesIn("#trust", "7a3")
	b.says("#trusts", "Swansea Bay University Health Board")
	b.replaces("#trust", "zzz")
	b.says("#trusts", "No trust or health board is called")
	b.opens("/t/R0A")
	b.says("h1", "Manchester University NHS Foundation Trust")
	b.is(`getComputedStyle(document.querySelector(".pt-header")).backgroundColor === "rgb(122, 31, 92)"`)
}

// A link to a record asks to sign in first and then leads to the record.
func TestDeepLinkLeadsToTheRecordAfterSigningIn(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.visitor()
	b.opens(child.path + "/tests")
	b.typesIn("#trust", "leeds")
	b.presses("Leeds Teaching Hospitals NHS Trust", "#trusts")
	b.clicks(`main a[href^="/auth/rr8/start"]`)
	b.presses(w.person(w.Leeds, tenants.Editor).Name)
	b.lands(child.path + "/tests")
}
