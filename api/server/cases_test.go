package server

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/tenantstest"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// team is somebody of the national audit team, working at the place, or at none yet.
func (w *world) team(at *tenantstest.Place) *visitor {
	w.t.Helper()
	v := w.signInAt(login.DemoNational, w.Leeds, tenants.NationalAdmin)
	tenant := ""
	if at != nil {
		tenant = string(at.ID)
		v.place = *at
	}
	if got := v.send(http.MethodPost, "/session/tenant", url.Values{"as": {v.seal()}, "tenant": {tenant}}); got.status != http.StatusSeeOther {
		w.t.Fatalf("switch: %d: %s", got.status, got.body)
	}
	return v
}

// row puts a child straight into the table of a place.
func (w *world) row(p tenantstest.Place, surname, columns, values string) int64 {
	w.t.Helper()
	var id int64
	err := w.Super.QueryRow("insert into cases (tenant_id, first_name, surname"+columns+") values ($1, 'A', $2"+values+") returning id", string(p.ID), surname).Scan(&id)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (p reply) rows(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, cell := range htmltest.Parse(t, p.body).All(`#case-table [data-label="Name"] .pt-strong`) {
		names = append(names, htmltest.Words(cell))
	}
	return names
}

const complete = `, cohort, closes_on, forms_incomplete, expected, completed`

func attr(n *html.Node, name string) string {
	value, _ := htmltest.Attr(n, name)
	return value
}

// The national list is refused to everybody but the audit team, by every address it has, and nothing is looked at.
func TestTheNationalScopeIsTheTeams(t *testing.T) {
	w := sharedWorld(t)
	for _, role := range []tenants.Role{tenants.Viewer, tenants.Editor, tenants.Lead} {
		v := w.signIn(w.Manchester, role)
		for _, path := range []string{"/national/cases", "/national/cases/statistics", "/R0A03/cases?scope=national", "/R0A03/cases?scope=national&q=probe",
			"/R0A03/cases/statistics?scope=national"} {
			for _, fragment := range []string{"true", ""} {
				if got := v.get(path, "HX-Request", fragment); got.status != http.StatusForbidden || strings.Contains(got.body, "Probemann") {
					t.Errorf("%s: %s: %d", role, path, got.status)
				}
			}
		}
		form := url.Values{"as": {v.seal()}, "scope": {"national"}}
		if got := v.post("/R0A03/cases/scope", form); got.status != http.StatusForbidden {
			t.Errorf("%s chooses it: %d", role, got.status)
		}
		form = url.Values{"as": {v.seal()}, "tenant": {string(w.Leeds.ID)}, "case": {fmt.Sprint(w.child["RR8"])}}
		if got := v.post("/national/cases/open", form); got.status != http.StatusForbidden {
			t.Errorf("%s opens another trust's record: %d", role, got.status)
		}
		if strings.Contains(v.get("/R0A03/cases").body, "All trusts") {
			t.Errorf("%s is offered it", role)
		}
	}
	analyst := w.signInAt(login.DemoNational, w.Leeds, tenants.NationalAnalyst)
	if got := analyst.get("/national/cases"); got.status != http.StatusForbidden {
		t.Errorf("an analyst: %d", got.status)
	}
	if n := w.number("select count(*) from national_reads where purpose = 'list of children'") + w.number("select count(*) from list_scopes"); n != 0 {
		t.Errorf("%d lines were written", n)
	}
}

func (w *world) number(sql string, args ...any) int64 {
	w.t.Helper()
	var n int64
	if err := w.Super.QueryRow(sql, args...).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// The audit team sees all trusts' children, with and without a trust of their own; a child is opened by making its trust the
// active one, and that reading is in the record's own log.
func TestTheTeamOpensARecordOutOfTheNationalList(t *testing.T) {
	w := sharedWorld(t)
	w.row(w.Leeds, "Unled", "", "")
	v := w.team(nil)
	page := v.get("/national/cases")
	if got := page.rows(t); len(got) != 4 || !slices.Contains(got, "A Unled") {
		t.Fatalf("listed: %v", got)
	}
	htmltest.Parse(t, page.body).Rules()
	if !strings.Contains(page.body, "No lead centre") || !strings.Contains(page.body, "Morriston Hospital, Swansea Bay") {
		t.Error("the lead centres are not named")
	}
	if got := v.get("/national/cases?lead=none").rows(t); !slices.Equal(got, []string{"A Unled"}) {
		t.Errorf("without a lead: %v", got)
	}
	for centre, want := range map[string]int{"R0A": 1, "R0A03": 1, "R0A07": 0, "RR8": 2, "7A3": 1} {
		if got := v.get("/national/cases?centre=" + centre).rows(t); len(got) != want {
			t.Errorf("at %s: %v", centre, got)
		}
	}
	if got := v.get("/national/cases?centre=XXX"); got.status != http.StatusNotFound {
		t.Errorf("at none: %d", got.status)
	}
	opened := v.send(http.MethodPost, "/national/cases/open", url.Values{"as": {v.seal()}, "tenant": {string(w.Swansea.ID)}, "case": {fmt.Sprint(w.child["7A3"])}})
	if to := opened.header.Get("Location"); opened.status != http.StatusSeeOther || to != fmt.Sprintf("/7A3C7/cases/%d", w.child["7A3"]) {
		t.Fatalf("opening: %d to %s", opened.status, to)
	}
	first := v.get(opened.header.Get("Location"))
	if got := v.get(first.header.Get("Location")); got.status != http.StatusOK || !strings.Contains(got.body, "Probemann") {
		t.Errorf("the record: %d", got.status)
	}
	if n := w.number("select count(*) from record_reads where case_id = $1 and tenant_id = $2", w.child["7A3"], string(w.Swansea.ID)); n == 0 {
		t.Error("the reading is not in the record's log")
	}
	if n := w.number("select count(*) from national_reads where filters like '%Probe%' or purpose not in ('list of children', 'counts of every centre')"); n != 0 {
		t.Errorf("%d lines of the national log say something else", n)
	}
	for _, form := range []url.Values{{"tenant": {"x"}, "case": {"1"}}, {"tenant": {string(w.Leeds.ID)}, "case": {"x"}}, {"tenant": {uuid.NewString()}, "case": {"1"}}} {
		form.Set("as", v.seal())
		if got := v.post("/national/cases/open", form); got.status != http.StatusNotFound {
			t.Errorf("%v: %d", form, got.status)
		}
	}
	if got := w.team(&w.Leeds).get("/RR813/cases?scope=national").rows(t); len(got) != 4 {
		t.Errorf("from a trust's own list: %v", got)
	}
}

// Every part of the address narrows or orders the list, alone and together; a copied link shows somebody else the same.
func TestTheAddressIsTheList(t *testing.T) {
	w := sharedWorld(t)
	p := w.Manchester
	w.row(p, "Due", complete, ", 8, '2026-11-25', 0, 40, 40")
	w.row(p, "Ready", complete, ", 8, '2027-01-12', 0, 40, 40")
	w.row(p, "Late", complete, ", 7, '2026-01-13', 2, 40, 10")
	w.row(p, "Fresh", "", "")
	w.row(p, "Doubtful", complete+", warnings", ", 8, '2027-01-12', 32, 40, 39, 1")
	w.row(p, "Moving", complete+", transfer_pending", ", 8, '2027-01-12', 32, 40, 39, true")
	v, colleague := w.signIn(p, tenants.Lead), w.signIn(p, tenants.Viewer)
	for query, want := range map[string][]string{
		"scope=trust&state=due":                        {"A Due"},
		"scope=trust&state=complete&sort=deadline":     {"A Due", "A Ready"},
		"scope=trust&state=passed":                     {"A Late"},
		"scope=trust&state=not-registered":             {"A Fresh"},
		"scope=trust&warnings=yes":                     {"A Doubtful"},
		"scope=trust&transfer=yes":                     {"A Moving"},
		"scope=trust&form=tests&cohort=8&sort=name":    {"A Doubtful", "A Moving", "Testina Probemann"},
		"scope=trust&days=7":                           {"A Due"},
		"scope=trust&incomplete=yes&cohort=7":          {"A Late"},
		"scope=trust&q=mov":                            {"A Moving"},
		"scope=trust&q=prob&state=incomplete":          {"Testina Probemann"},
		"scope=trust&sort=name&dir=desc&size=25":       {"A Ready", "Testina Probemann", "A Moving", "A Late", "A Fresh", "A Due", "A Doubtful"},
		"scope=organisation&q=testina":                 {"Testina Probemann"},
		"scope=trust&state=nonsense&cohort=x&days=8&q": {"A Doubtful", "A Due", "A Fresh", "A Late", "A Moving", "Testina Probemann", "A Ready"},
	} {
		page := v.get("/R0A03/cases?" + query)
		if got := page.rows(t); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
		if got := colleague.get("/R0A03/cases?" + query).rows(t); !slices.Equal(got, want) {
			t.Errorf("%s, somebody else: %v", query, got)
		}
		if got := v.get("/R0A03/cases?"+query, "HX-Request", "true").rows(t); !slices.Equal(got, want) {
			t.Errorf("%s, the region: %v", query, got)
		}
		htmltest.Parse(t, page.body).Rules()
	}
}

// A chip takes its filter away and leaves the rest; orders, pages and sizes keep all of it.
func TestLinksOfTheListKeepItsState(t *testing.T) {
	w := sharedWorld(t)
	for i := range 30 {
		w.row(w.Manchester, fmt.Sprintf("Many %02d", i), complete, ", 8, '2027-01-12', 32, 40, 20")
	}
	v := w.signIn(w.Manchester, tenants.Lead)
	page := htmltest.Parse(t, v.get("/R0A03/cases?scope=trust&q=many&cohort=8&form=tests&incomplete=yes&sort=cohort&dir=desc&size=25").body)
	whole := url.Values{"scope": {"trust"}, "q": {"many"}, "cohort": {"8"}, "form": {"tests"}, "incomplete": {"yes"}, "sort": {"cohort"}, "dir": {"desc"}, "size": {"25"}}
	without := func(names ...string) string {
		left := url.Values{}
		for name, value := range whole {
			if !slices.Contains(names, name) {
				left[name] = value
			}
		}
		return left.Encode()
	}
	var chips []string
	for _, chip := range page.All(".pt-chip") {
		chips = append(chips, attr(chip, "href"))
	}
	slices.Sort(chips)
	want := []string{"/R0A03/cases?" + without("cohort"), "/R0A03/cases?" + without("form"), "/R0A03/cases?" + without("incomplete")}
	slices.Sort(want)
	if !slices.Equal(chips, want) {
		t.Errorf("chips lead to %v, want %v", chips, want)
	}
	for _, link := range append(page.All("#case-table .pt-sort"), page.All("#case-table .nhsuk-pagination__link")...) {
		to, err := url.Parse(attr(link, "href"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"scope", "q", "cohort", "form", "incomplete", "size"} {
			if to.Query().Get(name) != whole.Get(name) {
				t.Errorf("%q leads to %s: without its %s", htmltest.Words(link), to, name)
			}
		}
	}
	sorted := page.One(`th[aria-sort="descending"]`)
	if !strings.Contains(htmltest.Words(sorted), "Cohort") || len(page.All("th[aria-sort]")) != 1 {
		t.Errorf("sorted by %q", htmltest.Words(sorted))
	}
	kept := regexp.MustCompile(`form="search-form" name="(\w+)"`).FindAllStringSubmatch(v.get("/R0A03/cases?"+without()).body, -1)
	if len(kept) != 7 {
		t.Errorf("a search keeps %v", kept)
	}
}

// An empty list says which of the reasons it is, and the way out.
func TestAnEmptyListSaysWhy(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Lead)
	for path, want := range map[string][2]string{
		"/R0A03/cases?scope=trust&q=nobody":                  {"No child matches “nobody”.", "/R0A03/cases?scope=trust"},
		"/R0A03/cases?scope=trust&q=nobody&cohort=8":         {"No child matches “nobody” with these filters.", "/R0A03/cases?scope=trust"},
		"/R0A03/cases?scope=trust&cohort=5":                  {"No child matches these filters.", "/R0A03/cases?scope=trust"},
		"/R0A07/cases?scope=organisation":                    {"No child is led by Wythenshawe Hospital yet.", "/R0A07/cases?scope=trust"},
		"/R0A07/cases?scope=organisation&q=probe":            {"No child at Wythenshawe Hospital matches “probe”.", "/R0A07/cases?q=probe&scope=trust"},
		"/R0A07/cases?scope=organisation&q=nobody":           {"No child at Wythenshawe Hospital matches “nobody”.", "/R0A07/cases?scope=trust"},
		"/R0A03/cases?scope=trust&page=7":                    {"This page is past the end of the list.", "/R0A03/cases?scope=trust"},
		"/R0A03/cases?scope=trust&q=" + url.QueryEscape("%"): {"No child matches “%”.", "/R0A03/cases?scope=trust"},
	} {
		empty := htmltest.Parse(t, v.get(path).body).One(".pt-empty")
		way := attr(htmltest.Parse(t, v.get(path).body).One(".pt-empty a"), "href")
		if !strings.Contains(htmltest.Words(empty), want[0]) || way != want[1] {
			t.Errorf("%s says %q and leads to %s", path, htmltest.Words(empty), way)
		}
	}
	if body := v.get("/R0A07/cases?scope=organisation&q=probe").body; !strings.Contains(body, "1 matches in your trust: show it") {
		t.Error("it does not say that the trust has one")
	}
	w.Exec(t, "truncate cases, case_counts cascade")
	if body := v.get("/R0A03/cases?scope=trust").body; !strings.Contains(body, "No child has been added at this trust yet.") {
		t.Error("a trust without children does not say so")
	}
}

// The scope is remembered for the bare address; another hospital is picked, but none of another trust's.
func TestChoosingAScope(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Viewer)
	choose := func(path, name, value string) reply {
		return v.send(http.MethodPost, path, url.Values{"as": {v.seal()}, name: {value}})
	}
	if got := choose("/R0A03/cases/scope", "scope", "organisation"); got.status != http.StatusSeeOther || got.header.Get("Location") != "/R0A03/cases?scope=organisation" {
		t.Fatalf("%d to %s", got.status, got.header.Get("Location"))
	}
	if got := v.get("/R0A03/cases"); got.status != http.StatusSeeOther || got.header.Get("Location") != "/R0A03/cases?scope=organisation" {
		t.Errorf("the bare address: %d to %s", got.status, got.header.Get("Location"))
	}
	if got := choose("/R0A03/cases/organisation", "organisation", "R0A07"); got.header.Get("Location") != "/R0A07/cases?scope=organisation" {
		t.Errorf("another hospital: %d to %s", got.status, got.header.Get("Location"))
	}
	if got := v.get("/home"); got.header.Get("Location") != "/R0A07/summary" {
		t.Errorf("home is %s", got.header.Get("Location"))
	}
	if got := choose("/R0A03/cases/organisation", "organisation", "RR813"); got.status != http.StatusNotFound {
		t.Errorf("another trust's hospital: %d", got.status)
	}
	for _, wrong := range []string{"", "everything", "Trust"} {
		if got := choose("/R0A03/cases/scope", "scope", wrong); got.status != http.StatusBadRequest {
			t.Errorf("scope %q: %d", wrong, got.status)
		}
	}
	choose("/R0A03/cases/scope", "scope", "trust")
	if got := v.get("/R0A03/cases"); got.status != http.StatusOK {
		t.Errorf("the trust's list: %d", got.status)
	}
	if got := w.signIn(w.Manchester, tenants.Lead).get("/R0A03/cases"); got.status != http.StatusOK {
		t.Errorf("somebody else's: %d", got.status)
	}
}

// The figures are a fragment of their own for the page's script, and the list for everybody else.
func TestStatistics(t *testing.T) {
	w := sharedWorld(t)
	w.row(w.Manchester, "Fresh", "", "")
	v := w.signIn(w.Manchester, tenants.Viewer)
	for scope, want := range map[string]string{"trust": "2 in all 1 registered", "organisation": "1 in all 1 registered"} {
		got := htmltest.Parse(t, v.get("/R0A03/cases/statistics?scope="+scope, "HX-Request", "true").body).One("#case-statistics")
		if words := htmltest.Words(got); words != want {
			t.Errorf("%s: %q, want %q", scope, words, want)
		}
	}
	if got := v.get("/R0A03/cases/statistics?scope=trust"); got.status != http.StatusSeeOther || got.header.Get("Location") != "/R0A03/cases?scope=trust" {
		t.Errorf("as a page: %d to %s", got.status, got.header.Get("Location"))
	}
	if got := w.team(nil).get("/national/cases/statistics", "HX-Request", "true"); !strings.Contains(got.body, "<strong>4</strong>") {
		t.Errorf("nationally: %s", got.body)
	}
}

// A child who opted out is a line of hashes: no name, number or date, nothing to press, and nothing finds it.
func TestOptedOutIsMasked(t *testing.T) {
	w := sharedWorld(t)
	id := w.row(w.Manchester, "Secretname", "", "")
	w.Exec(t, `update cases set first_name = null, surname = null, date_of_birth = null, sex = null, nhs_number = null, opted_out_at = now(),
		opted_out_by = gen_random_uuid(), locked_at = now() where id = $1`, id)
	v := w.signIn(w.Manchester, tenants.Lead)
	page := v.get("/R0A03/cases?scope=trust&state=opted-out").body
	row := htmltest.Parse(t, page).One("#case-table tbody tr")
	if got := htmltest.Words(row); strings.ReplaceAll(got, " ", "") != strings.Repeat(masked, 7) {
		t.Errorf("the line says %q", got)
	}
	for _, what := range []string{"a", "button", "input"} {
		htmltest.Parse(t, page).None("#case-table tbody " + what)
	}
	if strings.Contains(page, "Secretname") || strings.Contains(page, "999 000 0999") || strings.Contains(page, fmt.Sprintf(">%d<", id)) || strings.Contains(page, fmt.Sprintf("case-%d", id)) {
		t.Error("the page tells")
	}
	if got := v.get("/R0A03/cases?scope=trust&q=secret").rows(t); len(got) != 0 {
		t.Errorf("found as %v", got)
	}
}

// Ticked records are submitted after a page that counts and names them; of each it is said what became of it; sent twice it is
// one act.
func TestSubmittingSeveral(t *testing.T) {
	w := sharedWorld(t)
	one, two := w.completeGirl(w.Manchester), w.row(w.Manchester, "Two", complete, ", 8, '2027-01-12', 0, 40, 40") // of whose answers the list alone speaks
	half := w.row(w.Manchester, "Half", complete, ", 8, '2027-01-12', 64, 40, 20")
	theirs := w.row(w.Leeds, "Theirs", complete, ", 8, '2027-01-12', 0, 40, 40")
	v := w.signIn(w.Manchester, tenants.Editor)
	list := "/R0A03/cases?cohort=8&scope=trust"
	page := htmltest.Parse(t, v.get(list).body)
	page.Rules()
	if boxes := page.All(`input[form="submit-form"][name="value"]`); len(boxes) != 2 {
		t.Errorf("%d boxes", len(boxes))
	}
	before := w.written()
	form := url.Values{"as": {v.seal()}, "return": {list}, "value": {fmt.Sprint(one), fmt.Sprint(two), fmt.Sprint(half), fmt.Sprint(theirs)}}
	asked := v.send(http.MethodPost, "/R0A03/cases/submit", form)
	for _, words := range []string{"Submit 2 complete records?", "A Two", "A Half", "Will not be submitted"} {
		if !strings.Contains(asked.body, words) {
			t.Errorf("the question does not say %q", words)
		}
	}
	if strings.Contains(asked.body, "Theirs") || w.written() != before {
		t.Error("another trust's child is named, or something was submitted")
	}
	confirmed := url.Values{}
	for _, field := range htmltest.Parse(t, asked.body).All("main form input") {
		confirmed.Add(attr(field, "name"), attr(field, "value"))
	}
	if len(confirmed["value"]) != 2 || confirmed.Get("return") != list {
		t.Errorf("confirming sends %v", confirmed)
	}
	once := ""
	for range 2 {
		done := v.send(http.MethodPost, "/R0A03/cases/submit", confirmed)
		for _, words := range []string{"1 of 2 records submitted", "Submitted.", "Only a complete record can be submitted.", `href="` + strings.ReplaceAll(list, "&", "&amp;")} {
			if !strings.Contains(done.body, words) {
				t.Errorf("the outcome does not say %q: %s", words, done.body)
			}
		}
		if now := w.written(); once == "" {
			once = now
		} else if now != once {
			t.Error("sent twice it was done twice")
		}
	}
	after := htmltest.Parse(t, v.get(list).body)
	if boxes := after.All(`input[form="submit-form"][name="value"]`); len(boxes) != 1 || attr(boxes[0], "value") != fmt.Sprint(two) {
		t.Errorf("the list offers %d records after that", len(boxes))
	}
	after.Says("#case-table", "Submitted")
}

func numbered(n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprint(i+1))
	}
	return all
}

