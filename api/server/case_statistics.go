package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/page"
)

// showStatistics is how many children the scope has, for a page that heard that they have changed. Opened as a page it is the list.
func (s *Server) showStatistics(c *gin.Context) error {
	l, err := s.caseList(c)
	if err != nil {
		return err
	}
	if !isFragment(c) {
		c.Redirect(http.StatusSeeOther, l.address(l.query))
		return nil
	}
	counts, err := s.Records.CountCases(c.Request.Context(), l.query.Scope, l.query.OrganisationID)
	if err != nil {
		return err
	}
	l.counted = record.List{Total: counts.Total, Registered: counts.Registered}
	return render(c, http.StatusOK, page.StatisticsView(l.statistics()))
}
