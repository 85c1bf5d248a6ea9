package server

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/page"
)

// showDeleted lists the tenant's deleted records for the national team.
func (s *Server) showDeleted(c *gin.Context) error {
	all, err := s.Records.ListDeleted(c.Request.Context())
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "Deleted records")
	if err != nil {
		return err
	}
	frame.Wide = true
	view := page.DeletedRecords{Organisation: organisationOf(c).ParentName, As: s.seal(c.Request.Context()), ListHref: listPath(c)}
	for _, d := range all {
		view.Rows = append(view.Rows, deletedRow(c, d, s.Records.Now()))
	}
	return render(c, http.StatusOK, page.DeletedPage(frame, view))
}

func deletedRow(c *gin.Context, d record.Deleted, now time.Time) page.DeletedRow {
	left := max(0, int(d.At.Add(record.Quarantined).Sub(now)/(24*time.Hour)))
	row := page.DeletedRow{
		Number: strconv.FormatInt(d.ID, 10), Name: fullName(d.FirstName, d.Surname), By: d.By, When: inLondon(d.At), Left: fmt.Sprint(left, " days"),
		Action: "/" + c.Param("org") + "/deleted/" + strconv.FormatInt(d.ID, 10), Key: uuid.NewString(),
	}
	for _, o := range dataset.DeleteReasons() {
		if o.Code == d.Reason {
			row.Reason = o.Label
		}
	}
	return row
}

// restoreChild takes a record out of quarantine.
func (s *Server) restoreChild(c *gin.Context) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	key, err := readKey(c.Request.PostForm.Get("key"))
	if err != nil {
		return err
	}
	if err := s.Records.Restore(c.Request.Context(), id, key); err != nil {
		return err
	}
	return leadTo(c, listPath(c)+"/"+strconv.FormatInt(id, 10)+"/"+dataset.CaseSection.Key+"?done="+doneRestored)
}
