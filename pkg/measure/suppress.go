package measure

import (
	"math"
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
	Open   bool // published whatever becomes of the others, as the nation's numbers are
	Most   int  // everybody knows that it is no more than this; 0: nothing is known
	Rank   int  // where there is a choice the lower goes first
}

// before tells which of two cells is hidden rather than the other: the lower in rank, then the smaller. One of nobody protects
// nobody and comes last of its rank.
func (c Cell) before(d Cell) bool {
	switch {
	case c.Rank != d.Rank:
		return c.Rank < d.Rank
	case (c.Value == 0) != (d.Value == 0):
		return c.Value > 0
	}
	return c.Value < d.Value
}

// Sum says that one published number is the sum of others: rows, columns, a region of its trusts, yes and no of all. Numbers are
// named by their place among the cells.
type Sum struct {
	Total int
	More  []int // further totals: the parts then add up to all of them together
	Parts []int
	Rest  bool // the total has others beside the parts: it is no less than they
}

// all are the cells of the sum.
func (s Sum) all() []int { return slices.Concat(s.sides()...) }

// sides are the cells of the sum, those first that go first.
func (s Sum) sides() [][]int { return [][]int{s.Parts, s.More, {s.Total}} }

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

// Conceal hides, besides the cells that are hidden already, whatever else would let one of them be worked out from the sums: until no
// hidden cell is fixed by all sums together, by none being below zero and none above its most. It changes cells; an open one
// stays. It hides least where the first two sums of each cell are the ones from which the others follow, such as the region of a
// trust and its network.
func Conceal(cells []Cell, sums []Sum) {
	c := concealment{cells, sums, make([][]int, len(cells)), make([][]int, len(cells))}
	for k, s := range c.sums {
		of := c.of
		if s.Rest {
			of = c.rests
		}
		for _, i := range s.all() {
			of[i] = append(of[i], k)
		}
	}
	for c.hideAgainst() {
	}
}

// concealment is what Conceal works on.
type concealment struct {
	cells []Cell
	sums  []Sum
	of    [][]int // the sums of each cell
	rests [][]int // and those with a rest
}

// hideAgainst frees a cell that the sums together fix: it hides the cells of the cheapest way around it, along which the children
// of one could be moved to another without any sum showing it; or, where there is none or it has not helped, what is left in
// its sums.
func (c concealment) hideAgainst() bool {
	found := fixed(c.cells, c.sums)
	for _, of := range found {
		if c.loosen(of) {
			return true
		}
	}
	for _, of := range found {
		if hidden := c.hideAll(c.around(of)); hidden {
			return true
		}
	}
	for _, of := range found {
		for _, k := range slices.Concat(c.of[of], c.rests[of]) {
			if next := c.partner(c.sums[k], of); next >= 0 {
				c.cells[next].Hidden = true
				return true
			}
		}
	}
	return false
}

// loosen hides a total that leaves nothing to a cell within it, such as a region in which nobody failed, when one of its trusts is hidden.
func (c concealment) loosen(of int) bool {
	for _, k := range c.rests[of] {
		total, left := c.sums[k].Total, c.cells[c.sums[k].Total].Value
		if total == of || c.cells[total].Hidden || c.cells[total].Open {
			continue
		}
		for _, i := range c.sums[k].Parts {
			if !c.cells[i].Hidden {
				left -= c.cells[i].Value
			}
		}
		if left == 0 {
			c.cells[total].Hidden = true
			return true
		}
	}
	return false
}

func (c concealment) hideAll(cells []int) bool {
	changed := false
	for _, i := range cells {
		changed = changed || !c.cells[i].Hidden
		c.cells[i].Hidden = true
	}
	return changed
}

// around is the cheapest way from one sum of a cell to its other by way of cells that two sums share; what is hidden already costs
// next to nothing. None: there is no way.
func (c concealment) around(of int) []int {
	start, goal := c.ends(of)
	by := c.reach(start, of)
	var way []int
	for at := goal; at != start; {
		i := by[at]
		if i < 0 {
			return nil
		}
		way = append(way, i)
		if from, to := c.ends(i); to == at {
			at = from
		} else {
			at = to
		}
	}
	return way
}

// ends are the two sums of a cell; one of a single sum leads outside, where all such meet.
func (c concealment) ends(i int) (from, to int) {
	switch at, outside := c.of[i], len(c.sums); len(at) {
	case 0:
		return outside, outside
	case 1:
		return at[0], outside
	default:
		return at[0], at[1]
	}
}

// reach finds the cheapest way to every sum from one of them without a cell: the cell by which each is come to, −1 where none
// leads. It is Dijkstra's way.
func (c concealment) reach(start, without int) []int {
	cost, by, done := make([]float64, len(c.sums)+1), make([]int, len(c.sums)+1), make([]bool, len(c.sums)+1)
	for k := range cost {
		cost[k], by[k] = math.Inf(1), -1
	}
	cost[start] = 0
	for {
		at := -1
		for k := range cost {
			if !done[k] && !math.IsInf(cost[k], 1) && (at < 0 || cost[k] < cost[at]) {
				at = k
			}
		}
		if at < 0 {
			return by
		}
		done[at] = true
		for i, cell := range c.cells {
			from, to := c.ends(i)
			if to == at {
				from, to = to, from
			}
			if i == without || from != at || from == to || cell.Open {
				continue
			}
			if sum := cost[at] + cell.price(); sum < cost[to] {
				cost[to], by[to] = sum, i
			}
		}
	}
}

// price is what is lost by hiding a cell.
func (c Cell) price() float64 {
	if c.Hidden {
		return 0.001
	}
	if c.Value == 0 {
		return math.Pow(3, float64(c.Rank)) + 1
	}
	return math.Pow(3, float64(c.Rank)) + float64(c.Value)/1e6
}

// partner is the cell of a sum that protects another best: a part, and a total where no part is left; −1 where there is none. It
// stands in most of the other's sums; among equals it is the first to go.
func (c concealment) partner(s Sum, of int) int {
	for _, side := range s.sides() {
		next, shared := -1, 0
		for _, i := range side {
			if c.cells[i].Hidden || c.cells[i].Open {
				continue
			}
			if n := c.together(i, of); next < 0 || n > shared || n == shared && c.cells[i].before(c.cells[next]) {
				next, shared = i, n
			}
		}
		if next >= 0 {
			return next
		}
	}
	return -1
}

// together counts the sums in which two cells stand.
func (c concealment) together(i, j int) int {
	n := 0
	for _, k := range c.of[i] {
		if slices.Contains(c.of[j], k) {
			n++
		}
	}
	return n
}
