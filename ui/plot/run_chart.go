package plot

import (
	"math"
	"slices"
	"strings"
)

// RunChart is a rate over time, by cohort or by quarter of first assessment, in stretches between breaks: where a definition
// changed, what lies on either side is not joined, and each side has a middle of its own.
type RunChart struct {
	Middle    string // what the middle line is, in words: "Mean", "Median"
	Limits    string // what the limits are, in words; empty where there are none
	Stretches []Stretch
}

// Stretch is time without a change of what is measured.
type Stretch struct {
	Change  string // what changed before it; empty for the first
	Middle  float64
	Bare    bool // there is no middle: too little to take one of
	Moments []Moment
}

// Moment is one point in time. Its unit's name is the time; its interval is that of the limits, if the chart has any.
type Moment struct {
	Unit
	Signal string // why it stands out; empty where it does not
	Open   string // why it is not final; empty where it is
}

func (r RunChart) moments() []Moment {
	var all []Moment
	for _, s := range r.Stretches {
		for _, m := range s.Moments {
			m.Unit = prepared([]Unit{m.Unit})[0]
			if _, ok := m.rate(); !ok {
				m.Signal = "" // which would tell of a number that is not shown
			}
			all = append(all, m)
		}
	}
	return all
}

func (r RunChart) scene(s shape) scene {
	all := r.moments()
	area := plotArea{left: 46, right: s.of(640, 262), top: 34, bottom: s.of(310, 280)}
	x := func(i int) float64 { return area.across((float64(i) + 0.5) / float64(max(len(all), 1))) }
	drawing := scene{width: s.width(), below: area.rateAxis()}
	first := 0
	for i, stretch := range r.Stretches {
		last := first + len(stretch.Moments)
		drawing.below = append(drawing.below, r.stretch(stretch, all[first:last], area, func(j int) float64 { return x(first + j) }, i == len(r.Stretches)-1)...)
		first = last
	}
	every, next := 0.0, 0.0
	for _, m := range all {
		every = max(every, wide(m.Name, sizeTick)+8)
	}
	for i, m := range all {
		left := min(max(x(i)-every/2, 0), s.width()-every)
		if left >= next {
			drawing.below = append(drawing.below, written("tick", left+every/2, area.bottom+20, "middle", m.Name))
			next = left + every
		}
		if rate, ok := m.rate(); ok {
			drawing.things = append(drawing.things, thing{m.said(), m.Href, r.mark(m, x(i), area.up(rate))})
		} else {
			drawing.things = append(drawing.things, thing{m.said(), m.Href, []piece{written("absent", x(i), area.bottom-8, "middle", hiddenOr(m.Unit))}})
		}
	}
	below, end := keyed(r.keys(all), s, area.bottom+34)
	drawing.below, drawing.height = append(drawing.below, below...), end
	return drawing
}

// hiddenOr is the sign at the foot of a moment that has no point.
func hiddenOr(u Unit) string {
	if u.Met.hidden || u.Eligible.hidden {
		return hiddenMark
	}
	return notKnown
}

func (m Moment) said() string {
	return m.Name + ": " + m.sentence()
}

// sentence is the unit's, with its limits, which are no interval of its rate.
func (m Moment) sentence() string {
	limits := m.Interval
	m.Interval = nil
	words := m.Unit.Sentence()
	if _, ok := m.rate(); !ok {
		return words
	}
	if limits != nil {
		words += " Limits: " + limits.words() + percentSign + "."
	}
	if m.Signal != "" {
		words += " It stands out: " + m.Signal + "."
	}
	if m.Open != "" {
		words += " " + capital(m.Open) + "."
	}
	return words
}

func (r RunChart) mark(m Moment, x, y float64) []piece {
	if m.Open != "" {
		return []piece{drawn("alert", circle(x, y, 4.5))}
	}
	if m.Signal == "" {
		return []piece{drawn("plain", circle(x, y, 4.5))}
	}
	return []piece{drawn("alert", path([2]float64{x - 6, y - 6}, [2]float64{x + 6, y - 6}, [2]float64{x + 6, y + 6}, [2]float64{x - 6, y + 6})+"Z")}
}

func (r RunChart) keys(all []Moment) []key {
	keys := []key{strokeKey("benchmark", capital(r.Middle))}
	if r.Limits != "" {
		keys = append(keys, strokeKey("limit", capital(r.Limits)))
	}
	if slices.ContainsFunc(all, func(m Moment) bool { return m.Signal != "" }) {
		keys = append(keys, key{func(x, y float64) []piece { return r.mark(Moment{Signal: "x"}, x, y) }, "Square: stands out"})
	}
	if slices.ContainsFunc(all, func(m Moment) bool { return m.Open != "" }) {
		keys = append(keys, key{func(x, y float64) []piece { return r.mark(Moment{Open: "x"}, x, y) }, "Hollow: not final"})
	}
	if slices.ContainsFunc(all, func(m Moment) bool { return hiddenOr(m.Unit) == hiddenMark }) {
		keys = append(keys, key{func(x, y float64) []piece { return []piece{written("absent", x, y+5, "middle", hiddenMark)} }, capital(hiddenWords)})
	}
	for _, s := range r.Stretches {
		if s.Change != "" {
			keys = append(keys, strokeKey("break", s.Change))
		}
	}
	return keys
}

