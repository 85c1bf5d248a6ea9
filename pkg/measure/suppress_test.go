package measure

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestRounding(t *testing.T) {
	for n, want := range map[int]int{0: 0, 1: -1, 7: -1, 8: 10, 12: 10, 13: 15, 17: 15, 18: 20, 27: 25, 41: 40, 52: 50, 64: 65} {
		got, shown := NHSSubnational2018.Rounded(n)
		if shown != (want >= 0) || shown && got != want {
			t.Errorf("%d: %d, %v, want %d", n, got, shown, want)
		}
	}
}

// The six centres in public: C goes as all of a small group, D since four are left over, F since it has three.
func TestSixCentresInPublic(t *testing.T) {
	counts := []Count{{18, 30}, {41, 52}, {9, 9}, {60, 64}, {27, 60}, {3, 6}}
	for i, hidden := range []bool{false, false, true, true, false, true} {
		if got := Under5.Primary(counts[i]); got != hidden {
			t.Errorf("%v: hidden %v, want %v", counts[i], got, hidden)
		}
	}
	cells, sum := withTotal(counts, Under5)
	Conceal(cells, []Sum{sum})
	for i, hidden := range []bool{false, false, true, true, false, true, false} { // the total may stand
		if cells[i].Hidden != hidden {
			t.Errorf("cell %d: hidden %v, want %v", i, cells[i].Hidden, hidden)
		}
	}
}

// With D alone hidden beside a total, one more cell goes: the next smallest.
func TestOneHiddenCellTakesAnother(t *testing.T) {
	counts := []Count{{18, 30}, {41, 52}, {60, 64}, {27, 60}}
	cells, sum := withTotal(counts, Under5)
	Conceal(cells, []Sum{sum})
	for i, hidden := range []bool{true, false, true, false, false} {
		if cells[i].Hidden != hidden {
			t.Errorf("cell %d: hidden %v, want %v", i, cells[i].Hidden, hidden)
		}
	}
}

func withTotal(counts []Count, p Profile) ([]Cell, Sum) {
	var cells []Cell
	sum, total := Sum{Total: len(counts)}, 0
	for i, c := range counts {
		cells = append(cells, Cell{Value: c.R, Hidden: p.Primary(c)})
		sum.Parts = append(sum.Parts, i)
		total += c.R
	}
	return append(cells, Cell{Value: total}), sum
}

func TestNearlyTheSameTable(t *testing.T) {
	for _, tt := range []struct {
		before, now int
		near        bool
	}{{20, 20, false}, {20, 21, true}, {24, 20, true}, {20, 25, false}} {
		if got := Under5.TooNear(tt.before, tt.now); got != tt.near {
			t.Errorf("%d and %d: %v", tt.before, tt.now, got)
		}
	}
}

// An attacker who has every published number and all sums, and tries every assignment of the hidden ones, learns none of them.
func TestNoHiddenCellCanBeWorkedOut(t *testing.T) {
	random := newRandom(4)
	attacked := 0
	for range 400 {
		cells, sums, primary := madeTable(random)
		Conceal(cells, sums)
		hidden := 0
		for i, c := range cells {
			if primary[i] && !c.Hidden {
				t.Fatal("a small number is shown")
			}
			if c.Hidden {
				hidden++
			}
		}
		if hidden == 0 || hidden > 9 {
			continue // nothing to find, or too much to try every assignment
		}
		attacked++
		seen := attack(cells, sums)
		for i, c := range cells {
			if primary[i] && c.Hidden && len(seen[i]) < 2 {
				t.Fatalf("cell %d is worked out as %v: %v, sums %v", i, seen[i], cells, sums)
			}
		}
	}
	if attacked < 100 {
		t.Errorf("only %d tables were attacked", attacked)
	}
}

// A number that is known to be no more than it is gives another away: all five of the one passed, so three of the other did.
func TestWhatANumberMayBeAtMost(t *testing.T) {
	for most, hides := range map[int]bool{0: false, 5: true, 6: false} {
		cells := []Cell{{Value: 5, Hidden: true, Most: most}, {Value: 3, Hidden: true}, {Value: 0, Hidden: true}, {Value: 8}, {Value: 3}}
		Conceal(cells, []Sum{{Total: 3, Parts: []int{0, 1}}, {Total: 4, Parts: []int{1, 2}}})
		if hidden := cells[3].Hidden || cells[4].Hidden; hidden != hides {
			t.Errorf("at most %d: hidden %v", most, hidden)
		}
	}
}

