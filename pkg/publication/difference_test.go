package publication

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
)

// What differs between two versions, level by level, from the documents alone.
func TestWhatDiffers(t *testing.T) {
	before := made(t, country(small, []int{20, 20, 4, 50, 60}, []int{20, 20, 40, 50, 10}), under5(nil))
	places := append(append([]where(nil), small...), where{"H6", "T6", "", "B2", "R1", "N2", "ENG", "EW"})
	after := made(t, country(places, []int{20, 20, 30, 50, 60, 40}, []int{20, 20, 60, 50, 10, 5}), under5(nil))
	for _, d := range after.Since(before) {
		switch d.Level {
		case compare.Trust:
			if len(d.Came) != 1 || d.Came[0] != "Name of T6" || d.NewlyShown == 0 || d.Changed != 0 || len(d.Gone) != 0 {
				t.Errorf("trusts: %+v", d)
			}
		case compare.National:
			if d.Changed != 2 || d.NewlyShown != 0 {
				t.Errorf("the nation: %+v", d)
			}
		}
	}
	gone := before.Since(after)
	if len(gone[0].Gone) != 1 || gone[0].NewlyHidden == 0 {
		t.Errorf("the other way round: %+v", gone[0])
	}
	for _, d := range after.Since(after) {
		if len(d.Came)+len(d.Gone)+d.Changed+d.NewlyShown+d.NewlyHidden+len(d.OtherStanding) != 0 {
			t.Errorf("a document differs from itself: %+v", d)
		}
	}
}

// A document says how much it hides.
func TestHowMuchIsHidden(t *testing.T) {
	d := made(t, country(small, []int{20, 10, 2, 15, 30}, []int{20, 10, 20, 15, 30}), under5(nil))
	for _, h := range d.Hiding() {
		hidden := 0
		l, _ := d.Level(h.Level)
		for _, u := range l.Units {
			for _, r := range u.Results {
				if r.Numbers == nil {
					hidden++
				}
			}
		}
		if h.Hidden != hidden || h.Figures != len(l.Units)*len(kpi.All) || h.Level == compare.Trust && hidden == 0 {
			t.Errorf("%+v, counted %d", h, hidden)
		}
	}
}

// The file has a line for each unit and measure, stars where a number is hidden, and no cell that a spreadsheet runs.
func TestTheFileOfADocument(t *testing.T) {
	set := country(small, []int{20, 10, 2, 15, 30}, []int{20, 10, 20, 15, 30})
	for i := range set.Units {
		if set.Units[i].Code == "T1" {
			set.Units[i].Name = "=HYPERLINK(1)"
		}
	}
	var b strings.Builder
	d := made(t, set, under5(nil))
	if err := d.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	units := 0
	for _, l := range d.Levels {
		units += len(l.Units)
	}
	if len(lines) != 1+units*len(kpi.All) {
		t.Errorf("%d lines of %d units", len(lines), units)
	}
	for _, line := range lines {
		switch {
		case line[3] == "T1" && line[4] != "'=HYPERLINK(1)":
			t.Errorf("a formula: %q", line)
		case line[3] == "T2" && line[5] == "1" && strings.Join(line[7:14], ",") != "*,*,*,*,*,*,*":
			t.Errorf("2 of 22 are in the file: %q", line)
		case line[3] == "EW" && line[5] == "1" && strings.Join(line[7:9], ",") != "77,172":
			t.Errorf("the nation: %q", line)
		}
	}
}
