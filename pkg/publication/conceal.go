package publication

import (
	"math"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

// tables are the published tables together: what each shows may help to work out what another hides.
type tables struct {
	set     compare.Set
	terms   Terms
	units   map[compare.Level][]compare.Figures
	ordered []compare.Figures // smallest level first
	places  []compare.Unit    // the same
	sums    []measure.Sum
	hidden  []map[unitKey]bool // by measure
	small   map[unitKey]bool   // units whose numbers of children are hidden
	gaps    map[unitKey]bool   // units whose number of incomplete records is hidden
}

type unitKey struct {
	level compare.Level
	code  string
}

func keyOf(u compare.Unit) unitKey { return unitKey{u.Level, u.Code} }

func newTables(set compare.Set, terms Terms) tables {
	t := tables{set: set, terms: terms, units: map[compare.Level][]compare.Figures{}, small: map[unitKey]bool{}, gaps: map[unitKey]bool{}}
	for _, u := range set.Units {
		if terms.shows(u.Level) {
			t.ordered, t.places = append(t.ordered, u), append(t.places, u.Unit)
			t.units[u.Level] = append(t.units[u.Level], u)
		}
	}
	t.sums = compare.Sums(t.places, set.Members, terms.Lowest)
	for m := range kpi.All {
		t.hidden = append(t.hidden, t.conceal(m))
	}
	t.concealChildren()
	return t
}

// exact tells whether a level is published as it is: a profile hides what is smaller than the nation.
func exact(level compare.Level) bool { return level == compare.National }

// conceal finds the units whose numbers of a measure are not shown: as the profile has it, and for the sake of the version before.
func (t tables) conceal(m int) map[unitKey]bool {
	if t.terms.Policy.Profile.Round {
		return t.rounded(m)
	}
	counts, near := make([]measure.Count, len(t.ordered)), make([]bool, len(t.ordered))
	for i, u := range t.ordered {
		counts[i], near[i] = u.Counts[m].Of(), t.tooNear(u, m) || t.stayed(u, t.hidBefore(m))
	}
	return t.named(t.terms.Policy.Conceal(t.places, t.sums, counts, func(i int) bool { return near[i] }))
}

// named are the units of which something is hidden.
func (t tables) named(hidden []bool) map[unitKey]bool {
	gone := map[unitKey]bool{}
	for i, u := range t.ordered {
		gone[keyOf(u.Unit)] = hidden[i]
	}
	return gone
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

// concealChildren finds the units whose numbers of children are small, or would let such a number be worked out: registered,
// counted and incomplete, each for itself.
func (t tables) concealChildren() {
	for k, number := range []func(compare.Children) int{
		func(c compare.Children) int { return c.Registered }, func(c compare.Children) int { return c.Counted }, compare.Children.Incomplete,
	} {
		numbers := make([]int, len(t.ordered))
		for i, u := range t.ordered {
			numbers[i] = number(u.Children)
		}
		nobody := func(i int) bool { return t.ordered[i].Registered == 0 || k < 2 && numbers[i] == 0 } // shown as not taking part, or as none eligible
		stayed := func(i int) bool {
			return t.stayed(t.ordered[i], func(was Unit) bool { return was.People == nil || k == 2 && was.People.Incomplete == nil })
		}
		for key, hidden := range t.named(t.terms.Policy.ConcealNumbers(t.places, t.sums, numbers, nobody, stayed)) {
			t.small[key] = t.small[key] || k < 2 && hidden
			t.gaps[key] = t.gaps[key] || hidden
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
