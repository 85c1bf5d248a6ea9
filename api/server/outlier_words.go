package server

import (
	"fmt"
	"math"
	"strconv"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/pkg/outlier"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// wholePercent rounds halves up.
func wholePercent(rate float64) string {
	return strconv.Itoa(int(math.Floor(rate*100+0.5))) + " %"
}

// figureWords are a count with its rate and interval: "27 of 60 (45 %, 33 to 58)".
func figureWords(c measure.Count) string {
	rate, some := c.Rate()
	if !some {
		return "none eligible"
	}
	interval, _ := c.Wilson(measure.Confidence95)
	low, high := int(math.Floor(interval.Lower*100+0.5)), int(math.Floor(interval.Upper*100+0.5))
	return fmt.Sprintf("%d of %d (%s, %d to %d)", c.R, c.N, wholePercent(rate), low, high)
}

// outlierFigure are a record's figures in short; empty where a centre took no part.
func outlierFigure(f outlier.Figures) string {
	if f.Plain == measure.NotParticipating {
		return ""
	}
	return figureWords(f.Count())
}

// outlierSentence says of a centre what was found.
func outlierSentence(f outlier.Figures) string {
	if f.Plain == measure.NotParticipating {
		return "No child of the cohort is registered."
	}
	return figureWords(f.Count()) + ". " + upperFirst(f.State().Words()) + "."
}

// stateTag is what was found, as a tag. Nothing of it is told by colour alone.
func stateTag(s measure.State) part.Tag {
	switch s {
	case measure.AlarmLow:
		return part.Tag{Label: "Alarm, low", Colour: part.Purple}
	case measure.AlarmHigh:
		return part.Tag{Label: "Alarm, high", Colour: part.Purple}
	case measure.AlertLow:
		return part.Tag{Label: "Alert, low", Colour: part.Yellow}
	case measure.AlertHigh:
		return part.Tag{Label: "Alert, high", Colour: part.Yellow}
	case measure.NotParticipating:
		return part.Tag{Label: "Not participating", Colour: part.Grey}
	}
	return part.Tag{Label: upperFirst(s.Words()), Colour: part.White}
}

// stepTag is how far a record has come.
func stepTag(s outlier.State) part.Tag {
	colour := part.Blue
	switch {
	case s.Over():
		colour = part.Grey
	case s == outlier.WithCentre:
		colour = part.Purple
	}
	return part.Tag{Label: s.Words(), Colour: colour}
}

// measureOf names the measure of a record.
func measureOf(r outlier.Record) string {
	if m := r.Of(); m != nil {
		return m.Title
	}
	if r.Measure == "" {
		return "Participation"
	}
	return r.Measure
}

func (s *Server) outlierRow(r outlier.Record, href string) page.OutlierRow {
	row := page.OutlierRow{
		Href: href + "/" + numberOf(r.ID), Centre: r.Name, Measure: measureOf(r), Cohort: strconv.Itoa(r.Cohort), Found: stateTag(r.Found), Figure: outlierFigure(r.Figures),
		State: stepTag(r.State), Since: "since " + ask.DateOf(r.Since).Words(), Due: "–", Late: r.Overdue(ask.DateOf(s.Records.Now())),
	}
	if r.DueOn != nil {
		row.Due = r.DueOn.Words()
	}
	return row
}

// outlierFacts are frozen figures, line by line.
func outlierFacts(f outlier.Figures) []part.Pair {
	facts := []part.Pair{}
	if f.Plain != measure.NotParticipating && f.N > 0 {
		facts = append(facts, part.Pair{Key: "Achieved", Value: figureWords(f.Count()) + " with its 95 % interval"},
			part.Pair{Key: "All centres together", Value: figureWords(f.Benchmark()) + fmt.Sprintf("; %d centres were compared", f.Centres)},
			part.Pair{Key: "By chance", Value: fmt.Sprintf("so few or fewer: %s; so many or more: %s", chanceWords(f.Low), chanceWords(f.High))},
			part.Pair{Key: "By the exact limits", Value: upperFirst(f.Plain.Words()) + " (" + f.Tails.Name + ")"},
			part.Pair{Key: "Adjusted for over-dispersion", Value: upperFirst(f.Adjusted.Words()) + fmt.Sprintf(" (φ %.2f, τ² %.4f)", f.Phi, f.TauSq)},
			part.Pair{Key: "What names outliers", Value: upperFirst(f.Decided.Words())})
	}
	return append(facts, childrenFacts(f)...)
}

func childrenFacts(f outlier.Figures) []part.Pair {
	facts := []part.Pair{{Key: "Children", Value: fmt.Sprintf("%d registered, %d of them a year on, %d complete and counted", f.Children.Registered, f.Children.YearOver, f.Children.Counted)},
		{Key: "Completeness", Value: completenessWords(f.Children)}, {Key: "Case ascertainment", Value: ascertainmentWords(f.Children)}}
	return append(facts, part.Pair{Key: "Counted", Value: inLondon(f.CountedAt) + ", by rules " + f.Rules})
}

func completenessWords(c compare.Children) string {
	rate, asked := c.Completeness().Rate()
	if !asked {
		return "No answer is required yet"
	}
	return wholePercent(rate) + " of the required answers are there"
}

func ascertainmentWords(c compare.Children) string {
	rate, known := c.Ascertainment()
	if !known {
		return "Not known: how many children to expect has not been entered"
	}
	words := fmt.Sprintf("%s: %d registered of %d expected (%s, %s)", wholePercent(rate), c.Registered, c.Expected.Children, c.Expected.Source, c.Expected.Of)
	if rate > 1 {
		words += ". More than expected: check the expected number"
	}
	return words
}

// chanceWords writes a probability so that small ones stay readable.
func chanceWords(p float64) string {
	if p < 0.0001 {
		return "less than 1 in 10,000"
	}
	return strconv.FormatFloat(p, 'f', 4, 64)
}
