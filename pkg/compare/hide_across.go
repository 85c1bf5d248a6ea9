package compare

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

// across is one measure of every area of a cohort, as the people of one centre could put it together from all pages: each area's
// children but their own. What they see around each of their hospitals stays as it is there; what they see beside it must
// give nothing away together with it.
type across struct {
	p     Policy
	k     known
	at    int // the measure in kpi.All
	units []Figures
	cells []measure.Cell // of each unit passed and failed
	sums  []measure.Sum
}

// hideAcross hides what could be worked out across all areas. chains are the areas around each of the own hospitals.
func (p Policy) hideAcross(units []Figures, chains [][]string, k known, m *kpi.Measure) across {
	a := across{p: p, k: k, at: position(m), units: units, cells: make([]measure.Cell, 2*len(units))}
	for i, u := range units {
		others := a.others(i)
		hidden := u.Level != National && others != (Count{}) && (p.tooSmall(u.Counts[a.at]) || p.tooSmall(others))
		for n, value := range []int{others.Passed, others.Failed} {
			a.cells[2*i+n] = measure.Cell{Value: value, Hidden: hidden, Open: u.Level == National, Rank: slices.Index(Levels, u.Level)}
		}
	}
	a.keepRings(chains)
	a.addUp()
	for again := true; again; {
		measure.Conceal(a.cells, a.sums)
		again = false
		for i := 0; i < len(a.cells); i += 2 { // of a unit all goes, or nothing
			if a.cells[i].Hidden != a.cells[i+1].Hidden && !a.cells[i].Open {
				a.cells[i].Hidden, a.cells[i+1].Hidden, again = true, true, true
			}
		}
	}
	return a
}

func (a across) others(i int) Count {
	return a.units[i].Counts[a.at].minus(a.k.ofUnit(a.units[i].Unit).counts[a.at])
}

// keepRings takes over what is shown and what is hidden around the own hospitals.
func (a across) keepRings(chains [][]string) {
	shown := map[string]bool{}
	for _, chain := range chains {
		var around []Figures
		for _, u := range a.units {
			if slices.Contains(chain, u.key()) {
				u.Counts = slices.Clone(u.Counts)
				around = append(around, u)
			}
		}
		slices.SortStableFunc(around, func(x, y Figures) int { return slices.Index(Levels, x.Level) - slices.Index(Levels, y.Level) })
		a.p.hideAround(around, a.k)
		for _, u := range around {
			shown[u.key()] = shown[u.key()] || !u.Counts[a.at].Hidden
		}
	}
	for i, u := range a.units {
		if is, around := shown[u.key()]; around && u.Level != National {
			for n := range 2 {
				a.cells[2*i+n].Hidden, a.cells[2*i+n].Open = !is, is
			}
		}
	}
}

func (u Unit) key() string { return string(u.Level) + " " + u.Code }

// inNation are the countries that the national figure is of.
var inNation = []string{"ENG", "WLS"}

// addUp notes which areas make up which: what everybody knows, as far as it is so in these counts.
func (a *across) addUp() {
	for i, u := range a.units {
		switch u.Level {
		case Region:
			a.sum(i, func(part Unit) bool { return part.Level == CareBoard && part.Region == u.Code })
		case Country:
			a.sum(i, func(part Unit) bool {
				return u.Code == "ENG" && part.Level == Region || u.Code == "WLS" && part.Level == HealthBoard
			})
		case National:
			a.sum(i, func(part Unit) bool { return part.Level == Country && slices.Contains(inNation, part.Code) })
			a.sum(i, func(part Unit) bool { return part.Level == Network })
		}
	}
}

func (a *across) sum(total int, is func(Unit) bool) {
	passed, failed := measure.Sum{Total: 2 * total}, measure.Sum{Total: 2*total + 1}
	var all Count
	for i, u := range a.units {
		if is(u.Unit) {
			passed.Parts, failed.Parts = append(passed.Parts, 2*i), append(failed.Parts, 2*i+1)
			all = all.plus(a.others(i))
		}
	}
	if whole := a.others(total); len(passed.Parts) > 0 && all.Passed == whole.Passed && all.Failed == whole.Failed {
		a.sums = append(a.sums, passed, failed)
	}
}

func (a across) hides(u Unit) bool {
	i := slices.IndexFunc(a.units, func(other Figures) bool { return other.Level == u.Level && other.Code == u.Code })
	return i >= 0 && a.cells[2*i].Hidden
}

// hidesAverage tells whether the average of a level would give away what is hidden: that of English units is England's figure, that of
// Welsh ones Wales's, and that of all is the nation's with Jersey's.
func (a across) hidesAverage(level Level, average measure.Count) bool {
	of := func(codes ...string) (sum measure.Count, hidden bool) {
		for _, u := range a.units {
			if u.Level == Country && slices.Contains(codes, u.Code) {
				sum = sum.Plus(u.Counts[a.at].Of())
				hidden = hidden || a.hides(u.Unit)
			}
		}
		return sum, hidden
	}
	var is measure.Count
	var hidden bool
	switch level {
	case CareBoard, Region, Trust:
		is, hidden = of("ENG")
	case HealthBoard:
		is, hidden = of("WLS")
	default:
		if is, _ = of(inNation...); is != average {
			_, hidden = of("JEY")
			is, _ = of("ENG", "WLS", "JEY")
		}
	}
	apart := measure.Count{R: max(is.R-average.R, average.R-is.R), N: max(is.N-average.N, average.N-is.N)}
	return hidden || apart != (measure.Count{}) && a.p.Profile.Primary(apart)
}
