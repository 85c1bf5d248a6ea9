package server

import (
	"fmt"
	"math"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/pkg/outline"
	"github.com/pinktick/pinktick/ui/plot"
)

// compared is one measure over the units of a level, ready to be drawn: all of it from live counts or all of it from one
// published document, never both (kpis.md, D-25). What may not be shown is gone from it already.
type compared struct {
	Title         string // of the measure
	Level         compare.Level
	Cohort        int
	Source        string // "live figures counted on …" or "published on …, version 2"
	Units         []comparedUnit
	Average       measure.Count // of all units of the level together, those that are not listed too; N 0: none
	AverageHidden bool
	Policy        compare.Policy
	MapOn         ask.Date                 // the units are those of this day: the cohort's deadline
	Outlines      outline.Drawn            // of the level's units, where an operator has loaded them
	SVGHref       func(kind string) string // to download a figure; nil: not offered
	CSVHref       func(kind string) string
}

// comparedUnit is one unit as it may be shown. Where Count is hidden, or a number of Children is compare.Gone, there is nothing
// else behind it.
type comparedUnit struct {
	compare.Unit
	compare.Children
	Count compare.Count
	State measure.State
	Href  string

	Completed *float64 // the share of required answers that are there, where a publication says it
}

// The kinds of figure, by which addresses name them. A caterpillar is of one region, whose code follows.
const (
	funnelFigure      = "funnel"
	caterpillarFigure = "region-"
	barsFigure        = "bars"
	tilesFigure       = "tiles"
	outlinesFigure    = "map"
)

// units of a level, in the words of a sentence.
var unitWords = map[compare.Level]string{compare.Organisation: "hospital", compare.Trust: "trust", compare.HealthBoard: "local health board",
	compare.CareBoard: "integrated care board", compare.Region: "NHS England region", compare.Network: "OPEN UK network", compare.Country: "country"}

var barLevels = map[compare.Level]plot.Level{compare.HealthBoard: plot.HealthBoard, compare.CareBoard: plot.CareBoard, compare.Region: plot.Region,
	compare.Network: plot.Network, compare.Country: plot.Country}

// figures are all drawings that suit the level, the usual one first. Each stands for itself: a page may show one or all.
func (c compared) figures() []plot.Figure {
	units, what := c.plotted(), unitWords[c.Level]
	var all []plot.Figure
	add := func(kind, title string, drawing plot.Drawing, notes ...string) {
		all = append(all, c.figure(kind, title, drawing, notes))
	}
	if c.comparable() {
		add(funnelFigure, "Every "+what+" by its number of children", c.funnel(units), append(c.sizeNotes(units), c.dispersionNotes()...)...)
		for _, r := range regionsOf(units) {
			add(caterpillarFigure+r.key, r.name+": every "+what+" with its interval", plot.Caterpillar{What: what, Benchmark: c.benchmark(), Units: r.units})
		}
	}
	if level, drawn := barLevels[c.Level]; drawn {
		add(barsFigure, "Every "+what+" by name", plot.Bars{Level: level, What: what, Average: c.benchmark(), Units: units})
	}
	if tiles := c.tiles(units); len(tiles) > 0 {
		add(tilesFigure, "Every "+what+" as a tile", plot.TileMap{What: what, Tiles: tiles})
	}
	if areas := c.areas(units); len(areas) > 0 {
		add(outlinesFigure, "Every "+what+" on the map", plot.OutlineMap{What: what, Areas: areas, Source: outlineSource(c.Outlines)})
	}
	return all
}

func (c compared) figure(kind, title string, drawing plot.Drawing, notes []string) plot.Figure {
	f := plot.Figure{ID: kind, Title: title, Lead: fmt.Sprintf("%s. Cohort %d, %s.", c.Title, c.Cohort, c.Source), Notes: notes, Drawing: drawing}
	if c.SVGHref != nil {
		f.SVGHref = c.SVGHref(kind)
	}
	if c.CSVHref != nil {
		f.CSVHref = c.CSVHref(kind)
	}
	return f
}

// theta is the rate that units are held against; false where there is none.
func (c compared) theta() (float64, bool) {
	if c.AverageHidden {
		return 0, false
	}
	return c.Average.Rate()
}

// comparable tells whether units can be held against their average: countries are too few for it.
func (c compared) comparable() bool {
	_, ok := c.theta()
	return ok && c.Level != compare.Country && c.Level != compare.National
}

// benchmark is the pooled average, named and dated.
func (c compared) benchmark() plot.Benchmark {
	rate, ok := c.theta()
	if !ok {
		return plot.Benchmark{}
	}
	return plot.Benchmark{Rate: rate, Met: plot.Of(c.Average.R), Eligible: plot.Of(c.Average.N),
		Words: fmt.Sprintf("average of all eligible children, cohort %d, %s", c.Cohort, c.Source)}
}

func (c compared) funnel(units []plot.Unit) plot.Funnel {
	theta, _ := c.theta()
	limits := func(label string, tail float64) plot.Limits {
		return plot.Limits{Label: label, Tail: tail, At: func(n int) (float64, float64) {
			at := measure.FunnelLimits(tail, n, theta)
			return at.Lower, at.Upper
		}}
	}
	inner, outer, _ := strings.Cut(c.Policy.Tails.Name, " and ")
	if !strings.Contains(inner, "%") { // "2 and 3 standard deviations"
		inner += " standard deviations"
	}
	return plot.Funnel{What: unitWords[c.Level], Benchmark: c.benchmark(), Units: units,
		Inner: limits(inner+" limit", c.Policy.Tails.Alert), Outer: limits(outer+" limit", c.Policy.Tails.Alarm)}
}

