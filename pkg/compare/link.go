package compare

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/pinktick/pinktick/pkg/measure"
)

// Sums are what everybody knows of the numbers of units that add up: for each two levels the smallest groups of units on either side
// that the same organisations make up; and which units lie within which. Units are named by their place. lowest is the smallest
// level among the units, health boards apart.
func Sums(units []Unit, members Members, lowest Level) []measure.Sum {
	l := links{units: units, at: map[unitKey]int{}, columns: map[Level]column{}}
	for i, u := range units {
		l.at[u.key()] = i
	}
	for _, code := range slices.Sorted(maps.Keys(members)) {
		l.organisations = append(l.organisations, members[code])
	}
	for _, level := range Levels {
		l.columns[level] = l.column(func(of map[Level]string) int { return l.place(level, of) })
	}
	l.columns[ground] = l.ground(lowest)
	return l.sums()
}

// links are how units share organisations.
type links struct {
	units         []Unit
	at            map[unitKey]int // place of a unit among them
	organisations []map[Level]string
	columns       map[Level]column
}

// column is the unit of one level of each organisation, by place; −1 where it has none.
type column []int

type unitKey struct {
	level Level
	code  string
}

func (u Unit) key() unitKey { return unitKey{u.Level, u.Code} }

// ground stands for the smallest units of a table together: each organisation of England and Wales is in one of them, be it a trust,
// a health board, or the country where the table has nothing smaller of it.
const ground Level = "ground"

// steps are the pairs of levels whose units add up to each other. The first ones lead up to the nation step by step, with each
// unit in two at most; most other sums that somebody could make follow from these, and come after them for those that do not.
func steps() [][2]Level {
	all := [][2]Level{{ground, CareBoard}, {ground, Network}, {CareBoard, Region}, {Region, Country}, {HealthBoard, Country}, {Network, National}, {Country, National}}
	levels := append([]Level{ground}, Levels[1:]...)
	for i, a := range levels {
		for _, b := range levels[i+1:] {
			if pair := [2]Level{a, b}; !slices.Contains(all, pair) {
				all = append(all, pair)
			}
		}
	}
	return all
}

// sums are first those of the steps, then those between levels filled up with the ground of whoever is in none, then what lies within
// what.
func (l links) sums() []measure.Sum {
	var sums []measure.Sum
	seen := map[string]bool{}
	add := func(g group, rest bool) {
		if name := fmt.Sprint(g.smaller, g.larger, rest); !seen[name] {
			seen[name] = true
			sums = append(sums, measure.Sum{Parts: g.smaller, Total: g.larger[0], More: g.larger[1:], Rest: rest})
		}
	}
	for _, step := range steps() {
		for _, g := range groups(l.columns[step[0]], l.columns[step[1]]) {
			add(g, false)
		}
	}
	for i, a := range Levels {
		for _, b := range Levels[i+1:] {
			for _, g := range groups(l.filled(a), l.filled(b)) {
				add(g, false)
			}
		}
	}
	for _, a := range append([]Level{ground}, Levels...) {
		for _, b := range Levels {
			for _, g := range within(l.columns[a], l.columns[b]) {
				add(g, true)
			}
		}
	}
	return sums
}

// group is units of two levels, by their places, that hold the same children.
type group struct{ smaller, larger []int }

// node is a unit on one side of two levels.
type node struct{ side, place int }

// groups are the connected parts of two levels, units that share an organisation being neighbours. Where an organisation is in the one
// level and not in the other, as a Welsh one of care boards, its group is no sum.
func groups(a, b column) []group {
	find, leaks := connect(a, b)
	found, leaking := map[node]*group{}, map[node]bool{}
	for side, column := range []column{a, b} {
		for _, place := range column.places() {
			u := node{side, place}
			first := find(u)
			if found[first] == nil {
				found[first] = &group{}
			}
			leaking[first] = leaking[first] || leaks[u]
			if g := found[first]; side == 0 {
				g.smaller = append(g.smaller, place)
			} else {
				g.larger = append(g.larger, place)
			}
		}
	}
	var all []group
	for _, first := range slices.SortedFunc(maps.Keys(found), func(x, y node) int { return cmp.Or(cmp.Compare(x.side, y.side), cmp.Compare(x.place, y.place)) }) {
		if g := found[first]; !leaking[first] && !slices.Equal(g.smaller, g.larger) {
			all = append(all, *g)
		}
	}
	return all
}

