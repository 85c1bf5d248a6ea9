package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/ui/page"
)

// askToConfirm asks "are you sure" as a page of its own, for browsers without script, with everything the form carried.
func (s *Server) askToConfirm(c *gin.Context, at questionAt, form answerForm) error {
	frame, err := s.frame(c, "Please confirm")
	if err != nil {
		return err
	}
	view := page.Confirmation{
		Title: "Please confirm", Words: "Delete this entry? Its answers are removed from the record.", Yes: "Yes, delete it",
		Action: c.Request.URL.Path, CancelHref: at.pagePath(c),
	}
	if at.question != nil {
		view.Title, view.Words, view.Yes = at.question.Label, at.question.Asks, "Yes, save it"
	}
	for _, name := range []string{"key", "as", "version"} {
		view.Fields = append(view.Fields, page.Kept{Name: name, Value: c.Request.PostForm.Get(name)})
	}
	for _, value := range form.values {
		view.Fields = append(view.Fields, page.Kept{Name: "value", Value: value})
	}
	view.CancelHref = at.pagePath(c)
	return render(c, http.StatusOK, page.ConfirmationPage(frame, view))
}
