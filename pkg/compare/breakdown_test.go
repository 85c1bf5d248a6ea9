package compare_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/tenants"
)

func bySex(cohorts ...int) compare.By {
	return compare.By{Cohorts: cohorts, Dimensions: []compare.Dimension{compare.Sex, compare.Deprivation}, Measures: []*kpi.Measure{ecg}}
}

// lines are the groups of a unit that have children, in their order.
func groupLines(b compare.Breakdown, key string) string {
	var all []string
	for _, g := range b.Groups[key] {
		if c := g.Counts[0]; c.Hidden || g.Counted != 0 {
			all = append(all, g.Label+" "+cell(c))
		}
	}
	return strings.Join(all, "; ")
}

// A centre's own breakdown is exact; of the areas around it what is small, and what would tell it, is hidden. Its own care board
// holds Pinderfields (RXF05) too.
func TestBreakdownsAround(t *testing.T) {
	w := newWorld(t)
	put := func(hospital string, sex string, passed, failed int) {
		for range passed {
			w.put(hospital, "sex = '"+sex+"'")
		}
		for range failed {
			w.put(hospital, "sex = '"+sex+"'", "r.m_4 = 'fail'")
		}
	}
	put("RR813", "1", 2, 1)
	put("RR813", "2", 9, 0)
	put("RXF05", "1", 20, 20)
	put("RXF05", "2", 20, 2)
	put("RXF05", "9", 30, 30)
	for _, sex := range []string{"1", "2", "9"} {
		for _, hospital := range []string{"R0B01", "R0A03", "7A3C7"} { // in the region, in England, in Wales
			put(hospital, sex, 10, 10)
		}
	}
	w.recount(8)
	got, err := w.store.Around(w.as("RR8", tenants.Viewer), "RR813", bySex(8))
	w.must(err)
	for level, want := range map[compare.Level]string{
		compare.Organisation: "Male 2/3; Female 9/9",
		compare.Trust:        "Male 2/3; Female 9/9",
		compare.CareBoard:    "Male *; Female *; Not specified 30/60", // two failed elsewhere; with them goes the next smallest
		compare.National:     "Male 52/103; Female 59/91; Not specified 60/120",
	} {
		if u, there := got[0].Of(level); !there || groupLines(u, "sex") != want {
			t.Errorf("%s: %q, want %q", level, groupLines(u, "sex"), want)
		}
	}
	all, err := w.store.Around(w.as("RR8", tenants.NationalAnalyst), "RR813", bySex(8))
	w.must(err)
	if board, _ := all[0].Of(compare.CareBoard); groupLines(board, "sex") != "Male 22/43; Female 29/31; Not specified 30/60" {
		t.Errorf("the audit team: %q", groupLines(board, "sex"))
	}
	none, err := w.store.Around(w.as("R0A", tenants.Lead), "RR813", bySex(8))
	w.must(err)
	if own, there := none[0].Of(compare.Trust); there {
		t.Errorf("another trust reads %+v", own)
	}
}

// A fifth of England is no fifth of Wales, wherever the child is cared for.
func TestDeprivationIsOfACountry(t *testing.T) {
	w := newWorld(t)
	for i, country := range []string{"ENG", "ENG", "WLS"} {
		id := w.put("RR813")
		edition := map[string]int{"ENG": 2025, "WLS": 2019}[country]
		w.db.Exec(t, `insert into case_places (tenant_id, case_id, state, looked_up_at, country_code, lsoa, edition, quintile)
			select tenant_id, id, 'found', now(), $2, 'X', $3, 1 from cases where id = $1`, id, country, edition)
		if i == 0 {
			w.put("RR813", "r.m_4 = 'fail'")
		}
	}
	w.recount(8)
	got, err := w.store.Around(w.as("RR8", tenants.Viewer), "RR813", bySex(8))
	w.must(err)
	own, _ := got[0].Of(compare.Trust)
	var lines []string
	for _, g := range own.Groups["deprivation"] {
		if g.Counted > 0 {
			lines = append(lines, g.Code+" "+cell(g.Counts[0]))
		}
	}
	if said := strings.Join(lines, "; "); said != "ENG 1 2/2; WLS 1 1/1; not_known 0/1" {
		t.Error(said)
	}
	if of := compare.Deprivation.Scales[0]; of.Title(7) != "English index 2019" || of.Title(8) != "English index 2025" {
		t.Errorf("%s, %s", of.Title(7), of.Title(8))
	}
}

