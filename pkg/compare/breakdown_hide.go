package compare

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

// groupTable is one dimension of all units around a viewer: what stands in each unit and category.
type groupTable struct {
	dimension Dimension
	codes     []string // the categories: those declared, in their order, then what else was counted
	units     []Figures
	wholes    []share     // a unit's children who are not the viewer's own
	cells     [][]section // by unit and category
}

// section is the children of a unit in one category.
type section struct {
	whole, others share // others: without the viewer's own
	gone          bool  // how many count is not shown
	hidden        []bool
}

func (c *brokenCohort) table(d Dimension) *groupTable {
	t := &groupTable{dimension: d, codes: d.codes(), units: c.units}
	var more []string
	for _, groups := range c.groups {
		for group := range groups {
			if group[0] == d.Key && !slices.Contains(t.codes, group[1]) && !slices.Contains(more, group[1]) {
				more = append(more, group[1])
			}
		}
	}
	slices.Sort(more)
	t.codes = append(t.codes, more...)
	for _, u := range c.units {
		t.wholes = append(t.wholes, shareOf(u).minus(c.known[[2]string{"all", ""}].orNone().ofUnit(u.Unit)))
		var line []section
		for _, code := range t.codes {
			group := [2]string{d.Key, code}
			whole := none()
			if f, ok := c.groups[u.named()][group]; ok {
				whole = shareOf(f)
			}
			line = append(line, section{whole: whole, others: whole.minus(c.known[group].orNone().ofUnit(u.Unit))})
		}
		t.cells = append(t.cells, line)
	}
	return t
}

func none() share { return share{counts: make([]Count, len(kpi.All))} }

func shareOf(f Figures) share { return none().plus(f) }

func (s share) minus(t share) share {
	rest := share{Children{Counted: s.children.Counted - t.children.Counted}, slices.Clone(s.counts)}
	for i, c := range t.counts {
		rest.counts[i] = rest.counts[i].minus(c)
	}
	return rest
}

// sound tells whether a rest is one: of units that lay in each other on the last day, as they do now.
func (s share) sound() bool {
	return s.children.Counted >= 0 && !slices.ContainsFunc(s.counts, func(c Count) bool {
		return min(c.Passed, c.Failed, c.NotApplicable, c.Incomplete) < 0
	})
}

// of are the groups of a unit, as they are shown.
func (t *groupTable) of(unit int, measures []*kpi.Measure) []Group {
	var all []Group
	for i, code := range t.codes {
		s := t.cells[unit][i]
		g := Group{Category: Category{code, t.dimension.label(code)}, Counted: s.whole.children.Counted}
		if s.gone {
			g.Counted = Gone
		}
		for n, m := range measures {
			count := s.whole.counts[position(m)]
			if s.hidden != nil && s.hidden[n] {
				count = Count{Hidden: true}
			}
			g.Counts = append(g.Counts, count)
		}
		all = append(all, g)
	}
	return all
}

// spot is a number that a viewer sees or could work out: of a unit and category, of a unit as a whole, or what lies between a unit and
// a larger one in one category.
type spot struct {
	shown  *section // nil where nobody shows it
	others share
	open   bool // known, whatever becomes of the others
	rank   int
	inner  int // of what lies between two: the smaller and the larger
	outer  int
}

// spread are all spots of a table, and how they add up.
type spread struct {
	spots []spot
	sums  []measure.Sum
}

// spread looks at the areas around a viewer. Each one's categories add up to all of its children, which are taken as known,
// wherever else they are hidden; and where one area lies in another, what is between them may not be small either. The nation
// is shown as it is, as profiles leave it.
func (t *groupTable) spread() spread {
	var s spread
	var nested [][2]int // the first categories of an area and of one around it
	first := make([]int, len(t.units))
	inner, network, nation := -1, -1, -1
	for n, u := range t.units {
		if u.Own {
			continue
		}
		first[n] = len(s.spots)
		s.addUnit(u.Level, t.cells[n], t.wholes[n])
		switch {
		case u.Level == Network: // crosses the others' borders
			network = n
			continue
		case inner >= 0:
			nested = append(nested, [2]int{first[inner], first[n]})
		}
		inner = n
		if u.Level == National {
			nation = n
		}
	}
	if network >= 0 && nation >= 0 {
		nested = append(nested, [2]int{first[network], first[nation]})
	}
	for _, pair := range slices.Backward(nested) { // outwards first: least is hidden that way
		t.between(&s, pair[0], pair[1])
	}
	return s
}

// addUnit adds an area's categories, and what they add up to.
func (s *spread) addUnit(level Level, cells []section, whole share) {
	var parts []int
	for i := range cells {
		parts = append(parts, len(s.spots))
		s.spots = append(s.spots, spot{shown: &cells[i], others: cells[i].others, open: level == National, rank: 1 + slices.Index(Levels, level)})
	}
	s.sums = append(s.sums, measure.Sum{Total: len(s.spots), Parts: parts})
	s.spots = append(s.spots, spot{others: whole, open: true})
}

