//go:build browser

package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

const tableRows = `document.querySelectorAll("#case-table tbody tr").length`

// names are the names in the list as it stands.
func (b *tab) names() []string {
	b.t.Helper()
	return eval[[]string](b, `[...document.querySelectorAll("#case-table [data-label=Name]")].map(e => e.textContent.trim())`)
}

// Searching while typing, sorting and paging each leave their state in the address, and Back undoes them.
func TestListKeepsItsStateInTheAddress(t *testing.T) {
	w := newWorld(t)
	w.addMany(w.Leeds, 60)
	wanted := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.until(tableRows + ` === 50`)
	b.presses("25", ".pt-paging__sizes")
	b.until(tableRows + ` === 25 && location.search === "?scope=trust&size=25"`)
	b.presses("Page 2", "#case-table nav")
	b.until(tableRows + ` === 25 && location.search === "?page=2&scope=trust&size=25"`)
	b.says(".pt-region__bar", "26 to 50 of 61")
	b.presses("Number", "#case-table thead")
	b.until(`location.search === "?scope=trust&size=25&sort=number" && document.querySelector("th[aria-sort=ascending]")?.textContent.includes("Number")`)
	b.presses("Number", "#case-table thead")
	b.until(`location.search.includes("dir=desc") && document.querySelector("th[aria-sort=descending]")`)
	b.says("#case-table tbody tr", "Testina Probe") // the last that was added

	b.typesIn("#search", "testina pro")
	b.until(tableRows + ` === 1 && location.search.includes("q=testina+pro")`)
	b.until(`location.search.includes("sort=number") && location.search.includes("scope=trust")`) // searching keeps the rest
	b.focused("#search")
	b.says("#case-table tbody", "999 000 0018")

	b.do(chromedp.NavigateBack())
	b.until(`location.search.includes("dir=desc") && !location.search.includes("q=") && ` + tableRows + ` === 25`)
	b.holds("#search", "")
	b.do(chromedp.NavigateBack())
	b.until(`location.search === "?scope=trust&size=25&sort=number" && document.querySelector("th[aria-sort=ascending]")`)

	b.opens("/RR813/cases?q=" + "9990000018")
	b.until(tableRows + ` === 1`)
	b.replaces("#search", "nobody is called this")
	b.sees("No child matches “nobody is called this”.")
	b.presses("Show all children")
	b.until(tableRows + ` === 50 && location.search === "?scope=trust"`)
	b.opens("/RR813/cases?q=testina")
	b.presses("Testina Probe", "#case-table")
	b.lands(wanted.path + "/first-assessment")
}

// inStates gives a trust a child in each of the states that somebody works on. The two that can be submitted are real records,
// complete to the last answer; of the others only the list's own columns count.
func (w *world) inStates(p tenantstest.Place) {
	w.t.Helper()
	row := func(surname, closes string, cohort, mask int) {
		w.Exec(w.t, `insert into cases (tenant_id, first_name, surname, nhs_number, sex, lead_organisation_id, cohort, closes_on, forms_incomplete, expected, completed, recount_on)
			values ($1, 'Ada', $2, lpad((abs(hashtext($2)) % 1000000)::text, 10, '9990'), '2', $3, $4, $5, $6::smallint, 43, 43 - $6::smallint, null)`,
			string(p.ID), surname, p.Hospitals[0].ID, cohort, closes, mask)
	}
	row("Almost", "2027-01-12", 8, 32)
	row("Begun", "2027-01-12", 8, 30)
	row("Elapsed", "2026-01-13", 7, 4)
	w.Exec(w.t, `update cases set warnings = 2, transfer_pending = true where surname = 'Begun'`)
	w.Exec(w.t, `insert into cases (tenant_id, first_name, surname, recount_on) values ($1, 'Ada', 'New', null)`, string(p.ID))
	w.Exec(w.t, `insert into cases (tenant_id, opted_out_at, opted_out_by, locked_at, recount_on) values ($1, now(), gen_random_uuid(), now(), null)`, string(p.ID))
	for i, child := range completeChildren(w.t, p, 2) {
		ada, surname := "Ada", []string{"Complete", "Due"}[i]
		child.Case().FirstName, child.Case().Surname = &ada, &surname
		w.add(p, child)
	}
	w.Exec(w.t, `update cases set closes_on = '2026-11-25' where surname = 'Due'`)
}

