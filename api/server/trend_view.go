package server

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/ui/plot"
)

// trendWords are what must be known to read a measure over time.
var trendWords = []string{
	"Each cohort is counted where its children were led on its last day, in the units as they were then. A cohort whose deadline has not passed is not final: its points are hollow, change while records are completed, and are left out of the middle line, the limits and what is said of them.",
	"A quarter is of the day of the first paediatric assessment; its children had the year of care after it. Small quarters move a lot by chance: a point by itself says little, unless it lies outside limits.",
}

// trendFigures are the unit over quarters and over cohorts, then the nation.
func (a apartAsked) trendFigures(today ask.Date) []plot.Figure {
	levels := []compare.Level{a.level}
	if a.level != compare.National {
		levels = append(levels, compare.National)
	}
	var all []plot.Figure
	for i, level := range levels {
		for _, kind := range []string{"quarters", "cohorts"} {
			t := a.series(level, kind == "quarters", today)
			if t.name == "" {
				continue
			}
			id, title := kind, t.name+", by cohort"
			if kind == "quarters" {
				title = t.name + ", by quarter of first assessment"
			}
			if i > 0 {
				id = "nation-" + kind
			}
			chart := a.chart
			if kind == "cohorts" && chart == dotsChart {
				chart = runChart // too few to be plotted that way
			}
			drawing, notes := t.drawn(chart)
			all = append(all, a.filed(plot.Figure{ID: id, Title: title, Lead: a.measure.Title + ".", Notes: append(notes, t.notes...), Drawing: drawing}))
		}
	}
	return all
}

// series is a unit over time, in stretches of the same rules.
type series struct {
	name      string
	what      string // a point in words
	stretches []stretch
	notes     []string
}

type stretch struct {
	change string
	points []point
}

// point is one cohort or quarter of a unit.
type point struct {
	name  string
	count compare.Count
	open  string // why it is not final
}

// settled tells whether a point counts in what is said of all of them.
func (p point) settled() bool { return p.open == "" && !p.count.Hidden && p.count.Eligible() > 0 }

// moment is the point as it may be shown.
func (p point) moment() plot.Moment {
	u := plottedUnit(comparedUnit{Unit: compare.Unit{Code: p.name, Name: p.name}, Count: p.count})
	u.Interval, u.Registered = nil, plot.Number{}
	return plot.Moment{Unit: u, Open: p.open}
}

func (a apartAsked) series(level compare.Level, quarters bool, today ask.Date) series {
	t, rules := series{what: "cohort"}, ""
	if quarters {
		t.what = "quarter"
	}
	for _, c := range a.found {
		of, there := c.Of(level)
		if !there {
			t.notes = append(t.notes, fmt.Sprintf("Cohort %d: there was no such unit on its last day.", c.Cohort))
			continue
		}
		t.name = of.Name
		if len(t.stretches) == 0 || c.Rules != rules {
			change := ""
			if rules != "" {
				change = "Definitions changed, from rules " + rules + " to rules " + c.Rules
			}
			t.stretches, rules = append(t.stretches, stretch{change: change}), c.Rules
		}
		last := &t.stretches[len(t.stretches)-1]
		last.points = append(last.points, a.points(c, of, quarters, today)...)
		if c.OtherRules > 0 {
			t.notes = append(t.notes, fmt.Sprintf("Cohort %d: %d children are still counted by results of other rules.", c.Cohort, c.OtherRules))
		}
	}
	return t
}

