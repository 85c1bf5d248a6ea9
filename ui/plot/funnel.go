package plot

import "math"

// Funnel is centres by size and rate, with the limits within which chance alone would hold them: the default picture.
type Funnel struct {
	ID        string // of the figure, whose title and sentence name the drawing
	Unit      string // what is counted along the bottom: "eligible children"
	Theta     float64
	Benchmark string // the benchmark named and dated: "All centres, cohort 6: 71 %"
	Inner     Limits
	Outer     Limits
	Points    []FunnelPoint
	MaxN      int
}

// Limits are a pair of lines, by number of children from 1.
type Limits struct {
	Label        string // in words on the line: "95 % limit"
	Lower, Upper []float64
}

// FunnelPoint is one centre.
type FunnelPoint struct {
	Label string // in words: its name, count, rate and state
	N     int
	Rate  float64
	Mark  Mark
	Href  string // where it leads; empty for nowhere
}

var funnelFrame = frame{width: 760, height: 440, left: 58, right: 92, top: 16, bottom: 52}

func (f Funnel) x(n int) float64 { return funnelFrame.across(float64(n) / float64(max(f.MaxN, 1))) }

// line joins a limit by number of children.
func (f Funnel) line(limit []float64) string {
	var points [][2]float64
	for i, share := range limit {
		if i+1 <= f.MaxN {
			points = append(points, [2]float64{f.x(i + 1), funnelFrame.up(share)})
		}
	}
	return path(points)
}

// end is the height at which a limit leaves the drawing, where its label stands.
func (f Funnel) end(limit []float64) float64 {
	if len(limit) == 0 {
		return funnelFrame.up(f.Theta)
	}
	return funnelFrame.up(limit[min(len(limit), f.MaxN)-1])
}

// steps are round numbers of children along the bottom.
func (f Funnel) steps() []int { return roundSteps(f.MaxN, 6) }

func roundSteps(most, about int) []int {
	if most <= 0 {
		return []int{0}
	}
	rough := float64(most) / float64(about)
	size := math.Pow(10, math.Floor(math.Log10(rough)))
	for _, times := range []float64{1, 2, 5, 10} {
		if size*times >= rough {
			size *= times
			break
		}
	}
	step := max(1, int(size))
	var steps []int
	for n := 0; n <= most; n += step {
		steps = append(steps, n)
	}
	return steps
}

var percentSteps = []float64{0, 0.25, 0.5, 0.75, 1}