// The audit team reads any unit, with nothing hidden, and it is written down; nobody else does.
func TestBreakdownsAnywhere(t *testing.T) {
	w := newWorld(t)
	w.put("R0A03", "sex = '1'")
	w.put("R0A03", "sex = '1'", "cohort = 7, first_assessment_on = '2024-06-01'", "r.m_4 = 'fail'")
	w.recount(7)
	w.recount(8)
	got, units, err := w.store.Anywhere(w.as("RR8", tenants.NationalAnalyst), compare.Trust, "R0A", bySex(5, 7, 8))
	w.must(err)
	var lines []string
	for _, c := range got {
		own, _ := c.Of(compare.Trust)
		nation, _ := c.Of(compare.National)
		lines = append(lines, fmt.Sprint(c.Cohort, " ", groupLines(own, "sex"), ", ", groupLines(nation, "sex")))
	}
	if said := strings.Join(lines, "; "); said != "7 Male 0/1, Male 0/1; 8 Male 1/1, Male 1/1" {
		t.Error(said)
	}
	if len(units) < 100 || units[0].Name > units[1].Name {
		t.Errorf("%d trusts to choose among", len(units))
	}
	if n := w.number(`select count(*) from national_reads where filters = 'level=trust unit=R0A cohorts=5 7 8'`); n != 1 {
		t.Errorf("%d readings were written down", n)
	}
	if _, _, err := w.store.Anywhere(w.as("RR8", tenants.Lead), compare.Trust, "R0A", bySex(8)); err == nil {
		t.Error("a lead clinician reads another trust")
	}
}

// Over all cohorts and dimensions a unit is one statement, on indexes.
func TestBreakdownsAreOneStatementOnIndexes(t *testing.T) {
	w := newWorld(t)
	for i := range 40 {
		w.put(hospitals[i%len(hospitals)])
	}
	w.recount(8)
	w.copies(8)
	by := bySex(5, 6, 7, 8)
	for what, c := range map[string]struct {
		role       tenants.Role
		parameters string
		read       func(context.Context) error
	}{
		"around": {tenants.Viewer, "'{5,6,7,8}', '{all,sex}', 'RR813'", func(ctx context.Context) error { _, err := w.store.Around(ctx, "RR813", by); return err }},
		"anywhere": {tenants.NationalAnalyst, "'{5,6,7,8}', '{all,sex}', 'trust', 'RR8'", func(ctx context.Context) error {
			_, _, err := w.store.Anywhere(ctx, compare.Trust, "RR8", by)
			return err
		}},
	} {
		w.must(c.read(w.as("RR8", c.role)))
		plan := w.planOf(compare.Broken[what], c.role, c.parameters)
		if regexp.MustCompile(`Seq Scan on (centre_counts|area_counts|counted_members)`).MatchString(plan) || !strings.Contains(plan, "centre_counts") {
			t.Errorf("%s:\n%s", what, plan)
		}
	}
}

// planOf is how the database would answer, whatever the values.
func (w *world) planOf(statement string, role tenants.Role, parameters string) string {
	w.Helper()
	var lines []string
	err := tenants.Tx(w.as("RR8", role), w.db.App, func(tx *gorm.DB) error {
		if role.National() {
			w.must(tx.Exec("set local role pinktick_national").Error)
		}
		w.must(tx.Exec("set local plan_cache_mode = force_generic_plan").Error)
		w.must(tx.Exec("prepare broken as " + statement).Error)
		w.must(tx.Raw("explain execute broken (" + parameters + ")").Scan(&lines).Error)
		return tx.Exec("deallocate broken").Error
	})
	w.must(err)
	return strings.Join(lines, "\n")
}
