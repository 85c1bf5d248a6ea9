package outlier

import (
	"cmp"
	"math"
	"slices"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

// Candidate is a centre that a record may be opened for. Without a measure it did not take part.
type Candidate struct {
	compare.Unit
	Measure  *kpi.Measure
	Figures  Figures
	Found    measure.State
	Negative bool
}

// Code is the code of the measure; empty where the centre did not take part.
func (c Candidate) code() string {
	if c.Measure == nil {
		return ""
	}
	return c.Measure.Code
}

// Tested is what was found in one measure.
type Tested struct {
	Measure      *kpi.Measure
	Benchmark    measure.Count
	Dispersion   measure.Dispersion
	Tested       int // centres that were compared
	TooFew       int // too few children
	Insufficient int // too little data
	Flagged      map[measure.State]int
}

// Beyond is how many are flagged on one side, alarms among them.
func (t Tested) Beyond(alert, alarm measure.State) int { return t.Flagged[alert] + t.Flagged[alarm] }

// Detection is what the policy finds in the counts of a cohort.
type Detection struct {
	compare.Counting
	Centres      int // in the cohort
	Measures     []Tested
	Candidates   []Candidate       // centres that differ, by measure and name, then those that did not take part, by name
	Insufficient []compare.Figures // centres with too little data, by name: compared in nothing
}

// Tests is how many comparisons were made: so many times may chance alone flag somebody.
func (d Detection) Tests() int {
	n := 0
	for _, t := range d.Measures {
		n += t.Tested
	}
	return n
}

// Detect compares every centre with all of them together, in each measure of the policy.
func (p Policy) Detect(set compare.Set, by compare.Policy) Detection {
	d := Detection{Counting: set.Counting}
	units := p.units(set)
	slices.SortFunc(units, func(a, b compare.Figures) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Code, b.Code))
	})
	d.Centres = len(units)
	for _, m := range p.Measures {
		tested, found := p.test(set.Counting, units, m, by)
		d.Measures, d.Candidates = append(d.Measures, tested), append(d.Candidates, found...)
	}
	for _, u := range units {
		switch by.State(u.Children, compare.Count{}, 0) { // what holds of every measure
		case measure.NotParticipating:
			d.Candidates = append(d.Candidates, Candidate{Unit: u.Unit, Found: measure.NotParticipating, Negative: true,
				Figures: Figures{Plain: measure.NotParticipating, Adjusted: measure.NotParticipating, Decided: p.Limits, Tails: by.Tails,
					Centres: len(units), Children: u.Children, Rules: set.Rules, CountedAt: set.At}})
		case measure.InsufficientData:
			d.Insufficient = append(d.Insufficient, u)
		}
	}
	return d
}

// units are the centres that are compared: those of England and Wales. Jersey stands beside them.
func (p Policy) units(set compare.Set) []compare.Figures {
	var units []compare.Figures
	for _, level := range p.levels() {
		for _, u := range set.Of(level) {
			if level != compare.Organisation || set.Members[u.Code][compare.National] != "" {
				units = append(units, u)
			}
		}
	}
	return units
}

// test compares the centres in one measure.
func (p Policy) test(of compare.Counting, units []compare.Figures, m *kpi.Measure, by compare.Policy) (Tested, []Candidate) {
	t := Tested{Measure: m, Flagged: map[measure.State]int{}}
	for _, u := range units {
		t.Benchmark = t.Benchmark.Plus(u.Of(m).Of())
	}
	theta, _ := t.Benchmark.Rate()
	states := make([]measure.State, len(units))
	var counts []measure.Count
	for i, u := range units {
		states[i] = by.State(u.Children, u.Of(m), theta)
		if states[i] == measure.AsExpected || states[i].Flagged() {
			counts = append(counts, u.Of(m).Of())
		}
	}
	t.Tested, t.Dispersion = len(counts), measure.Disperse(counts, theta)
	var found []Candidate
	for i, u := range units {
		f := p.figures(of, u, m, states[i], t, by)
		switch state := f.State(); {
		case state.Flagged():
			t.Flagged[state]++
			found = append(found, Candidate{Unit: u.Unit, Measure: m, Figures: f, Found: state, Negative: Negative(m, state)})
		case state == measure.TooFew:
			t.TooFew++
		case state == measure.InsufficientData:
			t.Insufficient++
		}
	}
	return t, found
}

// figures are a centre's in one measure. Differences between centres that chance explains adjust nothing.
func (p Policy) figures(of compare.Counting, u compare.Figures, m *kpi.Measure, plain measure.State, t Tested, by compare.Policy) Figures {
	count := u.Of(m).Of()
	theta, _ := t.Benchmark.Rate()
	f := Figures{
		R: count.R, N: count.N, BenchmarkR: t.Benchmark.R, BenchmarkN: t.Benchmark.N, Low: 1, High: 1, Plain: plain, Adjusted: plain, Decided: p.Limits,
		Tails: by.Tails, Phi: finite(t.Dispersion.Phi), TauSq: finite(t.Dispersion.TauSq), Centres: t.Tested,
		Children: u.Children, Rules: of.Rules, CountedAt: of.At,
	}
	if count.N > 0 {
		f.Low, f.High = measure.AtMost(count.R, count.N, theta), measure.AtLeast(count.R, count.N, theta)
	}
	if (plain == measure.AsExpected || plain.Flagged()) && t.Dispersion.Present() {
		f.Adjusted = t.Dispersion.Compare(count)
	}
	return f
}

// finite takes what is no number, as where nobody was compared, for none.
func finite(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// Again are the figures of a record as the cohort is counted now; false where the centre is not among the counted any more.
func (p Policy) Again(set compare.Set, by compare.Policy, r Record) (Figures, bool) {
	units := p.units(set)
	for _, u := range units {
		if u.Level != r.Level || u.Code != r.Code {
			continue
		}
		m := r.Of()
		if m == nil {
			state := by.State(u.Children, compare.Count{}, 0)
			return Figures{Plain: state, Adjusted: state, Decided: p.Limits, Tails: by.Tails, Centres: len(units), Children: u.Children, Rules: set.Rules, CountedAt: set.At}, true
		}
		t, _ := p.test(set.Counting, units, m, by)
		theta, _ := t.Benchmark.Rate()
		return p.figures(set.Counting, u, m, by.State(u.Children, u.Of(m), theta), t, by), true
	}
	return Figures{}, false
}
