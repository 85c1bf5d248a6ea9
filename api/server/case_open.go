package server

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// openElsewhere opens a record out of the national list: it makes the child's trust the active one, which is logged, and goes to
// the record, which notes that it was read. Nothing of the record is read before.
func (s *Server) openElsewhere(c *gin.Context) error {
	id, err := strconv.ParseInt(c.Request.PostForm.Get("case"), 10, 64)
	if err != nil || id < 1 {
		return errGone
	}
	tenantID, err := tenants.ParseID(c.Request.PostForm.Get("tenant"))
	if err != nil {
		return errGone
	}
	organisations, err := s.Directory.Organisations(c.Request.Context(), tenantID)
	if err != nil {
		return err
	}
	if len(organisations) == 0 {
		return fault.New(fault.NotFound, "", "This trust has no hospital to open a record at.")
	}
	if err := s.Login.SwitchTenant(c.Writer, c.Request, tenantID); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/"+organisations[0].ODSCode+"/cases/"+numberOf(id))
	return nil
}
