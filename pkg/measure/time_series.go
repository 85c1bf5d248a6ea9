package measure

import (
	"math"
)

// PChart are rates over time with limits of three standard deviations around their pooled rate, clipped to rates.
type PChart struct {
	Mean    float64
	Limits  []Interval
	Outside []bool
}

// NewPChart makes a p-chart; points without eligible children have no limits and are never outside.
func NewPChart(points []Count) PChart {
	mean, _ := Pooled(points).Rate()
	chart := PChart{Mean: mean}
	for _, c := range points {
		var limits Interval
		p, ok := c.Rate()
		if ok {
			half := 3 * math.Sqrt(mean*(1-mean)/float64(c.N))
			limits = Interval{max(0, mean-half), min(1, mean+half)}
		}
		chart.Limits = append(chart.Limits, limits)
		chart.Outside = append(chart.Outside, ok && (p < limits.Lower || p > limits.Upper))
	}
	return chart
}

// Runs are the rules of Anhøj on runs around the median.
type Runs struct {
	Useful          int // points off the median
	Longest         int // run on one side
	Crossings       int // of the median
	LongestAllowed  int
	FewestCrossings int
}

// leastUseful is how many points a verdict needs. Yearly cohorts never reach it: quarters do.
const leastUseful = 10

// Median is the middle of some values, of which there is at least one.
func Median(values []float64) float64 { return quantile(values, 0.5) }

// CountRuns looks at points in order around their median. ok is false where too few lie off it for a verdict.
func CountRuns(values []float64) (runs Runs, ok bool) {
	median := Median(values)
	side, length := 0, 0
	for _, v := range values {
		now := sign(v - median)
		if now == 0 {
			continue
		}
		runs.Useful++
		if now != side {
			if side != 0 {
				runs.Crossings++
			}
			side, length = now, 0
		}
		length++
		runs.Longest = max(runs.Longest, length)
	}
	if runs.Useful < leastUseful {
		return runs, false
	}
	runs.LongestAllowed, runs.FewestCrossings = runLimits(runs.Useful)
	return runs, true
}

// Signal tells whether the points move more than chance would.
func (r Runs) Signal() bool { return r.Longest > r.LongestAllowed || r.Crossings < r.FewestCrossings }

func runLimits(useful int) (longest, crossings int) {
	m := float64(useful)
	longest = int(math.Round(math.Log2(m))) + 3
	for AtMost(crossings, useful-1, 0.5) < 0.05 {
		crossings++
	}
	return longest, crossings
}

func sign(v float64) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// XmR is the chart of single values and moving ranges, the profile of NHS “plot the dots”.
type XmR struct {
	Mean, Lower, Upper float64
	Signals            []string // why each point stands out; empty where it does not
}

// The words of XmR's signals.
const (
	Outside    = "outside the limits"
	OneSide    = "seven on one side"
	Trend      = "seven rising or falling"
	TwoOfThree = "two of three near a limit"
)

// NewXmR makes the chart of values in order.
func NewXmR(values []float64) XmR {
	chart := XmR{Signals: make([]string, len(values))}
	if len(values) == 0 {
		return chart
	}
	ranges, last := 0.0, values[0]
	for _, v := range values {
		chart.Mean += v / float64(len(values))
		ranges += math.Abs(v - last)
		last = v
	}
	ranges /= float64(max(len(values)-1, 1))
	chart.Lower, chart.Upper = chart.Mean-2.66*ranges, chart.Mean+2.66*ranges
	for i := range values {
		chart.Signals[i] = chart.signal(values, i)
	}
	return chart
}

// signal tells whether point i ends something that stands out.
func (x XmR) signal(values []float64, i int) string {
	near := func(v float64) int {
		third := 2 * (x.Upper - x.Mean) / 3
		switch {
		case v > x.Mean+third:
			return 1
		case v < x.Mean-third:
			return -1
		}
		return 0
	}
	side := func(j int) int { return sign(values[j] - x.Mean) }
	step := func(j int) int { return sign(values[j] - values[j-1]) }
	switch {
	case values[i] > x.Upper || values[i] < x.Lower:
		return Outside
	case sevenAlike(i, 7, side):
		return OneSide
	case sevenAlike(i, 6, step):
		return Trend
	case i >= 2 && near(values[i]) != 0 && (near(values[i-1]) == near(values[i]) || near(values[i-2]) == near(values[i])):
		return TwoOfThree
	}
	return ""
}

// sevenAlike looks at the last points, or the steps between them: six steps are seven points.
func sevenAlike(i, count int, of func(int) int) bool {
	if i < 6 || of(i) == 0 {
		return false
	}
	for j := i - count + 1; j < i; j++ {
		if of(j) != of(i) {
			return false
		}
	}
	return true
}

// ExpectedByChance is how many of some comparisons are flagged at a one-sided probability although all centres are ordinary: at
// most, the tails being exact.
func ExpectedByChance(comparisons int, tail float64) float64 { return float64(comparisons) * tail }
