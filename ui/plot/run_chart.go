package plot

// Moment is one point in time: a cohort, or a quarter of first assessments.
type Moment struct {
	Label  string
	Words  string
	Rate   float64
	Lower  float64 // of the limits, where the chart has them
	Upper  float64
	Absent string
	Signal string // why it stands out; empty where it does not
	Break  string // what changed before it, such as a definition; empty for nothing
}

// RunChart is a rate over time with its middle line, limits and breaks. Points on either side of a break are not joined.
type RunChart struct {
	ID      string
	Middle  float64
	Label   string // of the middle line: "Median 64 %"
	Limits  bool
	Moments []Moment
}

var runFrame = frame{width: 760, height: 360, left: 58, right: 92, top: 24, bottom: 56}

func (r RunChart) x(i int) float64 {
	return runFrame.across((float64(i) + 0.5) / float64(max(len(r.Moments), 1)))
}

// lines are the stretches between breaks and gaps.
func (r RunChart) lines(height func(Moment) float64) []string {
	var lines []string
	var points [][2]float64
	end := func() {
		if len(points) > 1 {
			lines = append(lines, path(points))
		}
		points = nil
	}
	for i, m := range r.Moments {
		if m.Break != "" || m.Absent != "" {
			end()
		}
		if m.Absent == "" {
			points = append(points, [2]float64{r.x(i), runFrame.up(height(m))})
		}
	}
	end()
	return lines
}

func (m Moment) mark() Mark {
	if m.Signal != "" {
		return Up
	}
	return Circle
}

func rateOf(m Moment) float64  { return m.Rate }
func lowerOf(m Moment) float64 { return m.Lower }
func upperOf(m Moment) float64 { return m.Upper }
