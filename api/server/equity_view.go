package server

import (
	"fmt"
	"strings"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/ui/plot"
)

// basisWords are what the figures of a unit rest on: how many of its children count, and of those expected how many are registered.
func basisWords(of compare.Breakdown) string {
	if of.Counted == compare.Gone {
		return "How many children count here is too small a number to show."
	}
	words := fmt.Sprintf("%d %s", of.Counted, oneOrMany(int64(of.Counted), "child counts", "children count"))
	if incomplete := of.Incomplete(); incomplete != compare.Gone {
		words += fmt.Sprintf("; not counted, because their record is incomplete after the first year: %d", incomplete)
	}
	words += ". "
	if rate, asked := of.Completeness().Rate(); asked {
		words += "Required answers given: " + plot.Percent(rate) + ". "
	}
	share, known := of.Ascertainment()
	if !known {
		return words + "How many children to expect is not known."
	}
	words += fmt.Sprintf("%d of %d expected children are registered (%s", of.Registered, of.Expected.Children, plot.Percent(share))
	if share > 1 {
		words += ", more than expected"
	}
	return words + fmt.Sprintf("; %s, %s).", of.Expected.Source, of.Expected.Of)
}

// equityFigures are one drawing for each dimension.
func (a apartAsked) equityFigures() []plot.Figure {
	of, there := a.found[0].Of(a.level)
	nation, beside := a.found[0].Of(compare.National)
	if !there {
		return nil
	}
	var all []plot.Figure
	for _, d := range compare.Equity {
		drawing, notes := groupsDrawing(d, a.cohorts.chosen, of, nation, beside && a.level != compare.National)
		all = append(all, a.filed(plot.Figure{ID: d.Key, Title: d.Title, Notes: notes, Drawing: drawing,
			Lead: fmt.Sprintf("%s. Cohort %d, counted on %s.", a.measure.Title, a.cohorts.chosen, countedAt(a.found[0].Counting))}))
	}
	return all
}

// groupsDrawing is a unit by one dimension. A scale in which nobody of the unit stands is left out, and said.
func groupsDrawing(d compare.Dimension, cohort int, of, nation compare.Breakdown, beside bool) (plot.Groups, []string) {
	g, notes := plot.Groups{Name: of.Name}, []string(nil)
	if beside {
		g.Beside = nation.Name
	}
	others := map[string]compare.Group{}
	for _, group := range nation.Groups[d.Key] {
		others[group.Code] = group
	}
	own := of.Groups[d.Key]
	for i, scale := range d.Scales {
		n := len(scale.Categories)
		if i == len(d.Scales)-1 {
			n = len(own) // with what was added to a list since
		}
		drawn := plot.GroupScale{Name: scale.Title(cohort)}
		anybody := false
		for _, group := range own[:n] {
			row := plot.GroupRow{Name: group.Label, Of: groupCount(group, of.Own), Beside: groupCount(others[group.Code], false)}
			anybody = anybody || group.Counted != 0
			drawn.Rows = append(drawn.Rows, row)
		}
		own = own[n:]
		if !anybody && scale.Country != "" {
			notes = append(notes, "No child counted here is in a fifth of the "+drawn.Name+".")
			continue
		}
		g.Scales = append(g.Scales, drawn)
	}
	if d.Key == compare.Deprivation.Key {
		notes = append(notes, "England and Wales rank their areas each for itself. A fifth of one country is nothing beside a fifth of the other, and they are never added up.")
	}
	return g, notes
}

// groupCount is a group as it may be shown.
func groupCount(g compare.Group, own bool) plot.GroupCount {
	count := compare.Count{}
	if len(g.Counts) > 0 {
		count = g.Counts[0]
	}
	drawn := plottedUnit(comparedUnit{Unit: compare.Unit{Name: g.Label, Own: own}, Count: count})
	drawn.Registered = plot.Number{}
	return plot.GroupCount{Unit: drawn, Counted: shownNumber(g.Counted)}
}

// equityWords are what must be known to read groups.
func equityWords(figures []plot.Figure) []string {
	drawn := 0
	for _, f := range figures {
		for _, scale := range f.Drawing.(plot.Groups).Scales {
			drawn += len(scale.Rows)
		}
	}
	return []string{
		"Each group has a 95 % interval (Wilson): the fewer children, the wider it is. Where intervals overlap, the difference may well be chance; a group of few children says little by itself, and “100 %” of a few is no achievement.",
		fmt.Sprintf("%d groups stand here. Even if all were alike, about %s of their intervals would miss the true rate by chance. So groups are not tested against each other, nor put in order of their rates: look for a gap that holds over cohorts or levels.",
			drawn, strings.TrimSuffix(fmt.Sprintf("%.1f", measure.ExpectedByChance(drawn, 1-measure.Confidence95)), ".0")),
		"A group’s rate is of the children whom the indicator concerns and whose answers are complete. Those with answers missing stand beside it. A number too small to show, or one from which such a number could be worked out, is not shown; those of the nation and of your own centre are as they are.",
	}
}
