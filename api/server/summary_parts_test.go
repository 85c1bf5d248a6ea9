package server

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// coming are the parts of the page that have not come yet, by where they fetch themselves from.
func coming(page *htmltest.Document) []string {
	var all []string
	for _, part := range page.All(".pt-widget--pending") {
		path, _ := htmltest.Attr(part, "hx-get")
		all = append(all, path)
	}
	return all
}

// failed are the parts that say they cannot be read.
func failed(page *htmltest.Document) []string {
	var all []string
	for _, part := range page.All(".pt-widget") {
		if strings.Contains(htmltest.Words(part), "cannot be read just now") {
			id, _ := htmltest.Attr(part, "id")
			all = append(all, id)
		}
	}
	return all
}

// What needs doing comes with the page; each other part fetches itself, of the chosen cohort, stands alone as a page, and is in the
// whole page for browsers without script.
func TestThePartsOfASummary(t *testing.T) {
	w := sharedWorld(t)
	w.counted(w.Manchester, 3, 1)
	v := w.signIn(w.Manchester, tenants.Viewer)
	page := htmltest.Parse(t, v.get("/R0A03/summary?cohort=7&children=all").body)
	page.Rules()
	want := []string{"/R0A03/kpis?cohort=7", "/R0A03/summary/children?cohort=7&children=all", "/R0A03/summary/distances?cohort=7&children=all",
		"/R0A03/summary/homes?cohort=7&children=all", "/R0A03/summary/areas?cohort=7&children=all"}
	if got := coming(page); !slices.Equal(got, want) {
		t.Errorf("coming: %q", got)
	}
	for _, path := range want[1:] {
		part := htmltest.Parse(t, v.get(path, "HX-Request", "true").body)
		part.Rules()
		part.None("h1")
		part.None(".pt-widget--pending")
		alone := htmltest.Parse(t, v.get(path).body)
		alone.Rules()
		alone.Says("h1", "Royal Manchester Children's Hospital")
		if back, _ := htmltest.Attr(alone.One(".pt-alone__back"), "href"); back != "/R0A03/summary?cohort=7&children=all" {
			t.Errorf("%s: back is %s", path, back)
		}
	}
	whole := htmltest.Parse(t, v.get("/R0A03/summary?whole=yes").body)
	whole.Rules()
	if n := len(whole.All(".pt-widget")); n != len(summaryWidgets) || len(coming(whole))+len(failed(whole)) != 0 {
		t.Errorf("the whole has %d parts, %v coming, %v failed", n, coming(whole), failed(whole))
	}
	region := htmltest.Parse(t, v.get("/R0A03/summary?cohort=7", "HX-Request", "true").body)
	region.None("h1")
	if n := len(region.All("#dashboard .pt-widget")); n != len(summaryWidgets) {
		t.Errorf("the filter gets %d parts", n)
	}
	for _, path := range []string{"/R0A03/summary/kpis", "/R0A03/summary/nothing", "/R0A03/summary/"} {
		if got := v.get(path); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

// Each part fails by itself: with what it reads broken the page stands, and the others have their content.
func TestEachPartFailsByItself(t *testing.T) {
	w := sharedWorld(t)
	w.counted(w.Manchester, 3, 1)
	v := w.signIn(w.Manchester, tenants.Viewer)
	for _, c := range []struct{ table, column, broken string }{
		{"cases", "warnings", "w-work"}, {"deadline_extensions", "days", "w-cohorts"}, {"cases", "complete", "w-complete"}, {"organisations", "telephone", "w-about"},
		{"cases", "ethnicity", "w-children"}, {"case_places", "latitude", "w-distances w-homes"}, {"area_counts", "name", "kpis w-areas"},
	} {
		w.Exec(t, "alter table "+c.table+" rename column "+c.column+" to elsewhere")
		got := v.get(wholeOf(w.Manchester))
		for id := range strings.FieldsSeq(c.broken) {
			path := "/R0A03/summary/" + strings.TrimPrefix(id, "w-")
			if id == "kpis" {
				path = "/R0A03/kpis"
			}
			part := htmltest.Parse(t, v.get(path, "HX-Request", "true").body)
			part.Rules()
			part.Says("#"+id, "Try again")
		}
		w.Exec(t, "alter table "+c.table+" rename column elsewhere to "+c.column)
		page := htmltest.Parse(t, got.body)
		page.Rules()
		if broken := strings.Join(failed(page), " "); broken != c.broken || got.status != http.StatusOK || len(page.All(".pt-widget")) != len(summaryWidgets) {
			t.Errorf("%s.%s: %d, failed: %s, want %s", c.table, c.column, got.status, broken, c.broken)
		}
	}
}

// Every line of the work to do opens the list on exactly the children it counts.
func TestWorkToDoOpensTheList(t *testing.T) {
	w := sharedWorld(t)
	hospital := w.Manchester.Hospitals[0].ID
	add := func(n int, columns, values string) {
		for i := range n {
			w.row(w.Manchester, fmt.Sprint("Work", i), ", lead_organisation_id"+columns, ", '"+hospital+"'"+values)
		}
	}
	open := ", cohort, closes_on, forms_incomplete"
	add(2, open, ", 8, '2026-11-25', 3")
	add(3, open, ", 8, '2026-12-10', 3")
	add(1, open, ", 8, '2027-01-12', 3")
	add(4, open, ", 8, '2026-11-26', 0")
	add(2, open, ", 8, '2027-01-12', 0")
	add(5, "", "")
	add(1, open+", warnings", ", 8, '2027-01-12', 3, 2")
	add(1, open+", transfer_pending", ", 9, '2028-01-11', 3, true")
	add(7, open, ", 9, '2028-01-11', 3")
	v := w.signIn(w.Manchester, tenants.Viewer)
	part := htmltest.Parse(t, v.get("/R0A03/summary/work?cohort=8", "HX-Request", "true").body)
	var lines []string
	for _, task := range part.All(".pt-task") {
		words := htmltest.Words(task)
		lines = append(lines, words)
		href, _ := htmltest.Attr(task, "href")
		if list := v.get(href).rows(t); fmt.Sprint(len(list)) != strings.Fields(words)[0] {
			t.Errorf("%q opens %s with %d children", words, href, len(list))
		}
	}
	want := []string{"2 incomplete records, under 7 days left", "5 incomplete records, under 30 days left", "8 incomplete records, under 60 days left",
		"4 complete records not submitted, due in 7 days", "6 complete records not submitted", "1 record with answers to check", "5 children added and not registered", "1 transfer waits for an answer"}
	if !slices.Equal(lines, want) {
		t.Errorf("%q", lines)
	}
	done := htmltest.Parse(t, w.signIn(w.Leeds, tenants.Lead).get("/RR813/summary/work?cohort=7", "HX-Request", "true").body)
	done.Says("#w-work", "Nothing waits to be done in cohort 7.")
}

// A map is drawn of five homes and more; and nothing in it says how few live in a square.
func TestHomesOfAFewAreNotDrawn(t *testing.T) {
	w := sharedWorld(t)
	w.counted(w.Manchester, 4, 2)
	w.Exec(t, "update organisations set latitude = 53.46, longitude = -2.23")
	v := w.signIn(w.Manchester, tenants.Viewer)
	homes := func(n int) *htmltest.Document {
		w.Exec(t, `delete from case_places`)
		w.Exec(t, `insert into case_places (tenant_id, case_id, state, looked_up_at, country_code, latitude, longitude)
			select tenant_id, id, 'found', now(), 'ENG', 53.46 + 0.02 * (id % 2), -2.23 from cases where tenant_id = $1 and cohort = 8 order by id limit $2`, string(w.Manchester.ID), n)
		return htmltest.Parse(t, v.get("/R0A03/summary/homes?cohort=8", "HX-Request", "true").body)
	}
	few := homes(4)
	few.None("svg")
	few.Says("#w-homes", "fewer than 5 children are known")
	many := homes(5)
	many.Rules()
	many.Says("#w-homes", "5 children. Within 5 km: 5")
	many.Says("#w-homes .pt-svg--page", "1 to 4 children")
	if strings.Contains(many.Text, "Probemann") || len(many.All("#w-homes svg a")) != 0 {
		t.Error("a child is named on the map")
	}
	far := htmltest.Parse(t, v.get("/R0A03/summary/distances?cohort=8", "HX-Request", "true").body)
	far.Says("#w-distances", "Greatest2.21.4")
}

// The filter's second choice describes the children of every cohort.
func TestTheChildrenDescribed(t *testing.T) {
	w := sharedWorld(t)
	w.row(w.Manchester, "Unregistered", ", lead_organisation_id, sex", ", '"+w.Manchester.Hospitals[0].ID+"', '1'")
	v := w.signIn(w.Manchester, tenants.Viewer)
	for query, want := range map[string]string{"?cohort=8": "1 children: Not known: 0", "?cohort=8&children=all": "2 children: Not known: 0", "?cohort=7": "There is no such child."} {
		htmltest.Parse(t, v.get("/R0A03/summary/children"+query, "HX-Request", "true").body).Says("#w-children", want)
	}
}

// The picker leads to another hospital of the trust, which Home then leads to; the audit team's to any, others' not.
func TestPickingAnOrganisation(t *testing.T) {
	w := sharedWorld(t)
	pick := func(v *visitor, path, code string) reply {
		return v.send(http.MethodPost, path, url.Values{"as": {v.seal()}, "organisation": {code}})
	}
	v := w.signIn(w.Manchester, tenants.Editor)
	page := htmltest.Parse(t, v.get("/R0A03/summary").body)
	if n := len(page.All("#organisation option")); n != len(w.Manchester.Hospitals) {
		t.Errorf("%d to pick from", n)
	}
	if got := pick(v, "/R0A03/organisation", "R0A07"); got.status != http.StatusSeeOther || got.header.Get("Location") != "/R0A07/summary" {
		t.Errorf("%d to %s", got.status, got.header.Get("Location"))
	}
	if got := v.get("/home"); got.header.Get("Location") != "/R0A07/summary" {
		t.Errorf("home is %s", got.header.Get("Location"))
	}
	if got := v.get("/R0A07/cases"); got.status != http.StatusOK {
		t.Errorf("the list follows: %d", got.status)
	}
	for _, code := range []string{"RR813", "XXX", ""} {
		if got := pick(v, "/R0A03/organisation", code); got.status != http.StatusNotFound {
			t.Errorf("%q: %d", code, got.status)
		}
	}
	team := w.team(&w.Manchester)
	if got := pick(team, "/R0A03/organisation", "RR813"); got.header.Get("Location") != "/RR813/summary" {
		t.Errorf("the team goes to %s, %d", got.header.Get("Location"), got.status)
	}
	htmltest.Parse(t, team.get("/RR813/summary").body).Says(".pt-title", "Leeds Teaching Hospitals")
	if got := team.get("/R0A03/summary"); got.status != http.StatusNotFound {
		t.Errorf("and still works at the other: %d", got.status)
	}
	w.team(nil)
}
