package server

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/ui/layout"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/plot"
)

// apartAsked is what the address of a measure by groups, or over time, asks for.
type apartAsked struct {
	measureAsked
	below string // of the measure: its page
	unit  string // of the level, on the national page
	chart string
	found []compare.CohortBreakdown // of the cohorts asked for, those that were counted
	units []compare.Unit            // to choose among, on the national page
}

// askedApart reads the address. On the national page the nation stands where no unit is chosen.
func (s *Server) askedApart(c *gin.Context, below string) (apartAsked, error) {
	base := nationalKpis
	if c.Param("org") != "" {
		base = "/" + c.Param("org") + "/kpis"
	}
	asked, err := s.askedMeasure(c, base)
	a := apartAsked{measureAsked: asked, below: below, unit: c.Query("unit"), chart: c.Query("chart")}
	if c.Query("level") == string(compare.National) || a.national() && a.level == "" {
		a.level = compare.National
	}
	if a.level == compare.National {
		a.unit = nationCode
	}
	return a, err
}

// nationCode is the one unit of the national level.
const nationCode = "EW"

func (a apartAsked) national() bool { return a.base == nationalKpis }

// readApart reads the units' breakdowns: of an organisation those it belongs to, nationally any one, both with the nation.
func (s *Server) readApart(c *gin.Context, a *apartAsked, cohorts []int, dimensions []compare.Dimension) error {
	by := compare.By{Cohorts: cohorts, Dimensions: dimensions, Measures: []*kpi.Measure{a.measure}}
	var err error
	if a.national() {
		a.found, a.units, err = s.Counts.Anywhere(c.Request.Context(), a.level, a.unit, by)
		return err
	}
	if a.found, err = s.Counts.Around(c.Request.Context(), organisationOf(c).ODSCode, by); err != nil {
		return err
	}
	offered := a.offered()
	if !slices.Contains(offered, a.level) {
		for _, level := range []compare.Level{compare.Organisation, compare.HealthBoard, compare.Trust} {
			if slices.Contains(offered, level) {
				a.level = level
			}
		}
	}
	return nil
}

// offered are the levels that may be chosen, smallest first.
func (a apartAsked) offered() []compare.Level {
	if a.national() {
		return compare.Levels
	}
	var all []compare.Level
	for _, c := range a.found {
		for _, u := range c.Units {
			if !slices.Contains(all, u.Level) {
				all = append(all, u.Level)
			}
		}
	}
	slices.SortFunc(all, func(x, y compare.Level) int {
		return cmp.Compare(slices.Index(compare.Levels, x), slices.Index(compare.Levels, y))
	})
	return all
}

// address is what is asked for, at a page or file below the measure.
func (a apartAsked) address(file, view string) string {
	values := url.Values{"cohort": {strconv.Itoa(a.cohorts.chosen)}}
	for name, value := range map[string]string{"level": string(a.level), "view": view, "chart": a.chart} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if a.national() && a.unit != "" {
		values.Set("unit", a.unit)
	}
	return a.path(a.below+file) + "?" + values.Encode()
}

// pageOf is the page without its figures: what the measure is, and what may be chosen instead.
func (a apartAsked) pageOf(c *gin.Context, heading string) page.Apart {
	m := a.definition(page.OneMeasure{})
	view := page.Apart{Heading: heading, Title: m.Title, Says: m.Says, Place: "Every centre and area", Action: a.path(a.below), Measures: m.Measures, Cohorts: m.Cohorts,
		Retry: a.address("", "")}
	if !a.national() {
		view.Place, view.Within = organisationOf(c).Name, organisationOf(c).ParentName
	}
	for _, level := range a.offered() {
		view.Levels = append(view.Levels, page.FilterOption{Value: string(level), Label: level.Words(), Selected: level == a.level})
	}
	if a.national() && a.level != compare.National && len(a.units) > 0 {
		view.Units = append(view.Units, page.FilterOption{Label: "Choose"})
		for _, u := range a.units {
			view.Units = append(view.Units, page.FilterOption{Value: u.Code, Label: u.Name, Selected: u.Code == a.unit})
		}
	}
	for _, other := range measureWays {
		if other.below != a.below {
			view.Elsewhere = append(view.Elsewhere, page.Tab{Label: other.label, Href: a.at(other.below, "", "")})
		}
	}
	return view
}

// measureWays are the pages of one measure.
var measureWays = []struct{ below, label string }{{"", "across centres and areas"}, {equityPage, "by groups of children"}, {timePage, "over time"}}

// renderApart gives the page, or the region alone. The address that stays says what is chosen.
func (s *Server) renderApart(c *gin.Context, a apartAsked, view page.Apart) error {
	if a.moved && !isFragment(c) {
		c.Redirect(http.StatusSeeOther, a.address("", ""))
		return nil
	}
	frame, err := s.frame(c, view.Title+": "+view.Heading)
	if err != nil {
		return err
	}
	frame.Wide = true
	if isFragment(c) {
		c.Header("HX-Push-Url", a.address("", ""))
		return render(c, http.StatusOK, parts{layout.Title(frame), page.ApartRegion(view)})
	}
	return render(c, http.StatusOK, page.ApartPage(frame, view))
}

// writeApart sends one figure as a file.
func writeApart(c *gin.Context, a apartAsked, figures []plot.Figure) error {
	i := slices.IndexFunc(figures, func(f plot.Figure) bool { return f.ID == a.view })
	if i < 0 {
		return errNoFigure
	}
	return writeFigure(c, a.measureAsked, figures[i])
}

// filed says where a figure may be downloaded.
func (a apartAsked) filed(f plot.Figure) plot.Figure {
	f.SVGHref, f.CSVHref = a.address("/figure.svg", f.ID), a.address("/figure.csv", f.ID)
	return f
}
