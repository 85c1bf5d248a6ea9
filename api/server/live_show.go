package server

import (
	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants/login"
)

// showLive is the stream over which a page hears that its record has changed, and who else is on it. It carries revisions and
// the names of colleagues; what has changed the page fetches itself.
func (s *Server) showLive(c *gin.Context) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	if _, err := s.Records.Glance(ctx, id); err != nil {
		return err
	}
	visit, err := login.Visitor(ctx)
	if err != nil {
		return err
	}
	if s.Live == nil {
		return renderNothing(c) // which tells a browser not to ask again
	}
	leave, ok := s.streams.enter(visit.Session)
	if !ok {
		return fault.New(fault.TooMany, "too_many_streams", "Too many pages are open at once.")
	}
	defer leave()
	follower, err := s.Live.Follow(ctx, id, tabNamed(c.Query("tab")))
	if err != nil {
		return err
	}
	defer follower.Leave()
	newStream(s, c, id, visit, follower).run()
	return nil
}