// points are those of one cohort, as far as they have begun.
func (a apartAsked) points(c compare.CohortBreakdown, of compare.Breakdown, quarters bool, today ask.Date) []point {
	i := slices.IndexFunc(a.cohorts.all, func(p dataset.Period) bool { return p.Cohort == c.Cohort })
	period := a.cohorts.all[i]
	open := ""
	if !today.After(period.Deadline) {
		open = "not final: cohort " + strconv.Itoa(c.Cohort) + " is open until " + period.Deadline.Words()
	}
	if !quarters {
		return []point{{"Cohort " + strconv.Itoa(c.Cohort), of.Whole[0], open}}
	}
	var all []point
	for n, g := range of.Groups[compare.Quarter.Key] {
		from := ask.NewDate(period.RecruitsFrom.Year, period.RecruitsFrom.Month+time.Month(3*n), 1)
		if n >= len(compare.Quarter.Scales[0].Categories) || from.After(today) {
			break
		}
		to := ask.NewDate(from.Year, from.Month+2, 1)
		all = append(all, point{monthWords(from) + "–" + monthWords(to), g.Counts[0], open})
	}
	return all
}

// monthWords is a month and its year as short as an axis needs.
func monthWords(d ask.Date) string {
	return fmt.Sprintf("%s %02d", d.Month.String()[:3], d.Year%100)
}

// drawn is a series as a chart, with what is said of it.
func (t series) drawn(chart string) (plot.RunChart, []string) {
	drawing, notes := plot.RunChart{Middle: "Median"}, []string(nil)
	switch chart {
	case limitChart:
		drawing.Middle, drawing.Limits = "Mean", "Limits: three standard deviations around the mean"
	case dotsChart:
		drawing.Middle, drawing.Limits = "Mean", "Limits: 2.66 mean moving ranges around the mean"
	}
	for _, s := range t.stretches {
		stretch, said := s.drawn(chart, t.what)
		drawing.Stretches, notes = append(drawing.Stretches, stretch), append(notes, said)
	}
	return drawing, notes
}

// drawn works out the middle and the limits from the settled points, and says what they tell.
func (s stretch) drawn(chart, what string) (plot.Stretch, string) {
	var counts []measure.Count
	var rates []float64
	var at []int
	drawn := plot.Stretch{Change: s.change}
	for i, p := range s.points {
		drawn.Moments = append(drawn.Moments, p.moment())
		if p.settled() {
			rate, _ := p.count.Of().Rate()
			counts, rates, at = append(counts, p.count.Of()), append(rates, rate), append(at, i)
		}
	}
	if len(rates) == 0 {
		drawn.Bare = true
		return drawn, "No " + what + " is final and may be shown yet, so there is no middle line."
	}
	mark := func(i int, limits measure.Interval, signal string) {
		drawn.Moments[at[i]].Interval = &plot.Range{Lower: max(limits.Lower, 0), Upper: min(limits.Upper, 1)}
		drawn.Moments[at[i]].Signal = signal
	}
	switch chart {
	case limitChart:
		chart := measure.NewPChart(counts)
		drawn.Middle = chart.Mean
		for i := range at {
			mark(i, chart.Limits[i], map[bool]string{true: measure.Outside}[chart.Outside[i]])
		}
	case dotsChart:
		chart := measure.NewXmR(rates)
		drawn.Middle = chart.Mean
		for i := range at {
			mark(i, measure.Interval{Lower: chart.Lower, Upper: chart.Upper}, chart.Signals[i])
		}
	default:
		drawn.Middle = measure.Median(rates)
		return drawn, runsWords(rates, what)
	}
	return drawn, fmt.Sprintf("Mean and limits are worked out from %d final %ss.", len(at), what)
}

// runsWords is the verdict on runs around the median, where there are points enough for one.
func runsWords(rates []float64, what string) string {
	runs, enough := measure.CountRuns(rates)
	if !enough {
		return fmt.Sprintf("%d of %d final %ss lie off the median: fewer than ten give no verdict on runs.", runs.Useful, len(rates), what)
	}
	verdict := "no more movement than chance gives"
	if runs.Signal() {
		verdict = "more than chance gives, so something has changed"
	}
	return fmt.Sprintf("Runs around the median (Anhøj), of %d useful %ss: the longest is %d, where up to %d is usual; the median is crossed %d times, where at least %d is usual: %s.",
		runs.Useful, what, runs.Longest, runs.LongestAllowed, runs.Crossings, runs.FewestCrossings, verdict)
}
