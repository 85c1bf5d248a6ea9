package server

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/plot"
)

func waitPath(view page.Kpis, try int) string {
	return view.Path + "&try=" + strconv.Itoa(try) + "&since=" + url.QueryEscape(view.AsOf)
}

const tooFew = "Too few to show"

// countedWords is the head of a column.
func countedWords(n int) string {
	if n == compare.Gone {
		return tooFew
	}
	return strconv.Itoa(n) + " counted"
}

// kpiUnits are the columns.
func kpiUnits(units []compare.Figures) []page.KpiUnit {
	var all []page.KpiUnit
	for _, u := range units {
		all = append(all, page.KpiUnit{Level: u.Level.Words(), Name: u.Name, Own: u.Own, Counted: countedWords(u.Counted)})
	}
	return all
}

// kpiPath is the page of one measure across units, of an organisation or, with the base "/national", of the nation.
func kpiPath(base, code string, cohort int) string {
	return base + "/kpis/" + strings.ToLower(code) + "?cohort=" + strconv.Itoa(cohort)
}

// measureGroups are one table for each group of measures, every measure once, each with its page.
func measureGroups(units []compare.Figures, base string, cohort int) []page.KpiGroup {
	var groups []page.KpiGroup
	for _, m := range kpi.All {
		if len(groups) == 0 || groups[len(groups)-1].Title != m.Group {
			groups = append(groups, page.KpiGroup{Title: m.Group})
		}
		line := page.KpiLine{Title: m.Title, Says: m.Says, Part: m.Parent != "", Href: kpiPath(base, m.Code, cohort)}
		for _, u := range units {
			line.Cells = append(line.Cells, countCell(u.Of(m)))
		}
		last := &groups[len(groups)-1]
		last.Lines = append(last.Lines, line)
	}
	return groups
}

// countCell is the percentage and of how many, with the four numbers behind it.
func countCell(c compare.Count) page.KpiCell {
	if c.Hidden {
		return page.KpiCell{Shown: tooFew, Quiet: true}
	}
	rest := []string{strconv.Itoa(c.NotApplicable) + " not applicable", strconv.Itoa(c.Incomplete) + " incomplete"}
	rate, any := c.Of().Rate()
	if !any {
		return page.KpiCell{Shown: "None eligible", Quiet: true, More: rest}
	}
	return page.KpiCell{
		Shown: fmt.Sprintf("%s (%d)", plot.Percent(rate), c.Eligible()),
		More:  append([]string{fmt.Sprintf("%d of %d eligible", c.Passed, c.Eligible())}, rest...),
	}
}

// basisLines are what the figures rest on: who is counted, and who is not.
func basisLines(units []compare.Figures) []page.KpiLine {
	lines := []struct {
		title, says string
		cell        func(compare.Figures) page.KpiCell
	}{
		{"Registered", "", number(func(u compare.Figures) int { return u.Registered })},
		{"First year of care over", "", number(func(u compare.Figures) int { return u.YearOver })},
		{"Counted", "The first year is over and all seven forms are complete.", number(func(u compare.Figures) int { return u.Counted })},
		{"Not counted: incomplete", "The first year is over and a form is not complete.", number(func(u compare.Figures) int { return u.Incomplete() })},
		{"Diagnosis withdrawn", "Complete after the first year.", number(func(u compare.Figures) int { return u.Withdrawn })},
		{"Required answers given", "By children whose first year is over.", completenessCell},
		{"Registered of expected", "Case ascertainment.", ascertainmentCell},
	}
	var all []page.KpiLine
	for _, l := range lines {
		line := page.KpiLine{Title: l.title, Says: l.says}
		for _, u := range units {
			line.Cells = append(line.Cells, l.cell(u))
		}
		all = append(all, line)
	}
	return all
}

func number(of func(compare.Figures) int) func(compare.Figures) page.KpiCell {
	return func(u compare.Figures) page.KpiCell {
		if n := of(u); n != compare.Gone {
			return page.KpiCell{Shown: strconv.Itoa(n)}
		}
		return page.KpiCell{Shown: tooFew, Quiet: true}
	}
}

func completenessCell(u compare.Figures) page.KpiCell {
	if u.YearOver == compare.Gone {
		return page.KpiCell{Shown: tooFew, Quiet: true}
	}
	c := u.Completeness()
	return rateCell(c, "No first year is over", fmt.Sprintf("%d of %d", c.R, c.N))
}

func rateCell(c measure.Count, none, more string) page.KpiCell {
	if rate, any := c.Rate(); any {
		return page.KpiCell{Shown: plot.Percent(rate), More: []string{more}}
	}
	return page.KpiCell{Shown: none, Quiet: true}
}

func ascertainmentCell(u compare.Figures) page.KpiCell {
	share, known := u.Ascertainment()
	if !known {
		return page.KpiCell{Shown: "Not known", Quiet: true}
	}
	e, shown := u.Expected, plot.Percent(share)
	if share > 1 {
		shown += " ⚑ more than expected"
	}
	return page.KpiCell{Shown: shown, More: []string{fmt.Sprintf("%d of %d expected", u.Registered, e.Children), e.Source + ", " + e.Of}}
}
