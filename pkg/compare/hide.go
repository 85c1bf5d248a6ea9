package compare

import (
	"context"
	"slices"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/tenants"
)

// Gone stands where a small number was.
const Gone = -1

// share is what a viewer knows of a unit: the viewer's own centre's part of it.
type share struct {
	children Children
	counts   []Count
}

// known are the shares of a viewer, by unit.
type known map[string]share

func (k known) add(own row) {
	for _, unit := range own.within {
		k[unit] = k.of(unit).plus(own.figures)
	}
}

func (k known) of(unit string) share {
	if s, ok := k[unit]; ok {
		return s
	}
	return share{counts: make([]Count, len(kpi.All))}
}

func (k known) ofUnit(u Unit) share { return k.of(string(u.Level) + " " + u.Code) }

func (s share) plus(f Figures) share {
	sum := share{Children{Registered: s.children.Registered + f.Registered, YearOver: s.children.YearOver + f.YearOver,
		Counted: s.children.Counted + f.Counted, Withdrawn: s.children.Withdrawn + f.Withdrawn}, slices.Clone(s.counts)}
	for i, c := range f.Counts {
		sum.counts[i] = sum.counts[i].plus(c)
	}
	return sum
}

func (p Policy) tooSmall(c Count) bool {
	return p.Profile.Primary(c.Of()) || p.small(c.NotApplicable) || p.small(c.Incomplete)
}

func (p Policy) small(n int) bool { return n > 0 && n < p.Profile.Least }

// veiled names a veil: whose it is, and of what.
type veiled struct {
	tenant tenants.ID
	cohort int
}

// veil is what of the areas' figures one centre's people are not shown, lest they work out small numbers of other centres: they know
// their own children's part of each area, and what all pages show them of all areas. So one veil is held before all of them.
type veil struct {
	land                                       *landscape
	counts                                     [][]bool // by measure and area
	registered, counted, incomplete, withdrawn []bool   // by area
}

// veil works out what to hide from those who know their own part of each area, and keeps it until the cohort is counted again.
func (s *Store) veil(ctx context.Context, from asker, of Counting, k known) (*veil, error) {
	tenant, _ := tenants.From(ctx)
	name := veiled{tenant.ID, of.Cohort}
	land, err := s.landscape(from, of)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	v := s.veils[name]
	s.mu.Unlock()
	if v != nil && v.land == land {
		return v, nil
	}
	v = s.policy().veil(land, k)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.veils == nil {
		s.veils = map[veiled]*veil{}
	}
	s.veils[name] = v
	return v, nil
}

// veil hides what is small of an area as a whole or without the viewer's own children, unless all are the viewer's own, and whatever
// would let that be worked out.
func (p Policy) veil(land *landscape, k known) *veil {
	v := &veil{land: land}
	for m := range kpi.All {
		counts := make([]measure.Count, len(land.areas))
		for i, u := range land.areas {
			counts[i] = u.Counts[m].minus(k.ofUnit(u.Unit).counts[m]).Of()
		}
		v.counts = append(v.counts, p.Conceal(land.places, land.sums, counts, func(i int) bool { return p.Profile.Primary(land.areas[i].Counts[m].Of()) }))
	}
	others := func(i int, number func(Children) int) int {
		return number(land.areas[i].Children) - number(k.ofUnit(land.places[i]).children)
	}
	of := func(number func(Children) int) []bool {
		numbers := make([]int, len(land.areas))
		for i := range land.areas {
			numbers[i] = others(i, number)
		}
		nobody := func(i int) bool { return others(i, func(c Children) int { return c.Registered }) == 0 }
		return p.ConcealNumbers(land.places, land.sums, numbers, nobody, func(i int) bool { return p.small(number(land.areas[i].Children)) })
	}
	v.registered, v.counted = of(func(c Children) int { return c.Registered }), of(func(c Children) int { return c.Counted })
	v.incomplete, v.withdrawn = of(Children.Incomplete), of(func(c Children) int { return c.Withdrawn })
	return v
}

// over hides numbers of children of a unit. Of a unit that is no area nothing is hidden.
func (v *veil) over(u Unit, c *Children) {
	i, area := v.land.at[u.key()]
	if !area {
		return
	}
	for _, number := range []struct {
		of     *int
		hidden bool
	}{{&c.Registered, v.registered[i]}, {&c.Counted, v.counted[i]}, {&c.YearOver, v.counted[i] || v.incomplete[i]}, {&c.Withdrawn, v.withdrawn[i]}} {
		if number.hidden {
			*number.of = Gone
		}
	}
	if v.counted[i] || v.incomplete[i] {
		c.Answered, c.Asked = 0, 0 // of those whose first year is over
	}
}

// hides tells whether a measure of a unit is hidden.
func (v *veil) hides(u Unit, m int) bool {
	i, area := v.land.at[u.key()]
	return area && v.counts[m][i]
}

// average is what the units of a level are compared with in a measure; hidden where that would tell small numbers.
func (v *veil) average(level Level, m int) (average measure.Count, hidden bool) {
	i, found := v.land.members.Average(v.land.places, level)
	if !found || v.counts[m][i] {
		return measure.Count{}, true
	}
	return v.land.areas[i].Counts[m].Of(), false
}
