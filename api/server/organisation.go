package server

import (
	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/tenants"
)

// homeOrganisation is the one whose code stands in the address of a tenant's pages when no other was asked for.
func (s *Server) homeOrganisation(c *gin.Context, tenant tenants.Tenant) (tenants.Organisation, error) {
	if found, ok := c.Get(organisationKey); ok {
		return found.(tenants.Organisation), nil
	}
	all, err := s.Directory.Organisations(c.Request.Context(), tenant.ID)
	if err != nil {
		return tenants.Organisation{}, err
	}
	if len(all) == 0 {
		return tenants.Organisation{}, errGone
	}
	return all[0], nil
}

// lastOrganisation is the one whose list the person chose last, as long as it is the tenant's.
func (s *Server) lastOrganisation(c *gin.Context, tenant tenants.Tenant) (tenants.Organisation, error) {
	if person, _ := tenants.PersonFrom(c.Request.Context()); person.Role.May(tenants.ListChildren) {
		chosen, err := s.Records.RememberedScope(c.Request.Context())
		if err != nil {
			return tenants.Organisation{}, err
		}
		if found, err := s.Directory.Organisation(c.Request.Context(), chosen.OrganisationID); err == nil && found.TenantID == tenant.ID {
			return found, nil
		}
	}
	return s.homeOrganisation(c, tenant)
}

// organisationName names an organisation of the tenant.
func (s *Server) organisationName(c *gin.Context, id string) string {
	tenant, _ := tenants.From(c.Request.Context())
	all, err := s.Directory.Organisations(c.Request.Context(), tenant.ID)
	if err != nil {
		return ""
	}
	for _, o := range all {
		if o.ID == id {
			return o.Name
		}
	}
	return ""
}
