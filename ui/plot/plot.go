// Package plot draws comparisons of centres as SVG on the server: numbers in, markup out. Every drawing says in a sentence and a
// table what it shows, so that nothing depends on seeing it; its colours and lines are CSS classes, so that it prints, and holds in
// high contrast. It decides nothing: limits, states and hidden numbers come from pkg/measure. A hidden number never reaches it.
package plot

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Figure is a drawing with everything that stands around it.
type Figure struct {
	ID       string
	Title    string
	Sentence string // what it shows, in one sentence
	Notes    []string
	SVGHref  string // to download the drawing; empty where there is none
	CSVHref  string // to download its numbers
	Table    Table
}

// Table is the same content as the drawing, row by row.
type Table struct {
	Caption string
	Heads   []string
	Rows    [][]string // the first cell names the row
	Own     int        // place of the own unit, −1 where there is none
}

// frame is the area of a drawing in its own units, and its margins.
type frame struct{ width, height, left, right, top, bottom float64 }

func (f frame) viewBox() string { return "0 0 " + num(f.width) + " " + num(f.height) }

// across places a share of the width, from 0 to 1.
func (f frame) across(share float64) float64 { return f.left + share*(f.width-f.left-f.right) }

// up places a share of the height, from 0 at the bottom to 1 at the top; what lies outside is drawn on the edge.
func (f frame) up(share float64) float64 {
	return f.height - f.bottom - min(max(share, 0), 1)*(f.height-f.top-f.bottom)
}

// num writes a coordinate: two digits are enough for any screen, and the same bytes every time.
func num(v float64) string {
	text := strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
	if text == "-0" {
		return "0"
	}
	return text
}

// Percent writes a rate as whole per cent, halves rounded up (kpis.md, section 10): the one way in which rates are shown.
func Percent(rate float64) string { return strconv.Itoa(int(math.Floor(rate*100+0.5))) + " %" }

// path joins points by straight lines.
func path(points [][2]float64) string {
	var b strings.Builder
	for i, p := range points {
		command := "L"
		if i == 0 {
			command = "M"
		}
		fmt.Fprintf(&b, "%s%s %s", command, num(p[0]), num(p[1]))
	}
	return b.String()
}

// Mark is the shape of a point: the own centre and flagged ones differ by shape, not by colour alone.
type Mark string

// The marks.
const (
	Circle  Mark = "circle"
	Diamond Mark = "diamond" // the own centre
	Up      Mark = "up"      // flagged high
	Down    Mark = "down"    // flagged low
)

// outline is the path of a mark around a place.
func (m Mark) outline(x, y float64) string {
	const r = 6
	switch m {
	case Diamond:
		return path([][2]float64{{x, y - r - 2}, {x + r + 2, y}, {x, y + r + 2}, {x - r - 2, y}}) + "Z"
	case Up:
		return path([][2]float64{{x, y - r}, {x + r, y + r - 1}, {x - r, y + r - 1}}) + "Z"
	case Down:
		return path([][2]float64{{x, y + r}, {x + r, y - r + 1}, {x - r, y - r + 1}}) + "Z"
	}
	return fmt.Sprintf("M%s %sa4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z", num(x-4.5), num(y))
}
