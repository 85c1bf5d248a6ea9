package compare

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/kpi"
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

// hideAround hides what one centre's people could work out about the children of others from the areas around it. Figures of the
// own centre stay, and so does the national one, which profiles leave exact. An area is looked at as a whole, without the own
// children, and without those of the last smaller area that is shown, for one figure may be taken from the other.
func (p Policy) hideAround(units []Figures, k known) {
	inner := make([]Count, len(kpi.All))    // shown of the area inside, per measure
	innerOwn := make([]Count, len(kpi.All)) // and the own part of it
	for n := range units {
		u := &units[n]
		if u.Own || u.Level == National {
			continue
		}
		own := k.ofUnit(u.Unit)
		p.hideChildren(&u.Children, own.children)
		nested := u.Level != Network // networks cross the others' borders
		for i, c := range u.Counts {
			others := c.minus(own.counts[i])
			if others == (Count{}) {
				continue // all of them are the viewer's
			}
			between := others.minus(inner[i].minus(innerOwn[i]))
			switch {
			case p.tooSmall(c) || p.tooSmall(others) || nested && p.tooSmall(between):
				u.Counts[i] = Count{Hidden: true}
			case nested:
				inner[i], innerOwn[i] = c, own.counts[i]
			}
		}
	}
	p.hideFromNation(units, k)
}

// hideFromNation hides the areas that leave too little of the nation outside them: its figure is always there to take theirs from.
func (p Policy) hideFromNation(units []Figures, k known) {
	at := slices.IndexFunc(units, func(u Figures) bool { return u.Level == National })
	if at < 0 {
		return
	}
	nation, own := units[at], k.ofUnit(units[at].Unit)
	for i := range kpi.All {
		all := nation.Counts[i].minus(own.counts[i])
		for n := range units {
			u := &units[n]
			if u.Own || u.Level == National || u.Counts[i].Hidden {
				continue
			}
			if rest := all.minus(u.Counts[i].minus(k.ofUnit(u.Unit).counts[i])); rest != (Count{}) && p.tooSmall(rest) {
				u.Counts[i] = Count{Hidden: true}
			}
		}
	}
}

func (p Policy) tooSmall(c Count) bool {
	return p.Profile.Primary(c.Of()) || p.small(c.NotApplicable) || p.small(c.Incomplete)
}

func (p Policy) small(n int) bool { return n > 0 && n < p.Profile.Least }

// hideChildren hides small numbers of children, unless all of them are the viewer's own.
func (p Policy) hideChildren(c *Children, own Children) {
	if c.Registered == own.Registered {
		return
	}
	if p.small(c.Withdrawn) || p.small(c.Withdrawn-own.Withdrawn) {
		c.Withdrawn = Gone
	}
	if p.small(c.Incomplete()) || p.small(c.Incomplete()-own.Incomplete()) {
		c.YearOver = Gone
	}
	if p.small(c.Registered) || p.small(c.Registered-own.Registered) || p.small(c.Counted) || p.small(c.Counted-own.Counted) {
		*c = Children{Registered: Gone, YearOver: Gone, Counted: Gone, Withdrawn: Gone, Expected: c.Expected}
	}
}
