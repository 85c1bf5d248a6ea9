package compare_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/tenants"
)

// fill puts in children of whom some passed measure 4 and others failed it.
func (w *world) fill(hospital string, passed, failed int) {
	w.Helper()
	for range passed {
		w.put(hospital, "cohort = 7, first_assessment_on = '2024-06-01'")
	}
	for range failed {
		w.put(hospital, "cohort = 7, first_assessment_on = '2024-06-01'", "r.m_4 = 'fail'")
	}
}

// What people of Leeds St James's see of the areas around them: nothing from which few children elsewhere could be told.
// Its own care board holds Mid Yorkshire's Pinderfields (RXF05) too, its region Sunderland (R0B01) besides.
func TestWhatIsHiddenAround(t *testing.T) {
	cases := []struct {
		what                string
		own, beside, beyond [2]int // passed, failed: at Leeds, in the care board, in the region
		want                string // care board, region, country, nation
	}{
		{"nobody else", [2]int{3, 1}, [2]int{}, [2]int{}, "3/4 3/4 3/4 3/4"},
		{"many elsewhere", [2]int{3, 1}, [2]int{10, 10}, [2]int{10, 10}, "13/24 23/44 23/44 23/44"},
		{"three failed in the board", [2]int{9, 9}, [2]int{9, 3}, [2]int{10, 10}, "* 28/50 28/50 28/50"},
		{"three failed in the board beside it", [2]int{9, 9}, [2]int{9, 9}, [2]int{9, 3}, "* 27/48 27/48 27/48"},
		{"all of a few passed in the board", [2]int{9, 9}, [2]int{7, 0}, [2]int{10, 10}, "* 26/45 26/45 26/45"},
		{"all of many passed in the board", [2]int{9, 9}, [2]int{10, 0}, [2]int{10, 10}, "19/28 29/48 29/48 29/48"},
	}
	w := newWorld(t)
	for _, c := range cases {
		t.Run(c.what, func(t *testing.T) {
			w.db.Exec(t, "truncate cases cascade")
			w.fill("RR813", c.own[0], c.own[1])
			w.fill("RXF05", c.beside[0], c.beside[1])
			w.fill("R0B01", c.beyond[0], c.beyond[1])
			w.recount(7)
			d, err := w.store.Dashboard(w.as("RR8", tenants.Lead), "RR813", 7)
			w.must(err)
			var got []string
			for _, level := range []compare.Level{compare.CareBoard, compare.Region, compare.Country, compare.National} {
				u, _ := d.Of(level)
				got = append(got, cell(u.Of(ecg)))
			}
			if line := strings.Join(got, " "); line != c.want {
				t.Errorf("%s, want %s", line, c.want)
			}
			own, _ := d.Of(compare.Trust)
			if fmt.Sprint(cell(own.Of(ecg))) != fmt.Sprintf("%d/%d", c.own[0], c.own[0]+c.own[1]) {
				t.Errorf("own figures: %s", cell(own.Of(ecg)))
			}
			all, err := w.store.Dashboard(w.as("RR8", tenants.NationalAnalyst), "RR813", 7)
			w.must(err)
			if u, _ := all.Of(compare.CareBoard); u.Of(ecg).Hidden {
				t.Error("hidden from the national audit team")
			}
		})
	}
}

func cell(c compare.Count) string {
	if c.Hidden {
		return "*"
	}
	return fmt.Sprintf("%d/%d", c.Passed, c.Eligible())
}

// Among all care boards: where one has few children another goes with it, for the average is of all of them.
func TestWhatIsHiddenAmong(t *testing.T) {
	w := newWorld(t)
	w.fill("RR813", 9, 9) // QWO, with nobody else
	w.fill("R0A03", 12, 12)
	w.fill("R0B01", 3, 9)
	w.fill("R0D01", 40, 40)
	w.recount(7)
	c, err := w.store.Across(w.as("RR8", tenants.Lead), compare.CareBoard, ecg, 7)
	w.must(err)
	got := map[string]string{}
	for _, u := range c.Units {
		got[u.Code] = cell(u.Count)
	}
	if got["QWO"] != "9/18" || got["QHM"] != "*" || got["QOP"] != "*" || got["QVV"] != "40/80" {
		t.Errorf("own %s, small %s, next %s, large %s", got["QWO"], got["QHM"], got["QOP"], got["QVV"])
	}
}