// between adds what lies in the larger of two areas and not in the smaller.
func (t *groupTable) between(s *spread, inner, outer int) {
	var rests []share
	for i := range t.codes {
		rest := s.spots[outer+i].others.minus(s.spots[inner+i].others)
		if !rest.sound() {
			return
		}
		rests = append(rests, rest)
	}
	for i, rest := range rests {
		s.sums = append(s.sums, measure.Sum{Total: outer + i, Parts: []int{inner + i, len(s.spots)}})
		s.spots = append(s.spots, spot{others: rest, inner: inner + i, outer: outer + i})
	}
}

// hide finds what is not shown: first how many count, which is the same for every measure; then, measure by measure, how many of them
// are eligible, which often follows from another measure; then how many passed. Where one of these is hidden all of the
// measure is.
func (t *groupTable) hide(p Policy, measures []*kpi.Measure) {
	s := t.spread()
	counted := func(o spot) int { return o.others.children.Counted }
	gone := s.where(func(o share) bool { return p.small(o.children.Counted) })
	s.conceal(gone, asked{numbers: []func(spot) int{counted}})
	for _, m := range measures {
		at := position(m)
		count := func(o spot) Count { return o.others.counts[at] }
		eligible := func(o spot) int { return count(o).Eligible() }
		hidden := s.where(func(o share) bool {
			c := o.counts[at]
			return p.small(c.Eligible()) || p.small(c.NotApplicable) || p.small(c.Incomplete)
		})
		unite(hidden, gone)
		s.conceal(hidden, asked{most: func(i int) (int, bool) { return counted(s.spots[i]), !gone[i] }, noneTells: true, numbers: []func(spot) int{eligible,
			func(o spot) int { return count(o).NotApplicable }, func(o spot) int { return count(o).Incomplete }}})
		unite(hidden, s.where(func(o share) bool { return p.tooSmall(o.counts[at]) }))
		s.conceal(hidden, asked{most: func(i int) (int, bool) {
			if n := eligible(s.spots[i]); n > 0 {
				return n, true
			}
			return counted(s.spots[i]), !gone[i]
		}, numbers: []func(spot) int{func(o spot) int { return count(o).Passed }, func(o spot) int { return count(o).Failed }}})
		for i, o := range s.spots {
			if o.shown != nil {
				o.shown.hidden = append(o.shown.hidden, hidden[i])
			}
		}
	}
	for i, o := range s.spots {
		if o.shown != nil {
			o.shown.gone = gone[i]
		}
	}
}

func unite(hidden, more []bool) {
	for i, h := range more {
		hidden[i] = hidden[i] || h
	}
}

// where finds the spots that must be hidden for themselves: of whatever is shown both all children and those who are not the
// viewer's own, unless there are none of these.
func (s spread) where(small func(share) bool) []bool {
	found := make([]bool, len(s.spots))
	for i, o := range s.spots {
		switch {
		case o.open:
		case o.shown == nil:
			found[i] = small(o.others)
		case o.others.children.Counted > 0:
			found[i] = small(o.others) || small(o.shown.whole)
		}
	}
	return found
}

// asked are numbers that are hidden together, and what everybody knows each to be at the most, so that those of nobody are known. Where noneTells is set it is no secret that all who are hidden in a unit are none.
type asked struct {
	most      func(spot int) (n int, known bool)
	noneTells bool
	numbers   []func(spot) int
}

// conceal hides whatever would let one of the numbers be worked out.
func (s spread) conceal(hidden []bool, a asked) {
	for again := true; again; {
		again = false
		for _, number := range a.numbers {
			s.loosen(hidden)
			cells := make([]measure.Cell, len(s.spots))
			for i, o := range s.spots {
				cells[i] = measure.Cell{Value: number(o), Hidden: hidden[i], Open: o.open, Rank: o.rank}
				if a.most == nil {
					continue
				}
				if most, known := a.most(i); known {
					cells[i].Most, cells[i].Open, cells[i].Hidden = most, o.open || most == 0, hidden[i] && most > 0
				}
			}
			if a.noneTells {
				s.tellNone(cells)
			}
			measure.Conceal(cells, s.sums)
			for i, c := range cells {
				if c.Hidden && !hidden[i] {
					hidden[i], again = true, true
				}
			}
		}
	}
}

// loosen hides what lies between two areas of which one is hidden: nobody sees it, and nobody can work it out.
func (s spread) loosen(hidden []bool) {
	for i, o := range s.spots {
		if o.inner != o.outer {
			hidden[i] = hidden[i] || hidden[o.inner] || hidden[o.outer]
		}
	}
}

// tellNone uncovers the hidden numbers of a sum that are none altogether: nothing could keep them from being found, and nobody is
// told of.
func (s spread) tellNone(cells []measure.Cell) {
	for _, sum := range s.sums {
		hidden := 0
		for _, i := range append([]int{sum.Total}, sum.Parts...) {
			if cells[i].Hidden {
				hidden += cells[i].Value
			}
		}
		for _, i := range append([]int{sum.Total}, sum.Parts...) {
			cells[i].Hidden = cells[i].Hidden && hidden > 0
		}
	}
}
