package measure

import (
	"slices"
)

// Profile says how small numbers are hidden before anything crosses a centre's border (comparing-centres.md, section 8). It is
// data: a measure's version or a page names one.
type Profile struct {
	Key   string
	Least int  // the least number that is shown; smaller ones but 0 are hidden
	Round bool // to the nearest five, and no secondary suppression; else exact, and whatever would give a hidden number away goes too
}

// The profiles in use.
var (
	NHSSubnational2018 = Profile{"nhs-subnational-2018", 8, true} // NHS hospital statistics since September 2018
	Under5             = Profile{"under-5", 5, false}
	Under8             = Profile{"under-8", 8, false}
)

// ProfileByKey finds a profile by its name.
func ProfileByKey(key string) (Profile, bool) {
	for _, p := range []Profile{NHSSubnational2018, Under5, Under8} {
		if p.Key == key {
			return p, true
		}
	}
	return Profile{}, false
}

// Rounded is a number as a rounding profile shows it; false where it is hidden.
func (p Profile) Rounded(n int) (int, bool) {
	if n > 0 && n < p.Least {
		return 0, false
	}
	return (n + 2) / 5 * 5, true
}

// small tells whether a number must be hidden for itself.
func (p Profile) small(n int) bool { return n > 0 && n < p.Least }

// Cell is one number that may be published. Hidden, it is absent from everything that leaves: Value must not be read then.
type Cell struct {
	Value  int
	Hidden bool
}

// Sum says that one published number is the sum of others: rows, columns, a region of its trusts, yes and no of all. Numbers are
// named by their place among the cells.
type Sum struct {
	Total int
	Parts []int
}

// Primary tells whether a count must be hidden for itself: R, the rest, or N is small; or all or none of a small group, which says
// something of every child in it.
func (p Profile) Primary(c Count) bool {
	if p.small(c.R) || p.small(c.N-c.R) || p.small(c.N) {
		return true
	}
	return c.N > 0 && (c.R == 0 || c.R == c.N) && c.N < 2*p.Least
}

// TooNear tells whether two published numbers of nearly the same children, such as an old release and a new one, differ by so few
// that their difference would give somebody away.
func (p Profile) TooNear(before, now int) bool { return p.small(max(before-now, now-before)) }

// Conceal hides, besides the cells that are hidden already, whatever else would let one of them be worked out from the sums: where
// a sum has one hidden cell the next smallest goes too, until no hidden cell is fixed by all sums together and by none being below
// zero. It changes cells.
func Conceal(cells []Cell, sums []Sum) {
	for changed := true; changed; {
		changed = false
		for _, s := range sums {
			if hiddenIn(cells, s) == 1 {
				changed = hideNext(cells, s) || changed
			}
		}
		if !changed {
			changed = hideAgainst(cells, sums)
		}
	}
}

// hideAgainst finds a hidden cell that the sums fix together, and hides one more in a sum of its own.
func hideAgainst(cells []Cell, sums []Sum) bool {
	for _, i := range fixed(cells, sums) {
		for _, s := range sums {
			if (s.Total == i || slices.Contains(s.Parts, i)) && hideNext(cells, s) {
				return true
			}
		}
	}
	// Nothing left to hide in its own sums: hide in any sum that still shows something beside a hidden cell.
	if len(fixed(cells, sums)) > 0 {
		for _, s := range sums {
			if hiddenIn(cells, s) > 0 && hideNext(cells, s) {
				return true
			}
		}
	}
	return false
}

func hiddenIn(cells []Cell, s Sum) int {
	n := 0
	for _, i := range append(slices.Clone(s.Parts), s.Total) {
		if cells[i].Hidden {
			n++
		}
	}
	return n
}

// hideNext hides the smallest shown part of a sum, and the total when no part is left. A part of nobody protects nobody: others go
// first.
func hideNext(cells []Cell, s Sum) bool {
	next := -1
	for _, i := range s.Parts {
		if cells[i].Hidden {
			continue
		}
		if next < 0 || cells[next].Value == 0 && cells[i].Value > 0 || cells[i].Value > 0 && cells[i].Value < cells[next].Value {
			next = i
		}
	}
	if next < 0 {
		if cells[s.Total].Hidden {
			return false
		}
		next = s.Total
	}
	cells[next].Hidden = true
	return true
}
