package server

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

// centreHref leads from a centre's place in a national drawing to what is told of it.
func (a measureAsked) centreHref(u compare.Unit) string {
	return a.at("/centre", u.Level, "") + "&code=" + url.QueryEscape(u.Code)
}

// showCentre is one centre's figure among all. From here the national audit team may go to the centre's own pages: by a button, for it
// makes the centre the active one, which is logged. No child is on this page.
func (s *Server) showCentre(c *gin.Context) error {
	a, err := s.askedMeasure(c, nationalKpis)
	if err != nil {
		return err
	}
	unit, source, err := s.centreAsked(c, a)
	if err != nil {
		return err
	}
	frame, err := s.frame(c, unit.Name)
	if err != nil {
		return err
	}
	drawn := plottedUnit(unit)
	view := page.MeasureCentre{Name: unit.Name, Code: unit.Code, Measure: a.measure.Title, Says: a.measure.Says, Sentence: drawn.Sentence(), Source: source,
		Back: a.at("", a.level, "") + "#across", Level: string(a.level), Cohort: strconv.Itoa(a.cohorts.chosen)}
	person, _ := tenants.PersonFrom(c.Request.Context())
	if person.Role.May(tenants.ListNationally) {
		view.Action, view.As = a.path("/centre"), s.seal(c.Request.Context())
	}
	return render(c, http.StatusOK, page.MeasureCentrePage(frame, view))
}

// centreAsked finds the hospital or trust that the address names among those counted.
func (s *Server) centreAsked(c *gin.Context, a measureAsked) (comparedUnit, string, error) {
	if !a.level.Centre() {
		return comparedUnit{}, "", errGone
	}
	all, err := s.readAcross(c, a, nil)
	if err != nil {
		return comparedUnit{}, "", err
	}
	for _, u := range all.Units {
		if u.Code == c.Query("code") {
			return u, all.Source, nil
		}
	}
	return comparedUnit{}, "", errGone
}

// openCentre makes the trust of a hospital, or the trust itself, the active one and goes to the measure's page there.
func (s *Server) openCentre(c *gin.Context) error {
	a, err := s.askedMeasure(c, nationalKpis)
	if err != nil {
		return err
	}
	organisation, err := s.centreOf(c, compare.Level(c.Request.PostForm.Get("level")), c.Request.PostForm.Get("code"))
	if err != nil {
		return err
	}
	if err := s.Login.SwitchTenant(c.Writer, c.Request, organisation.TenantID); err != nil {
		return err
	}
	a.base = "/" + organisation.ODSCode + "/kpis"
	c.Redirect(http.StatusSeeOther, a.here())
	return nil
}

// centreOf is the hospital whose pages are opened: the one that is meant, or the first of a trust.
func (s *Server) centreOf(c *gin.Context, level compare.Level, code string) (tenants.Organisation, error) {
	ctx := c.Request.Context()
	switch level {
	case compare.Organisation:
		return s.Directory.OrganisationByODS(ctx, code)
	case compare.Trust:
		tenant, err := s.Directory.TenantByODS(ctx, code)
		if err != nil {
			return tenants.Organisation{}, err
		}
		all, err := s.Directory.Organisations(ctx, tenant.ID)
		if err == nil && len(all) == 0 {
			err = errGone
		}
		if err != nil {
			return tenants.Organisation{}, err
		}
		return all[0], nil
	}
	return tenants.Organisation{}, errGone
}