// What no page of ours sends submits nothing, and neither does anybody who may not.
func TestSubmittingWhatIsNotTicked(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Editor)
	before := w.written()
	child := fmt.Sprint(w.child["R0A"])
	for name, c := range map[string]struct {
		form url.Values
		want int
	}{
		"nothing":              {url.Values{}, http.StatusUnprocessableEntity},
		"no number":            {url.Values{"value": {"yes"}}, http.StatusBadRequest},
		"another trust's":      {url.Values{"value": {fmt.Sprint(w.child["RR8"])}}, http.StatusNotFound},
		"confirmed, no key":    {url.Values{"value": {child}, "confirmed": {"yes"}}, http.StatusBadRequest},
		"more than a page":     {url.Values{"value": numbered(101)}, http.StatusBadRequest},
		"back to another site": {url.Values{"value": {child}, "return": {"//evil.example"}}, http.StatusOK},
	} {
		c.form.Set("as", v.seal())
		got := v.send(http.MethodPost, "/R0A03/cases/submit", c.form)
		if got.status != c.want || strings.Contains(got.body, "evil") {
			t.Errorf("%s: %d, want %d", name, got.status, c.want)
		}
	}
	viewer := w.signIn(w.Manchester, tenants.Viewer)
	form := url.Values{"as": {viewer.seal()}, "value": {child}, "confirmed": {"yes"}, "key": {uuid.NewString()}}
	if got := viewer.send(http.MethodPost, "/R0A03/cases/submit", form); got.status != http.StatusForbidden {
		t.Errorf("a viewer: %d", got.status)
	}
	if w.written() != before {
		t.Error("something was submitted")
	}
}
