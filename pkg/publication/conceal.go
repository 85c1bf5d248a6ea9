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
			near[keyOf(u.Unit)] = t.tooNear(u, m) || t.stayed(u, func(was Unit) bool {
				i := t.measureBefore(m)
				return i >= 0 && was.Results[i].Numbers == nil
			})
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
	was, found := t.before(u.Unit)
	i := t.measureBefore(m)
	if !found || i < 0 || was.Results[i].Numbers == nil {
		return false
	}
	before, now, profile := was.Results[i].Numbers, u.Counts[m], t.terms.Policy.Profile
	return profile.TooNear(before.Passed, now.Passed) || profile.TooNear(before.Eligible, now.Eligible()) ||
		profile.TooNear(before.Eligible-before.Passed, now.Failed)
}

// stayed tells whether something that the version before hid must stay hidden: shown now, it would tell what it was then, and so what
// was hidden beside it. Where clearly other children are counted it would not.
func (t tables) stayed(u compare.Figures, hid func(Unit) bool) bool {
	was, found := t.before(u.Unit)
	if !found || !hid(was) {
		return false
	}
	changed := was.People != nil && max(was.People.Counted-u.Counted, u.Counted-was.People.Counted) >= t.terms.Policy.Profile.Least
	return !changed
}

// before is a unit as the version before has it.
func (t tables) before(u compare.Unit) (Unit, bool) {
	if t.terms.Before == nil {
		return Unit{}, false
	}
	level, _ := t.terms.Before.Level(u.Level)
	return level.Unit(u.Code)
}

// measureBefore is the place of a measure in the version before; −1 where it has none.
func (t tables) measureBefore(m int) int {
	if t.terms.Before == nil {
		return -1
	}
	return slices.IndexFunc(t.terms.Before.Measures, func(d Definition) bool { return d.Code == kpi.All[m].Code })
}

// concealChildren finds the units whose numbers of children are small, or would let such a number be worked out: registered,
// counted and incomplete, each for itself.
func (t tables) concealChildren() {
	numbers := []func(compare.Children) int{func(c compare.Children) int { return c.Registered }, func(c compare.Children) int { return c.Counted }, compare.Children.Incomplete}
	for k, number := range numbers {
		cells := make([]measure.Cell, len(t.at))
		for _, units := range t.units {
			for _, u := range units {
				n, open := number(u.Children), exact(u.Level)
				stayed := t.stayed(u, func(was Unit) bool { return was.People == nil || k == 2 && was.People.Incomplete == nil })
				cells[t.at[keyOf(u.Unit)]] = measure.Cell{Rank: rank(u.Level), Value: n, Open: open || n == 0, Hidden: !open && n > 0 && (n < t.terms.Policy.Profile.Least || stayed)}
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

// whole is the smallest country or nation in which all organisations of England and Wales lie that have a unit of the level: what
// the units are compared with is the rate of all its eligible children. Some of its organisations may have no unit of the level, as
// hospitals whose care board is not known; a sum of the units alone would then tell those apart.
func (t tables) whole(level compare.Level) (compare.Figures, bool) {
	for _, key := range []compare.Level{compare.Country, compare.National} {
		for _, u := range t.units[key] {
			if t.holds(u.Unit, level) {
				return u, true
			}
		}
	}
	return compare.Figures{}, false
}

// holds tells whether all organisations of England and Wales that have a unit of a level, and some do, lie in a unit.
func (t tables) holds(whole compare.Unit, level compare.Level) bool {
	some := false
	for _, of := range t.set.Members {
		if of[compare.National] == "" || of[level] == "" {
			continue
		}
		if of[whole.Level] != whole.Code {
			return false
		}
		some = true
	}
	return some
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
