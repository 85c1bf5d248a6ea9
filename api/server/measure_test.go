package server

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/tenantstest"
	"github.com/pinktick/pinktick/ui/htmltest"
)

func ecgOf(p tenantstest.Place) string { return "/" + p.Hospitals[0].ODSCode + "/kpis/4" }

// freshCounts forgets what earlier tests of the same world have counted and made.
func (w *world) freshCounts() {
	w.t.Helper()
	w.Exec(w.t, "delete from cases where first_name is null")
	w.Exec(w.t, "truncate counted_cohorts, centre_counts, area_counts, counted_members")
	w.Exec(w.t, "truncate publications cascade")
}

// A clinician sees one measure at every level, and across the units of each; without script a form leads from one to the next.
func TestOneMeasure(t *testing.T) {
	w := sharedWorld(t)
	w.freshCounts()
	v := w.signIn(w.Manchester, tenants.Viewer)
	if page := htmltest.Parse(t, v.get(ecgOf(w.Manchester)).body); len(page.All("figure")) > 0 || !strings.Contains(page.Text, notCounted) {
		t.Error("what was never counted has figures")
	}
	w.counted(w.Manchester, 12, 8)
	w.counted(w.Leeds, 20, 30)
	page := htmltest.Parse(t, v.get(ecgOf(w.Manchester)).body)
	page.Rules()
	page.Says("h1", "4. ECG")
	page.Says("#rings-sentence", "Organisation: 12 of 20 (60 %, 39 to 78). Trust: 12 of 20")
	if n := len(page.All("#one-measure option")); n != len(kpi.All) {
		t.Errorf("%d measures may be chosen", n)
	}
	if hrefs := page.All("#rings svg.pt-svg--page a"); len(hrefs) != 4 { // organisation, trust, network, country
		t.Errorf("%d rings lead to the drawing of their level", len(hrefs))
	}
	page.Says("#across", "A network")
	page.Says("#across", "Bars")

	for path, want := range map[string]string{
		"?measure=5&cohort=8&level=country&view=bars": "/R0A03/kpis/5?cohort=8&level=country&view=bars",
		"?measure=9a-i&cohort=8":                      "/R0A03/kpis/9a-i?cohort=8",
	} {
		if got := v.get(ecgOf(w.Manchester) + path); got.status != http.StatusSeeOther || got.header.Get("Location") != want {
			t.Errorf("%s: %d, %s", path, got.status, got.header.Get("Location"))
		}
		got := v.get(ecgOf(w.Manchester)+path, "HX-Request", "true")
		if got.status != http.StatusOK || got.header.Get("HX-Push-Url") != want || strings.Contains(got.body, "<html") {
			t.Errorf("%s as a fragment: %d, %s", path, got.status, got.header.Get("HX-Push-Url"))
		}
	}
	for _, path := range []string{"/R0A03/kpis/11", "/R0A03/kpis/ecg", "/R0A03/kpis/4/figure.png"} {
		if got := v.get(path); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

// Every figure is a file too, for the same people and with the same numbers; a spreadsheet finds no formula in it.
func TestFiguresAreFiles(t *testing.T) {
	w := sharedWorld(t)
	w.freshCounts()
	w.counted(w.Manchester, 12, 8)
	w.counted(w.Leeds, 20, 30)
	v := w.signIn(w.Manchester, tenants.Editor)
	for _, address := range []string{"?cohort=8&level=organisation", "?cohort=8&level=network&view=bars"} {
		page := htmltest.Parse(t, v.get(ecgOf(w.Manchester)+address).body)
		for _, figure := range page.All("figure") {
			links := htmltest.All(figure, ".pt-plot__files a")
			if len(links) != 2 {
				t.Fatalf("%s: %d files", address, len(links))
			}
			for i, kind := range []string{"image/svg+xml", "text/csv; charset=utf-8"} {
				href, _ := htmltest.Attr(links[i], "href")
				got := v.get(href)
				if got.status != http.StatusOK || got.header.Get("Content-Type") != kind || !strings.HasPrefix(got.header.Get("Content-Disposition"), `attachment; filename="measure-4-cohort-8-`) {
					t.Errorf("%s: %d, %q, %q", href, got.status, got.header.Get("Content-Type"), got.header.Get("Content-Disposition"))
				}
				if i == 1 {
					lines, err := csv.NewReader(strings.NewReader(got.body)).ReadAll()
					if rows := htmltest.All(figure, "tbody tr"); err != nil || len(lines) != len(rows)+1 {
						t.Errorf("%s: %d lines, the table has %d rows: %v", href, len(lines), len(rows), err)
					}
				}
			}
		}
	}
}

// Of other trusts a hospital's people see what is published and nothing else: the whole figure is of the publication.
func TestOtherTrustsArePublishedOrNotThere(t *testing.T) {
	w := sharedWorld(t)
	w.freshCounts()
	w.counted(w.Manchester, 12, 8)
	w.counted(w.Leeds, 20, 30)
	v := w.signIn(w.Manchester, tenants.Lead)
	address := ecgOf(w.Manchester) + "?cohort=8&level=trust"
	got := v.get(address)
	if !strings.Contains(got.body, "nothing has been published yet") || strings.Contains(got.body, "Leeds") {
		t.Error("before publishing another trust is there")
	}
	if file := v.get(ecgOf(w.Manchester) + "/figure.csv?cohort=8&level=trust"); file.status != http.StatusNotFound {
		t.Errorf("a file of what is not published: %d", file.status)
	}
	w.publish(8)
	w.counted(w.Manchester, 3, 0) // counted since: live it is 15 of 23
	page := htmltest.Parse(t, v.get(address).body)
	page.Says("#funnel-sentence", "published on ")
	page.Says("#funnel-table", "Leeds Teaching Hospitals NHS Trust")
	page.Says("#funnel-table", "12 of 20")
	if strings.Contains(htmltest.Words(page.All("#funnel")[0]), "15 of 23") || strings.Contains(htmltest.Words(page.All("#funnel")[0]), "live") {
		t.Error("live figures stand among published ones")
	}
	page.Says("#rings-sentence", "Trust: 15 of 23")
	if national := w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAnalyst).get("/national/kpis/4?cohort=8&level=trust"); !strings.Contains(national.body, "15 of 23") {
		t.Error("a national role does not see live figures")
	}
}

// publish makes and publishes the results of a cohort.
func (w *world) publish(cohort int) {
	w.t.Helper()
	ctx := w.Manchester.As(w.t.Context(), tenants.NationalAdmin)
	p, err := w.server.Published.Prepare(ctx, publication.Plan{Cohort: cohort, Lowest: compare.Trust, Note: "a test"})
	for _, state := range []publication.State{publication.Ready, publication.Published} {
		if err == nil {
			err = w.server.Published.Bring(ctx, p.ID, state, false)
		}
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

var sealed = regexp.MustCompile(`name="as" value="[^"]*"`)

// Numbers that are hidden from a hospital's people make no difference to any byte of a page or a file, at any level.
func TestHiddenNumbersAreInNoFigure(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	everything := func(leeds, swansea [2]int) (all string) {
		w.freshCounts()
		w.counted(w.Manchester, 30, 30)
		w.counted(w.Leeds, leeds[0], leeds[1])
		w.counted(w.Swansea, swansea[0], swansea[1])
		w.Exec(t, "update counted_cohorts set counted_at = '2026-11-22 12:00+00'") // the time stands on the page
		for _, level := range append(slices.Clone(compare.Levels), "") {
			for _, view := range []string{"", "funnel", "bars", "tiles", "rings"} {
				asked := "?" + url.Values{"cohort": {"8"}, "level": {string(level)}, "view": {view}}.Encode()
				for _, below := range []string{"", "/figure.svg", "/figure.csv"} {
					all += v.get(ecgOf(w.Manchester)+below+asked, "HX-Request", "true").body
				}
			}
		}
		return sealed.ReplaceAllString(all, "")
	}
	one, other := everything([2]int{2, 1}, [2]int{1, 2}), everything([2]int{1, 2}, [2]int{2, 1})
	if one != other {
		at := 0
		for at < min(len(one), len(other)) && one[at] == other[at] {
			at++
		}
		t.Errorf("a hidden number makes a difference:\n%s\n%s", one[max(0, at-200):min(len(one), at+200)], other[max(0, at-200):min(len(other), at+200)])
	}
	if !strings.Contains(one, "umbers too small to show") || !strings.Contains(one, "30 of 60") {
		t.Error("nothing is hidden, or too much is")
	}
}

// National roles see every centre live; the audit team goes to one by a button, analysts see no way to a child.
func TestNationalMeasure(t *testing.T) {
	w := sharedWorld(t)
	w.freshCounts()
	w.counted(w.Manchester, 12, 8)
	w.counted(w.Leeds, 20, 30)
	analyst, admin := w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAnalyst), w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAdmin)
	page := htmltest.Parse(t, analyst.get("/national/kpis/4?cohort=8").body)
	page.Rules()
	page.Says("#funnel-table", "Leeds Teaching Hospitals NHS TrustMore than one region20 of 50")
	for _, level := range compare.Levels[:7] {
		if got := analyst.get("/national/kpis/4?cohort=8&level=" + string(level)); got.status != http.StatusOK || strings.Contains(got.body, notReadAcross) {
			t.Errorf("%s: %d", level, got.status)
		}
	}
	if got := w.signIn(w.Manchester, tenants.Lead).get("/national/kpis/4"); got.status != http.StatusForbidden {
		t.Errorf("a hospital's people: %d", got.status)
	}
	centre := "/national/kpis/4/centre?cohort=8&level=trust&code=RR8"
	if !strings.Contains(analyst.get("/national/kpis/4?cohort=8").body, strings.ReplaceAll(centre[:25], "&", "&amp;")) {
		t.Error("no row leads to its centre")
	}
	if seen := htmltest.Parse(t, analyst.get(centre).body); len(seen.All("main form")) > 0 {
		t.Error("an analyst may open a centre")
	}
	if got := admin.get(strings.Replace(centre, "RR8", "X99", 1)); got.status != http.StatusNotFound {
		t.Errorf("no such centre: %d", got.status)
	}
	form := url.Values{"as": {fieldOf(t, admin.get(centre).body, "as")}, "level": {"trust"}, "code": {"RR8"}, "cohort": {"8"}}
	if got := analyst.send(http.MethodPost, "/national/kpis/4/centre", url.Values{"as": {fieldOf(t, analyst.get("/national/kpis/4").body, "as")}, "level": {"trust"}, "code": {"RR8"}}); got.status != http.StatusForbidden {
		t.Errorf("an analyst opens a centre: %d", got.status)
	}
	got := admin.send(http.MethodPost, "/national/kpis/4/centre", form)
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/RR813/kpis/4?cohort=8" {
		t.Fatalf("%d, %s", got.status, got.header.Get("Location"))
	}
	if got := admin.get(got.header.Get("Location")); got.status != http.StatusOK || !strings.Contains(got.body, "/RR813/kpis/4/children") {
		t.Errorf("there: %d", got.status)
	}
}

// fieldOf is the value of the first hidden field of a name.
func fieldOf(t *testing.T, body, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("no field %s", name)
	}
	return found[1]
}
