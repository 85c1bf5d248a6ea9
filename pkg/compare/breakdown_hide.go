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
			if f, ok := c.groups[u.key()][group]; ok {
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
	at, inner, network, nation := make([]int, len(t.units)), -1, -1, -1 // at: the first category of a unit
	for n, u := range t.units {
		if u.Own {
			continue
		}
		at[n] = len(s.spots)
		var parts []int
		for i := range t.cells[n] {
			parts = append(parts, len(s.spots))
			cell := &t.cells[n][i]
			s.spots = append(s.spots, spot{cell, cell.others, u.Level == National, 1 + slices.Index(Levels, u.Level)})
		}
		s.sums = append(s.sums, measure.Sum{Total: len(s.spots), Parts: parts})
		s.spots = append(s.spots, spot{others: t.wholes[n], open: true})
		switch u.Level {
		case Network:
			network = n
			continue
		case National:
			nation = n
		}
		if inner >= 0 {
			t.between(&s, at[inner], at[n])
		}
		inner = n
	}
	if network >= 0 && nation >= 0 {
		t.between(&s, at[network], at[nation])
	}
	return s
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
		s.spots = append(s.spots, spot{others: rest})
	}
}

// hide finds what is not shown: first how many count, which is the same for every measure; then, measure by measure, how many of them
// are eligible, which often follows from another measure; then how many passed. Where one of these is hidden all of the
// measure is.
func (t *groupTable) hide(p Policy, measures []*kpi.Measure) {
	s := t.spread()
	counted := func(o spot) int { return o.others.children.Counted }
	gone := s.where(func(o share) bool { return p.small(o.children.Counted) })
	s.conceal(gone, func(spot) bool { return false }, func(spot) int { return 0 }, counted)
	for _, m := range measures {
		at := position(m)
		count := func(o spot) Count { return o.others.counts[at] }
		eligible := func(o spot) int { return count(o).Eligible() }
		hidden := s.where(func(o share) bool {
			c := o.counts[at]
			return p.small(c.Eligible()) || p.small(c.NotApplicable) || p.small(c.Incomplete)
		})
		unite(hidden, gone)
		s.conceal(hidden, func(o spot) bool { return counted(o) == 0 }, counted, eligible,
			func(o spot) int { return count(o).NotApplicable }, func(o spot) int { return count(o).Incomplete })
		unite(hidden, s.where(func(o share) bool { return p.tooSmall(o.counts[at]) }))
		s.conceal(hidden, func(o spot) bool { return eligible(o) == 0 }, func(o spot) int {
			if n := eligible(o); n > 0 {
				return n
			}
			return counted(o)
		}, func(o spot) int { return count(o).Passed }, func(o spot) int { return count(o).Failed })
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

// conceal hides whatever would let one of some numbers be worked out. most is what everybody knows each to be at the most, 0 for
// nothing; free spots are known to have nobody.
func (s spread) conceal(hidden []bool, free func(spot) bool, most func(spot) int, numbers ...func(spot) int) {
	for again := true; again; {
		again = false
		for _, number := range numbers {
			cells := make([]measure.Cell, len(s.spots))
			for i, o := range s.spots {
				cells[i] = measure.Cell{Value: number(o), Hidden: hidden[i], Open: o.open || !hidden[i] && free(o), Most: most(o), Rank: o.rank}
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
