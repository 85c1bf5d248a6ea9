package server

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/htmltest"
)

var inBrackets = regexp.MustCompile(`^(.*) \((\d+)\)$`)

// behindCounts are the numbers of the list's outcomes, and how many rows each outcome's pages have.
func (v *visitor) behindCounts(t *testing.T, address string) (said, listed map[string]int) {
	t.Helper()
	said, listed = map[string]int{}, map[string]int{}
	page := htmltest.Parse(t, v.get(address).body)
	page.Rules()
	for _, tab := range page.All("nav[aria-label=Outcome] a") {
		words := inBrackets.FindStringSubmatch(htmltest.Words(tab))
		said[words[1]], _ = strconv.Atoi(words[2])
		href, _ := htmltest.Attr(tab, "href")
		for n := 1; ; n++ {
			rows := htmltest.Parse(t, v.get(fmt.Sprintf("%s&page=%d", href, n)).body).All("tbody tr")
			if listed[words[1]] += len(rows); len(rows) == 0 {
				break
			}
		}
	}
	return said, listed
}

// The list is exactly those children who make the stored figure, of the hospital and of the trust, in every measure and outcome: also
// whom another hospital led when the cohort closed, and without those who count elsewhere or not at all.
func TestChildrenBehindAreThoseCounted(t *testing.T) {
	w := sharedWorld(t)
	w.freshCounts()
	w.counted(w.Leeds, 3, 4)
	w.counted(w.Manchester, 28, 3)
	here, there := w.Manchester.Hospitals[0].ID, w.Manchester.Hospitals[1].ID
	few := func(n int) string {
		return fmt.Sprintf("id in (select id from cases where first_name is null and tenant_id = $1 order by id limit %d)", n)
	}
	w.Exec(t, "update cases set lead_organisation_id = $2, lead_at_deadline_id = $3 where "+few(2), string(w.Manchester.ID), there, here) // moved after the deadline
	w.Exec(t, "update cases set lead_organisation_id = $2 where "+few(5)+" and lead_at_deadline_id is null", string(w.Manchester.ID), there)
	w.Exec(t, "update case_results set m_4 = 'not_applicable', m_5 = 'incomplete' where case_id in (select id from cases where "+few(4)+")", string(w.Manchester.ID))
	w.Exec(t, "update case_results set first_year_ends = '2026-12-24' where case_id = (select max(id) from cases where first_name is null and tenant_id = $1)", string(w.Manchester.ID))
	w.Exec(t, "update cases set updated_at = '2026-01-01' where first_name is null")
	if _, err := w.server.Counts.Recount(t.Context(), 8); err != nil {
		t.Fatal(err)
	}
	v := w.signIn(w.Manchester, tenants.Editor)
	for _, level := range []compare.Level{compare.Organisation, compare.Trust} {
		for _, m := range []*kpi.Measure{&kpi.ECG, &kpi.MRI} {
			d, err := w.server.Counts.Dashboard(w.Manchester.As(t.Context(), tenants.Editor), "R0A03", 8)
			if err != nil {
				t.Fatal(err)
			}
			unit, _ := d.Of(level)
			stored := unit.Of(m)
			want := map[string]int{"Achieved": stored.Passed, "Not achieved": stored.Failed, "Not applicable": stored.NotApplicable, "Data incomplete": stored.Incomplete, "All": stored.All()}
			said, listed := v.behindCounts(t, "/R0A03/kpis/"+m.Address()+"/children?cohort=8&level="+string(level))
			if fmt.Sprint(said) != fmt.Sprint(want) || fmt.Sprint(listed) != fmt.Sprint(want) {
				t.Errorf("%s of %s: counted %v, said %v, listed %v", m.Title, level, want, said, listed)
			}
			if stored.All() == 0 || stored.NotApplicable+stored.Incomplete == 0 {
				t.Errorf("%s of %s: nothing to tell apart: %+v", m.Title, level, stored)
			}
		}
	}
}

// Who has gone to another centre since is not listed, but said; a record changed since is said too.
func TestChildrenBehindWhoHaveMoved(t *testing.T) {
	w := sharedWorld(t)
	w.freshCounts()
	w.counted(w.Manchester, 5, 3)
	w.Exec(t, "update cases set updated_at = '2026-01-01' where first_name is null")
	gone := "(select id from cases where first_name is null and tenant_id = $1 limit 1)"
	w.Exec(t, `with gone as (update cases set tenant_id = $2, lead_at_deadline_id = $3, lead_organisation_id = $4 where id = `+gone+` returning id)
		select from gone`, string(w.Manchester.ID), string(w.Leeds.ID), w.Manchester.Hospitals[0].ID, w.Leeds.Hospitals[0].ID)
	w.counted(w.Manchester, 0, 0)
	w.Exec(t, "update cases set updated_at = '2026-01-01' where first_name is null")
	v := w.signIn(w.Manchester, tenants.Editor)
	page := htmltest.Parse(t, v.get("/R0A03/kpis/4/children?cohort=8").body)
	page.Says("main", "1 child counted here has moved since. It is not listed.")
	if n := len(page.All("tbody tr")); n != 7 {
		t.Errorf("%d are listed", n)
	}
	w.Exec(t, "update cases set updated_at = now() + interval '1 hour' where id = "+gone, string(w.Manchester.ID))
	htmltest.Parse(t, v.get("/R0A03/kpis/4/children?cohort=8").body).Says("main", "1 of the records has changed since the count.")
}

// Behind a figure stand names and answers: for the centre's own people, who are written down, and for nobody else.
func TestWhoSeesChildrenBehind(t *testing.T) {
	w := sharedWorld(t)
	w.freshCounts()
	id := w.child["R0A"]
	w.Exec(t, "update cases set cohort = 8, closes_on = '2027-01-12', first_assessment_on = '2025-06-01', expected = 60, completed = 60, forms_incomplete = 0 where id = $1", id)
	w.Exec(t, "insert into case_results (tenant_id, case_id, rules, first_year_ends, m_4) values ($1, $2, 'R4', '2026-06-01', 'fail') on conflict (tenant_id, case_id) do update set first_year_ends = '2026-06-01'", string(w.Manchester.ID), id)
	w.counted(w.Manchester, 1, 0)
	v := w.signIn(w.Manchester, tenants.Viewer)
	before := w.readsOf(id)
	page := htmltest.Parse(t, v.get("/R0A03/kpis/4/children?cohort=8").body)
	page.Says("tbody", "Testina Probemann")
	if href, _ := htmltest.Attr(page.All("tbody a")[0], "href"); !strings.Contains(page.Text, "12-lead ECG") && !strings.Contains(page.Text, "onvulsive") || href == "" {
		t.Error("no answer is named that decided")
	}
	if w.readsOf(id) != before+1 {
		t.Error("nobody noted that the answers were read")
	}
	for who, got := range map[string]reply{
		"an analyst":   w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAnalyst).get("/R0A03/kpis/4/children?cohort=8"),
		"another's":    w.signIn(w.Leeds, tenants.Lead).get("/R0A03/kpis/4/children?cohort=8"),
		"of an area":   v.get("/R0A03/kpis/4/children?cohort=8&level=network"),
		"of a country": v.get("/R0A03/kpis/4/children?cohort=8&level=country"),
	} {
		if got.status != http.StatusNotFound && got.status != http.StatusForbidden || strings.Contains(got.body, "Probemann") {
			t.Errorf("%s: %d", who, got.status)
		}
	}
}

func (w *world) readsOf(id int64) (n int) {
	w.t.Helper()
	if err := w.Super.QueryRowContext(w.t.Context(), "select count(*) from record_reads where case_id = $1", id).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}
