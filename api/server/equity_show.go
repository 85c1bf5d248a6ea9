package server

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/ui/plot"
)

// equityPage is the page of a measure by groups of children, below the measure.
const equityPage = "/equity"

// showEquity is one measure of a unit by deprivation, sex, age and ethnicity, beside the nation.
func (s *Server) showEquity(c *gin.Context) error {
	a, err := s.askedApart(c, equityPage)
	if err != nil {
		return err
	}
	err = s.readApart(c, &a, []int{a.cohorts.chosen}, compare.Equity)
	view := a.pageOf(c, "groups of children")
	switch {
	case err != nil:
		s.log(c).Error("read the groups of children", "error", err)
		view.Failed = "The groups of children cannot be read just now."
	case len(a.found) == 0:
		view.None = notCounted
	default:
		of, there := a.found[0].Of(a.level)
		if !there {
			view.None = a.noUnit()
			break
		}
		view.Chosen, view.AsOf, view.Basis = whose(of, a.level), asOf(a.found[0]), basisWords(of)
		view.Figures = a.equityFigures()
		view.Words = equityWords(view.Figures)
	}
	return s.renderApart(c, a, view)
}

// downloadEquity gives one of its figures as a file.
func (s *Server) downloadEquity(c *gin.Context) error {
	a, err := s.askedApart(c, equityPage)
	if err != nil {
		return err
	}
	if err := s.readApart(c, &a, []int{a.cohorts.chosen}, compare.Equity); err != nil {
		return err
	}
	var figures []plot.Figure
	if len(a.found) > 0 {
		figures = a.equityFigures()
	}
	return writeApart(c, a, figures)
}

// noUnit says why there is nothing of the unit.
func (a apartAsked) noUnit() string {
	if a.national() && a.unit == "" {
		return "Choose a unit of this level."
	}
	return fmt.Sprintf("There was no such unit on the last day of cohort %d.", a.cohorts.chosen)
}

func whose(of compare.Breakdown, level compare.Level) string {
	if level == compare.National {
		return of.Name
	}
	return of.Name + ", beside England and Wales"
}

func asOf(c compare.CohortBreakdown) string {
	words := fmt.Sprintf("Live figures of cohort %d, counted on %s by rules %s.", c.Cohort, countedAt(c.Counting), c.Rules)
	if c.OtherRules > 0 {
		words += fmt.Sprintf(" %d of the children are still counted by results of earlier rules, which are being made anew.", c.OtherRules)
	}
	return words
}
