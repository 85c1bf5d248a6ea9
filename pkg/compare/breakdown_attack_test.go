package compare

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

// Somebody at a centre has before them every breakdown of the areas around, by two dimensions, of two measures that concern the
// same children, with all totals, even those that the dashboard hides, and knows their own children. Trying all whole numbers that fit, they find no
// small number of others' children, nor of those between two areas.
func TestNobodyWorksOutABreakdown(t *testing.T) {
	hidden, undecided := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := newSmallWorld(t)
		shown := w.cohort.finish(By{Dimensions: w.dimensions, Measures: w.measures}, &Policy{Profile: measure.Under5})
		a := newAttack(w, shown)
		for _, secret := range a.secrets {
			hidden++
			switch doubt := a.leavesDoubt(secret); {
			case doubt:
			case a.steps >= patience:
				undecided++
			default:
				t.Fatalf("%s is found to be %d", a.names[secret], a.truth[secret])
			}
		}
	})
	if hidden < 100 || undecided*20 > hidden {
		t.Errorf("%d numbers were looked for, %d of them in vain", hidden, undecided)
	}
}

// smallWorld is some children, put into a care board, a region around it or the nation around both; some are the
// viewer's own.
type smallWorld struct {
	dimensions []Dimension
	measures   []*kpi.Measure
	cohort     *brokenCohort
}

func newSmallWorld(t *rapid.T) *smallWorld {
	d := func(key string) Dimension {
		return Dimension{Key: key, Scales: []Scale{{Categories: []Category{{"a", ""}, {"b", ""}, {"c", ""}}}}}
	}
	w := &smallWorld{dimensions: []Dimension{d("one"), d("two")}, measures: []*kpi.Measure{&kpi.WaterSafety, &kpi.FirstAid}}
	w.cohort = &brokenCohort{groups: map[string]map[[2]string]Figures{}, known: map[[2]string]known{}}
	figures := map[string]map[[2]string]*Figures{}
	own := map[[2]string]*Figures{}
	at := func(of map[[2]string]*Figures, group [2]string) *Figures {
		if of[group] == nil {
			of[group] = &Figures{Counts: make([]Count, len(kpi.All))}
		}
		return of[group]
	}
	levels := []Level{CareBoard, Region, National}
	for _, l := range levels {
		figures[string(l)] = map[[2]string]*Figures{}
		at(figures[string(l)], [2]string{"all", ""})
	}
	kinds := []string{"aa", "ab", "ac", "ba", "bb", "bc", "ca", "cb", "cc"}
	for where := range 4 { // the viewer's own, in the board, in the region beyond it, in the nation beyond
		for _, kind := range kinds {
			for outcome := range 6 { // passed both, one, the other, none; not applicable; incomplete
				sizes := []int{0, 0, 0, 1, 2, 4, 9, 20}
				if where == 3 {
					sizes = []int{5, 9} // the nation's numbers are shown as they are, and none of them is small
				}
				n := rapid.SampledFrom(sizes).Draw(t, "n")
				groups := [][2]string{{"all", ""}, {"one", kind[:1]}, {"two", kind[1:]}}
				for _, group := range groups {
					for i, l := range levels {
						if where <= i+1 {
							w.add(at(figures[string(l)], group), outcome, n)
						}
					}
					if where == 0 {
						w.add(at(own, group), outcome, n)
					}
				}
			}
		}
	}
	within := []string{}
	for _, l := range levels {
		u := Unit{Level: l, Code: "X"}
		within = append(within, u.named())
		for group, f := range figures[string(l)] {
			f.Unit = u
			w.cohort.take(row{figures: *f}, group)
		}
	}
	for group, f := range own {
		w.cohort.take(row{figures: *f, within: within}, group)
	}
	return w
}

func (w *smallWorld) add(f *Figures, outcome, n int) {
	f.Registered, f.YearOver, f.Counted = f.Registered+n, f.YearOver+n, f.Counted+n
	for i, m := range w.measures {
		c := &f.Counts[position(m)]
		switch {
		case outcome == 4:
			c.NotApplicable += n
		case outcome == 5:
			c.Incomplete += n
		case outcome&(1<<i) == 0:
			c.Passed += n
		default:
			c.Failed += n
		}
	}
}

// attack is all that is known: numbers between two bounds, and how they add up.
type attack struct {
	names     []string
	truth     []int
	low, high []int
	equations [][]int // numbers, 1 from the sum on: the first is the sum of the others
	secrets   []int
	steps     int // of the search for one
}

// patience is how long one number is looked for.
const patience = 5000

const beyond = 10_000

func (a *attack) number(name string, value int, known bool) int {
	a.names, a.truth = append(a.names, name), append(a.truth, value)
	if known {
		a.low, a.high = append(a.low, value), append(a.high, value)
	} else {
		a.low, a.high = append(a.low, 0), append(a.high, beyond)
	}
	return len(a.names) - 1
}

