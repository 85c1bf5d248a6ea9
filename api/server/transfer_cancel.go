package server

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/ui/page"
)

// cancelTransfer takes back what the centre offered, or asked for, once the person has confirmed it.
func (s *Server) cancelTransfer(c *gin.Context) error {
	id, err := uuid.Parse(c.Param("transfer"))
	if err != nil {
		return errGone
	}
	key, err := readKey(sentKey(c))
	if err != nil {
		return err
	}
	back := "/" + c.Param("org") + "/transfers"
	if c.Request.PostForm.Get("confirmed") != "yes" {
		return s.confirm(c, http.StatusOK, page.Confirmation{
			Title: "Withdraw this transfer?", Words: "The other centre can no longer answer it. The record stays where it is.", Yes: "Yes, withdraw it",
			CancelHref: back, Fields: kept(c, nil, ""),
		})
	}
	done, err := s.Records.CancelTransfer(c.Request.Context(), id.String(), key)
	if err != nil {
		return err
	}
	s.moved(c, done.Origin, done.CaseID, 0)
	if c.Request.PostForm.Get("at") == dataset.RegistrationSection.Key && done.CaseID != 0 {
		back = listPath(c) + "/" + numberOf(done.CaseID) + "/" + dataset.RegistrationSection.Key
	}
	return leadTo(c, back+"?done="+doneWithdrawn)
}
