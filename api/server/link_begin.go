package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/ui/page"
)

// beginLink starts to link a second account of the person: a page that leads on to its provider. It is no redirect, for the
// page's own policy lets a form's answer lead to no other site.
func (s *Server) beginLink(c *gin.Context) error {
	to, err := s.Login.BeginLink(c.Writer, c.Request, c.Request.PostForm.Get("provider"))
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "Sign in with your other account")
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, page.ProblemPage(frame, page.Problem{
		Status: http.StatusOK, Title: "Sign in with your other account",
		Text:     "Sign in there as yourself, in this browser, within ten minutes. Both accounts are then one person here, with the access of both.",
		BackHref: to, BackLabel: "Go on to sign in",
	}))
}
