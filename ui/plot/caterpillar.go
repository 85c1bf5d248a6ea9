package plot

// Interval is a unit with its rate and the interval around it.
type Interval struct {
	Label  string // the unit's name
	Words  string // in words: "27 of 60 (45 %, 33 to 58)"
	Rate   float64
	Lower  float64
	Upper  float64
	Absent string // why there is no rate, such as "none eligible"; then nothing is drawn
	Own    bool
}

// Caterpillar is units of one region in the order of their rates, each with its interval, and the benchmark across.
type Caterpillar struct {
	ID        string
	Theta     float64
	Benchmark string
	Units     []Interval
}

const rowHeight = 30

func (c Caterpillar) frame() frame {
	return frame{width: 760, height: float64(len(c.Units))*rowHeight + 60, left: 260, right: 40, top: 10, bottom: 50}
}

// middle is the height of a unit's row.
func (c Caterpillar) middle(i int) float64 { return 10 + (float64(i)+0.5)*rowHeight }

func (i Interval) mark() Mark {
	if i.Own {
		return Diamond
	}
	return Circle
}
