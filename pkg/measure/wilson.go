package measure

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Count is a numerator and its denominator: R of N children met the measure.
type Count struct{ R, N int }

// Rate is R of N as a fraction. It is false where nobody is eligible: then there is no rate, and never 0.
func (c Count) Rate() (float64, bool) {
	if c.N == 0 {
		return 0, false
	}
	return float64(c.R) / float64(c.N), true
}

// Plus adds the children of two groups that share none.
func (c Count) Plus(d Count) Count { return Count{c.R + d.R, c.N + d.N} }

// Pooled is the count of all groups together: the benchmark of a comparison.
func Pooled(counts []Count) Count {
	var all Count
	for _, c := range counts {
		all = all.Plus(c)
	}
	return all
}

// Interval is a closed interval of rates.
type Interval struct{ Lower, Upper float64 }

// Confidence levels of intervals.
const (
	Confidence95  = 0.95
	Confidence998 = 0.998
)

// Z is the number of standard deviations within which a normal variable lies with some confidence.
func Z(confidence float64) float64 { return distuv.UnitNormal.Quantile(1 - (1-confidence)/2) }

// Wilson is the score interval of a rate (Wilson 1927; comparing-centres.md, section 2). It is false where nobody is eligible.
// Of none it starts at exactly 0, of all it ends at exactly 1.
func (c Count) Wilson(confidence float64) (Interval, bool) {
	p, ok := c.Rate()
	if !ok {
		return Interval{}, false
	}
	r, n, z := float64(c.R), float64(c.N), Z(confidence)
	centre, spread := 2*r+z*z, z*math.Sqrt(z*z+4*r*(1-p))
	interval := Interval{(centre - spread) / (2 * (n + z*z)), (centre + spread) / (2 * (n + z*z))}
	if c.R == 0 {
		interval.Lower = 0
	}
	if c.R == c.N {
		interval.Upper = 1
	}
	return interval, true
}
