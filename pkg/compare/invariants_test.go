package compare_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
)

// Each check counts whole cohorts in a real database.
func init() { _ = flag.Set("rapid.checks", "12") }

// hospitals are of England, of Wales and Jersey's; two of one trust in two care boards, one of a trust that was taken over.
var hospitals = []string{"RR813", "R0A03", "R0A07", "RAX01", "RVY02", "7A1A1", "7A3C7", "7A7BM", "RGT1W"}

// After any sequence of changes a recount holds what one child after the other gives: every unit, category and measure. What is
// counted again after each change is what is counted once in the end.
func TestARecountIsTheSumOfTheChildren(t *testing.T) {
	w := newWorld(t)
	var ids []int
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 6).Draw(rt, "changes") {
			hospital := rapid.SampledFrom(hospitals).Draw(rt, "hospital")
			if len(ids) < 8 || rapid.IntRange(0, 2).Draw(rt, "another child") == 0 {
				ids = append(ids, w.put(hospital, "first_assessment_on = '2025-06-01'"))
			}
			w.say(rapid.SampledFrom(ids).Draw(rt, "child"), w.change(rt, hospital))
			w.db.Exec(t, `update case_results r set first_year_ends = c.first_assessment_on + interval '1 year' from cases c where c.id = r.case_id`)
		}
		for _, cohort := range []int{7, 8} {
			w.recount(cohort)
			want, got := w.naive(cohort), w.stored(cohort)
			for _, line := range got { // units without organisations have zeros
				if !slices.Contains(want, line) && strings.ContainsAny(line[strings.Index(line, "["):], "123456789") {
					rt.Errorf("cohort %d: stored, and not counted:\n%s", cohort, line)
				}
			}
			for _, line := range want {
				if !slices.Contains(got, line) {
					rt.Errorf("cohort %d: counted, and not stored:\n%s", cohort, line)
				}
			}
		}
		w.sums(rt)
	})
}

// change is one thing that may happen to a child.
func (w *world) change(rt *rapid.T, hospital string) string {
	m := rapid.SampledFrom(columnsOf(kpi.All)).Draw(rt, "measure")
	return rapid.SampledFrom([]string{
		"r." + m + " = 'pass'", "r." + m + " = 'fail'", "r." + m + " = 'not_applicable'", "r." + m + " = 'incomplete'", "r.withdrawn = not withdrawn",
		"forms_incomplete = 4", "forms_incomplete = 0", "completed = 30", "sex = '1'", "ethnicity = 'H'", "ethnicity = 'Z'",
		"date_of_birth = '2024-02-29'", "date_of_birth = '2008-03-01'", "date_of_birth = first_assessment_on - 17",
		"cohort = 7, first_assessment_on = '2024-10-05'", "cohort = 8, first_assessment_on = '2024-12-01'", "cohort = 8, first_assessment_on = '2025-11-23'",
		"deleted_at = now(), deleted_by = gen_random_uuid(), deleted_reason = 'duplicate'", "deleted_at = null, deleted_by = null, deleted_reason = null",
		"unregistered_at = now(), unregistered_by = gen_random_uuid(), unregistered_reason = 'duplicate'",
		"lead_organisation_id = (select id from organisations where ods_code = '" + hospital + "')",
	}).Draw(rt, "change")
}

// sums holds what is true of any counts: the parts of the country are the country, and every measure speaks of the same children.
func (w *world) sums(rt *rapid.T) {
	sum := func(what, level, among string) int {
		table := "area_counts"
		if compare.Level(level).Centre() {
			table = "centre_counts"
		}
		return w.number(`select sum(` + what + `) from ` + table + ` u where cohort = 7 and dimension = 'all' and level = '` + level + `' and ` + among)
	}
	for i := range kpi.All {
		for _, what := range []string{"passed", "failed", "not_applicable"} {
			one := fmt.Sprintf("%s[%d]", what, i+1)
			england, wales, jersey := sum(one, "country", "code = 'ENG'"), sum(one, "country", "code = 'WLS'"), sum(one, "country", "code = 'JEY'")
			for _, c := range []struct {
				what      string
				got, want int
			}{
				{"national", sum(one, "national", "true"), england + wales},
				{"organisations", sum(one, "organisation", "true"), england + wales + jersey},
				{"trusts", sum(one, "trust", "true"), england},
				{"health boards", sum(one, "local_health_board", "true"), wales},
				{"care boards", sum(one, "integrated_care_board", "true"), england},
				{"regions", sum(one, "nhs_region", "true"), england},
				{"networks", sum(one, "network", "true"), england + wales},
				{"the average of organisations", sum(one, "pooled", "code = 'organisation'"), england + wales + jersey},
				{"the average of trusts", sum(one, "pooled", "code = 'trust'"), england},
			} {
				if c.got != c.want {
					rt.Errorf("%s %s: %d, want %d", kpi.All[i].Code, c.what, c.got, c.want)
				}
			}
		}
	}
}

// A centre without children changes nobody's figures.
func TestAnEmptyCentreChangesNothing(t *testing.T) {
	w := newWorld(t)
	for _, h := range hospitals {
		w.put(h)
		w.put(h, "r.m_4 = 'fail'", "r.m_8 = 'not_applicable'")
	}
	w.recount(8)
	before := w.stored(8)
	w.db.Exec(t, `insert into organisations (id, tenant_id, ods_code, name, country_code, site_kind, active)
		select gen_random_uuid(), tenant_id, 'RR899', 'A new one', 'ENG', 'hospital', true from organisations where ods_code = 'RR813'`)
	w.db.Exec(t, `insert into organisation_memberships (organisation_id, ods_code, name, tenant_id, icb_ods_code, nhs_region_code, network_code)
		select n.id, 'RR899', 'A new one', m.tenant_id, m.icb_ods_code, m.nhs_region_code, m.network_code from organisations n, organisation_memberships m
		join organisations o on o.id = m.organisation_id where n.ods_code = 'RR899' and o.ods_code = 'RR813' and m.held_until is null`)
	w.recount(8)
	after := slices.DeleteFunc(w.stored(8), func(line string) bool { return strings.HasPrefix(line, "organisation RR899 ") })
	if !slices.Equal(before, after) {
		t.Errorf("figures have changed")
	}
	if n := w.counted(compare.Organisation, "RR899"); n != 0 {
		t.Errorf("the empty centre has %d", n)
	}
}
