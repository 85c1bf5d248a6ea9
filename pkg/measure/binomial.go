package measure

import "gonum.org/v1/gonum/mathext"

// AtMost is P(R ≤ r) for R ~ Binomial(n, theta), by the incomplete beta function, which keeps small tails exact.
func AtMost(r, n int, theta float64) float64 {
	switch {
	case r < 0:
		return 0
	case r >= n, theta <= 0:
		return 1
	case theta >= 1:
		return 0
	}
	return mathext.RegIncBeta(float64(n-r), float64(r+1), 1-theta)
}

// AtLeast is P(R ≥ r) for R ~ Binomial(n, theta). It is no difference from 1, in which small tails would drown.
func AtLeast(r, n int, theta float64) float64 { return AtMost(n-r, n, 1-theta) }