// Small numbers of children are gone too.
func TestFewChildrenAreHidden(t *testing.T) {
	w := newWorld(t)
	w.fill("7A1A1", 4, 0)
	w.recount(7)
	for code, want := range map[string]int{"7A3": compare.Gone, "7A1": 4} {
		c, err := w.store.Across(w.as(code, tenants.Lead), compare.HealthBoard, ecg, 7)
		w.must(err)
		for _, u := range c.Units {
			if u.Code == "7A1" && (u.Registered != want || u.Counted != want) {
				t.Errorf("%s sees %+v", code, u.Children)
			}
			if u.Code == "7A2" && u.Registered != 0 {
				t.Errorf("of nobody: %+v", u.Children)
			}
		}
	}
}

// Ascertainment is known where somebody has said how many children to expect.
func TestAscertainment(t *testing.T) {
	w := newWorld(t)
	w.fill("RR813", 6, 0)
	w.recount(7)
	w.db.Exec(t, `insert into expected_children (cohort, level, code, expected, source, of_date) values (7, 'trust', 'RR8', 5, 'Hospital episodes', '2025-03-31')`)
	d, err := w.store.Dashboard(w.as("RR8", tenants.Lead), "RR813", 7)
	w.must(err)
	trust, _ := d.Of(compare.Trust)
	if share, known := trust.Ascertainment(); !known || share != 1.2 || trust.Expected.Source != "Hospital episodes" {
		t.Errorf("%v, %v, %+v", share, known, trust.Expected)
	}
	hospital, _ := d.Of(compare.Organisation)
	if _, known := hospital.Ascertainment(); known {
		t.Error("known where nobody said so")
	}
}

// A board with few children is not to be had from its region less the region's other boards, nor from whatever else is shown beside.
func TestBoardsAreNotTakenFromTheirRegion(t *testing.T) {
	w := newWorld(t)
	w.fill("RR813", 20, 20)
	w.fill("R0B01", 3, 9) // another board of the same region
	w.fill("RCUEF", 40, 40)
	w.fill("R0A03", 30, 30)
	w.fill("7A3C7", 20, 20)
	w.recount(7)
	shown := map[compare.Level]map[string]compare.Compared{}
	for _, level := range []compare.Level{compare.CareBoard, compare.Region} {
		c, err := w.store.Across(w.as("RR8", tenants.Lead), level, ecg, 7)
		w.must(err)
		shown[level] = map[string]compare.Compared{}
		for _, u := range c.Units {
			shown[level][u.Code] = u
		}
	}
	if !shown[compare.CareBoard]["QHM"].Count.Hidden {
		t.Error("the small board is shown")
	}
	if region := shown[compare.Region]["Y63"]; !region.Count.Hidden {
		hidden := 0
		for _, u := range shown[compare.CareBoard] {
			if u.Region == "Y63" && u.Count.Hidden && u.Registered != 0 {
				hidden++
			}
		}
		if hidden < 2 {
			t.Errorf("one board is hidden where its region is shown: %+v", shown[compare.CareBoard])
		}
	}
	if board := shown[compare.CareBoard]["QOP"]; board.Count.Hidden && shown[compare.CareBoard]["QF7"].Count.Hidden {
		t.Error("everything is hidden")
	}
}

// Where one country has few children, the other's figure is nowhere: as itself, as the average of its boards, around a hospital; for the
// nation's is always shown.
func TestACountryIsNotTakenFromTheNation(t *testing.T) {
	w := newWorld(t)
	w.fill("RR813", 20, 20)
	w.fill("R0A03", 30, 30)
	for welsh, hidden := range map[[2]int]bool{{2, 1}: true, {20, 20}: false} {
		w.db.Exec(t, "delete from cases where tenant_id = (select id from tenants where ods_code = '7A3')")
		w.fill("7A3C7", welsh[0], welsh[1])
		w.recount(7)
		for _, level := range []compare.Level{compare.CareBoard, compare.Region} {
			c, err := w.store.Across(w.as("RR8", tenants.Lead), level, ecg, 7)
			w.must(err)
			if c.AverageHidden != hidden || hidden != (c.Average == (measure.Count{})) || hidden && c.Tested > 0 {
				t.Errorf("Wales %v: the average of %s is %v, %d tested", welsh, level, c.Average, c.Tested)
			}
		}
		c, err := w.store.Across(w.as("RR8", tenants.Lead), compare.Country, ecg, 7)
		w.must(err)
		for _, u := range c.Units {
			if u.Registered != 0 && u.Count.Hidden != hidden {
				t.Errorf("Wales %v: %s hidden: %t", welsh, u.Name, u.Count.Hidden)
			}
		}
		d, err := w.store.Dashboard(w.as("RR8", tenants.Lead), "RR813", 7)
		w.must(err)
		if england, _ := d.Of(compare.Country); england.Of(ecg).Hidden != hidden {
			t.Errorf("Wales %v: England around a hospital hidden: %t", welsh, england.Of(ecg).Hidden)
		}
	}
}
