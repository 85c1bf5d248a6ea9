package plot

// Bar is one unit of a level.
type Bar struct {
	Label  string
	Words  string // passed out of eligible, incomplete, not applicable: in that order
	Rate   float64
	Absent string // why there is no rate; then the bar is empty and grey
	Own    bool
}

// Bars are all units of a level with the pooled average of their children. They stand in the order given: no ranks.
type Bars struct {
	ID      string
	Level   string // the class of the level's colour: icb, network, region, country
	Average float64
	Words   string // of the average: "Average of all eligible children: 71 %"
	Units   []Bar
}

func (b Bars) frame() frame {
	return frame{width: 760, height: float64(len(b.Units))*rowHeight + 46, left: 10, right: 70, top: 6, bottom: 40}
}

func (b Bars) top(i int) float64 { return 6 + float64(i)*rowHeight + 3 }

func (b Bars) wide(share float64) float64 { return b.frame().across(share) - b.frame().across(0) }