// Choosing a filter narrows the list at once, its chip takes it away again, and Back goes through both; the controls follow.
func TestFiltersAndTheirChips(t *testing.T) {
	w := newWorld(t)
	w.inStates(w.Leeds)
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.until(tableRows + ` === 7`)
	eval[bool](b, `window.stays = true`)
	picks := func(id, value string) {
		eval[chromedp.Void](b, `(e => { e.value = "`+value+`"; e.dispatchEvent(new Event("change", {bubbles: true})); })(document.getElementById("`+id+`"))`)
	}
	picks("filter-cohort", "8")
	b.until(tableRows + ` === 4 && location.search === "?scope=trust&cohort=8"`)
	picks("filter-state", "incomplete")
	b.until(tableRows + ` === 2 && location.search === "?scope=trust&cohort=8&state=incomplete"`)
	b.clicks("#filter-warnings")
	b.until(tableRows + ` === 1 && location.search.includes("warnings=yes")`)
	b.says("#case-table tbody", "2 answers to check")
	b.says("#case-table tbody", "Transfer pending")
	b.is(`document.querySelectorAll(".pt-chip").length === 3`)
	b.presses("Remove filter: Incomplete", ".pt-chips")
	b.until(`document.querySelectorAll(".pt-chip").length === 2 && document.getElementById("filter-state").value === ""`)
	b.focused("#case-table *") // not lost with the chip
	b.do(chromedp.NavigateBack())
	b.until(`document.querySelectorAll(".pt-chip").length === 3 && document.getElementById("filter-state").value === "incomplete"`)
	b.opens("/RR813/cases?scope=trust&form=tests")
	b.says(".pt-chips", "Not complete: Tests")
	b.is(tableRows + ` === 3`) // as many as have not begun theirs
	b.replaces("#search", "almost")
	b.until(tableRows + ` === 1 && location.search.includes("form=tests")`)
}

// This hospital, this trust: the choice is kept for the next visit, and an empty hospital says what the trust has.
func TestChoosingWhoseChildren(t *testing.T) {
	w := newWorld(t)
	w.inStates(w.Manchester)
	b := w.signedIn(w.Manchester, tenants.Editor)
	b.is(`document.querySelector(".pt-scope[aria-pressed=true]").textContent === "This trust"`)
	b.presses("This hospital")
	b.lands("/R0A03/cases?scope=organisation")
	b.says("#case-statistics", "5 in all")
	b.clicks("#organisation")
	b.types("Wy" + kb.Enter)
	b.presses("Show", ".pt-scopes__picker")
	b.lands("/R0A07/cases?scope=organisation")
	b.sees("No child is led by Wythenshawe Hospital yet.")
	b.opens("/home")
	b.lands("/R0A07/summary")
	b.presses("Children", ".pt-header__nav")
	b.lands("/R0A07/cases?scope=organisation")
	b.presses("7 are in your trust: show them")
	b.lands("/R0A07/cases?scope=trust")
	b.until(tableRows + ` === 7`)
}

// Complete records are ticked, counted on the button, named and submitted together.
func TestSubmittingSeveral(t *testing.T) {
	w := newWorld(t)
	w.inStates(w.Leeds)
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.says(".pt-bulk", "Submit ticked records")
	boxes := `document.querySelectorAll("#case-table input[form=submit-form][type=checkbox]")`
	b.is(boxes + `.length === 2`)
	b.clicks(`[aria-label="Submit the record of Ada Complete"]`)
	b.says(".pt-bulk", "Submit 1 complete record")
	b.clicks(`[aria-label="Submit the record of Ada Due"]`)
	b.says(".pt-bulk", "Submit 2 complete records")
	b.presses("Submit 2 complete records")
	b.sees("Submit 2 complete records?")
	b.sees("Ada Due")
	b.accessible("asked before submitting")
	b.presses("Submit 2 complete records", "main form")
	b.sees("2 of 2 records submitted")
	b.accessible("submitted")
	b.presses("Back to the list")
	b.until(`document.querySelectorAll("#case-table tbody tr").length === 7`)
	b.says("#case-table tbody", "Submitted")
	b.gone(".pt-bulk")
}

