package publication

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

// Terms are how a set is published.
type Terms struct {
	Version int
	Lowest  compare.Level // one of LowestLevels: smaller units are left out
	Policy  compare.Policy
	Period  Period
	Before  *Document // the version that the public has seen last
}

// Period is when a cohort's children were first seen, and its deadline: days as in 2027-01-12.
type Period struct{ From, Until, Deadline string }

// LowestLevels are what may be the smallest units of a publication. Single organisations never are: their numbers are small, and
// subtraction from their trust gives them away (kpis.md, D-26).
var LowestLevels = []compare.Level{compare.Trust, compare.CareBoard, compare.Region, compare.Country}

// shows tells whether the units of a level are published. Health boards cover the ground of care boards in Wales, and are its
// trusts as well.
func (t Terms) shows(level compare.Level) bool {
	switch level {
	case compare.Organisation:
		return false
	case compare.HealthBoard:
		return t.Lowest == compare.Trust || t.Lowest == compare.CareBoard
	case compare.Network:
		return t.Lowest != compare.Country
	}
	return slices.Index(compare.Levels, level) >= slices.Index(compare.Levels, t.Lowest)
}

// Make writes the document of a set of counts.
func Make(set compare.Set, terms Terms) (Document, error) {
	if !slices.Contains(LowestLevels, terms.Lowest) {
		return Document{}, fmt.Errorf("%q is no level to publish", terms.Lowest)
	}
	if !set.Ever() {
		return Document{}, fmt.Errorf("cohort %d was never counted", set.Cohort)
	}
	d := Document{
		Cohort: set.Cohort, Version: terms.Version, CountedAt: set.At.UTC(), SeenFrom: terms.Period.From, SeenUntil: terms.Period.Until, UnitsOf: terms.Period.Deadline, Rules: set.Rules, Profile: terms.Policy.Profile.Key,
		Limits: terms.Policy.Tails.Name, Lowest: terms.Lowest, Measures: definitions(),
	}
	shown := newTables(set, terms)
	for _, level := range compare.Levels {
		if units := shown.units[level]; len(units) > 0 {
			d.Levels = append(d.Levels, shown.level(level, units))
		}
	}
	return d, nil
}

func definitions() []Definition {
	all := make([]Definition, len(kpi.All))
	for i, m := range kpi.All {
		all[i] = Definition{Code: m.Code, Key: m.Key, Title: m.Title, Group: m.Group, Parent: m.Parent, Says: m.Says, Numerator: m.Done, Denominator: m.Counts}
	}
	return all
}

// level writes the units of one level, by name.
func (t tables) level(key compare.Level, units []compare.Figures) Level {
	l := Level{Key: key, Words: key.Words(), Average: make([]*Rate, len(kpi.All))}
	if i, found := t.set.Members.Average(t.places, key); found {
		whole := t.ordered[i]
		l.AverageOf = whole.Code
		for m := range kpi.All {
			if n, shown := t.numbers(whole, m); shown {
				l.Average[m] = &n.Rate
			}
		}
	}
	for _, u := range units {
		unit := Unit{Code: u.Code, Name: u.Name, Within: t.within(u), People: t.children(u), Results: make([]Result, len(kpi.All))}
		for m := range kpi.All {
			unit.Results[m] = t.result(u, m, l.Average[m])
		}
		l.Units = append(l.Units, unit)
	}
	slices.SortFunc(l.Units, func(a, b Unit) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Code, b.Code)) })
	return l
}

// result is a measure of a unit as it is shown. What is said of it beside the average rests on shown numbers alone.
func (t tables) result(u compare.Figures, m int, average *Rate) Result {
	numbers, shown := t.numbers(u, m)
	if !shown {
		return Result{State: measure.Suppressed}
	}
	r := Result{Numbers: &numbers}
	if u.Level == compare.Country || u.Level == compare.National {
		return r
	}
	if average == nil {
		r.State = measure.InsufficientData
		return r
	}
	benchmark, _ := average.Count().Rate()
	count := compare.Count{Passed: numbers.Passed, Failed: numbers.Eligible - numbers.Passed}
	r.State = t.terms.Policy.State(u.Children, count, benchmark)
	return r
}

// within are the larger units in which all organisations of a unit lie.
func (t tables) within(u compare.Figures) map[compare.Level]string {
	all := map[compare.Level]string{}
	for _, level := range compare.Levels[slices.Index(compare.Levels, u.Level)+1:] {
		if code, whole := t.one(u.Unit, level); whole && code != "" {
			all[level] = code
		}
	}
	return all
}

// one is the unit of a level in which all organisations of a smaller unit lie; false where they lie in several.
func (t tables) one(u compare.Unit, level compare.Level) (string, bool) {
	found, first := "", true
	for _, of := range t.set.Members {
		if of[u.Level] != u.Code {
			continue
		}
		if code := of[level]; first {
			found, first = code, false
		} else if code != found {
			return "", false
		}
	}
	return found, true
}
