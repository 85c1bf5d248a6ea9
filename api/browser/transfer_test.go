//go:build browser

package browser

import (
	"strconv"
	"testing"

	"github.com/pinktick/pinktick/tenants"
)

// A lead clinician offers a child; the other trust's lead sees that one waits, what would come and not who it is, and accepts. The
// child is there with every answer. At the origin the record is gone: what somebody there was about to save is not, and stays on
// their page.
func TestAChildMovesToAnotherTrust(t *testing.T) {
	w := newWorld(t)
	child := w.nearlyComplete(w.Leeds)
	w.Exec(t, "update cases set surname = 'Quillfeather' where id = $1", child.id)
	lead, late, other := w.signedIn(w.Leeds, tenants.Lead), w.signedIn(w.Leeds, tenants.Editor), w.signedIn(w.Manchester, tenants.Lead)
	ct := question("tests", "ct_head_performed")
	late.hearsNothing()
	late.opens(child.path + "/tests")
	late.shown(ct)

	lead.opens(child.path + "/registration")
	lead.presses("Transfer to another centre")
	lead.sees("Another trust or board has to accept first")
	lead.accessible("transfer offer")
	lead.chooses("#q-transfer-organisation", "Wythenshawe", "Wythenshawe Hospital")
	lead.presses("Continue")
	lead.sees("Quillfeather, audit number " + strconv.FormatInt(child.id, 10) + ", to Wythenshawe Hospital")
	lead.presses("Yes, offer the child")
	lead.says("#lead-transfer", "Offered to Wythenshawe Hospital")
	lead.accessible("offered")
	lead.opens("/RR813/cases")
	lead.says("#case-table", "Offered to Wythenshawe Hospital")

	other.opens("/R0A03/cases")
	other.says("#transfers-title", "1 transfer waits for your answer")
	other.accessible("transfers waiting")
	other.presses("Accept", "#transfers")
	other.sees("Answers that move")
	other.is(`!document.body.innerText.includes("Quillfeather")`)
	other.accessible("transfer accept")
	other.presses("Accept the child")
	other.sees("The child’s record is yours now.")
	moved := "/R0A03/cases/" + strconv.FormatInt(child.id, 10)
	other.lands(moved + "/registration?done=accepted")
	other.says("#previous-sites", "Leeds General Infirmary")

	late.forgives()
	late.presses("No", ct)
	late.says(ct+"-problem", "not")
	late.shown(ct)
	lead.forgives()
	lead.opens(child.path + "/tests")
	lead.sees("no such")

	other.opens(moved + "/tests")
	other.unticked(ct)
	other.presses("No", ct)
	other.ticked(ct)
	other.says(state, "Complete")
	other.opens("/R0A03/transfers")
	other.sees("Accepted")
	other.accessible("transfers")
}
