package plot

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Shares are the children of a place by category, such as sex or deprivation quintile, as one ring. Where one category is hidden
// no ring is drawn: the gap would show its size.
type Shares struct {
	Of         string // what is counted, in words: "children"
	Categories []Category
}

// Category is one part of the whole.
type Category struct {
	Name     string
	Children Number
}

// total counts the children of all categories; false where one may not be shown.
func (c Shares) total() (int, bool) {
	sum := 0
	for _, one := range c.Categories {
		if !one.Children.known {
			return 0, false
		}
		sum += one.Children.value
	}
	return sum, true
}

// sliceColours is how many colours slices take in turn. Numbers tell slices apart; no two beside each other are of one colour.
const sliceColours = 6

func (c Shares) scene(s shape) scene {
	const r = 96.0
	total, ok := c.total()
	drawing := scene{width: s.width()}
	x, y := s.of(r+24, s.width()/2), r+12
	left, top := s.of(2*r+64, 8), s.of(12, 2*r+34)
	if !ok || total == 0 {
		left, top = 8, 12
	}
	begun := 0
	for i, one := range c.Categories {
		class := fmt.Sprintf("slice-%d", c.colour(i))
		line := top + 26*float64(i)
		pieces := []piece{drawn(class, rect(left, line, 24, 20)), written(c.numberClass(i), left+12, line+14, "middle", strconv.Itoa(i+1)),
			written("name", left+34, line+15.5, "", fit(one.Name, sizeName, s.width()-left-34-112)), written("value", s.width()-4, line+15.5, "end", c.words(one))}
		if ok && one.Children.value > 0 {
			from, to := float64(begun)/float64(total), float64(begun+one.Children.value)/float64(total)
			begun += one.Children.value
			pieces = append(pieces, drawn(class, slice(x, y, r, 52, from, to)))
			if to-from >= 0.05 {
				angle := math.Pi * (from + to - 0.5)
				pieces = append(pieces, written(c.numberClass(i), x+74*math.Cos(angle), y+74*math.Sin(angle)+4, "middle", strconv.Itoa(i+1)))
			}
		}
		drawing.things = append(drawing.things, thing{name: one.Name + ": " + c.words(one), pieces: pieces})
	}
	drawing.height = max(top+26*float64(len(c.Categories))+6, y)
	if ok && total > 0 {
		drawing.height = max(drawing.height, y+r+12)
		drawing.above = []piece{written("middle", x, y+3, "middle", strconv.Itoa(total)), written("label", x, y+22, "middle", c.Of)}
	}
	return drawing
}

// colour keeps the last slice from having the first one's colour, which it touches.
func (c Shares) colour(i int) int {
	if i == len(c.Categories)-1 && i > 0 && i%sliceColours == 0 {
		return 2
	}
	return i%sliceColours + 1
}

func (c Shares) numberClass(i int) string {
	switch c.colour(i) {
	case 1, 2, 5:
		return "code-light"
	}
	return "code"
}

func (c Shares) words(one Category) string {
	total, ok := c.total()
	if ok && total > 0 {
		return one.Children.Words() + " (" + Percent(float64(one.Children.value)/float64(total)) + ")"
	}
	return one.Children.Words()
}

// Sentence says every category's number.
func (c Shares) Sentence() string {
	total, ok := c.total()
	if ok && total == 0 {
		return "No " + c.Of + "."
	}
	var said []string
	for _, one := range c.Categories {
		said = append(said, one.Name+": "+c.words(one))
	}
	words := strings.Join(said, ", ") + "."
	if ok {
		words = strconv.Itoa(total) + " " + c.Of + ": " + words
	}
	return words
}

// Notes say why there is no ring.
func (c Shares) Notes() []string {
	for _, one := range c.Categories {
		if one.Children.hidden {
			return []string{"No ring is drawn: some " + hiddenWords + " (" + hiddenMark + ")."}
		}
	}
	return nil
}

// Table is all categories in their order.
func (c Shares) Table() Table {
	t := Table{Caption: capital(c.Of) + " by category", Columns: []Column{{"Category", []string{"category"}, false}, {capital(c.Of), []string{"number"}, true}, {"Share", []string{"share"}, true}}}
	total, ok := c.total()
	for _, one := range c.Categories {
		words, value := notKnown, ""
		if ok && total > 0 {
			words, value = Percent(float64(one.Children.value)/float64(total)), data(float64(one.Children.value)/float64(total))
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{one.Name, []string{one.Name}}, numberCell(one.Children), {words, []string{value}}}})
	}
	return t
}
