package outlier

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

// country are trusts that each passed and failed so many children in the first measure, and one board.
func country(passed, failed []int) compare.Set {
	set := compare.Set{Counting: compare.Counting{Cohort: 7, At: time.Date(2026, 2, 1, 3, 0, 0, 0, time.UTC), Rules: "R4"}}
	for i := range passed {
		u := compare.Figures{Unit: compare.Unit{Level: compare.Trust, Code: string(rune('A' + i)), Name: "Trust " + string(rune('A'+i))}, Counts: make([]compare.Count, len(kpi.All))}
		if i == len(passed)-1 {
			u.Level = compare.HealthBoard
		}
		n := passed[i] + failed[i]
		u.Registered, u.YearOver, u.Counted, u.Asked, u.Answered = n, n, n, n*10, n*9
		u.Counts[0] = compare.Count{Passed: passed[i], Failed: failed[i]}
		set.Units = append(set.Units, u)
	}
	return set
}

// The six centres of comparing-centres.md, section 3; the last is a board, and compared with the trusts.
func TestTheSixCentres(t *testing.T) {
	policy := DefaultPolicy()
	policy.Measures = []*kpi.Measure{kpi.All[0]}
	d := policy.Detect(country([]int{18, 41, 9, 60, 27, 3}, []int{12, 11, 0, 4, 33, 3}), compare.DefaultPolicy)
	if len(d.Candidates) != 2 || d.Centres != 6 || d.Tests() != 6 {
		t.Fatalf("found %+v", d)
	}
	for i, want := range []struct {
		code      string
		found     measure.State
		negative  bool
		low, high float64
	}{{"D", measure.AlarmHigh, false, 0.999998593, 0.000008971}, {"E", measure.AlarmLow, true, 0.000015236, 0.999995306}} {
		c := d.Candidates[i]
		if c.Unit.Code != want.code || c.Found != want.found || c.Negative != want.negative || math.Abs(c.Figures.Low-want.low) > 5e-10 || math.Abs(c.Figures.High-want.high) > 5e-10 {
			t.Errorf("%s: %s, negative %t, L %.9f, U %.9f; want %+v", c.Unit.Code, c.Found, c.Negative, c.Figures.Low, c.Figures.High, want)
		}
		if f := c.Figures; f.BenchmarkR != 158 || f.BenchmarkN != 221 || f.Rules != "R4" || !f.CountedAt.Equal(d.At) || f.Tails != measure.Percentages || f.Plain != f.Adjusted {
			t.Errorf("%s is frozen as %+v", want.code, f)
		}
	}
	tested := d.Measures[0]
	if tested.Tested != 6 || tested.Beyond(measure.AlertLow, measure.AlarmLow) != 1 || tested.Beyond(measure.AlertHigh, measure.AlarmHigh) != 1 {
		t.Errorf("tested %+v", tested)
	}
}

// A centre without a child took no part; one with too little data is compared in nothing; one with few children is no outlier. None of
// them is as expected.
func TestWhoIsNotCompared(t *testing.T) {
	set := country([]int{18, 41, 9, 60, 27, 0, 21, 3}, []int{12, 11, 0, 4, 33, 0, 9, 1})
	set.Units[6].Answered = 30 // of 300
	policy, by := DefaultPolicy(), compare.DefaultPolicy
	policy.Measures, by.Completeness = []*kpi.Measure{kpi.All[0]}, 0.5
	d := policy.Detect(set, by)
	got := ""
	for _, c := range d.Candidates {
		got += fmt.Sprintf("%s %s %s; ", c.Unit.Code, c.Found, c.Group())
	}
	if want := "D alarm_high positive; E alarm_low negative; F not_participating not_participating; "; got != want {
		t.Errorf("candidates: %s, want %s", got, want)
	}
	if len(d.Insufficient) != 1 || d.Insufficient[0].Code != "G" || d.Measures[0].Insufficient != 1 || d.Measures[0].TooFew != 1 || d.Measures[0].Tested != 5 {
		t.Errorf("apart: %v, %+v", d.Insufficient, d.Measures[0])
	}
}

// Single organisations are compared where the policy says so; Jersey's stands beside them, in no benchmark.
func TestOrganisationsWithoutJersey(t *testing.T) {
	set := country([]int{18, 41, 9, 60, 27, 3, 1}, []int{12, 11, 0, 4, 33, 3, 90})
	set.Members = map[string]map[compare.Level]string{}
	for i := range set.Units {
		set.Units[i].Level = compare.Organisation
		if code := set.Units[i].Code; code != "G" {
			set.Members[code] = map[compare.Level]string{compare.National: "EW"}
		}
	}
	policy := DefaultPolicy()
	policy.Level, policy.Measures = Organisations, []*kpi.Measure{kpi.All[0]}
	d := policy.Detect(set, compare.DefaultPolicy)
	if d.Centres != 6 || len(d.Candidates) != 2 || d.Measures[0].Benchmark.N != 221 {
		t.Errorf("%d centres, %d candidates, of %v", d.Centres, len(d.Candidates), d.Measures[0].Benchmark)
	}
}

// Where centres differ more than chance explains, both states are kept, and the policy says which one names outliers.
func TestAdjustedLimits(t *testing.T) {
	var passed, failed []int
	for i := range 40 {
		r := []int{30, 70, 45, 55, 50}[i%5]
		passed, failed = append(passed, r), append(failed, 100-r)
	}
	for limits, want := range map[Limits]int{Plain: 16, Adjusted: 0} {
		policy := DefaultPolicy()
		policy.Measures, policy.Limits = []*kpi.Measure{kpi.All[0]}, limits
		d := policy.Detect(country(passed, failed), compare.DefaultPolicy)
		if len(d.Candidates) != want {
			t.Errorf("%s limits name %d, want %d", limits, len(d.Candidates), want)
		}
		for _, c := range d.Candidates {
			if c.Figures.Plain != measure.AlarmLow && c.Figures.Plain != measure.AlarmHigh || c.Figures.Adjusted != measure.AsExpected || c.Figures.Phi < 1.5 || c.Figures.TauSq <= 0 {
				t.Errorf("%s: %+v", c.Unit.Code, c.Figures)
			}
		}
	}
}

// Which side is worse is the measure's to say.
func TestTheWorseSide(t *testing.T) {
	low, high := &kpi.Measure{}, &kpi.Measure{HighIsWorse: true}
	for _, c := range []struct {
		m        *kpi.Measure
		state    measure.State
		negative bool
	}{{low, measure.AlertLow, true}, {low, measure.AlarmHigh, false}, {high, measure.AlarmLow, false}, {high, measure.AlertHigh, true}, {low, measure.AsExpected, false}} {
		if got := Negative(c.m, c.state); got != c.negative {
			t.Errorf("%s with high worse %t: negative %t", c.state, c.m.HighIsWorse, got)
		}
	}
}
