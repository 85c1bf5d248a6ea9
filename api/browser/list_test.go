//go:build browser

package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/pinktick/pinktick/tenants"
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
	b.until(tableRows + ` === 25 && location.search === "?size=25"`)
	b.presses("Page 2", "#case-table nav")
	b.until(tableRows + ` === 25 && location.search === "?page=2&size=25"`)
	b.says(".pt-region__bar", "26 to 50 of 61")
	b.presses("Number", "#case-table thead")
	b.until(`location.search === "?size=25&sort=number" && document.querySelector("th[aria-sort=ascending]")?.textContent.includes("Number")`)
	b.presses("Number", "#case-table thead")
	b.until(`location.search.includes("dir=desc") && document.querySelector("th[aria-sort=descending]")`)
	b.says("#case-table tbody tr", "Testina Probe") // the last that was added

	b.typesIn("#search", "testina pro")
	b.until(tableRows + ` === 1 && location.search.includes("q=testina+pro")`)
	b.until(`location.search.includes("sort=number")`) // searching keeps the order
	b.focused("#search")
	b.says("#case-table tbody", "999 000 0018")

	b.do(chromedp.NavigateBack())
	b.until(`location.search.includes("dir=desc") && !location.search.includes("q=") && ` + tableRows + ` === 25`)
	b.holds("#search", "")
	b.do(chromedp.NavigateBack())
	b.until(`location.search === "?size=25&sort=number" && document.querySelector("th[aria-sort=ascending]")`)

	b.opens("/RR813/cases?q=" + "9990000018")
	b.until(tableRows + ` === 1`)
	b.replaces("#search", "nobody is called this")
	b.sees("No child matches “nobody is called this”.")
	b.presses("Show all children")
	b.until(tableRows + ` === 50 && location.search === ""`)
	b.opens("/RR813/cases?q=testina")
	b.presses("Testina Probe", "#case-table")
	b.lands(wanted.path + "/first-assessment")
}

// Refresh asks again and swaps the rendered rows in; the address stays.
func TestRefreshSwapsTheRowsIn(t *testing.T) {
	w := newWorld(t)
	child := w.add(w.Leeds, registered(w.Leeds))
	b := w.signedIn(w.Leeds, tenants.Editor)
	b.says("#case-table tbody", "40 to answer")
	eval[bool](b, `window.stays = true`)
	other := w.signedIn(w.Leeds, tenants.Lead)
	other.opens(child.path + "/first-assessment")
	other.presses("Yes", question("first-assessment", "general_examination_recorded"))
	other.ticked(question("first-assessment", "general_examination_recorded"))
	b.presses("Refresh", "#case-table")
	b.says("#case-table tbody", "39 to answer")
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
