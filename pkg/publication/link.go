package publication

import (
	"cmp"
	"maps"
	"slices"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/measure"
)

// ground stands for the smallest published units together: each organisation of England and Wales is in one of them, be it a trust,
// a health board, or the country where nothing smaller of it is published.
const ground compare.Level = "ground"

// steps are the pairs of levels whose units add up to each other. The first ones lead up to the nation step by step, with each
// unit in two at most; most other sums that somebody could make follow from these, and come after them for those that do not.
func (t tables) steps() [][2]compare.Level {
	all := [][2]compare.Level{{ground, compare.CareBoard}, {ground, compare.Network}, {compare.CareBoard, compare.Region}, {compare.Region, compare.Country},
		{compare.HealthBoard, compare.Country}, {compare.Network, compare.National}, {compare.Country, compare.National}}
	levels := append([]compare.Level{ground}, compare.Levels[1:]...)
	for i, a := range levels {
		for _, b := range levels[i+1:] {
			if pair := [2]compare.Level{a, b}; !slices.Contains(all, pair) {
				all = append(all, pair)
			}
		}
	}
	return all
}

// sum are what everybody knows of numbers that add up: for each two levels the smallest groups of units on either side
// that the same organisations make up. Where an organisation is in the one level and not in the other, as a Welsh one of care
// boards, its group is no sum.
func (t tables) sum() []measure.Sum {
	var sums []measure.Sum
	for _, step := range t.steps() {
		for _, g := range t.groups(step[0], step[1]) {
			sums = append(sums, measure.Sum{Parts: g.smaller, Total: g.larger[0], More: g.larger[1:]})
		}
	}
	return sums
}

// group is units of two levels, by their places, that hold the same children.
type group struct {
	smaller, larger []int
	leaks           bool
}

// groups are the connected parts of two levels, units that share an organisation being neighbours.
func (t tables) groups(a, b compare.Level) []group {
	find, leaking := t.connect(a, b)
	found := map[int]*group{}
	for i, u := range t.ordered {
		isA := u.level == a || a == ground && t.isGround[i]
		if !isA && u.level != b {
			continue
		}
		g := found[find(i)]
		if g == nil {
			g = &group{}
			found[find(i)] = g
		}
		g.leaks = g.leaks || leaking[i]
		if isA {
			g.smaller = append(g.smaller, i)
		} else {
			g.larger = append(g.larger, i)
		}
	}
	var all []group
	for _, key := range slices.SortedFunc(maps.Keys(found), cmp.Compare[int]) {
		if g := found[key]; !g.leaks && len(g.smaller) > 0 && len(g.larger) > 0 {
			all = append(all, *g)
		}
	}
	return all
}

// connect joins the units of two levels that share an organisation: find gives the first of those joined to one. A unit leaks that
// has an organisation without a unit of the other level.
func (t tables) connect(a, b compare.Level) (find func(int) int, leaking map[int]bool) {
	root := map[int]int{}
	leaking = map[int]bool{}
	find = func(i int) int {
		for up, joined := root[i]; joined; up, joined = root[i] {
			i = up
		}
		return i
	}
	for _, of := range t.set.Members {
		left, inA := t.place(a, of)
		right, inB := t.place(b, of)
		switch {
		case inA && inB:
			if l, r := find(left), find(right); l != r {
				root[max(l, r)] = min(l, r)
			}
		case inA:
			leaking[left] = true
		case inB:
			leaking[right] = true
		}
	}
	return find, leaking
}

// place is where the unit of a level stands to which an organisation belongs.
func (t tables) place(level compare.Level, of map[compare.Level]string) (int, bool) {
	if level == ground {
		return t.groundOf(of)
	}
	i, found := t.at[unitKey{level, of[level]}]
	return i, found && of[level] != ""
}

// groundOf is the smallest published unit of an organisation. A country is one only where none of its organisations is in a smaller
// one: it would stand for the others' children too.
func (t tables) groundOf(of map[compare.Level]string) (int, bool) {
	for _, level := range []compare.Level{t.terms.Lowest, compare.HealthBoard} {
		if i, found := t.place(level, of); found {
			return i, true
		}
	}
	if t.parted[of[compare.Country]] {
		return 0, false
	}
	return t.place(compare.Country, of)
}

// lay finds the ground.
func (t *tables) lay() {
	t.parted, t.isGround = map[string]bool{}, map[int]bool{}
	for _, of := range t.set.Members {
		for _, level := range []compare.Level{t.terms.Lowest, compare.HealthBoard} {
			if _, found := t.place(level, of); found && level != compare.Country {
				t.parted[of[compare.Country]] = true
			}
		}
	}
	for _, of := range t.set.Members {
		if i, found := t.groundOf(of); found {
			t.isGround[i] = true
		}
	}
}