// most is beyond any unit's number of children.
const most = 10_000

// sizeNotes say how many children it takes to be told apart at all.
func (c compared) sizeNotes(units []plot.Unit) []string {
	theta, _ := c.theta()
	least, words := c.Policy.Tails.SmallestSize(theta, most), []string{}
	for _, side := range []struct {
		name string
		n    int
	}{{"a low alert", least.AlertLow}, {"a low alarm", least.AlarmLow}, {"a high alert", least.AlertHigh}, {"a high alarm", least.AlarmHigh}} {
		if side.n > 0 {
			words = append(words, fmt.Sprintf("%s %d", side.name, side.n))
		}
	}
	if len(words) == 0 {
		return []string{"Where the average is 0 or 100 %, nobody can be told apart."}
	}
	notes := []string{"At this average " + strings.Join(words, ", ") + " eligible children are the fewest among whom each can happen."}
	small := 0
	for _, u := range units {
		if u.Remark != "" {
			small++
		}
	}
	if small > 0 {
		notes = append(notes, fmt.Sprintf("Of those compared %d have too few for either side: %s.", small, tooSmall))
	}
	return notes
}

const tooSmall = "too small to be told apart"

// dispersion is how much more than chance the compared units differ.
func (c compared) dispersion() measure.Dispersion {
	theta, _ := c.theta()
	var counts []measure.Count
	for _, u := range c.Units {
		if u.State == measure.AsExpected || u.State.Flagged() {
			counts = append(counts, u.Count.Of())
		}
	}
	return measure.Disperse(counts, theta)
}

func (c compared) dispersionNotes() []string {
	d := c.dispersion()
	if d.Centres < 2 {
		return nil
	}
	numbers := fmt.Sprintf("φ %.2f, τ² %.4f, %d compared", d.Phi, d.TauSq, d.Centres)
	switch {
	case d.Present():
		return []string{fmt.Sprintf("They differ more than chance explains (%s; noted above φ %.2f). Beside each plain state stands the one by limits adjusted for this over-dispersion.", numbers, d.Threshold())}
	case d.Centres < measure.LeastCentres:
		return []string{fmt.Sprintf("Fewer than %d are compared, too few to adjust for over-dispersion (%s).", measure.LeastCentres, numbers)}
	}
	return []string{fmt.Sprintf("No over-dispersion is noted (%s; noted above φ %.2f).", numbers, d.Threshold())}
}

// plotted are the units as they are drawn, with intervals, adjusted states and what is said of the smallest.
func (c compared) plotted() []plot.Unit {
	d, theta, comparable := c.dispersion(), 0.0, c.comparable()
	if comparable {
		theta, _ = c.theta()
	}
	least := c.Policy.Tails.SmallestSize(theta, most)
	units := make([]plot.Unit, 0, len(c.Units))
	for _, u := range c.Units {
		drawn := plottedUnit(u)
		if compared := u.State == measure.AsExpected || u.State.Flagged(); compared && comparable {
			if d.Present() {
				drawn.Adjusted = plot.State(d.Compare(u.Count.Of()))
			}
			if n := u.Count.Eligible(); (least.AlertLow < 0 || n < least.AlertLow) && (least.AlertHigh < 0 || n < least.AlertHigh) {
				drawn.Remark = tooSmall
			}
		} else if compared { // there is nothing to compare with
			drawn.State = ""
		}
		units = append(units, drawn)
	}
	return units
}

// plottedUnit is a unit by itself.
func plottedUnit(u comparedUnit) plot.Unit {
	drawn := plot.Unit{Code: u.Code, Name: u.Name, Group: groupOf(u.Unit), Href: u.Href, Own: u.Own, State: plot.State(u.State),
		Registered: shownNumber(u.Registered), Complete: u.complete()}
	if u.Expected != nil {
		drawn.Expected = shownNumber(u.Expected.Children)
	}
	if u.Count.Hidden {
		drawn.Met, drawn.Eligible, drawn.Missing, drawn.NotApplicable = plot.Hidden(), plot.Hidden(), plot.Hidden(), plot.Hidden()
		return drawn
	}
	drawn.Met, drawn.Eligible = plot.Of(u.Count.Passed), plot.Of(u.Count.Eligible())
	drawn.Missing, drawn.NotApplicable = shownNumber(u.Count.Incomplete), shownNumber(u.Count.NotApplicable)
	if i, ok := u.Count.Of().Wilson(measure.Confidence95); ok {
		drawn.Interval = &plot.Range{Lower: i.Lower, Upper: i.Upper}
	}
	return drawn
}

// complete is the share of the required answers that are there, in whole per cent: more digits would give its parts away. None where
// nobody's first year is over, or it may not be shown.
func (u comparedUnit) complete() *float64 {
	rate, asked := u.Completeness().Rate()
	if u.Completed != nil || !asked || u.YearOver == compare.Gone {
		return u.Completed
	}
	rate = math.Floor(rate*100+0.5) / 100
	return &rate
}

func shownNumber(n int) plot.Number {
	if n == compare.Gone {
		return plot.Hidden()
	}
	return plot.Of(n)
}
