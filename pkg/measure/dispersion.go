package measure

import (
	"math"
	"slices"
)

// Dispersion is how much more centres differ than chance among children explains (Spiegelhalter 2005; comparing-centres.md,
// section 5).
type Dispersion struct {
	Theta   float64
	Centres int
	Scores  []float64 // standardised, of the centres in the order given
	PhiRaw  float64   // before the outermost scores are drawn in
	TauRaw  float64
	Low     float64 // the scores at which they are drawn in
	High    float64
	Phi     float64
	TauSq   float64
}

// winsorised is the share of scores that is drawn in on either side.
const winsorised = 0.1

// Disperse measures over-dispersion of rates around theta. Centres without eligible children must be left out before.
func Disperse(counts []Count, theta float64) Dispersion {
	d := Dispersion{Theta: theta, Centres: len(counts)}
	for _, c := range counts {
		p, _ := c.Rate()
		d.Scores = append(d.Scores, (transform(p)-transform(theta))/spread(c.N))
	}
	if len(counts) == 0 {
		return d
	}
	d.Low, d.High = quantile(d.Scores, winsorised), quantile(d.Scores, 1-winsorised)
	drawnIn := slices.Clone(d.Scores)
	for i, z := range drawnIn {
		drawnIn[i] = min(max(z, d.Low), d.High)
	}
	d.PhiRaw, d.Phi = meanSquare(d.Scores), meanSquare(drawnIn)
	d.TauRaw, d.TauSq = between(counts, d.PhiRaw), between(counts, d.Phi)
	return d
}

// LeastCentres is how many centres it takes to speak of over-dispersion.
const LeastCentres = 20

// Present tells whether over-dispersion is worth noting: enough centres, and more than chance would make.
func (d Dispersion) Present() bool { return d.Centres >= LeastCentres && d.Phi > d.Threshold() }

// Threshold is the value that Phi must exceed.
func (d Dispersion) Threshold() float64 { return 1 + 2*math.Sqrt(2/float64(d.Centres)) }

// Limits are the limits among n children that allow for the differences between centres.
func (d Dispersion) Limits(confidence float64, n int) Interval {
	s := spread(n)
	half := Z(confidence) * math.Sqrt(s*s+d.TauSq)
	back := func(y float64) float64 {
		sine := math.Sin(min(max(y, 0), math.Pi/2))
		return sine * sine
	}
	return Interval{back(transform(d.Theta) - half), back(transform(d.Theta) + half)}
}

// Compare decides by the limits that allow for the differences between centres. It is published beside the plain state.
func (d Dispersion) Compare(c Count) State {
	p, ok := c.Rate()
	if !ok {
		return TooFew
	}
	alert, alarm := d.Limits(Confidence95, c.N), d.Limits(Confidence998, c.N)
	switch {
	case p < alarm.Lower:
		return AlarmLow
	case p > alarm.Upper:
		return AlarmHigh
	case p < alert.Lower:
		return AlertLow
	case p > alert.Upper:
		return AlertHigh
	}
	return AsExpected
}

func transform(p float64) float64 { return math.Asin(math.Sqrt(min(max(p, 0), 1))) }

func spread(n int) float64 { return 1 / (2 * math.Sqrt(float64(n))) }

func meanSquare(z []float64) float64 {
	sum := 0.0
	for _, v := range z {
		sum += v * v
	}
	return sum / float64(len(z))
}

// between is the variance between centres by the method of moments (DerSimonian and Laird).
func between(counts []Count, phi float64) float64 {
	i := float64(len(counts))
	var sum, squares float64
	for _, c := range counts {
		w := 1 / (spread(c.N) * spread(c.N))
		sum, squares = sum+w, squares+w*w
	}
	below := sum - squares/sum
	if i*phi < i-1 || below <= 0 {
		return 0
	}
	return max(0, (i*phi-(i-1))/below)
}

// quantile interpolates between order statistics, R's type 7.
func quantile(values []float64, p float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	at := float64(len(sorted)-1) * p
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
