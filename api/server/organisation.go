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
