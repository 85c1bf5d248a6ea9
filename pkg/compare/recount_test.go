package compare_test

import (
	"testing"

	"github.com/pinktick/pinktick/pkg/compare"
)

// Who counts: kpis.md, section 7. Everybody else is at most registered.
func TestWhoCounts(t *testing.T) {
	w := newWorld(t)
	const hospital = "RR813"
	cases := []struct {
		what                string
		say                 []string
		registered, counted int
	}{
		{"complete and a year on", nil, 1, 1},
		{"the first year ends today", []string{"r.first_year_ends = '2026-11-22'"}, 1, 1},
		{"the first year ends tomorrow", []string{"r.first_year_ends = '2026-11-23'"}, 1, 0},
		{"no result yet, and seen a year ago", []string{"first_assessment_on = '2025-11-22'", "r.first_year_ends = null"}, 1, 1},
		{"no result yet, and seen on the 29th of February", []string{"first_assessment_on = '2024-02-29'", "r.first_year_ends = null"}, 1, 1},
		{"one form not complete", []string{"forms_incomplete = 64"}, 1, 0},
		{"submitted", []string{"locked_at = now(), locked_by = gen_random_uuid()"}, 1, 1},
		{"diagnosis withdrawn", []string{"r.withdrawn = true"}, 1, 1},
		{"unregistered", []string{"unregistered_at = now(), unregistered_by = gen_random_uuid(), unregistered_reason = 'duplicate'"}, 0, 0},
		{"deleted", []string{"deleted_at = now(), deleted_by = gen_random_uuid(), deleted_reason = 'duplicate'"}, 0, 0},
		{"of another cohort", []string{"cohort = 7"}, 0, 0},
		{"not registered", []string{"cohort = null"}, 0, 0},
		{"no lead", []string{"lead_organisation_id = null"}, 0, 0},
	}
	for _, c := range cases {
		t.Run(c.what, func(t *testing.T) {
			id := w.put(hospital, c.say...)
			if n := w.recount(8); n != c.counted {
				t.Errorf("%d children count", n)
			}
			registered := w.number(`select registered from centre_counts where cohort = 8 and level = 'organisation' and code = $1 and dimension = 'all'`, hospital)
			if got := w.counted(compare.Organisation, hospital); got != c.counted || registered != c.registered {
				t.Errorf("%d registered, %d counted; want %d, %d", registered, got, c.registered, c.counted)
			}
			w.db.Exec(t, `delete from cases where id = $1`, id)
		})
	}
}
