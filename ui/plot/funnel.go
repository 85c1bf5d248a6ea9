package plot

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Funnel is units by size and rate, with the limits within which chance alone would hold them: the default picture.
type Funnel struct {
	What      string // a unit in words: "centre"; many are "centres"
	Benchmark Benchmark
	Inner     Limits
	Outer     Limits
	Units     []Unit
}

// Limits are a pair of lines.
type Limits struct {
	Label string                             // in words on the line: "95 % limit"
	Tail  float64                            // the one-sided probability beyond it
	At    func(n int) (lower, upper float64) // among n children, not clipped
}

// size is the greatest number of children that is drawn: five per cent beyond the largest unit that may be shown.
func (f Funnel) size(units []Unit) int {
	largest := 10
	for _, u := range units {
		if _, ok := u.rate(); ok {
			largest = max(largest, u.Eligible.value)
		}
	}
	return int(math.Ceil(float64(largest) * 1.05))
}

func (f Funnel) scene(s shape) scene {
	units := prepared(f.Units)
	most := f.size(units)
	area := plotArea{left: 46, right: s.of(650, 248), top: 14, bottom: s.of(384, 330)}
	x := func(n int) float64 { return area.across(float64(n) / float64(most)) }
	drawing := scene{width: s.width(), below: area.rateAxis()}
	for _, n := range roundSteps(most, int(s.of(8, 4))) {
		drawing.below = append(drawing.below, written("tick", x(n), area.bottom+19, "middle", strconv.Itoa(n)))
	}
	drawing.below = append(drawing.below, written("axis", area.across(0.5), area.bottom+40, "middle", "Eligible children"))
	drawing.below = append(drawing.below, f.lines(area, x, most)...)
	for _, u := range units {
		rate, ok := u.rate()
		if !ok {
			continue
		}
		px, py := x(u.Eligible.value), area.up(rate)
		drawing.things = append(drawing.things, thing{u.label(), u.Href, marked(u, px, py)})
		if u.Own {
			drawing.above = append(drawing.above, ownLabel(u, px, py, area))
		}
	}
	keys := append(markKeys(units), strokeKey("benchmark", "Benchmark: "+f.Benchmark.sentence()),
		strokeKey("limit-inner", f.Inner.words()), strokeKey("limit", f.Outer.words()))
	below, end := keyed(keys, s, area.bottom+52)
	drawing.below, drawing.height = append(drawing.below, below...), end
	return drawing
}

func (l Limits) words() string {
	return l.Label + ": on either side, chance alone puts at most " + strconv.FormatFloat(l.Tail*100, 'g', 3, 64) + percentSign + " of ordinary units beyond it"
}

// ownLabel names the own unit beside its point, on the side where there is room.
func ownLabel(u Unit, x, y float64, area plotArea) piece {
	side, anchor, room := 16.0, "start", area.right-x
	if x-area.left > room {
		side, anchor, room = -16.0, "end", x-area.left
	}
	return written("own-label", x+side, y+4.5, anchor, fit(u.name(), sizeLabel*1.08, room-18))
}

// lines are the limits and the benchmark, each named at its right end.
func (f Funnel) lines(area plotArea, x func(int) float64, most int) []piece {
	type named struct {
		label string
		at    float64
	}
	var all []piece
	ends := []named{{"Benchmark", area.up(f.Benchmark.Rate)}}
	for _, l := range []struct {
		class string
		Limits
	}{{"limit", f.Outer}, {"limit-inner", f.Inner}} {
		var lower, upper [][2]float64
		for _, n := range sizesDrawn(most) {
			low, high := l.At(n)
			lower, upper = append(lower, [2]float64{x(n), area.up(low)}), append(upper, [2]float64{x(n), area.up(high)})
		}
		all = append(all, drawn(l.class, path(lower...)), drawn(l.class, path(upper...)))
		last := len(lower) - 1
		ends = append(ends, named{l.Label, lower[last][1]}, named{l.Label, upper[last][1]})
	}
	all = append(all, segment("benchmark", area.left, area.up(f.Benchmark.Rate), area.right, area.up(f.Benchmark.Rate)))
	slices.SortStableFunc(ends, func(a, b named) int { return int(math.Copysign(1, a.at-b.at)) })
	heights := make([]float64, len(ends))
	for i, e := range ends {
		heights[i] = e.at
	}
	for i, y := range spread(heights, 16, area.top, area.bottom) {
		all = append(all, segment("lead", area.right, ends[i].at, area.right+10, y), written("label", area.right+13, y+4.5, "", ends[i].label))
	}
	return all
}

// sizesDrawn are the sizes at which a line is drawn: each number of children, or as many as a screen can show.
func sizesDrawn(most int) []int {
	const enough = 500
	step, sizes := 1+most/enough, []int{}
	for n := 1; n < most; n += step {
		sizes = append(sizes, n)
	}
	return append(sizes, most)
}

// Sentence names the benchmark, the own unit and how many stand out.
func (f Funnel) Sentence() string {
	said := []string{"Benchmark: " + f.Benchmark.sentence() + "."}
	for _, u := range prepared(f.Units) {
		if u.Own {
			said = append(said, u.Name+": "+u.Sentence())
		}
	}
	list := f.Flagged()
	return strings.Join(append(said, fmt.Sprintf("%d compared, %d outside the limits.", list.Tested, len(list.Units))), " ")
}

// Notes say which units are not in the picture, and why; and how many flagged ones chance alone would make.
func (f Funnel) Notes() []string {
	return append(undrawn(prepared(f.Units), f.What), f.Flagged().Sentence())
}

// undrawn counts the units that have no place in a drawing, by reason.
func undrawn(units []Unit, what string) []string {
	reasons, counts := []string{}, map[string]int{}
	for _, u := range units {
		if _, ok := u.rate(); !ok {
			if counts[u.absent()]++; counts[u.absent()] == 1 {
				reasons = append(reasons, u.absent())
			}
		}
	}
	slices.Sort(reasons)
	var notes []string
	for _, reason := range reasons {
		notes = append(notes, fmt.Sprintf("Not in the picture: %s, %s.", plural(counts[reason], what, several(what)), reason))
	}
	return notes
}

// Table is all units in the order of their names, and the benchmark.
func (f Funnel) Table() Table {
	return rateTable("Every "+f.What+" by name", prepared(f.Units)).held(f.Benchmark)
}

// roundSteps are round numbers from 0, about so many.
func roundSteps(most, about int) []int {
	rough := float64(max(most, 1)) / float64(about)
	size := math.Pow(10, math.Floor(math.Log10(rough)))
	for _, times := range []float64{1, 2, 5, 10} {
		if size*times >= rough {
			size *= times
			break
		}
	}
	var steps []int
	for n := 0; n <= most; n += max(1, int(size)) {
		steps = append(steps, n)
	}
	return steps
}
