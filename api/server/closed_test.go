package server

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/htmltest"
)

// A record that is closed to its clinicians: every route that changes something answers 423 and says why and who can open it.
func TestClosedRecords(t *testing.T) {
	w := sharedWorld(t)
	row := w.addRow(w.Manchester)
	for _, c := range []struct{ name, set, says string }{
		{"submitted", "update cases set locked_at = now()", "has been submitted and is closed for editing. A clinician of your trust or board can take it back until the end of 12 January 2027. After that only the national audit team can."},
		{"past its deadline", "update registrations set first_assessment_on = '2022-06-01'", "closed for editing. It was open until the end of 9 January 2024. The national audit team can open it."},
		{"not registered", "update registrations set first_assessment_on = null", "Register the child first."},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.Exec(t, c.set)
			defer w.Exec(t, "update cases set locked_at = null")
			defer w.Exec(t, "update registrations set first_assessment_on = '2025-06-01'")
			v := w.signIn(w.Manchester, tenants.Editor)
			before := w.written()
			met := map[string]bool{}
			w.eachWrite(v, row, func(r route, path string) {
				if !changes(r, path) {
					return
				}
				met[r.method+r.path] = true
				w.log.take()
				got := v.write(r, path)
				if got.status != http.StatusLocked || !strings.Contains(got.body, c.says) {
					t.Errorf("%s %s: %d\n%s", r.method, path, got.status, got.body)
				}
				if n := w.refusals(); n != 1 {
					t.Errorf("%s %s: %d lines in the log", r.method, path, n)
				}
			})
			if w.written() != before {
				t.Error("something was changed")
			}
			if len(met) < 8 {
				t.Errorf("only %d of the routes were asked", len(met))
			}
			if c.name == "not registered" {
				return
			}
			page := htmltest.Parse(t, v.get(v.casePath("/tests")).body)
			if !strings.Contains(page.Text, c.says) || len(page.All(".pt-question form")) > 0 {
				t.Error("the page does not say why, or can be answered")
			}
		})
	}
}

// changes tells whether an address names what the route changes: rows are added to lists, deleted from them and closed in
// them, and questions of a section stand right below it. The others are not there, closed or not.
func changes(r route, path string) bool {
	inList := strings.Contains(path, "/antiseizure-medicines")
	switch r.path {
	case atItem:
		return inList == (r.method == http.MethodDelete)
	default:
		return inList
	}
}

// Opening a record is noted, and so is opening its history; the parts of a page are not, for the page was.
func TestReadingIsNoted(t *testing.T) {
	w := sharedWorld(t)
	v := w.signIn(w.Manchester, tenants.Lead)
	row := w.addRow(w.Manchester)
	list := v.casePath("/antiseizure-medicines")
	reads := func() int {
		var n int
		if err := w.Super.QueryRow(`select count(*) from record_reads where tenant_id = $1 and case_id = $2 and request_id <> ''`,
			string(w.Manchester.ID), w.child["R0A"]).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, c := range []struct {
		path, fragment string
		noted          int
	}{
		{v.casePath("/tests"), "", 1}, {v.casePath("/registration"), "", 1}, {v.casePath("/treatment"), "", 1}, {v.casePath("/history"), "", 1},
		{v.casePath(""), "", 0}, {v.casePath("/tests/ring"), "true", 0}, {v.casePath("/steps?at=tests"), "true", 0},
		{v.casePath("/tests/ct_head_performed"), "true", 0}, {list, "true", 0}, {list + "/" + strconv.FormatInt(row, 10), "true", 0},
		{"/" + v.place.Hospitals[0].ODSCode + "/cases", "", 0},
		{"/" + w.Leeds.Hospitals[0].ODSCode + "/cases/2/tests", "", 0}, {v.casePath("/nothing"), "", 0},
	} {
		before := reads()
		v.get(c.path, "HX-Request", c.fragment)
		if got := reads() - before; got != c.noted {
			t.Errorf("%s: noted %d times, want %d", c.path, got, c.noted)
		}
	}
}
