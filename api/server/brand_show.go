package server

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/tenants"
)

// showBrand is a tenant's colours as a style sheet: a file, so that the policy against inline styles holds.
func (s *Server) showBrand(c *gin.Context) error {
	tenant, err := s.Directory.TenantByODS(c.Request.Context(), c.Param("ods"))
	if err != nil {
		return err
	}
	look := tenant.Branding
	c.Header("Content-Type", "text/css; charset=utf-8")
	c.Header("Cache-Control", "public, max-age=300")
	c.Header("Vary", "")
	css := ""
	if look.Colour != "" {
		css = fmt.Sprintf(":root{--brand-colour:%s;--brand-colour-text:%s}\n", look.Colour, look.ColourText)
	}
	c.String(http.StatusOK, css)
	return nil
}

// showLogo is a tenant's logo.
func (s *Server) showLogo(c *gin.Context) error {
	tenant, err := s.Directory.TenantByODS(c.Request.Context(), c.Param("ods"))
	if err != nil {
		return err
	}
	bytes, kind, err := tenants.Logo(c.Request.Context(), s.Records.DB, tenant.ID)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "public, max-age=300")
	c.Header("Vary", "")
	c.Header("Content-Security-Policy", "default-src 'none'")
	c.Data(http.StatusOK, kind, bytes)
	return nil
}
