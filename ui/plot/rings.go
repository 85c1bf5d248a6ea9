package plot

import (
	"fmt"
	"math"
	"strings"
)

// Rings are one measure at every level a unit belongs to: a ring each, passed and failed, with the percentage in the middle. A
// unit's group is its level: "Trust", "Region".
type Rings struct {
	Units []Unit
	Of    *RingWords // of what else than a measure
}

// RingWords say what rings of other counts than a measure's show: "Complete, of registered", "No child is registered".
type RingWords struct{ Caption, Parts, None string }

// none is what is said of a unit without a ring.
func (r Rings) none(u Unit) string {
	if r.Of != nil && u.Eligible.known && u.Eligible.value == 0 {
		return r.Of.None
	}
	return capital(u.absent())
}

const ringHeight = 226.0

func (r Rings) scene(s shape) scene {
	columns := int(s.of(4, 2))
	drawing := scene{width: s.width()}
	units := r.units()
	step := s.width() / float64(columns)
	for i, u := range units {
		x, y := step*(float64(i%columns)+0.5), ringHeight*float64(i/columns)
		drawing.things = append(drawing.things, thing{u.Group + ", " + u.label(), u.Href, r.ring(u, x, y, step-12)})
	}
	drawing.height = ringHeight * math.Ceil(float64(len(units))/float64(columns))
	return drawing
}

// units stay in the order given, which is that of the levels.
func (r Rings) units() []Unit {
	var all []Unit
	for _, u := range r.Units {
		all = append(all, prepared([]Unit{u})...)
	}
	return all
}

func (r Rings) ring(u Unit, x, top, room float64) []piece {
	all := []piece{written("name-own", x, top+20, "middle", fit(u.Group, sizeName*1.08, room))}
	for i, words := range wrap(u.name(), sizeTick, room, 2) {
		all = append(all, written("label", x, top+40+float64(i)*16, "middle", words))
	}
	y := top + 132
	rate, ok := u.rate()
	if !ok {
		for i, words := range wrap(r.none(u)+". "+strings.Join(u.beside(), " "), sizeTick, room, 5) {
			all = append(all, written("absent", x, top+96+float64(i)*18, "middle", words))
		}
		return all
	}
	all = append(all, drawn("rest", slice(x, y, 54, 34, 0, 1)))
	if rate > 0 {
		all = append(all, drawn("part", slice(x, y, 54, 34, 0, rate)))
	}
	return append(all, written("middle", x, y+8, "middle", Percent(rate)),
		written("label", x, top+210, "middle", Percent(rate)+" ("+u.Met.Words()+" / "+u.Eligible.Words()+")"))
}

// slice is a part of a ring between two shares of its round, from the top clockwise.
func slice(x, y, outer, inner, from, to float64) string {
	if to-from > 0.99999 {
		return circle(x, y, outer) + circle(x, y, inner)
	}
	at := func(r, share float64) (float64, float64) {
		angle := 2*math.Pi*share - math.Pi/2
		return x + r*math.Cos(angle), y + r*math.Sin(angle)
	}
	large := 0
	if to-from > 0.5 {
		large = 1
	}
	x1, y1 := at(outer, from)
	x2, y2 := at(outer, to)
	x3, y3 := at(inner, to)
	x4, y4 := at(inner, from)
	return fmt.Sprintf("M%s %sA%s %s 0 %d 1 %s %sL%s %sA%s %s 0 %d 0 %s %sZ", num(x1), num(y1), num(outer), num(outer), large, num(x2), num(y2),
		num(x3), num(y3), num(inner), num(inner), large, num(x4), num(y4))
}

// Sentence says every level's figures.
func (r Rings) Sentence() string {
	var said []string
	for _, u := range r.units() {
		figures := u.figures()
		if _, ok := u.rate(); !ok {
			figures = r.none(u)
		}
		said = append(said, u.Group+": "+figures+".")
	}
	return strings.Join(said, " ")
}

// Notes are none.
func (r Rings) Notes() []string { return nil }

// Table is all levels in their order.
func (r Rings) Table() Table {
	t := r.numbers()
	for i := range t.Columns {
		if t.Columns[i].Head == groupShown.Head {
			t.Columns[i] = Column{"Level", []string{"level"}, false}
		}
	}
	return t
}

// numbers is the table with a column for the region, where the level will stand.
func (r Rings) numbers() Table {
	if r.Of == nil {
		return rateTable("Every level", r.units())
	}
	parts := metColumn
	parts.Head = r.Of.Parts
	share := unitColumn{Column{"Share", []string{"share"}, true}, func(u Unit) Cell {
		rate, ok := u.rate()
		if !ok {
			return Cell{r.none(u), []string{""}}
		}
		return Cell{Percent(rate), []string{data(rate)}}
	}}
	return tableOf(r.Of.Caption, []unitColumn{nameColumn, groupShown, parts, share}, r.units())
}
