package server

import (
	"fmt"
	"strconv"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/plot"
)

// resultColumn is a unit of a table.
type resultColumn struct {
	level publication.Level
	unit  publication.Unit
	main  bool
}

// tables are the children of some units, and each measure once, by groups.
func (r resultSet) tables(columns []resultColumn) []page.ResultTable {
	var units []page.ResultUnit
	for _, col := range columns {
		units = append(units, resultHead(col))
	}
	all := []page.ResultTable{{Title: "Children", Units: units, Lines: childrenLines(columns)}}
	for i, m := range r.doc.Measures {
		if last := all[len(all)-1]; last.Title != m.Group {
			all = append(all, page.ResultTable{Title: m.Group, Units: units})
		}
		line := page.ResultLine{Title: m.Title, Says: m.Says, Part: m.Parent != "", Href: r.href(measurePath(m))}
		for _, col := range columns {
			line.Cells = append(line.Cells, resultCell(col, i))
		}
		last := &all[len(all)-1]
		last.Lines = append(last.Lines, line)
	}
	return all
}

func resultHead(col resultColumn) page.ResultUnit {
	u := page.ResultUnit{Level: col.level.Words, Name: col.unit.Name, Short: col.level.Words, Counted: tooFew, Main: col.main}
	if col.level.Key == compare.Country || col.level.Key == compare.National {
		u.Short = col.unit.Name
	}
	if col.unit.People != nil {
		u.Counted = countedWords(col.unit.People.Counted)
	}
	return u
}

// resultCell is a measure of a unit: its rate, what is behind it, and whether chance alone would seldom put it there.
func resultCell(col resultColumn, m int) page.ResultCell {
	result := col.unit.Results[m]
	if result.Numbers == nil {
		return page.ResultCell{Shown: tooFew, Quiet: true}
	}
	n, cell := result.Numbers, page.ResultCell{}
	rest := []string{numberWords(n.NotApplicable) + " not applicable", numberWords(n.Incomplete) + " incomplete"}
	rate, any := n.Count().Rate()
	if !any {
		return page.ResultCell{Shown: "None eligible", Quiet: true, More: rest}
	}
	cell.Shown = fmt.Sprintf("%s (%d)", plot.Percent(rate), n.Eligible)
	cell.More = append([]string{fmt.Sprintf("%d of %d eligible", n.Passed, n.Eligible)}, rest...)
	if i, ok := n.Count().Wilson(measure.Confidence95); ok {
		cell.More = append(cell.More, fmt.Sprintf("95 %% interval %s to %s", plot.Percent(i.Lower), plot.Percent(i.Upper)))
	}
	if words := stateSentence(col, m); words != "" {
		cell.More = append(cell.More, words)
	}
	if result.State.Flagged() {
		cell.Flag = result.State.Words()
	}
	return cell
}

// stateSentence is what is said of a unit beside the average of its level.
func stateSentence(col resultColumn, m int) string {
	result := col.unit.Results[m]
	if result.State == "" {
		return ""
	}
	words := "Compared: " + result.State.Words()
	if a := col.level.Average[m]; a != nil {
		if rate, any := a.Count().Rate(); any {
			words += fmt.Sprintf(" (average of all eligible children %s, %d of %d)", plot.Percent(rate), a.Passed, a.Eligible)
		}
	}
	return words
}

func numberWords(n *int) string {
	if n == nil {
		return "Too few to show"
	}
	return strconv.Itoa(*n)
}

// childrenLines are what the figures rest on: how many children there are, and how complete their records.
func childrenLines(columns []resultColumn) []page.ResultLine {
	kinds := []struct {
		title, says string
		cell        func(publication.Children) page.ResultCell
	}{
		{"Registered", "", func(c publication.Children) page.ResultCell {
			return page.ResultCell{Shown: strconv.Itoa(c.Registered)}
		}},
		{"Counted", "The first year of care is over and all seven forms are complete.", func(c publication.Children) page.ResultCell {
			return page.ResultCell{Shown: strconv.Itoa(c.Counted)}
		}},
		{"Not counted: incomplete", "The first year is over and a form is not complete.", func(c publication.Children) page.ResultCell {
			return page.ResultCell{Shown: numberWords(c.Incomplete), Quiet: c.Incomplete == nil}
		}},
		{"Required answers given", "Completeness of the data.", func(c publication.Children) page.ResultCell {
			return shareCell(c.Completeness, "No first year is over")
		}},
		{"Registered of expected", "Case ascertainment.", ascertainmentOf},
	}
	var all []page.ResultLine
	for _, k := range kinds {
		line := page.ResultLine{Title: k.title, Says: k.says}
		for _, col := range columns {
			cell := page.ResultCell{Shown: tooFew, Quiet: true}
			if col.unit.People != nil {
				cell = k.cell(*col.unit.People)
			}
			line.Cells = append(line.Cells, cell)
		}
		all = append(all, line)
	}
	return all
}

func shareCell(share *float64, none string) page.ResultCell {
	if share == nil {
		return page.ResultCell{Shown: none, Quiet: true}
	}
	return page.ResultCell{Shown: plot.Percent(*share)}
}

func ascertainmentOf(c publication.Children) page.ResultCell {
	cell := shareCell(c.Ascertainment, "Not known")
	if e := c.Expected; e != nil {
		cell.More = []string{fmt.Sprintf("%d of %d expected", c.Registered, e.Children), e.Source + ", " + dayWords(e.Of)}
	}
	return cell
}

// standing says how often a unit was compared and stands out, and how often chance alone would do that.
func (r resultSet) standing(col resultColumn) string {
	tested, low, high, alarms := 0, 0, 0, 0
	for _, result := range col.unit.Results {
		switch s := result.State; {
		case s == measure.AlertLow || s == measure.AlarmLow:
			low++
		case s == measure.AlertHigh || s == measure.AlarmHigh:
			high++
		case s != measure.AsExpected:
			continue
		}
		tested++
		if result.State == measure.AlarmLow || result.State == measure.AlarmHigh {
			alarms++
		}
	}
	if tested == 0 {
		return "Its measures are not compared with those of others: see each figure for the reason."
	}
	tails := r.policy().Tails
	return fmt.Sprintf("%d of %d measures were compared with the average of all eligible children. Found: %d lower and %d higher than expected by chance, %d of them alarms. "+
		"By chance alone, were all ordinary: at most %.1f lower, and as many higher.", tested, len(col.unit.Results), low, high, alarms, float64(tested)*tails.Alert)
}

// policy is that of the document, as far as pages need it.
func (r resultSet) policy() compare.Policy {
	p := compare.Policy{Tails: measure.Percentages, Profile: measure.Under5}
	if r.doc.Limits == measure.StandardDeviations.Name {
		p.Tails = measure.StandardDeviations
	}
	if profile, known := measure.ProfileByKey(r.doc.Profile); known {
		p.Profile = profile
	}
	return p
}
