package server

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/outlier"
	"github.com/pinktick/pinktick/tenants"
)

// outliers keeps the records of outliers by the usual policy, on the world's clock.
func (w *world) outliers(directory *tenants.Directory) *outlier.Store {
	clock := func() time.Time { return w.store.Now() }
	return &outlier.Store{DB: w.App, Counts: &compare.Store{DB: w.App, Now: clock}, Tenants: directory, Policy: outlier.DefaultPolicy(), Now: clock}
}

// countCohort7 stores counts of the cohort that is over: in the first measure Leeds is an alarm on the low side, Manchester on the high one.
func (w *world) countCohort7(t testing.TB) {
	t.Helper()
	w.Exec(t, `insert into counted_cohorts (cohort, counted_at, counted_on, rules, other_rules, registered, measures, seen)
		values (7, '2026-11-01 03:00:00.25+00', '2026-11-01', 'R4', 0, 221, $1, '1')`, "{"+strings.Join(kpi.Columns(), ",")+"}")
	rest := strings.Repeat(",0", len(kpi.All)-1) + "}"
	for _, c := range []struct {
		code           string
		passed, failed int
	}{{"RR8", 27, 33}, {"R0A", 60, 4}, {"7A3", 71, 26}, {"trust", 87, 37}} {
		n, table, level, tenant := c.passed+c.failed, "centre_counts", "trust", "tenant_id, "
		of := "(select id from tenants where ods_code = '" + c.code + "'), "
		if c.code == "7A3" {
			table, level, tenant, of = "area_counts", "local_health_board", "", ""
		}
		name := "(select name from tenants where ods_code = '" + c.code + "')"
		if c.code == "trust" { // all trusts together, for their average
			table, level, tenant, of, name = "area_counts", "pooled", "", "", "'All'"
		}
		w.Exec(t, fmt.Sprintf(`insert into %s (%s cohort, level, code, dimension, category, name, registered, year_over, counted, withdrawn, answered, asked, passed, failed, not_applicable)
			values (%s 7, '%s', '%s', 'all', '', %s, %d, %d, %d, 0, 9, 10, $1, $2, $3)`, table, tenant, of, level, c.code, name, n, n, n),
			fmt.Sprintf("{%d%s", c.passed, rest), fmt.Sprintf("{%d%s", c.failed, rest), "{0"+rest)
	}
}
