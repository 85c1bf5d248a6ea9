package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/layout"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/plot"
)

// showMeasure is one measure of an organisation beside the areas around it and across all units of a level: a page, or its region.
func (s *Server) showMeasure(c *gin.Context) error {
	a, err := s.askedMeasure(c, "/"+c.Param("org")+"/kpis")
	if err != nil {
		return err
	}
	view := a.definition(page.OneMeasure{Place: organisationOf(c).Name, Within: organisationOf(c).ParentName})
	s.fillMeasure(c, a, &view)
	return s.renderMeasure(c, a, view)
}

// showNationalMeasure is the same for national roles: every unit, and none of it their own.
func (s *Server) showNationalMeasure(c *gin.Context) error {
	a, err := s.askedMeasure(c, nationalKpis)
	if err != nil {
		return err
	}
	view := a.definition(page.OneMeasure{Place: "Every centre and area"})
	s.fillNational(c, a, &view)
	return s.renderMeasure(c, a, view)
}

// showFirstMeasure leads to the measure that is looked at where none is named.
func (s *Server) showFirstMeasure(c *gin.Context) error {
	c.Redirect(http.StatusSeeOther, nationalKpis+"/"+kpi.All[0].Address())
	return nil
}

// renderMeasure gives the page, or the region alone. The address that stays says which measure it is.
func (s *Server) renderMeasure(c *gin.Context, a measureAsked, view page.OneMeasure) error {
	if a.moved && !isFragment(c) {
		c.Redirect(http.StatusSeeOther, a.here())
		return nil
	}
	frame, err := s.frame(c, view.Title)
	if err != nil {
		return err
	}
	frame.Wide = true
	if isFragment(c) {
		c.Header("HX-Push-Url", a.here())
		return render(c, http.StatusOK, parts{layout.Title(frame), page.MeasureRegion(view)})
	}
	return render(c, http.StatusOK, page.MeasurePage(frame, view))
}

const (
	notReadRings  = "The figures around the organisation cannot be read just now."
	notReadAcross = "The figures of this level cannot be read just now."
)

// fillMeasure reads the rings and the figure. What cannot be read says so in its place, and the rest stands.
func (s *Server) fillMeasure(c *gin.Context, a measureAsked, view *page.OneMeasure) {
	d, err := s.Counts.Dashboard(c.Request.Context(), organisationOf(c).ODSCode, a.cohorts.chosen)
	if err != nil {
		s.log(c).Error("read the rings", "error", err)
		view.RingsFailed = notReadRings
		return
	}
	if !d.Ever() {
		view.RingsFailed = notCounted
		return
	}
	a.chooseLevel(levelsOf(d.Units), s.usualLevel(c, a, d.Units))
	rings := a.rings(d)
	view.Rings, view.Rules = &rings, d.Rules
	for _, u := range d.Units {
		view.Units = append(view.Units, page.KpiUnit{Level: u.Level.Words(), Name: u.Name, Own: u.Own, Counted: countedWords(u.Counted)})
	}
	view.Basis, view.Behind = basisLines(d.Units), s.behindLinks(c, a, d)
	a.choices(view, levelsOf(d.Units))
	s.fillAcross(c, a, d.Units, view)
}

// fillNational reads the figure alone: there is no organisation to draw rings around.
func (s *Server) fillNational(c *gin.Context, a measureAsked, view *page.OneMeasure) {
	all := slices.DeleteFunc(slices.Clone(compare.Levels), func(l compare.Level) bool { return l == compare.National })
	a.chooseLevel(all, usualNational)
	a.choices(view, all)
	s.fillAcross(c, a, nil, view)
}

func (s *Server) fillAcross(c *gin.Context, a measureAsked, own []compare.Figures, view *page.OneMeasure) {
	found, err := s.readAcross(c, a, own)
	if err != nil {
		s.log(c).Error("read a measure across units", "error", err)
		view.Failed, view.RetryPath = notReadAcross, a.here()
		return
	}
	if found.none != "" {
		view.None = found.none
		return
	}
	s.lead(c, a, &found)
	figures := found.figures()
	if len(figures) == 0 {
		view.None = "There is nothing to draw at this level."
		return
	}
	chosen := a.chosen(figures)
	view.Figure = &chosen
	for _, f := range figures {
		tab := page.Tab{Label: viewName(f), Href: a.at("", a.level, f.ID), Current: f.ID == chosen.ID}
		if strings.HasPrefix(f.ID, caterpillarFigure) {
			view.Regions = append(view.Regions, tab)
		} else {
			view.Views = append(view.Views, tab)
		}
	}
}

// chosen is the figure that is asked for: the first where there is no such one.
func (a measureAsked) chosen(figures []plot.Figure) plot.Figure {
	if i := slices.IndexFunc(figures, func(f plot.Figure) bool { return f.ID == a.view }); i >= 0 {
		return figures[i]
	}
	return figures[0]
}

// usualLevel is the level that is shown where none is asked for: trusts, where those of others may be seen, and else boards.
func (s *Server) usualLevel(c *gin.Context, a measureAsked, units []compare.Figures) compare.Level {
	person, _ := tenants.PersonFrom(c.Request.Context())
	levels := levelsOf(units)
	for _, level := range []compare.Level{compare.Trust, compare.HealthBoard, compare.CareBoard, compare.Network, compare.Country} {
		if !slices.Contains(levels, level) {
			continue
		}
		if _, published, err := s.newest(c, a.cohorts.chosen); level != compare.Trust || person.Role.May(tenants.SeeUnpublished) || err == nil && published {
			return level
		}
	}
	return compare.Organisation
}
