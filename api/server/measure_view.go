package server

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/plot"
)

// definition fills in what the measure is, and what may be chosen instead.
func (a measureAsked) definition(view page.OneMeasure) page.OneMeasure {
	m := a.measure
	view.Title, view.Says, view.Counts, view.Done, view.Action = measureName(m), m.Says, m.Counts, m.Done, a.path("")
	for _, other := range kpi.All {
		view.Measures = append(view.Measures, page.FilterOption{Value: other.Address(), Label: measureName(other), Group: other.Group, Selected: other == m})
	}
	for _, p := range a.cohorts.all {
		view.Cohorts = append(view.Cohorts, page.FilterOption{Value: strconv.Itoa(p.Cohort), Label: p.Label, Selected: p.Cohort == a.cohorts.chosen})
	}
	view.Cohort = strconv.Itoa(a.cohorts.chosen)
	for _, other := range measureWays[1:] {
		view.Elsewhere = append(view.Elsewhere, page.Tab{Label: other.label, Href: a.at(other.below, "", "")})
	}
	return view
}

// chooseLevel falls back to the usual level where the asked one is not offered.
func (a *measureAsked) chooseLevel(offered []compare.Level, usual compare.Level) {
	if !slices.Contains(offered, a.level) {
		a.level = usual
	}
}

// levelsOf are the levels at which an organisation may be set beside others.
func levelsOf(units []compare.Figures) []compare.Level {
	var all []compare.Level
	for _, u := range units {
		if u.Level != compare.National {
			all = append(all, u.Level)
		}
	}
	return all
}

// levelNames are the levels as choices.
var levelNames = map[compare.Level]string{compare.Organisation: "Hospitals", compare.Trust: "Trusts", compare.HealthBoard: "Health boards", compare.CareBoard: "Care boards",
	compare.Region: "Regions", compare.Network: "Networks", compare.Country: "Countries"}

func (a measureAsked) choices(view *page.OneMeasure, levels []compare.Level) {
	view.Level, view.View = string(a.level), a.view
	for _, level := range levels {
		view.Levels = append(view.Levels, page.Tab{Label: levelNames[level], Href: a.at("", level, ""), Current: level == a.level})
	}
}

// viewName is a kind of figure as a choice: a caterpillar goes by its region.
func viewName(f plot.Figure) string {
	if region, _, one := strings.Cut(f.Title, ": every "); one {
		return region
	}
	return map[string]string{funnelFigure: "Funnel", barsFigure: "Bars", tilesFigure: "Tiles", outlinesFigure: "Map"}[f.ID]
}

const ringsFigure = "rings"

// rings are the measure at every level the organisation belongs to. Each leads to the drawing of its level.
func (a measureAsked) rings(d compare.Dashboard) plot.Figure {
	var rings plot.Rings
	for _, u := range d.Units {
		drawn := plottedUnit(comparedUnit{Unit: u.Unit, Children: u.Children, Count: u.Of(a.measure)})
		drawn.Group, drawn.Own = u.Level.Words(), u.Own
		if u.Level != compare.National {
			drawn.Href = a.at("", u.Level, "") + "#across"
		}
		rings.Units = append(rings.Units, drawn)
	}
	return plot.Figure{ID: ringsFigure, Title: "At every level", Lead: measureName(a.measure) + ". Cohort " + strconv.Itoa(d.Cohort) + ", live figures counted on " + countedAt(d.Counting) + ".",
		Drawing: rings, SVGHref: a.at("/figure.svg", "", ringsFigure), CSVHref: a.at("/figure.csv", "", ringsFigure)}
}

// lead gives the units that somebody may look into an address: own ones their children, any one nationally its centre.
func (s *Server) lead(c *gin.Context, a measureAsked, found *across) {
	person, _ := tenants.PersonFrom(c.Request.Context())
	for i := range found.Units {
		u := &found.Units[i]
		switch {
		case a.base == nationalKpis && u.Level.Centre():
			u.Href = a.centreHref(u.Unit)
		case !person.Role.May(tenants.OpenRecord) || a.base == nationalKpis:
		case a.level == compare.Organisation && s.ownOrganisation(c, u.Code):
			other := a
			other.base = "/" + u.Code + "/kpis"
			u.Href = other.at("/children", "", "")
		}
	}
}

// ownOrganisation tells whether an organisation is of the tenant in hand.
func (s *Server) ownOrganisation(c *gin.Context, code string) bool {
	tenant, _ := tenants.From(c.Request.Context())
	found, err := s.Directory.OrganisationByODS(c.Request.Context(), code)
	return err == nil && found.TenantID == tenant.ID
}

// behindLinks lead to the children behind the figures that are the own centre's, for those who may open records.
func (s *Server) behindLinks(c *gin.Context, a measureAsked, d compare.Dashboard) []page.Tab {
	person, _ := tenants.PersonFrom(c.Request.Context())
	if !person.Role.May(tenants.OpenRecord) {
		return nil
	}
	var links []page.Tab
	for _, u := range d.Units {
		if ownUnit(c, u.Unit) {
			links = append(links, page.Tab{Label: u.Name, Href: a.at("/children", u.Level, "")})
		}
	}
	return links
}

// ownUnit tells whether all of a unit's children are the centre's own: its hospitals, its trust, its health board.
func ownUnit(c *gin.Context, u compare.Unit) bool {
	tenant, _ := tenants.From(c.Request.Context())
	return u.Level.Centre() && u.Own || u.Level == compare.HealthBoard && u.Code == tenant.ODSCode
}