// The national audit team looks through all trusts and goes into one record.
func TestTheNationalList(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Swansea, registered(w.Swansea))
	w.inStates(w.Leeds)
	b := w.visitor()
	team := w.stack.Demo.Person(login.DemoNational, tenants.NationalAdmin)
	b.opens("/auth/national/start?return=/national/cases")
	b.clicks(`button[value="` + team.Subject + `"]`)
	b.lands("/national/cases")
	b.until(tableRows + ` === 8`)
	b.accessible("national list")
	b.says("#case-table tbody", "Morriston Hospital")
	b.typesIn("#search", "te")
	b.until(`location.search.includes("q=te") && location.search.includes("scope=national")`)
	b.replaces("#search", "probe")
	b.until(tableRows + ` === 1`)
	b.presses("Testina Probe", "#case-table")
	b.lands(child.path + "/first-assessment")
	b.says(".pt-header", "Swansea")
}

// Without script every choice is a form or a link.
func TestListWithoutScript(t *testing.T) {
	w := newWorld(t)
	w.inStates(w.Leeds)
	b := w.withoutScript()
	w.signsIn(b, w.Leeds, tenants.Editor, "/RR813/cases")
	b.clicks("#filter-cohort")
	b.types("Cohort 8" + kb.Enter)
	b.presses("Apply", "#filters")
	b.until(tableRows + ` === 4 && location.search.includes("cohort=8")`)
	b.typesIn("#search", "due")
	b.presses("Search")
	b.until(tableRows + ` === 1 && location.search.includes("cohort=8")`)
	b.presses("Remove filter: Cohort 8", ".pt-chips")
	b.until(tableRows + ` === 1 && !location.search.includes("cohort=8")`)
	b.clicks(`[aria-label="Submit the record of Ada Due"]`)
	b.presses("Submit ticked records")
	b.sees("Submit 1 complete record?")
	b.presses("Submit 1 complete record", "main form")
	b.sees("1 of 1 record submitted")
	b.presses("Back to the list")
	b.says("#case-table tbody", "Submitted")
	b.presses("This hospital")
	b.lands("/RR813/cases?scope=organisation")
}

// A list with everything in it is accessible, and fits a phone.
func TestTheListIsAccessible(t *testing.T) {
	w := newWorld(t)
	w.inStates(w.Manchester)
	b := w.visitor()
	w.signsIn(b, w.Manchester, tenants.Lead, "/R0A03/cases?scope=trust&incomplete=yes")
	b.accessible("filtered list")
	b.opens("/R0A03/cases?scope=organisation")
	b.accessible("a hospital's list")
	b.tabsTo("#case-table .pt-sort")
	b.types(kb.Enter)
	b.until(`document.querySelector("th[aria-sort]")`)
}

// Refresh asks again and swaps the rendered rows in; the address stays.
func TestRefreshSwapsTheRowsIn(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.says("#case-table tbody", "40 answers missing until 12 January 2027")
	eval[bool](b, `window.stays = true`)
	other := w.signedIn(w.Leeds, tenants.Lead)
	other.opens(child.path + "/first-assessment")
	other.presses("Yes", question("first-assessment", "general_examination_recorded"))
	other.ticked(question("first-assessment", "general_examination_recorded"))
	b.presses("Refresh", "#case-table")
	b.says("#case-table tbody", "39 answers missing")
	b.is(`window.stays`)
	b.focused(".pt-refresh")
}

// An empty list says why it is empty.
func TestEmptyListSaysWhy(t *testing.T) {
	w := newWorld(t)
	b := w.signedIn(w.Swansea, tenants.Viewer)
	b.sees("No child has been added at this trust yet.")
	if names := b.names(); len(names) > 0 {
		t.Errorf("there are %s", strings.Join(names, ", "))
	}
}
