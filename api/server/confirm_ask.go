package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/ui/page"
)

// askToConfirm asks "are you sure" as a page of its own, for browsers without script, with everything the form carried.
func (s *Server) askToConfirm(c *gin.Context, at questionAt, form answerForm) error {
	return s.confirm(c, http.StatusOK, page.Confirmation{
		Title: at.question.Label, Words: at.question.Asks, Yes: "Yes, save it", Fields: kept(c, form.values, form.clears), CancelHref: at.pagePath(c),
	})
}

// confirm asks before a form of ours is sent for good.
func (s *Server) confirm(c *gin.Context, status int, view page.Confirmation) error {
	frame, err := s.frame(c, "Please confirm")
	if err != nil {
		return err
	}
	view.Action = c.Request.URL.Path
	return render(c, status, page.ConfirmationPage(frame, view))
}

// kept is what a form carried, for a page that asks before it is sent again.
func kept(c *gin.Context, values []string, clears string) []page.Kept {
	var fields []page.Kept
	for _, name := range []string{"key", "as", "version", "at", "return"} {
		if value := c.Request.PostForm.Get(name); value != "" {
			fields = append(fields, page.Kept{Name: name, Value: value})
		}
	}
	for _, value := range values {
		fields = append(fields, page.Kept{Name: "value", Value: value})
	}
	if clears != "" {
		fields = append(fields, page.Kept{Name: "clears", Value: clears})
	}
	return fields
}

// isConfirmed tells whether a form may be carried out: the page's script has asked already, without it a page of its own does.
func isConfirmed(c *gin.Context) bool {
	return isFragment(c) || c.Request.PostForm.Get("confirmed") == "yes"
}
