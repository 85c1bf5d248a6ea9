package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

// organisationPicker offers the organisations of the own tenant, and all of them to whoever may enter every tenant; none where there is
// no choice.
func (s *Server) organisationPicker(c *gin.Context, d dashboard) (*page.OrganisationPicker, error) {
	ctx := c.Request.Context()
	picker := &page.OrganisationPicker{Action: d.base + "/organisation", As: s.seal(ctx)}
	if d.role.May(tenants.ListNationally) {
		all, err := s.everyOrganisation(c, d.organisation.ODSCode)
		picker.Options = all
		return picker, err
	}
	own, err := s.Directory.Organisations(ctx, d.organisation.TenantID)
	if err != nil || len(own) < 2 {
		return nil, err
	}
	for _, o := range own {
		picker.Options = append(picker.Options, option(o.ODSCode, o.Name, o.ID == d.organisation.ID))
	}
	return picker, nil
}

// everyOrganisation are those of every trust and board, by parent and name.
func (s *Server) everyOrganisation(c *gin.Context, chosen string) ([]page.FilterOption, error) {
	all, err := s.Directory.AllOrganisations(c.Request.Context())
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b tenants.Organisation) int { return strings.Compare(a.ParentName, b.ParentName) })
	var options []page.FilterOption
	for _, o := range all {
		options = append(options, page.FilterOption{Value: o.ODSCode, Label: o.Name, Group: o.ParentName, Selected: o.ODSCode == chosen})
	}
	return options, nil
}

// selectOrganisation shows the page of another organisation, and makes it the one that Home leads to. The audit team may go to any: it
// then works at that one's trust or board, which is logged. To others an organisation of another tenant is not there.
func (s *Server) selectOrganisation(c *gin.Context) error {
	ctx := c.Request.Context()
	organisation, err := s.Directory.OrganisationByODS(ctx, c.Request.PostForm.Get("organisation"))
	if err != nil {
		return err
	}
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	switch {
	case organisation.TenantID == tenant.ID:
		if err := s.rememberOrganisation(c, organisation); err != nil {
			return err
		}
	case !person.Role.May(tenants.ListNationally):
		return errGone
	default:
		if err := s.Login.SwitchTenant(c.Writer, c.Request, organisation.TenantID); err != nil {
			return err
		}
	}
	c.Redirect(http.StatusSeeOther, "/"+organisation.ODSCode+"/summary")
	return nil
}

// rememberOrganisation leaves the scope of the person's list as it is.
func (s *Server) rememberOrganisation(c *gin.Context, organisation tenants.Organisation) error {
	if person, _ := tenants.PersonFrom(c.Request.Context()); !person.Role.May(tenants.ListChildren) {
		return nil
	}
	chosen, err := s.Records.RememberedScope(c.Request.Context())
	if err != nil {
		return err
	}
	if chosen.Scope == "" {
		chosen.Scope = record.Trust
	}
	chosen.OrganisationID = organisation.ID
	return s.Records.RememberScope(c.Request.Context(), chosen)
}