// A total with others beside its parts is no less than they: where it leaves nothing to a hidden part, it goes.
func TestATotalThatLeavesNothing(t *testing.T) {
	for total, hides := range map[int]bool{7: true, 8: false} {
		cells := []Cell{{Value: 0, Hidden: true}, {Value: 7}, {Value: total}}
		Conceal(cells, []Sum{{Total: 2, Parts: []int{0, 1}, Rest: true}})
		if cells[2].Hidden != hides || cells[1].Hidden {
			t.Errorf("%d beside 7: %+v", total, cells)
		}
	}
}

// The attacker finds what is there to be found: without concealing, a lone hidden cell is known at once.
func TestTheAttackerIsNoFool(t *testing.T) {
	cells, sum := withTotal([]Count{{18, 30}, {41, 52}, {60, 64}, {27, 60}}, Under5)
	if seen := attack(cells, []Sum{sum}); len(seen[2]) != 1 || !seen[2][60] {
		t.Errorf("found %v", seen[2])
	}
	if found := fixed(cells, []Sum{sum}); len(found) != 1 || found[0] != 2 {
		t.Errorf("fixed: %v", found)
	}
}

// madeTable is a cohort of centres that add up twice: by region and by network, and both to the nation.
func madeTable(random *rand.Rand) (cells []Cell, sums []Sum, primary []bool) {
	const centres, groups = 5, 2
	of := func(i, way int) int { return (i >> way) % groups }
	national := Sum{Total: centres + 2*groups}
	totals := make([]int, 2*groups)
	parts := make([][]int, 2*groups)
	all := 0
	for i := range centres {
		r := random.IntN(12)
		cells = append(cells, Cell{Value: r, Hidden: Under5.small(r)})
		all += r
		for way := range 2 {
			g := way*groups + of(i, way)
			totals[g] += r
			parts[g] = append(parts[g], i)
		}
	}
	for g := range 2 * groups {
		cells = append(cells, Cell{Value: totals[g], Hidden: Under5.small(totals[g])})
		sums = append(sums, Sum{Total: centres + g, Parts: parts[g]})
	}
	cells = append(cells, Cell{Value: all})
	for way := range 2 {
		one := national
		for g := range groups {
			one.Parts = append(one.Parts, centres+way*groups+g)
		}
		sums = append(sums, one)
	}
	for _, c := range cells {
		primary = append(primary, c.Hidden)
	}
	return cells, sums, primary
}

// attack tries every assignment of the hidden cells that the sums allow, and gives the values that each can have.
func attack(cells []Cell, sums []Sum) []map[int]bool {
	var hidden []int
	seen := make([]map[int]bool, len(cells))
	most := 0
	for i, c := range cells {
		if c.Hidden {
			hidden = append(hidden, i)
			seen[i] = map[int]bool{}
		} else {
			most = max(most, c.Value)
		}
	}
	if most == 0 {
		most = 30
	}
	values := make([]int, len(cells))
	for i, c := range cells {
		values[i] = c.Value
		if c.Hidden {
			values[i] = -1
		}
	}
	var try func(at int)
	try = func(at int) {
		if !possible(values, sums) {
			return
		}
		if at == len(hidden) {
			for _, i := range hidden {
				seen[i][values[i]] = true
			}
			return
		}
		for v := 0; v <= most+6; v++ {
			values[hidden[at]] = v
			try(at + 1)
		}
		values[hidden[at]] = -1
	}
	try(0)
	return seen
}

// possible tells whether the sums can still come out: unknown cells, −1, take any number from 0.
func possible(values []int, sums []Sum) bool {
	for _, s := range sums {
		least, open := 0, false
		for _, i := range s.Parts {
			if values[i] < 0 {
				open = true
				continue
			}
			least += values[i]
		}
		total := values[s.Total]
		if total < 0 {
			total = math.MaxInt
			open = true
		}
		if least > total || !open && least != total {
			return false
		}
	}
	return true
}
