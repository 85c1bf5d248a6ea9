package server

import (
	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/plot"
)

// timePage is the page of a measure over time, below the measure.
const timePage = "/time"

// The charts of time.
const (
	runChart   = "run"
	limitChart = "limits"
	dotsChart  = "dots"
)

var chartNames = []struct{ key, label string }{{runChart, "Run chart"}, {limitChart, "p-chart, with limits"}, {dotsChart, "Plot the dots (XmR)"}}

// showTrend is one measure of a unit and of the nation over cohorts and over quarters of first assessment.
func (s *Server) showTrend(c *gin.Context) error {
	a, err := s.askedTrend(c)
	if err != nil {
		return err
	}
	err = s.readApart(c, &a, a.reportedNumbers(), []compare.Dimension{compare.Quarter})
	view := a.pageOf(c, "over time")
	view.Cohorts = nil
	for _, chart := range chartNames {
		view.Charts = append(view.Charts, page.FilterOption{Value: chart.key, Label: chart.label, Selected: chart.key == a.chart})
	}
	newest, there := a.newestOf()
	switch {
	case err != nil:
		s.log(c).Error("read a measure over time", "error", err)
		view.Failed = "The figures over time cannot be read just now."
	case len(a.found) == 0:
		view.None = notCounted
	case !there && a.national() && a.unit == "":
		view.None = a.noUnit()
	case !there:
		view.None = "There was no such unit on the last day of any cohort."
	default:
		view.Chosen, view.AsOf = whose(newest, a.level), asOf(a.found[len(a.found)-1])
		view.Figures = a.trendFigures(ask.DateOf(s.Records.Now()))
		view.Words = trendWords
	}
	return s.renderApart(c, a, view)
}

// downloadTrend gives one of its figures as a file.
func (s *Server) downloadTrend(c *gin.Context) error {
	a, err := s.askedTrend(c)
	if err != nil {
		return err
	}
	if err := s.readApart(c, &a, a.reportedNumbers(), []compare.Dimension{compare.Quarter}); err != nil {
		return err
	}
	var figures []plot.Figure
	if _, there := a.newestOf(); there {
		figures = a.trendFigures(ask.DateOf(s.Records.Now()))
	}
	return writeApart(c, a, figures)
}

func (s *Server) askedTrend(c *gin.Context) (apartAsked, error) {
	a, err := s.askedApart(c, timePage)
	if a.chart != limitChart && a.chart != dotsChart {
		a.chart = runChart
	}
	return a, err
}

// reportedNumbers are the cohorts that there are reports on.
func (a apartAsked) reportedNumbers() (all []int) {
	for _, p := range a.cohorts.all {
		all = append(all, p.Cohort)
	}
	return all
}

// newestOf is the unit in the newest cohort that has it.
func (a apartAsked) newestOf() (newest compare.Breakdown, there bool) {
	for _, c := range a.found {
		if of, ok := c.Of(a.level); ok {
			newest, there = of, true
		}
	}
	return newest, there
}
