package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

// rememberedScope is where somebody goes who asks for their list without saying which; nowhere when this is it.
func (s *Server) rememberedScope(l *caseList) (string, error) {
	if l.c.Request.URL.RawQuery != "" || l.c.Param("org") == "" {
		return "", nil
	}
	chosen, err := s.Records.RememberedScope(l.c.Request.Context())
	if err != nil || chosen.Scope == "" || chosen.Scope == record.Trust || chosen.Scope == record.Nation && !l.role.May(tenants.ListNationally) {
		return "", err
	}
	l.query.Scope = chosen.Scope
	return l.address(l.query), nil
}

// scopes are what the person may choose between.
func (l *caseList) scopes() page.Scopes {
	if l.own == nil {
		return page.Scopes{}
	}
	view := page.Scopes{Action: l.base + "/scope", As: l.seal, PickAction: l.base + "/organisation"}
	add := func(scope record.Scope, label string) {
		view.Buttons = append(view.Buttons, page.Scope{Value: string(scope), Label: label, Current: l.query.Scope == scope})
	}
	add(record.Organisation, "This hospital")
	add(record.Trust, "This trust")
	if l.role.May(tenants.ListNationally) {
		add(record.Nation, "All trusts")
	}
	if l.query.Scope != record.Organisation {
		return view
	}
	for _, o := range l.own {
		view.Organisations = append(view.Organisations, option(o.ODSCode, o.Name, o.ID == l.query.OrganisationID))
	}
	return view
}

// chooseScope remembers whose children the person wants to see, and shows them.
func (s *Server) chooseScope(c *gin.Context) error {
	scope := record.Scope(c.Request.PostForm.Get("scope"))
	switch scope {
	case record.Organisation, record.Trust:
	case record.Nation:
		if person, _ := tenants.PersonFrom(c.Request.Context()); !person.Role.May(tenants.ListNationally) {
			return fault.New(fault.Forbidden, "no_permission", "Your role does not allow this.")
		}
	default:
		return fault.New(fault.Unacceptable, "scope_unknown", "The form could not be read.")
	}
	return s.showScope(c, scope, organisationOf(c))
}

// chooseOrganisation shows another hospital of the tenant. One of another tenant is not there.
func (s *Server) chooseOrganisation(c *gin.Context) error {
	organisation, err := s.Directory.OrganisationByODS(c.Request.Context(), c.Request.PostForm.Get("organisation"))
	if err != nil {
		return err
	}
	if organisation.TenantID != organisationOf(c).TenantID {
		return errGone
	}
	return s.showScope(c, record.Organisation, organisation)
}

func (s *Server) showScope(c *gin.Context, scope record.Scope, organisation tenants.Organisation) error {
	if err := s.Records.RememberScope(c.Request.Context(), record.Remembered{Scope: scope, OrganisationID: organisation.ID}); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/"+organisation.ODSCode+"/cases?scope="+string(scope))
	return nil
}
