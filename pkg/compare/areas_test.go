package compare_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/tenants"
)

// areas are how many children areas have, as they are shown to somebody of Leeds St James's; −1 is hidden.
func (w *world) areas(role tenants.Role) map[string]int {
	w.Helper()
	areas, err := w.store.Areas(w.as("RR8", role), "RR813", 7)
	w.must(err)
	all := map[string]int{}
	for _, a := range areas.Units {
		all[string(a.Level)+" "+a.Name] = a.Counted
	}
	return all
}

// Numbers of children by area, as the veil leaves them: what few others are is hidden, and what they could be worked out from.
func TestAreas(t *testing.T) {
	w := newWorld(t)
	const leedsBoard, region, humber = "integrated_care_board NHS West Yorkshire Integrated Care Board", "nhs_region North East and Yorkshire",
		"integrated_care_board NHS North East and North Cumbria Integrated Care Board"
	cases := []struct {
		what                 string
		own, beside, beyond  int // at Leeds, at Pinderfields in its board, at Sunderland in its region
		board, north, region int
		wales, boards        int // and how many boards are hidden
	}{
		{"nobody else", 7, 0, 0, 7, 0, 7, 0, 0},
		{"many elsewhere", 7, 10, 9, 17, 9, 26, 0, 0},
		{"few in the board", 7, 3, 9, -1, -1, 19, 0, 2}, // Sunderland's nine would give the three away
		{"few beyond", 7, 10, 4, -1, -1, 21, 0, 2},      // the board of one's own would give the four away
		{"all few", 2, 1, 1, -1, -1, -1, 0, 2},
	}
	for _, c := range cases {
		t.Run(c.what, func(t *testing.T) {
			w.db.Exec(t, "truncate cases cascade")
			w.fill("RR813", c.own, 0)
			w.fill("RXF05", c.beside, 0)
			w.fill("R0B01", c.beyond, 0)
			w.recount(7)
			got, want := w.areas(tenants.Lead), fmt.Sprint(c.board, c.north, c.region)
			if seen := fmt.Sprint(got[leedsBoard], got[humber], got[region]); seen != want {
				t.Errorf("%s, want %s", seen, want)
			}
			all := c.own + c.beside + c.beyond
			if got["national England and Wales"] != all || got["country Wales"] != c.wales || len(got) != 42+7+7+3+1 {
				t.Errorf("the nation %d, Wales %d, %d areas", got["national England and Wales"], got["country Wales"], len(got))
			}
			hidden := 0
			for name, counted := range got {
				if counted < 0 && strings.HasPrefix(name, "integrated") {
					hidden++
				}
			}
			if hidden != c.boards {
				t.Errorf("%d boards are hidden", hidden)
			}
			if got := w.areas(tenants.NationalAnalyst); got[leedsBoard] != c.own+c.beside || got[humber] != c.beyond || got[region] != all {
				t.Errorf("national people see %v", got)
			}
		})
	}
	if areas, err := w.store.Areas(w.as("RR8", tenants.Viewer), "RR813", 6); err != nil || areas.Ever() || len(areas.Units) != 0 {
		t.Errorf("a cohort that was never counted: %+v, %v", areas, err)
	}
}

// The nation's first page has every trust and board, regions, countries and the total, with the numbers of the whole set.
func TestNation(t *testing.T) {
	w := newWorld(t)
	for i := range 30 {
		w.put(hospitals[i%len(hospitals)])
	}
	w.recount(8)
	nation, err := w.store.Nation(w.as("RR8", tenants.NationalAnalyst), 8)
	w.must(err)
	set, err := w.store.ReadSet(w.as("RR8", tenants.NationalAnalyst), 8)
	w.must(err)
	for _, level := range []compare.Level{compare.Trust, compare.HealthBoard, compare.Region, compare.Country, compare.National} {
		if got, want := fmt.Sprint(nation.Of(level)), fmt.Sprint(set.Of(level)); got != want || len(set.Of(level)) == 0 {
			t.Errorf("%s: %.300s, want %.300s", level, got, want)
		}
	}
	if n := len(nation.Of(compare.Organisation)) + len(nation.Of(compare.CareBoard)) + len(nation.Of(compare.Network)); n != 0 {
		t.Errorf("%d other units", n)
	}
	for _, role := range tenants.Local() {
		if _, err := w.store.Nation(w.as("RR8", role), 8); err == nil {
			t.Errorf("%s reads the nation", role)
		}
	}
	if never, err := w.store.Nation(w.as("RR8", tenants.NationalAdmin), 6); err != nil || never.Ever() || len(never.Units) != 0 {
		t.Errorf("never counted: %+v, %v", never, err)
	}
}
