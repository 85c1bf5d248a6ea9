//go:build browser

package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/outlier"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

// outliers keeps the records of outliers on the world's clock.
func (w *world) outliers() *outlier.Store {
	return &outlier.Store{DB: w.App, Counts: w.counts(), Tenants: tenants.NewDirectory(w.App, time.Minute), Policy: outlier.DefaultPolicy(), Now: w.store.Now}
}

// countCohort7 stores counts of the cohort that is over, in which Leeds is an alarm on the low side of the first measure.
func (w *world) countCohort7() {
	w.Exec(w.t, `insert into counted_cohorts (cohort, counted_at, counted_on, rules, other_rules, registered, measures, seen)
		values (7, '2026-11-01 03:00:00.25+00', '2026-11-01', 'R4', 0, 124, $1, '1')`, "{"+strings.Join(kpi.Columns(), ",")+"}")
	rest := strings.Repeat(",0", len(kpi.All)-1) + "}"
	for code, counts := range map[string][2]int{"RR8": {27, 33}, "R0A": {60, 4}} {
		n := counts[0] + counts[1]
		w.Exec(w.t, fmt.Sprintf(`insert into centre_counts (tenant_id, cohort, level, code, dimension, category, name, registered, year_over, counted, withdrawn, answered, asked, passed, failed, not_applicable)
			select id, 7, 'trust', ods_code, 'all', '', name, %d, %d, %d, 0, 9, 10, $1, $2, $3 from tenants where ods_code = '%s'`, n, n, n, code),
			fmt.Sprintf("{%d%s", counts[0], rest), fmt.Sprintf("{%d%s", counts[1], rest), "{0"+rest)
	}
}

// A record from the counts to publication, by the audit team and the centre's lead clinician, each in a window of their own.
func TestAnOutlierFromCountToPublication(t *testing.T) {
	w := newWorld(t)
	w.countCohort7()
	team, lead := w.visitor(), w.signedIn(w.Leeds, tenants.Lead)
	person := w.stack.Demo.Person(login.DemoNational, tenants.NationalAdmin)
	team.opens("/auth/" + person.Provider + "/start?return=/national")
	team.clicks(`button[value="` + person.Subject + `"]`)
	team.lands("/national")
	team.opens("/national/outliers/find")
	team.sees("27 of 60 (45 %, 33 to 58). Lower than expected by chance: alarm.")
	team.accessible("looking for outliers")
	team.presses("Open records for these", "#open-form .pt-act")
	team.sees("Records are open for those chosen.")
	team.accessible("records of outliers")
	team.clicks("main tbody a")
	team.sees("Leeds Teaching Hospitals NHS Trust: 1. Paediatrician with expertise")
	team.presses("Start the check")
	team.sees("The step is saved.")
	lead.opens("/RR813/outliers")
	lead.sees("no outlier record with this centre")

	team.presses("Save this step")
	team.sees("Choose the next step.")
	team.presses("Put it before the centre")
	team.typesIn("#step-words", "Your figure is low. Please check your data.")
	team.typesIn("#step-note", "Nothing wrong on our side.")
	team.accessible("a record with what is wrong")
	team.presses("Save this step")
	team.sees("With the centre")

	lead.opens("/RR813/outliers")
	lead.accessible("the centre's records")
	lead.clicks("main tbody a")
	lead.sees("Your figure is low. Please check your data.")
	lead.is(`!document.body.innerText.includes("Nothing wrong on our side")`)
	lead.sees("The children who did not meet the measure")
	lead.presses("Yes: the data are correct")
	lead.typesIn("#answer-words", "We looked at each child. The clinic had no paediatrician.")
	file := filepath.Join(t.TempDir(), "review.pdf")
	if err := os.WriteFile(file, []byte("%PDF-1.7\n1 0 obj\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	lead.do(chromedp.SetUploadFiles("#answer-file", []string{file}))
	lead.accessible("the centre's record")
	lead.presses("Send the answer")
	lead.sees("Your answer is with the audit team.")

	team.opens(team.path())
	team.sees("The clinic had no paediatrician.")
	team.sees("review.pdf")
	team.typesIn("#step-words", "Counted again; the figure stands.")
	team.presses("Keep this analysis")
	team.sees("The step is saved.")
	team.presses("Confirm it")
	team.typesIn("#step-words", "It is confirmed.")
	team.presses("Save this step")
	team.sees("Chief executive told on")
	team.typesIn("#step-words", "Letters of 22 November 2026.")
	for _, who := range []string{"chief_executive", "medical_director", "regulator"} {
		team.do(chromedp.SetValue("#step-"+who, "2026-11-22"))
	}
	team.accessible("who is told")
	team.presses("They have been told")
	team.sees("Regulator told on 22 November 2026.")
	team.typesIn("#step-words", "In the annual report.")
	team.presses("It is published")
	team.sees("The record is closed.")
	lead.opens(lead.path())
	lead.sees("In the annual report.")
	lead.accessible("the centre's record, closed")
}

// path is the address of the page that is open, without what was asked of it.
func (b *tab) path() string { return eval[string](b, "location.pathname") }
