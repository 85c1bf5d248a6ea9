package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/ui/page"
)

// askToConfirm asks "are you sure" as a page of its own, for browsers without script, with everything the form carried.
func (s *Server) askToConfirm(c *gin.Context, at questionAt, form answerForm) error {
	view := page.Confirmation{
		Title: "Please confirm", Words: "Delete this entry? Its answers are removed from the record.", Yes: "Yes, delete it", CancelHref: at.pagePath(c),
	}
	if at.question != nil {
		view.Title, view.Words, view.Yes = at.question.Label, at.question.Asks, "Yes, save it"
	}
	return s.confirm(c, view, form.values...)
}

// confirm asks before a form of ours is sent for good, with everything it carried.
func (s *Server) confirm(c *gin.Context, view page.Confirmation, values ...string) error {
	frame, err := s.frame(c, "Please confirm")
	if err != nil {
		return err
	}
	view.Action = c.Request.URL.Path
	for _, name := range []string{"key", "as", "version", "at"} {
		if value := c.Request.PostForm.Get(name); value != "" {
			view.Fields = append(view.Fields, page.Kept{Name: name, Value: value})
		}
	}
	for _, value := range values {
		view.Fields = append(view.Fields, page.Kept{Name: "value", Value: value})
	}
	return render(c, http.StatusOK, page.ConfirmationPage(frame, view))
}

// isConfirmed tells whether a form may be carried out: the page's script has asked already, without it a page of its own does.
func isConfirmed(c *gin.Context) bool {
	return isFragment(c) || c.Request.PostForm.Get("confirmed") == "yes"
}
