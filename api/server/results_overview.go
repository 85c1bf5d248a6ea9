package server

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/ui/page"
)

// drawOverview is the whole set at a glance: England and Wales, then whoever stands beside them, and the way to every unit.
func drawOverview(c *gin.Context, set resultSet) (drawnResults, error) {
	var nation, beside []resultColumn
	if l, found := set.doc.Level(compare.National); found {
		for _, u := range l.Units {
			nation = append(nation, resultColumn{level: l, unit: u})
		}
	}
	if l, found := set.doc.Level(compare.Country); found {
		for _, u := range l.Units {
			if u.Within[compare.National] != "" {
				nation = append(nation, resultColumn{level: l, unit: u})
			} else {
				beside = append(beside, resultColumn{level: l, unit: u})
			}
		}
	}
	view := page.Results{Title: "Results of cohort " + fmt.Sprint(set.Cohort), Note: set.cohortWords(), Units: set.units(), Tables: set.tables(nation)}
	view.Remarks = []string{resultBasis}
	for _, col := range beside {
		for _, t := range set.tables([]resultColumn{col}) {
			t.Title = col.unit.Name + ": " + t.Title
			view.Tables = append(view.Tables, t)
		}
		view.Remarks = append(view.Remarks, col.unit.Name+" stands beside England and Wales and is in none of their figures.")
	}
	if !set.draft {
		view.Files = []page.ResultLink{{Label: "Every unit and measure (CSV)", Href: set.fileHref("csv")}, {Label: "The published document (JSON)", Href: set.fileHref("json")}}
	}
	return drawnResults{view: set.around(c, view)}, nil
}

const resultBasis = "A child counts when its first year of care is over and all seven forms are complete. Open a figure to see what it is made of."

// fileHref is the address of the whole document as a file.
func (r resultSet) fileHref(kind string) string { return r.href("." + kind) }

// units are all there are, by level and name.
func (r resultSet) units() []page.ResultUnits {
	var all []page.ResultUnits
	for _, l := range r.doc.Levels {
		if l.Key == compare.National {
			continue
		}
		units := page.ResultUnits{Title: fmt.Sprintf("%s (%d)", levelsWords[l.Key], len(l.Units))}
		for _, u := range l.Units {
			units.Units = append(units.Units, page.ResultLink{Label: u.Name, Href: r.href(unitPath(l.Key, u.Code))})
		}
		all = append(all, units)
	}
	return all
}

// drawUnit is one centre or area beside the larger ones it lies in.
func drawUnit(c *gin.Context, set resultSet) (drawnResults, error) {
	level, unit, err := set.unit(c.Param("level"), c.Param("code"))
	if err != nil {
		return drawnResults{}, err
	}
	columns := []resultColumn{{level: level, unit: unit, main: true}}
	var larger []page.ResultLink
	for _, key := range compare.Levels {
		l, there := set.doc.Level(key)
		if u, found := l.Unit(unit.Within[key]); there && found {
			columns = append(columns, resultColumn{level: l, unit: u})
			larger = append(larger, page.ResultLink{Label: u.Name, Href: set.href(unitPath(key, u.Code))})
		}
	}
	view := page.Results{Title: unit.Name, Note: level.Words, Larger: larger, Tables: set.tables(columns), Intro: []string{set.cohortWords() + "."}, Remarks: []string{resultBasis}}
	if level.Key != compare.Country && level.Key != compare.National {
		view.Intro = append(view.Intro, set.standing(columns[0]))
	}
	if level.Key != compare.National && unit.Within[compare.National] == "" {
		view.Remarks = append(view.Remarks, unit.Name+" stands beside England and Wales and is in none of their figures.")
	}
	return drawnResults{view: set.around(c, view)}, nil
}

// drawDefinitions are the measures in words, as they were when the document was made.
func drawDefinitions(c *gin.Context, set resultSet) (drawnResults, error) {
	view := page.Results{Title: "Definitions of the measures", Note: fmt.Sprintf("Cohort %d, version %d, rules %s", set.Cohort, set.Version, set.doc.Rules), Intro: []string{
		"Each measure counts, of the children whom it concerns and whose answers are complete (denominator), those for whom it was achieved (numerator).",
		"A centre or area is lower or higher than expected where chance alone would seldom put it so far from the average of all eligible children: seldom is the first limit (alert), very seldom the second (alarm). Neither says why.",
	}}
	for _, m := range set.doc.Measures {
		view.Definitions = append(view.Definitions, set.definition(m))
	}
	return drawnResults{view: set.around(c, view)}, nil
}

func (r resultSet) definition(m publication.Definition) page.ResultDefinition {
	return page.ResultDefinition{ID: "measure-" + m.Address(), Title: m.Title, Group: m.Group, Says: m.Says, Numerator: m.Numerator, Denominator: m.Denominator,
		Href: r.href(measurePath(m)), Part: m.Parent != ""}
}