// stretch draws the lines between two breaks; the last one's are named at their right end.
func (r RunChart) stretch(s Stretch, moments []Moment, area plotArea, x func(int) float64, last bool) []piece {
	if len(moments) == 0 {
		return nil
	}
	half := (area.right - area.left) / float64(max(len(r.moments()), 1)) / 2
	from, to := x(0)-half, x(len(moments)-1)+half
	var all []piece
	var ends []float64
	var labels []string
	if !s.Bare {
		all = append(all, segment("benchmark", from, area.up(s.Middle), to, area.up(s.Middle)))
		ends, labels = append(ends, area.up(s.Middle)), append(labels, r.Middle+" "+Percent(s.Middle))
	}
	if s.Change != "" {
		all = append(all, segment("break", from, area.top-12, from, area.bottom), written("label", from+4, area.top-14, "", fit("Changed", sizeLabel, 70)))
	}
	all = append(all, joined("run", moments, x, func(m Moment) (float64, bool) { rate, ok := m.rate(); return area.up(rate), ok })...)
	for _, side := range []struct {
		words string
		of    func(*Range) float64
	}{{"Upper limit", func(l *Range) float64 { return l.Upper }}, {"Lower limit", func(l *Range) float64 { return l.Lower }}} {
		height := func(m Moment) (float64, bool) {
			if _, ok := m.rate(); !ok || m.Interval == nil || r.Limits == "" {
				return 0, false
			}
			return area.up(side.of(m.Interval)), true
		}
		all = append(all, joined("limit", moments, x, height)...)
		for i := len(moments) - 1; i >= 0; i-- {
			if y, ok := height(moments[i]); ok {
				ends, labels = append(ends, y), append(labels, side.words)
				break
			}
		}
	}
	if !last {
		return all
	}
	return append(all, namedEnds(ends, labels, to, area)...)
}

// joined are lines through the moments that have a height; a gap is not bridged.
func joined(class string, moments []Moment, x func(int) float64, height func(Moment) (float64, bool)) []piece {
	var all []piece
	var points [][2]float64
	for i := 0; i <= len(moments); i++ {
		if i < len(moments) {
			if y, ok := height(moments[i]); ok {
				points = append(points, [2]float64{x(i), y})
				continue
			}
		}
		if len(points) > 1 {
			all = append(all, drawn(class, path(points...)))
		}
		points = nil
	}
	return all
}

// namedEnds write labels beside the right ends of lines, apart from each other.
func namedEnds(ends []float64, labels []string, x float64, area plotArea) []piece {
	order := make([]int, len(ends))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(math.Copysign(1, ends[a]-ends[b])) })
	heights := make([]float64, len(ends))
	for i, j := range order {
		heights[i] = ends[j]
	}
	var all []piece
	for i, y := range spread(heights, 16, area.top, area.bottom) {
		all = append(all, segment("lead", x, heights[i], x+8, y), written("label", x+10, y+4.5, "", labels[order[i]]))
	}
	return all
}

// Sentence says the last moment that has a rate, what changed and what stands out.
func (r RunChart) Sentence() string {
	var said []string
	for _, s := range r.Stretches {
		if s.Change != "" && len(s.Moments) > 0 {
			said = append(said, "From "+s.Moments[0].Name+" on: "+s.Change+".")
		}
	}
	all := r.moments()
	for _, m := range all {
		if m.Signal != "" {
			said = append(said, m.said())
		}
	}
	for i := len(all) - 1; i >= 0; i-- {
		if _, ok := all[i].rate(); ok || i == 0 {
			return strings.Join(append([]string{"Latest, " + all[i].said()}, said...), " ")
		}
	}
	return strings.Join(said, " ")
}

// Notes say what lies on either side of a break.
func (r RunChart) Notes() []string {
	if len(r.Stretches) < 2 {
		return nil
	}
	return []string{"What lies on either side of a break was not measured in the same way and is not to be compared."}
}

// Table is all moments in their order, with limits and what stands out.
func (r RunChart) Table() Table {
	columns := []unitColumn{{Column{"Time", []string{"time"}, false}, func(u Unit) Cell { return Cell{u.Name, []string{u.Name}} }}, metColumn,
		{Column{"Rate", []string{"rate"}, true}, func(u Unit) Cell {
			u.Interval = nil
			cell := rateCell(u)
			return Cell{cell.Words, cell.Data[:1]}
		}}}
	if r.Limits != "" {
		columns = append(columns, unitColumn{Column{"Limits", []string{"lower_limit", "upper_limit"}, true}, limitsCell})
	}
	columns = append(columns, notShown, missShown, foundShown)
	var units []Unit
	all := r.moments()
	for _, m := range all {
		units = append(units, m.Unit)
	}
	t := tableOf("Over time", columns, units)
	t.Columns = append(t.Columns, Column{"Stands out", []string{"signal"}, false}, Column{"Not final", []string{"not_final"}, false}, Column{"Changed before it", []string{"change"}, false})
	i := 0
	for _, s := range r.Stretches {
		for j := range s.Moments {
			change := ""
			if j == 0 {
				change = s.Change
			}
			t.Rows[i].Cells = append(t.Rows[i].Cells, Cell{all[i].Signal, []string{all[i].Signal}}, Cell{all[i].Open, []string{all[i].Open}}, Cell{change, []string{change}})
			i++
		}
	}
	return t
}

func limitsCell(u Unit) Cell {
	if _, ok := u.rate(); !ok || u.Interval == nil {
		return Cell{notKnown, []string{"", ""}}
	}
	return Cell{u.Interval.words(), []string{data(u.Interval.Lower), data(u.Interval.Upper)}}
}
