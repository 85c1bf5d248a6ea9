// Package plot draws comparisons of centres as SVG on the server: numbers in, markup out. Every drawing comes with a sentence and a
// table of the same numbers, so that nothing depends on seeing it, and can be written as a file of its own, and its numbers as CSV.
// It decides nothing: limits, states and hidden numbers come from pkg/measure. A hidden number never reaches it; where a unit is
// said to be suppressed or not to take part, whatever came with it is dropped before anything is drawn, ordered or written.
//
// A drawing is made twice, for a wide page and for a phone, from the same numbers; the style sheet shows one of the two. How things
// look is said by presentation attributes, so page and file look alike; the style sheet adds high contrast, print and focus.
package plot

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Figure is a drawing with everything that stands around it.
type Figure struct {
	ID      string // unique on its page
	Title   string
	Lead    string   // said before the drawing's own sentence: what is shown, of which cohort, as of when
	Notes   []string // below the drawing
	SVGHref string   // to download the drawing; empty where there is none
	CSVHref string   // to download its numbers
	Wide    bool     // among others it takes the room of a page, where there is so much
	Drawing Drawing
}

// Drawing is one kind of picture, with the same content in words and as a table.
type Drawing interface {
	Sentence() string // what it shows
	Notes() []string  // what must be known to read it, such as what is not in the picture
	Table() Table
	scene(shape) scene
}

// Sentence is all that is said of a figure in words.
func (f Figure) Sentence() string { return strings.TrimSpace(f.Lead + " " + f.Drawing.Sentence()) }

func (f Figure) notes() []string { return append(slices.Clone(f.Notes), f.Drawing.Notes()...) }

// Range is an interval of rates.
type Range struct{ Lower, Upper float64 }

// Benchmark is what units are held against.
type Benchmark struct {
	Rate     float64
	Words    string // named and dated: "All centres, cohort 6, counted on 12 November 2026"
	Met      Number // of the pooled count, if it is one
	Eligible Number
}

// given tells whether there is a benchmark at all: none where nobody is eligible, or its numbers are too small to show.
func (b Benchmark) given() bool { return b.Words != "" }

func (b Benchmark) sentence() string {
	if !b.given() {
		return "its numbers are too small to show or nobody is eligible"
	}
	words := b.Words + ": " + Percent(b.Rate)
	if b.Met.known && b.Eligible.known {
		words += " (" + b.Met.Words() + " of " + b.Eligible.Words() + ")"
	}
	return words
}

// Percent writes a rate as whole per cent, halves rounded up (kpis.md, section 10): the one way in which rates are shown.
func Percent(rate float64) string { return strconv.Itoa(whole(rate)) + percentSign }

// percentSign keeps number and sign on one line.
const percentSign = "\u00a0%"

func whole(rate float64) int { return int(math.Floor(rate*100 + 0.5)) }

// num writes a coordinate: two digits are enough for any screen, and the same bytes every time.
func num(v float64) string {
	text := strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
	if text == "-0" {
		return "0"
	}
	return text
}

// path joins points by straight lines.
func path(points ...[2]float64) string {
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

func rect(x, y, width, height float64) string {
	return fmt.Sprintf("M%s %sh%sv%sh%sZ", num(x), num(y), num(width), num(height), num(-width))
}

// plural is a number with its word.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// several is a word for several.
func several(one string) string {
	if stem, ok := strings.CutSuffix(one, "y"); ok {
		return stem + "ies"
	}
	return one + "s"
}

// capital begins a sentence.
func capital(words string) string {
	_, first := utf8.DecodeRuneInString(words)
	return strings.ToUpper(words[:first]) + words[first:]
}