// part are the numbers of some children: how many count, are eligible, have no answer or no need, passed and failed each measure.
func (a *attack) part(name string, s share, counted bool, shown []bool, measures []*kpi.Measure) []int {
	c := s.counts[position(measures[0])]
	any := slices.Contains(shown, true)
	all := []int{a.number(name+" counted", s.children.Counted, counted), a.number(name+" eligible", c.Eligible(), any),
		a.number(name+" not applicable", c.NotApplicable, any), a.number(name+" incomplete", c.Incomplete, any)}
	a.equations = append(a.equations, slices.Clone(all))
	for i, m := range measures {
		c := s.counts[position(m)]
		all = append(all, a.number(fmt.Sprint(name, " passed ", i), c.Passed, shown[i]), a.number(fmt.Sprint(name, " failed ", i), c.Failed, shown[i]))
		a.equations = append(a.equations, []int{all[1], all[len(all)-2], all[len(all)-1]})
	}
	return all
}

func newAttack(w *smallWorld, shown CohortBreakdown) *attack {
	a := &attack{}
	tables := []*groupTable{w.cohort.table(w.dimensions[0]), w.cohort.table(w.dimensions[1])}
	inner := map[string][]int{}
	for n, b := range shown.Units {
		var visible []bool
		for _, c := range b.Whole {
			visible = append(visible, !c.Hidden)
		}
		total := a.part(string(b.Level), tables[0].wholes[n], b.Counted != Gone, visible, w.measures)
		for d, table := range tables {
			sums := make([][]int, len(total))
			for i, code := range table.codes {
				g := b.Groups[table.dimension.Key][i]
				visible := []bool{!g.Counts[0].Hidden, !g.Counts[1].Hidden}
				name := fmt.Sprint(b.Level, " ", d, code)
				cell := a.part(name, table.cells[n][i].others, g.Counted != Gone, visible, w.measures)
				for k, x := range cell {
					sums[k] = append(sums[k], x)
				}
				a.secret(cell)
				place := fmt.Sprint(d, code)
				if before, nested := inner[place]; nested {
					rest := table.cells[n][i].others.minus(table.cells[n-1][i].others)
					ring := a.part("beyond "+name, rest, false, []bool{false, false}, w.measures)
					for k := range cell {
						a.equations = append(a.equations, []int{cell[k], before[k], ring[k]})
					}
					if b.Level != National {
						a.secret(ring)
					}
				}
				inner[place] = cell
			}
			for k := range total {
				a.equations = append(a.equations, append([]int{total[k]}, sums[k]...))
			}
		}
	}
	return a
}

// secret notes the numbers that are small and not shown.
func (a *attack) secret(numbers []int) {
	for _, x := range numbers {
		if a.truth[x] > 0 && a.truth[x] < measure.Under5.Least && a.low[x] < a.high[x] {
			a.secrets = append(a.secrets, x)
		}
	}
}

// leavesDoubt tells whether the number could be another, all else fitting.
func (a *attack) leavesDoubt(x int) bool {
	a.steps = 0
	for _, side := range [][2]int{{0, a.truth[x] - 1}, {a.truth[x] + 1, beyond}} {
		low, high := slices.Clone(a.low), slices.Clone(a.high)
		low[x], high[x] = max(low[x], side[0]), min(high[x], side[1])
		if a.fits(low, high) {
			return true
		}
	}
	return false
}

// fits looks for whole numbers between the bounds that add up.
func (a *attack) fits(low, high []int) bool {
	if a.steps++; a.steps >= patience || !a.narrow(low, high) {
		return false
	}
	next := -1
	for i := range low {
		if low[i] < high[i] && (next < 0 || high[i]-low[i] < high[next]-low[next]) {
			next = i
		}
	}
	if next < 0 {
		return true
	}
	first := min(max(a.truth[next], low[next]), high[next]) // what is true elsewhere is the best guess
	for step := 0; step < 4; step++ {
		for _, v := range []int{first + step, first - step} {
			if v < low[next] || v > high[next] || step == 0 && v != first {
				continue
			}
			l, h := slices.Clone(low), slices.Clone(high)
			l[next], h[next] = v, v
			if a.fits(l, h) {
				return true
			}
		}
	}
	return false
}

func (a *attack) narrow(low, high []int) bool {
	for changed := true; changed; {
		changed = false
		for _, e := range a.equations {
			least, most := 0, 0
			for _, x := range e[1:] {
				least, most = least+low[x], most+high[x]
			}
			hold := func(x, from, to int) bool {
				if from > low[x] {
					low[x], changed = from, true
				}
				if to < high[x] {
					high[x], changed = to, true
				}
				return low[x] <= high[x]
			}
			if !hold(e[0], least, most) {
				return false
			}
			for _, x := range e[1:] {
				if !hold(x, low[e[0]]-(most-high[x]), high[e[0]]-(least-low[x])) {
					return false
				}
			}
		}
	}
	return true
}
