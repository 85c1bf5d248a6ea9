package publication

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
)

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

// hidBefore tells of a unit whether the version before hid its numbers of a measure.
func (t tables) hidBefore(m int) func(Unit) bool {
	i := t.measureBefore(m)
	return func(was Unit) bool { return i >= 0 && was.Results[i].Numbers == nil }
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
