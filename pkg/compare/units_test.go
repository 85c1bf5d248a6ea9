package compare_test

import (
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
)

// Every unit of a level is there, with zeros, before any child counts: kpis.md, section 9. Units are those of the cohort's last
// day: twelve care boards of cohort 7 had closed by that of cohort 8, in favour of six.
func TestEveryUnitIsThere(t *testing.T) {
	w := newWorld(t)
	w.recount(7)
	w.recount(8)
	w.recount(8)
	for _, c := range []struct {
		level   compare.Level
		seventh int
		eighth  int
	}{{compare.HealthBoard, 7, 7}, {compare.CareBoard, 42, 36}, {compare.Region, 7, 7}, {compare.Network, 15, 15}, {compare.Country, 3, 3}, {compare.National, 1, 1}} {
		for cohort, want := range map[int]int{7: c.seventh, 8: c.eighth} {
			if n := w.number(`select count(*) from area_counts where cohort = $1 and level = $2`, cohort, string(c.level)); n != want {
				t.Errorf("%s of cohort %d: %d, want %d", c.level.Words(), cohort, n, want)
			}
		}
	}
	active := w.number(`select count(*) from organisations where active`)
	if n := w.number(`select count(*) from centre_counts where cohort = 8 and level = 'organisation'`); n != active || n < 330 {
		t.Errorf("%d organisations of %d", n, active)
	}
	if n := w.number(`select count(*) from centre_counts where cohort = 8 and level = 'trust'`); n < 130 || n > 143 {
		t.Errorf("%d trusts", n)
	}
	for _, table := range []string{"area_counts", "centre_counts"} {
		if n := w.number(`select count(*) from `+table+` where registered > 0 or array_length(passed, 1) <> $1 or 0 < any (passed)`, len(kpi.All)); n != 0 {
			t.Errorf("%d rows of %s are not zeros", n, table)
		}
	}
}

// The levels of an organisation. Wales has no trust, care board or region and matches nobody there; Jersey stands for itself.
func TestLevelsOfAnOrganisation(t *testing.T) {
	w := newWorld(t)
	w.recount(7)
	for organisation, want := range map[string]string{
		"RR813": "organisation RR813, trust RR8, integrated_care_board QWO, nhs_region Y63, network YPEN, country ENG, national EW",
		"7A3C7": "organisation 7A3C7, local_health_board 7A3, network SWEP, country WLS, national EW",
		"RGT1W": "organisation RGT1W, country JEY",
	} {
		d, err := w.store.Dashboard(w.as(map[string]string{"RR813": "RR8", "7A3C7": "7A3", "RGT1W": "RGT1W"}[organisation], "viewer"), organisation, 7)
		w.must(err)
		var got []string
		for _, u := range d.Units {
			got = append(got, string(u.Level)+" "+u.Code)
		}
		if line := strings.Join(got, ", "); line != want {
			t.Errorf("%s: %s", organisation, line)
		}
	}
}

// Jersey is beside the national figure, never in it.
func TestJerseyIsBesideTheNationalFigure(t *testing.T) {
	w := newWorld(t)
	w.put("RGT1W")
	w.put("7A3C7")
	w.put("RR813")
	w.recount(8)
	for unit, want := range map[[2]string]int{{"national", "EW"}: 2, {"country", "JEY"}: 1, {"country", "ENG"}: 1, {"country", "WLS"}: 1,
		{"organisation", "RGT1W"}: 1, {"trust", "RGT1W"}: -1, {"local_health_board", "RGT1W"}: -1, {"local_health_board", "7A3"}: 1, {"local_health_board", "7A1"}: 0} {
		if got := w.counted(compare.Level(unit[0]), unit[1]); got != want {
			t.Errorf("%v: %d, want %d", unit, got, want)
		}
	}
}

// A child counts where it was led on the last day of its cohort. Later moves leave a closed cohort as it was, earlier ones do not.
func TestWhereAChildCounts(t *testing.T) {
	w := newWorld(t)
	move := func(id int, to string) {
		w.say(id, "lead_organisation_id = (select id from organisations where ods_code = '"+to+"')")
	}
	closed := w.put("RR813", "cohort = 6, first_assessment_on = '2023-06-01'")
	open := w.put("RR813")
	move(closed, "R0A03")
	move(closed, "7A3C7")
	move(open, "R0A03")
	back := w.put("RR813", "cohort = 6, first_assessment_on = '2023-06-01'")
	move(back, "R0A03")
	w.say(back, "cohort = 8, first_assessment_on = '2025-06-01'") // the date was wrong: of the open cohort after all
	for _, cohort := range []int{6, 8} {
		w.recount(cohort)
	}
	at := func(cohort int, code string) int {
		return w.number(`select registered from centre_counts where cohort = $1 and level = 'organisation' and code = $2 and dimension = 'all'`, cohort, code)
	}
	if at(6, "RR813") != 1 || at(6, "R0A03") != 0 || at(6, "7A3C7") != 0 {
		t.Error("a closed cohort was rewritten")
	}
	if at(8, "RR813") != 0 || at(8, "R0A03") != 2 {
		t.Error("an open cohort does not follow the child")
	}
}

// The trust of a cohort long closed is read by the one that holds its records today.
func TestATrustThatWasTakenOver(t *testing.T) {
	w := newWorld(t)
	w.put("RVY02", "cohort = 4, first_assessment_on = '2021-06-01'")
	w.recount(4)
	d, err := w.store.Dashboard(w.as("RBN", "viewer"), "RVY02", 4)
	w.must(err)
	if trust, ok := d.Of(compare.Trust); !ok || trust.Code != "RVY" || trust.Registered != 1 {
		t.Errorf("%+v", d.Units)
	}
}
