package measure

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// FunnelLimits are the interpolated exact limits at a one-sided probability among n children (Spiegelhalter, Stat Med
// 2005;24:1185; comparing-centres.md, section 4). They are not clipped: what draws them does that.
func FunnelLimits(tail float64, n int, theta float64) Interval {
	return Interval{funnelLower(tail, n, theta), 1 - funnelLower(tail, n, 1-theta)}
}

// funnelLower puts the line between two counts in proportion to how far the tail has come between them. The upper line is its
// mirror: the same formula at the other tail would stand one child too low.
func funnelLower(tail float64, n int, theta float64) float64 {
	if theta <= 0 { // nothing can lie below
		return 0
	}
	if theta >= 1 {
		return 1
	}
	k := sort.Search(n, func(k int) bool { return AtMost(k, n, theta) > tail })
	at, before := AtMost(k, n, theta), AtMost(k-1, n, theta)
	return (float64(k) - (at-tail)/(at-before)) / float64(n)
}

// NormalLimits are the limits of the normal approximation, for reproducing older reports, clipped to rates.
func NormalLimits(confidence float64, n int, theta float64) Interval {
	half := Z(confidence) * math.Sqrt(theta*(1-theta)/float64(n))
	return Interval{max(0, theta-half), min(1, theta+half)}
}

// RatioLimits are the limits of observed over expected at a one-sided probability, where a measure counts against an expected
// number.
func RatioLimits(tail, expected float64) Interval {
	lower := distuv.ChiSquared{K: 2 * expected}.Quantile(tail) / (2 * expected)
	upper := distuv.ChiSquared{K: 2*expected + 2}.Quantile(1-tail) / (2 * expected)
	return Interval{lower, upper}
}
