package compare_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/reference"
)

// world is the real country: every trust, board and area, and no child yet.
type world struct {
	*testing.T
	db    *testdb.DB
	store *compare.Store
	child int // the last that was put in
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, db: testdb.New(t)}
	owner, err := w.db.Owner.DB()
	w.must(err)
	w.must(reference.Load(t.Context(), owner, today))
	w.store = &compare.Store{DB: w.db.App, Now: func() time.Time { return today }}
	return w
}

var today = time.Date(2026, 11, 22, 12, 0, 0, 0, ask.London)

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// put adds a child of cohort 8, complete and a year on, who passes everything; what is said changes columns of the case, or, as
// "r.", of its results.
func (w *world) put(organisation string, say ...string) int {
	w.Helper()
	w.child++
	id := 900000 + w.child
	w.db.Exec(w, `insert into cases (id, tenant_id, lead_organisation_id, first_assessment_on, cohort, closes_on, expected, completed, forms_incomplete, sex,
		date_of_birth, ethnicity, recount_on) overriding system value select $1, tenant_id, id, '2025-06-01', 8, '2027-01-12', 60, 60, 0, '2', '2015-01-01', 'A', null
		from organisations where ods_code = $2`, id, organisation)
	var columns, pass []string
	for _, c := range columnsOf(kpi.All) {
		columns, pass = append(columns, c), append(pass, "'pass'")
	}
	w.db.Exec(w, `insert into case_results (tenant_id, case_id, rules, first_year_ends, `+strings.Join(columns, ", ")+`)
		select tenant_id, id, 'R4', '2026-06-01', `+strings.Join(pass, ", ")+` from cases where id = $1`, id)
	w.say(id, say...)
	return id
}

func (w *world) say(id int, say ...string) {
	w.Helper()
	for _, s := range say {
		if of, result := strings.CutPrefix(s, "r."); result {
			w.db.Exec(w, `update case_results set `+of+` where case_id = $1`, id)
		} else {
			w.db.Exec(w, `update cases set `+s+` where id = $1`, id)
		}
	}
}

func columnsOf(all []*kpi.Measure) []string {
	var names []string
	for _, m := range all {
		names = append(names, "m_"+strings.ToLower(strings.ReplaceAll(m.Code, "-", "_")))
	}
	return names
}

func (w *world) recount(cohort int) int {
	w.Helper()
	n, err := w.store.Recount(w.Context(), cohort)
	w.must(err)
	return n
}

// as is a person at the trust or board.
func (w *world) as(code string, role tenants.Role) context.Context {
	w.Helper()
	t, err := tenants.NewDirectory(w.db.App, time.Minute).TenantByODS(w.Context(), code)
	w.must(err)
	return tenants.RequestInto(tenants.IntoPerson(tenants.Into(w.Context(), t), tenants.Person{ID: "00000000-0000-4000-8000-000000000001", Name: "Amina Noor", Role: role}), "r")
}

// number asks the database as somebody who sees everything.
func (w *world) number(question string, args ...any) int {
	w.Helper()
	var n sql.NullInt64
	w.must(w.db.Super.QueryRow(question, args...).Scan(&n))
	return int(n.Int64)
}

// counted is how many children count at a unit of cohort 8, −1 where the unit has no row.
func (w *world) counted(level compare.Level, code string) int {
	w.Helper()
	table := "area_counts"
	if level.Centre() {
		table = "centre_counts"
	}
	return w.number(fmt.Sprintf(`select coalesce((select counted from %s where cohort = 8 and level = $1 and code = $2 and dimension = 'all'), -1)`, table), string(level), code)
}
