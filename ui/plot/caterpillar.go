package plot

import (
	"cmp"
	"slices"
	"strings"
)

// Caterpillar is the units of one region, each with its interval. Only inside one region do they stand in the order of their
// rates; units of several stand by region and name. There are no ranks.
type Caterpillar struct {
	What      string // a unit in words: "centre"
	Benchmark Benchmark
	Units     []Unit
}

func (c Caterpillar) units() []Unit {
	units := prepared(c.Units)
	for _, u := range units {
		if u.Group != units[0].Group {
			return units
		}
	}
	slices.SortStableFunc(units, func(a, b Unit) int {
		x, _ := a.rate()
		y, _ := b.rate()
		return cmp.Compare(x, y)
	})
	return withoutLast(units)
}

func (c Caterpillar) scene(s shape) scene {
	units := c.units()
	row := s.of(40, 52)
	area := plotArea{left: s.of(270, 12), right: s.width() - 66, top: 28, bottom: 28 + row*float64(len(units))}
	drawing := scene{width: s.width()}
	for _, share := range percentSteps {
		drawing.below = append(drawing.below, segment("grid", area.across(share), area.top, area.across(share), area.bottom),
			written("tick", area.across(share), area.bottom+18, "middle", Percent(share)))
	}
	keys := markKeys(units)
	if c.Benchmark.given() {
		drawing.below = append(drawing.below, c.line(area, s)...)
		keys = append(keys, uprightKey("benchmark", "Benchmark: "+c.Benchmark.sentence()))
	}
	for i, u := range units {
		drawing.things = append(drawing.things, thing{u.label(), u.Href, c.row(u, area, s, area.top+row*float64(i), row)})
	}
	below, end := keyed(append(keys, strokeKey("interval", "95 % interval of the rate")), s, area.bottom+30)
	drawing.below, drawing.height = append(drawing.below, below...), end
	return drawing
}

// line is the benchmark, named above.
func (c Caterpillar) line(area plotArea, s shape) []piece {
	at, label := area.across(c.Benchmark.Rate), "Benchmark "+Percent(c.Benchmark.Rate)
	half := wide(label, sizeLabel) / 2
	return []piece{segment("benchmark", at, area.top-6, at, area.bottom), written("label", min(max(at, half), s.width()-half), area.top-11, "middle", label)}
}

// row is one unit: its name, its interval and mark, its rate.
func (c Caterpillar) row(u Unit, area plotArea, s shape, top, height float64) []piece {
	class, y := "name", top+height/2
	if u.Own {
		class = "name-own"
	}
	var all []piece
	if s == forPhone {
		y = top + 36
		all = append(all, written(class, 4, top+17, "", fit(u.name(), sizeName*1.08, s.width()-8)))
	} else {
		lines := wrap(u.name(), sizeName*1.06, area.left-18, 2)
		for i, words := range lines {
			all = append(all, written(class, area.left-12, y+5+17*(float64(i)-float64(len(lines)-1)/2), "end", words))
		}
	}
	rate, ok := u.rate()
	if !ok {
		return append(all, written("absent", area.left+6, y+4.5, "", fit(u.absent(), sizeTick, area.right-area.left)))
	}
	if u.Interval != nil {
		all = append(all, segment("interval", area.across(u.Interval.Lower), y, area.across(u.Interval.Upper), y))
	}
	all = append(all, marked(u, area.across(rate), y)...)
	return append(all, written("value", s.width()-4, y+5, "end", Percent(rate)))
}

// Sentence names the benchmark and the own unit.
func (c Caterpillar) Sentence() string {
	said := []string{"Benchmark: " + c.Benchmark.sentence() + "."}
	for _, u := range prepared(c.Units) {
		if u.Own {
			said = append(said, u.Name+": "+u.Sentence())
		}
	}
	return strings.Join(said, " ")
}

// Notes keep the order from being read as a ranking.
func (c Caterpillar) Notes() []string {
	return []string{"The order is no ranking: where intervals overlap, the difference may well be chance."}
}

// Table is all units by name, and the benchmark.
func (c Caterpillar) Table() Table {
	return rateTable("Every "+c.What+" by name", prepared(c.Units)).held(c.Benchmark)
}