// connect joins the units of two levels that share an organisation: find gives the first of those joined to one. A unit leaks that has
// an organisation without a unit of the other level.
func connect(a, b column) (find func(node) node, leaks map[node]bool) {
	root := map[node]node{}
	leaks = map[node]bool{}
	find = func(u node) node {
		for up, joined := root[u]; joined; up, joined = root[u] {
			u = up
		}
		return u
	}
	for i := range a {
		left, right := node{0, a[i]}, node{1, b[i]}
		switch {
		case a[i] >= 0 && b[i] >= 0:
			if x, y := find(left), find(right); x != y {
				root[y] = x
			}
		case a[i] >= 0:
			leaks[left] = true
		case b[i] >= 0:
			leaks[right] = true
		}
	}
	return find, leaks
}

// places are the units of a column, each once, in order.
func (c column) places() []int {
	all := slices.Clone(c)
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) > 0 && all[0] < 0 {
		all = all[1:]
	}
	return all
}

// within are, for each unit of b, the units of a that lie in it and do not fill it.
func within(a, b column) []group {
	in, organisations, filled := map[int]int{}, map[int]int{}, map[int]int{} // of a unit of a the one it lies in; and numbers of organisations
	for i, place := range a {
		if b[i] >= 0 {
			organisations[b[i]]++
		}
		if place < 0 {
			continue
		}
		if other, known := in[place]; known && other != b[i] {
			in[place] = -1
		} else if !known {
			in[place] = b[i]
		}
	}
	parts := map[int][]int{}
	for _, place := range a.places() {
		if larger := in[place]; larger >= 0 && larger != place {
			parts[larger] = append(parts[larger], place)
		}
	}
	for i, place := range a {
		if place >= 0 && in[place] >= 0 && in[place] == b[i] {
			filled[b[i]]++
		}
	}
	var all []group
	for _, larger := range b.places() {
		if len(parts[larger]) > 0 && filled[larger] < organisations[larger] {
			all = append(all, group{parts[larger], []int{larger}})
		}
	}
	return all
}

func (l links) column(place func(map[Level]string) int) column {
	c := make(column, len(l.organisations))
	for i, of := range l.organisations {
		c[i] = place(of)
	}
	return c
}

// place is where the unit of a level stands to which an organisation belongs.
func (l links) place(level Level, of map[Level]string) int {
	if i, found := l.at[unitKey{level, of[level]}]; found && of[level] != "" {
		return i
	}
	return -1
}

// ground is the smallest unit of each organisation. A country is one only where none of its organisations is in a smaller one: it
// would stand for the others' children too.
func (l links) ground(lowest Level) column {
	smallest := func(of map[Level]string) int { return max(l.place(lowest, of), l.place(HealthBoard, of)) }
	parted := map[string]bool{}
	for _, of := range l.organisations {
		parted[of[Country]] = parted[of[Country]] || lowest != Country && smallest(of) >= 0
	}
	return l.column(func(of map[Level]string) int {
		if parted[of[Country]] {
			return smallest(of)
		}
		return l.place(Country, of)
	})
}

// filled is a level in which an organisation that is in none of its units stands with its ground, if nobody of that is in one.
func (l links) filled(level Level) column {
	c, in := slices.Clone(l.columns[level]), map[int]bool{}
	for i, place := range c {
		if place >= 0 {
			in[l.columns[ground][i]] = true
		}
	}
	for i, place := range c {
		if of := l.columns[ground][i]; place < 0 && of >= 0 && !in[of] && l.organisations[i][National] != "" {
			c[i] = of
		}
	}
	return c
}
