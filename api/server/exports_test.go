package server

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/xuri/excelize/v2"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/takeout"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/tenantstest"
	"github.com/pinktick/pinktick/ui/htmltest"
	"github.com/pinktick/pinktick/ui/plot"
)

// asked are exports that wait for a worker; there is none here but the test.
type asked struct {
	tenant tenants.ID
	export int64
}

// MakeExport implements takeout.Queue.
func (w *world) MakeExport(_ context.Context, _ *pgx.Conn, tenant tenants.ID, export int64) error {
	w.exports = append(w.exports, asked{tenant, export})
	return nil
}

// makeExports makes what was asked for.
func (w *world) makeExports() {
	w.t.Helper()
	for _, a := range w.exports {
		err := error(nil)
		if a.tenant == "" {
			err = w.server.Exports.OfNation().Make(w.t.Context(), a.export, true)
		} else {
			for _, p := range w.All() {
				if p.ID == a.tenant {
					err = w.server.Exports.OfTenant().Make(tenants.Into(w.t.Context(), p.Tenant), a.export, true)
				}
			}
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	w.exports = nil
}

func exportsOf(p tenantstest.Place) string { return "/" + p.Hospitals[0].ODSCode + "/exports" }

// freshExports takes away what earlier tests asked for.
func (w *world) freshExports() {
	w.Exec(w.t, "truncate exports, national_exports restart identity cascade")
	w.exports = nil
}

// A lead clinician asks for the children list, as a page without script and as a double click would; sees it wait, then ready;
// and fetches it: nobody else does.
func TestExportsOfACentre(t *testing.T) {
	w := sharedWorld(t)
	w.freshExports()
	path, lead := exportsOf(w.Manchester), w.signIn(w.Manchester, tenants.Lead)
	first := htmltest.Parse(t, lead.get(path).body)
	first.Rules()
	first.Says("#exports", "Nothing has been asked for yet.")
	first.None("#exports[hx-get]")
	form := lead.sealed("kind", "children", "format", "csv", "whose", "", "cohort", "8")
	for range 2 {
		if got := lead.send(http.MethodPost, path, form); got.status != http.StatusSeeOther || got.header.Get("Location") != path+"?done=export" {
			t.Fatalf("asked: %d, %s", got.status, got.header.Get("Location"))
		}
	}
	if len(w.exports) != 1 {
		t.Errorf("%d exports are to be made", len(w.exports))
	}
	waiting := htmltest.Parse(t, lead.get(path).body)
	waiting.Says("#exports", "Waiting")
	waiting.Says("#exports [role=status]", "1 export of yours under way.")
	if len(waiting.All(`#exports[hx-get="`+path+`?background=1&try=1"]`)) != 1 {
		t.Error("the page does not look again by itself")
	}
	if got := lead.get(path+"/1/file", "HX-Request", ""); got.status != http.StatusNotFound {
		t.Errorf("fetched before it is ready: %d", got.status)
	}
	w.makeExports()
	region := lead.get(path+"?background=1&try=1", "HX-Request", "true")
	ready := htmltest.Parse(t, region.body)
	ready.Says("#exports", "Ready")
	ready.Says("#exports [role=status]", "Your exports have been made.")
	ready.None("h1")
	file := lead.get(path + "/1/file")
	if rows, err := csv.NewReader(strings.NewReader(file.body)).ReadAll(); err != nil || len(rows) != 2 || !strings.Contains(file.body, "Probemann") {
		t.Errorf("%d: %.200s", file.status, file.body)
	}
	for name, want := range map[string]string{"Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
		"Content-Disposition": `attachment; filename=children-R0A-cohort-8-2026-11-22.csv`} {
		if got := file.header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	for who, c := range map[string]struct {
		v    *visitor
		path string
		want int
	}{
		"a colleague":          {w.signIn(w.Manchester, tenants.Editor), path, http.StatusNotFound},
		"who may not":          {w.signIn(w.Manchester, tenants.Viewer), path, http.StatusForbidden},
		"another trust":        {w.signIn(w.Leeds, tenants.Lead), exportsOf(w.Leeds), http.StatusNotFound},
		"another trust's page": {w.signIn(w.Leeds, tenants.Lead), path, http.StatusNotFound},
	} {
		if got := c.v.get(c.path + "/1/file"); got.status != c.want || strings.Contains(got.body, "Probemann") {
			t.Errorf("%s: %d", who, got.status)
		}
	}
	lead.expectExportSays(path, "Fetched 1 time.")
	if logs := w.log.take(); strings.Contains(logs, "Probemann") || !strings.Contains(logs, "an export is fetched") {
		t.Errorf("the log: %s", logs)
	}
}

func (v *visitor) expectExportSays(path, words string) {
	v.w.t.Helper()
	htmltest.Parse(v.w.t, v.get(path).body).Says("#exports", words)
}

// sealed is a form of the visitor's own page.
func (v *visitor) sealed(pairs ...string) url.Values {
	form := url.Values{"as": {v.seal()}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

// An export that fails says so and can be asked for again; one that is a day old has been erased.
func TestAnExportFailsAndAgain(t *testing.T) {
	w := sharedWorld(t)
	w.freshExports()
	w.Exec(t, "truncate counted_cohorts, centre_counts, area_counts, counted_members")
	admin := w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAdmin)
	ask := admin.sealed("kind", "workbook", "format", "xlsx", "figures", "live-8")
	if got := admin.send(http.MethodPost, nationalExports, ask); got.status != http.StatusSeeOther {
		t.Fatalf("%d: %.300s", got.status, got.body)
	}
	w.makeExports()
	page := htmltest.Parse(t, admin.get(nationalExports).body)
	page.Rules()
	page.Says("#exports", "This cohort was never counted.")
	page.Says("#exports form", "Ask again")
	w.counted(w.Leeds, 12, 9)
	admin.send(http.MethodPost, nationalExports, ask)
	w.makeExports()
	if got := admin.get(nationalExports + "/2/file"); got.status != http.StatusOK || !strings.HasPrefix(got.body, "PK") {
		t.Errorf("%d", got.status)
	}
	w.store.Now = func() time.Time { return today.Add(25 * time.Hour) }
	if got := admin.get(nationalExports + "/2/file"); got.status != http.StatusNotFound || !strings.Contains(got.body, "kept for a day") {
		t.Errorf("a day later: %d", got.status)
	}
	admin.expectExportSays(nationalExports, "Erased")
}

// What the audit team asks for at a trust names no child, unless it says why; what is wrong is said beside the field.
func TestTheAuditTeamGivesAReason(t *testing.T) {
	w := newWorld(t)
	admin, path := w.nationalAt(t), exportsOf(w.Manchester)
	got := admin.send(http.MethodPost, path, admin.sealed("kind", "children", "format", "csv", "names", "yes", "cohort", "8"))
	page := htmltest.Parse(t, got.body)
	if page.Rules(); got.status != http.StatusUnprocessableEntity || len(w.exports) != 0 {
		t.Errorf("without a reason: %d", got.status)
	}
	page.Says("#export-children-reason-error", "Say in up to 500 letters why")
	if len(page.All(`#export-children-names[checked]`)) != 1 || len(page.All(`#export-children-cohort option[selected][value="8"]`)) != 1 {
		t.Error("what was chosen is gone")
	}
	for _, form := range []url.Values{admin.sealed("kind", "children", "format", "csv"), admin.sealed("kind", "data_quality", "format", "csv")} {
		if got := admin.send(http.MethodPost, path, form); got.status != http.StatusSeeOther {
			t.Fatalf("%d: %.300s", got.status, got.body)
		}
	}
	w.makeExports()
	for id := 1; id <= 2; id++ {
		if got := admin.get(fmt.Sprintf("%s/%d/file", path, id)); got.status != http.StatusOK || strings.Contains(got.body, "Probemann") || strings.Contains(got.body, "999 000") {
			t.Errorf("export %d: %d", id, got.status)
		}
	}
	admin.expectExportSays(path, "without names")
	for _, nonsense := range []url.Values{admin.sealed("kind", "passwords", "format", "csv"), admin.sealed("kind", "children", "format", "pdf"),
		admin.sealed("kind", "children", "format", "csv", "cohort", "-1"), admin.sealed("kind", "workbook", "format", "xlsx", "figures", "live-x")} {
		if got := admin.send(http.MethodPost, path, nonsense); got.status != http.StatusUnprocessableEntity && got.status != http.StatusBadRequest {
			t.Errorf("%v: %d", nonsense, got.status)
		}
	}
}

// The numbers of the workbook are those of the table of indicators, as it is drawn.
func TestTheWorkbookIsTheTable(t *testing.T) {
	w := sharedWorld(t)
	w.freshExports()
	w.Exec(t, "truncate counted_cohorts, centre_counts, area_counts, counted_members")
	w.counted(w.Manchester, 31, 12)
	w.counted(w.Leeds, 20, 20)
	admin := w.signInAt(login.DemoNational, w.Manchester, tenants.NationalAdmin)
	admin.send(http.MethodPost, nationalExports, admin.sealed("kind", "workbook", "format", "xlsx", "figures", "live-8"))
	w.makeExports()
	book, err := excelize.OpenReader(bytes.NewReader([]byte(admin.get(nationalExports+"/1/file").body)), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	page := htmltest.Parse(t, w.signIn(w.Manchester, tenants.Viewer).get("/R0A03/kpis?cohort=8", "HX-Request", "true").body).Text
	seen := 0
	for sheet, unit := range map[string]string{"HBT_level": "R0A", "Country_level": "England", "National_level": "England and Wales"} {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			if row[0] != unit {
				continue
			}
			var rate float64
			if _, err := fmt.Sscan(row[2], &rate); err != nil {
				t.Fatal(err)
			}
			seen++
			m := kpi.Headline()[slices.IndexFunc(kpi.Headline(), func(m *kpi.Measure) bool { return m.Title == row[1] })]
			_, after, _ := strings.Cut(page, m.Says)
			line, _, _ := strings.Cut(after, "</tr>")
			cell := fmt.Sprintf("<summary>%s (%s)</summary><ul><li>%s of %s eligible", plot.Percent(rate), row[4], row[3], row[4])
			if !strings.Contains(line, cell) {
				t.Errorf("%s, %s: the table does not say %q", sheet, row[1], cell)
			}
		}
	}
	if seen != 3*len(kpi.Headline()) {
		t.Errorf("%d numbers were compared", seen)
	}
}

var _ takeout.Queue = (*world)(nil)
