package server

import (
	"regexp"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/live"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// changed is what follows every change of a record, once it is stored: its progress is kept, and everybody on the record is
// told, whichever server they are connected to. section is the key of where it was changed; empty when in no section.
func (s *Server) changed(c *gin.Context, r *record.Record, section string) {
	s.keepProgress(c, r)
	ctx := c.Request.Context()
	person, _ := tenants.PersonFrom(ctx)
	s.Live.Publish(ctx, live.Change{Case: r.ID, Revision: r.Revision, Section: section, Who: live.Tag(person.ID), Tab: tabNamed(c.GetHeader("Pinktick-Tab"))})
}

var tabName = regexp.MustCompile(`^[0-9a-f]{16}$`)

// tabNamed is the name that a page of ours gives itself; anything else is none.
func tabNamed(text string) string {
	if tabName.MatchString(text) {
		return text
	}
	return ""
}
