package publication

import (
	"math"
	"slices"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

// tables are the published tables together: what each shows may help to work out what another hides.
type tables struct {
	set     compare.Set
	terms   Terms
	units   map[compare.Level][]compare.Figures
	ordered []unitKey       // smallest level first
	at      map[unitKey]int // place of a unit among them
	sums    []measure.Sum
	hidden  []map[unitKey]bool // by measure
	small   map[unitKey]bool   // units whose numbers of children are hidden
	gaps    map[unitKey]bool   // units whose number of incomplete records is hidden

	isGround map[int]bool    // places of the smallest units
	parted   map[string]bool // countries of which smaller units are published
}

type unitKey struct {
	level compare.Level
	code  string
}

func keyOf(u compare.Unit) unitKey { return unitKey{u.Level, u.Code} }

func newTables(set compare.Set, terms Terms) tables {
	t := tables{set: set, terms: terms, units: map[compare.Level][]compare.Figures{}, at: map[unitKey]int{}, small: map[unitKey]bool{}, gaps: map[unitKey]bool{}}
	for _, u := range set.Units {
		if !terms.shows(u.Level) {
			continue
		}
		t.at[keyOf(u.Unit)] = len(t.ordered)
		t.ordered = append(t.ordered, keyOf(u.Unit))
		t.units[u.Level] = append(t.units[u.Level], u)
	}
	t.lay()
	t.sums = t.sum()
	for m := range kpi.All {
		t.hidden = append(t.hidden, t.conceal(m))
	}
	t.concealChildren()
	return t
}

// exact tells whether a level is published as it is: a profile hides what is smaller than the nation.
func exact(level compare.Level) bool { return level == compare.National }

// rank says what is hidden rather than what: a small unit before a large one.
func rank(level compare.Level) int { return slices.Index(compare.Levels, level) }

// conceal finds the units whose numbers of a measure are not shown: small ones, those that differ from the version before by a
// few children, and whatever else would let one of them be worked out. Of a unit all numbers go, or none. How many children
// are eligible often follows from another measure, so it is taken as known unless it is small itself.
func (t tables) conceal(m int) map[unitKey]bool {
	if t.terms.Policy.Profile.Round {
		return t.rounded(m)
	}
	eligible, passed := make([]measure.Cell, len(t.at)), make([]measure.Cell, len(t.at))
	profile, near := t.terms.Policy.Profile, map[unitKey]bool{}
	counts := t.counts(m, near)
	for key, c := range counts {
		open := exact(key.level) || c.N == 0 // that a measure concerns nobody is no secret
		eligible[t.at[key]] = measure.Cell{Rank: rank(key.level), Value: c.N, Open: open, Hidden: !open && c.N < profile.Least}
	}
	measure.Conceal(eligible, t.sums)
	for key, c := range counts {
		i := t.at[key]
		passed[i] = measure.Cell{Rank: rank(key.level), Value: c.R, Open: eligible[i].Open, Hidden: eligible[i].Hidden || !eligible[i].Open && (profile.Primary(c) || near[key])}
		if !eligible[i].Hidden {
			passed[i].Most = c.N
		}
	}
	measure.Conceal(passed, t.sums)
	gone := map[unitKey]bool{}
	for key, i := range t.at {
		gone[key] = passed[i].Hidden
	}
	return gone
}

// counts are those of a measure in every unit. Units that are near what the version before showed are noted.
func (t tables) counts(m int, near map[unitKey]bool) map[unitKey]measure.Count {
	counts := map[unitKey]measure.Count{}
	for _, units := range t.units {
		for _, u := range units {
			counts[keyOf(u.Unit)] = u.Counts[m].Of()
			near[keyOf(u.Unit)] = t.tooNear(u, m)
		}
	}
	return counts
}

// rounded finds what a rounding profile does not show.
func (t tables) rounded(m int) map[unitKey]bool {
	gone := map[unitKey]bool{}
	for level, units := range t.units {
		for _, u := range units {
			c := u.Counts[m].Of()
			_, passed := t.terms.Policy.Profile.Rounded(c.R)
			_, eligible := t.terms.Policy.Profile.Rounded(c.N)
			gone[keyOf(u.Unit)] = !exact(level) && (!passed || !eligible)
		}
	}
	return gone
}

// tooNear tells whether the version before showed almost the same numbers.
func (t tables) tooNear(u compare.Figures, m int) bool {
	if t.terms.Before == nil {
		return false
	}
	level, _ := t.terms.Before.Level(u.Level)
	was, found := level.Unit(u.Code)
	i := slices.IndexFunc(t.terms.Before.Measures, func(d Definition) bool { return d.Code == kpi.All[m].Code })
	if !found || i < 0 || was.Results[i].Numbers == nil {
		return false
	}
	before, now, profile := was.Results[i].Numbers, u.Counts[m], t.terms.Policy.Profile
	return profile.TooNear(before.Passed, now.Passed) || profile.TooNear(before.Eligible, now.Eligible()) ||
		profile.TooNear(before.Eligible-before.Passed, now.Failed)
}

// concealChildren finds the units whose numbers of children are small, or would let such a number be worked out: registered,
// counted and incomplete, each for itself.
func (t tables) concealChildren() {
	for k, number := range []func(compare.Children) int{
		func(c compare.Children) int { return c.Registered }, func(c compare.Children) int { return c.Counted }, compare.Children.Incomplete,
	} {
		cells := make([]measure.Cell, len(t.at))
		put := func(key unitKey, n int) {
			cells[t.at[key]] = measure.Cell{Rank: rank(key.level), Value: n, Open: exact(key.level) || n == 0, Hidden: !exact(key.level) && n > 0 && n < t.terms.Policy.Profile.Least}
		}
		for _, units := range t.units {
			for _, u := range units {
				put(keyOf(u.Unit), number(u.Children))
			}
		}
		measure.Conceal(cells, t.sums)
		for key, i := range t.at {
			t.small[key] = t.small[key] || k < 2 && cells[i].Hidden
			t.gaps[key] = t.gaps[key] || cells[i].Hidden
		}
	}
}

// numbers are those of a unit that are shown.
func (t tables) numbers(u compare.Figures, m int) (Numbers, bool) {
	if t.hidden[m][keyOf(u.Unit)] {
		return Numbers{}, false
	}
	c := u.Counts[m]
	if exact(u.Level) || !t.terms.Policy.Profile.Round {
		return Numbers{Rate{c.Passed, c.Eligible()}, &c.NotApplicable, &c.Incomplete}, true
	}
	passed, _ := t.terms.Policy.Profile.Rounded(c.Passed) // both are shown, or the unit would be hidden
	eligible, _ := t.terms.Policy.Profile.Rounded(c.Eligible())
	return Numbers{Rate{passed, eligible}, t.rounding(c.NotApplicable), t.rounding(c.Incomplete)}, true
}

// rounding is a number as a rounding profile shows it: none where it is small.
func (t tables) rounding(n int) *int {
	if n, shown := t.terms.Policy.Profile.Rounded(n); shown {
		return &n
	}
	return nil
}

// average is the rate of all eligible children of a level in England and Wales: that of the country or the nation whose children
// they are, and shown where that is.
func (t tables) average(level compare.Level, m int) (Rate, bool) {
	for _, whole := range []compare.Level{compare.Country, compare.National} {
		for _, u := range t.units[whole] {
			if t.sameChildren(level, u.Unit) {
				n, shown := t.numbers(u, m)
				return n.Rate, shown
			}
		}
	}
	return Rate{}, false
}

// sameChildren tells whether the organisations of England and Wales that have a unit of the level are exactly a unit's own.
func (t tables) sameChildren(level compare.Level, whole compare.Unit) bool {
	any := false
	for _, of := range t.set.Members {
		if of[compare.National] == "" {
			continue
		}
		if (of[level] != "") != (of[whole.Level] == whole.Code) {
			return false
		}
		any = true
	}
	return any
}

// children are a unit's numbers of children, as they are shown.
func (t tables) children(u compare.Figures) *Children {
	if t.small[keyOf(u.Unit)] {
		return nil
	}
	c := Children{Registered: u.Registered, Counted: u.Counted}
	if incomplete := u.Incomplete(); !t.gaps[keyOf(u.Unit)] {
		c.Incomplete = &incomplete
	}
	if rate, asked := u.Completeness().Rate(); asked {
		c.Completeness = share(rate)
	}
	if t.terms.Policy.Profile.Round && !exact(u.Level) {
		c.Registered, _ = t.terms.Policy.Profile.Rounded(c.Registered)
		c.Counted, _ = t.terms.Policy.Profile.Rounded(c.Counted)
		c.Incomplete = nil
	}
	if e := u.Expected; e != nil {
		c.Expected = &Expected{e.Children, e.Source, e.Of}
		if e.Children > 0 {
			c.Ascertainment = share(float64(c.Registered) / float64(e.Children)) // of what is shown, so that it tells no more
		}
	}
	return &c
}

// share is a share in whole per cent: more digits would give its parts away.
func share(rate float64) *float64 {
	whole := math.Floor(rate*100+0.5) / 100
	return &whole
}
