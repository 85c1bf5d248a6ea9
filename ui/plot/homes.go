package plot

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Homes is where children live around one place: squares of a grid, shaded by how many live in each, and rings of distance. A square
// says a class of numbers and never a number, for one child in it is nobody's business; the numbers are those of the rings.
type Homes struct {
	Of     string // the place in the middle
	Step   int    // kilometres between rings
	Edge   int    // kilometres along a square's edge
	Rings  []int  // children within each ring, and last those beyond all
	Square []HomeSquare
}

// HomeSquare is a square of the grid, counted from the one around the place to the east and to the north.
type HomeSquare struct{ East, North, Children int }

// homeClasses are the least numbers of the shades after the first.
var homeClasses = []int{5, 10, 20, 50}

func homeClass(children int) int {
	class := 1
	for _, least := range homeClasses {
		if children >= least {
			class++
		}
	}
	return class
}

func homeWords(class int) string {
	switch {
	case class == 1:
		return fmt.Sprintf("1 to %d children", homeClasses[0]-1)
	case class > len(homeClasses):
		return fmt.Sprintf("%d children or more", homeClasses[len(homeClasses)-1])
	}
	return fmt.Sprintf("%d to %d children", homeClasses[class-2], homeClasses[class-1]-1)
}

func (h Homes) scene(s shape) scene {
	size := s.of(440, 320)
	middle := size/2 + 4
	scale := (size/2 - 14) / float64(max(1, h.Step*(len(h.Rings)-1)))
	edge := float64(h.Edge) * scale
	drawing := scene{width: s.width()}
	used := map[int]bool{}
	for _, q := range h.Square {
		class := homeClass(q.Children)
		used[class] = true
		x, y := middle+(float64(q.East)-0.5)*edge, middle-(float64(q.North)+0.5)*edge
		drawing.things = append(drawing.things, thing{name: h.where(q) + ": " + homeWords(class), pieces: []piece{drawn(fmt.Sprintf("area-%d", class), rect(x, y, edge, edge))}})
	}
	for i := 1; i < len(h.Rings); i++ {
		r := float64(h.Step*i) * scale
		drawing.above = append(drawing.above, drawn("limit", circle(middle, middle, r)), written("own-label", middle, middle-r+13, "middle", strconv.Itoa(h.Step*i)+" km"))
	}
	drawing.above = append(drawing.above, drawn("alarm", diamond(middle, middle)))
	keys := h.keys(used)
	if s == forPhone {
		drawing.below, drawing.height = keyed(keys, s, size+14)
		return drawing
	}
	drawing.below, drawing.height = beside(keys, size+36), size+10
	return drawing
}

func (h Homes) keys(used map[int]bool) []key {
	keys := []key{{func(x, y float64) []piece { return []piece{drawn("alarm", diamond(x, y))} }, h.Of}}
	for class := 1; class <= len(homeClasses)+1; class++ {
		if used[class] {
			keys = append(keys, key{func(x, y float64) []piece {
				return []piece{drawn(fmt.Sprintf("area-%d", class), rect(x-11, y-8, 22, 16))}
			},
				homeWords(class) + " in a square"})
		}
	}
	return append(keys, strokeKey("limit", "Distance from the middle, "+strconv.Itoa(h.Step)+" km from ring to ring"))
}

// beside puts explanations to the right of a drawing, one below the other.
func beside(keys []key, left float64) []piece {
	var all []piece
	y := 24.0
	for _, k := range keys {
		all = append(all, k.pieces(left+14, y)...)
		for i, words := range wrap(k.words, sizeLabel, 240, 4) {
			if i > 0 {
				y += 17
			}
			all = append(all, written("label", left+36, y+4.5, "", words))
		}
		y += 28
	}
	return all
}

// where is a square in words: how far in which direction.
func (h Homes) where(q HomeSquare) string {
	if q.East == 0 && q.North == 0 {
		return "Around " + h.Of
	}
	away := math.Hypot(float64(q.East), float64(q.North)) * float64(h.Edge)
	winds := []string{"north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"}
	eighth := int(math.Round(math.Atan2(float64(q.East), float64(q.North))/(math.Pi/4)) + 8)
	return fmt.Sprintf("About %.0f km to the %s", away, winds[eighth%8])
}

func (h Homes) ring(i int) string {
	switch {
	case i == len(h.Rings)-1:
		return fmt.Sprintf("further than %d km", h.Step*i)
	case i == 0:
		return fmt.Sprintf("within %d km", h.Step)
	}
	return fmt.Sprintf("%d to %d km", h.Step*i, h.Step*(i+1))
}

func (h Homes) total() int {
	sum := 0
	for _, n := range h.Rings {
		sum += n
	}
	return sum
}

// Sentence says how many live how far away.
func (h Homes) Sentence() string {
	var said []string
	for i, n := range h.Rings {
		said = append(said, h.ring(i)+": "+strconv.Itoa(n))
	}
	return plural(h.total(), "child", "children") + ". " + capital(strings.Join(said, ", ")) + "."
}

// Notes say what a square is.
func (h Homes) Notes() []string {
	notes := []string{fmt.Sprintf("North is up. A square is %d km wide and says about how many children live in it: no home can be told from it. Distances are straight lines.", h.Edge)}
	if last := len(h.Rings) - 1; last >= 0 && h.Rings[last] > 0 {
		notes = append(notes, "Those who live further than "+strconv.Itoa(h.Step*last)+" km away are not drawn.")
	}
	return notes
}

// Table is the children by distance.
func (h Homes) Table() Table {
	t := Table{Caption: "Children by distance", Columns: []Column{{"Distance", []string{"distance"}, false}, {"Children", []string{"children"}, true}, {"Share", []string{"share"}, true}}}
	total := h.total()
	if total == 0 {
		return t
	}
	for i, n := range h.Rings {
		share := float64(n) / float64(total)
		t.Rows = append(t.Rows, Row{Cells: []Cell{{capital(h.ring(i)), []string{h.ring(i)}}, numberCell(Of(n)), {Percent(share), []string{data(share)}}}})
	}
	return t
}
