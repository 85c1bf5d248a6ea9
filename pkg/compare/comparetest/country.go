// Package comparetest makes small countries of hospitals for tests, and an attacker who looks for what their tables hide.
package comparetest

import (
	"time"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
)

// Place is a hospital with the units it belongs to, in the order of compare.Levels; none of a level is empty.
type Place [8]string

// Countries whose units lie in each other in different ways.
var (
	// Plain has networks that cross care boards.
	Plain = []Place{
		{"H1", "T1", "", "B1", "R1", "N1", "ENG", "EW"},
		{"H2", "T1", "", "B1", "R1", "N1", "ENG", "EW"},
		{"H3", "T2", "", "B1", "R1", "N2", "ENG", "EW"},
		{"H4", "T3", "", "B2", "R1", "N2", "ENG", "EW"},
		{"H5", "", "W1", "", "", "N2", "WLS", "EW"},
	}
	// Crossing has a trust with hospitals in two care boards.
	Crossing = []Place{
		{"H1", "T1", "", "B1", "R1", "N1", "ENG", "EW"},
		{"H2", "T2", "", "B1", "R1", "N1", "ENG", "EW"},
		{"H3", "T2", "", "B2", "R1", "N1", "ENG", "EW"},
		{"H4", "T3", "", "B3", "R2", "N2", "ENG", "EW"},
		{"H5", "", "W1", "", "", "N2", "WLS", "EW"},
	}
	// Untidy has a care board in two regions and a hospital in none.
	Untidy = []Place{
		{"H1", "T1", "", "B1", "R1", "N1", "ENG", "EW"},
		{"H2", "T2", "", "B1", "R1", "N1", "ENG", "EW"},
		{"H3", "T2", "", "B2", "R1", "N1", "ENG", "EW"},
		{"H4", "T3", "", "B2", "R2", "N2", "ENG", "EW"},
		{"H5", "T4", "", "", "R2", "N2", "ENG", "EW"},
	}
	// Straddling has a care board in two regions, so that trusts add up to a region that their boards do not.
	Straddling = []Place{
		{"H1", "T1", "", "B1", "R1", "N1", "ENG", "EW"},
		{"H2", "T2", "", "B1", "R1", "N1", "ENG", "EW"},
		{"H3", "T3", "", "B1", "R2", "N1", "ENG", "EW"},
		{"H4", "T4", "", "B2", "R2", "N1", "ENG", "EW"},
	}
	// Wide has several care boards in each of two regions.
	Wide = []Place{
		{"H1", "T1", "", "B1", "R1", "N1", "ENG", "EW"},
		{"H2", "T2", "", "B2", "R1", "N1", "ENG", "EW"},
		{"H3", "T3", "", "B3", "R2", "N2", "ENG", "EW"},
		{"H4", "T4", "", "B4", "R2", "N2", "ENG", "EW"},
		{"H5", "", "W1", "", "", "N2", "WLS", "EW"},
	}
)

// Children are those of one hospital. They passed or failed the first two measures; the others concern nobody.
type Children struct{ Passed, Failed, Incomplete, Registered int }

// Country counts the children of hospitals in cohort 8.
func Country(places []Place, children []Children) compare.Set {
	set := compare.Set{Counting: compare.Counting{Cohort: 8, At: time.Date(2027, 1, 20, 3, 0, 0, 0, time.UTC), Rules: "R4"}, Members: compare.Members{}}
	units := map[compare.Level]map[string]*compare.Figures{}
	order := map[compare.Level][]string{}
	for i, place := range places {
		set.Members[place[0]] = map[compare.Level]string{}
		for l, code := range place {
			level := compare.Levels[l]
			if code == "" {
				continue
			}
			set.Members[place[0]][level] = code
			if units[level] == nil {
				units[level] = map[string]*compare.Figures{}
			}
			if units[level][code] == nil {
				units[level][code] = &compare.Figures{Unit: compare.Unit{Level: level, Code: code, Name: "Name of " + code}, Counts: make([]compare.Count, len(kpi.All))}
				order[level] = append(order[level], code)
			}
			add(units[level][code], children[i])
		}
	}
	for _, level := range compare.Levels {
		for _, code := range order[level] {
			set.Units = append(set.Units, *units[level][code])
		}
	}
	return set
}

func add(f *compare.Figures, c Children) {
	counted := c.Passed + c.Failed
	over := counted + c.Incomplete
	f.Registered, f.YearOver, f.Counted = f.Registered+over+c.Registered, f.YearOver+over, f.Counted+counted
	f.Asked, f.Answered = f.Asked+over*10, f.Answered+over*9
	for m := range f.Counts {
		if m < 2 {
			f.Counts[m].Passed, f.Counts[m].Failed = f.Counts[m].Passed+c.Passed, f.Counts[m].Failed+c.Failed
		} else {
			f.Counts[m].NotApplicable += counted
		}
	}
}
