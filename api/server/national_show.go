package server

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

// showNational is counts by trust; no row of anybody's stands behind it.
func (s *Server) showNational(c *gin.Context) error {
	counts, err := tenants.National(c.Request.Context(), s.Records.DB)
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "National counts")
	if err != nil {
		return err
	}
	view := page.National{Note: "Children in the audit by trust and health board. No child's record can be opened from here."}
	var total int64
	for _, n := range counts {
		view.Rows = append(view.Rows, page.NationalRow{Trust: n.Name, Children: strconv.FormatInt(n.Children, 10)})
		total += n.Children
	}
	view.Total = page.NationalRow{Trust: "All", Children: strconv.FormatInt(total, 10)}
	return render(c, http.StatusOK, page.NationalPage(frame, view))
}
