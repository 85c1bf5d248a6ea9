package server

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
)

// showDelete asks why a record is to be deleted, and whether this one is meant.
func (s *Server) showDelete(c *gin.Context) error { return s.askEnd(c, http.StatusOK, deletePage, nil) }

// deleteChild puts a record into quarantine.
func (s *Server) deleteChild(c *gin.Context) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	form := c.Request.PostForm
	key, err := readKey(form.Get("key"))
	if err != nil {
		return err
	}
	err = s.Records.Delete(c.Request.Context(), record.Deletion{CaseID: id, Reason: form.Get("reason"), Typed: form.Get("typed"), Key: key})
	return s.ended(c, deletePage, err, doneDeleted)
}

func deletePage(r *record.Record) page.EndRecord {
	view := page.EndRecord{Title: "Delete this record", Button: "Delete this record", Points: []string{
		"Only for a child entered by mistake, or twice. When a family wants no part in the audit, opt the child out instead.",
		"The whole record disappears at once: details, registration and every answer.",
		"For 30 days the national audit team can bring it back. Then it is erased for good.",
	}}
	for _, o := range dataset.DeleteReasons() {
		view.Reasons = append(view.Reasons, control.Option{Code: o.Code, Label: o.Label})
	}
	return view
}

// ended goes back to the list after a record ended, or asks again with what was missing.
func (s *Server) ended(c *gin.Context, which func(*record.Record) page.EndRecord, err error, done string) error {
	var refused *record.EndError
	if errors.As(err, &refused) {
		s.noteProblems(c, refused.Problems)
		return s.askEnd(c, http.StatusUnprocessableEntity, which, refused.Problems)
	}
	if err != nil {
		return err
	}
	return leadTo(c, listPath(c)+"?done="+done)
}

// askEnd draws the page that asks before a record ends.
func (s *Server) askEnd(c *gin.Context, status int, which func(*record.Record) page.EndRecord, problems []ask.Problem) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	r, err := s.Records.Peek(c.Request.Context(), id)
	if err != nil {
		return err
	}
	view := which(r)
	if closed := r.DeleteClosed(s.viewer(c, r).person); closed != "" && len(view.Reasons) > 0 {
		return fault.New(fault.Closed, "record_locked", closed)
	}
	view.Child = s.childView(c, r)
	view.Child.EditHref = ""
	view.As, view.Key, view.Action, view.CancelHref = s.seal(c.Request.Context()), uuid.NewString(), c.Request.URL.Path, detailsPath(c)
	view.Reason, view.Typed = c.Request.PostForm.Get("reason"), c.Request.PostForm.Get("typed")
	missing(&view, r, problems)
	frame, err := s.frame(c, view.Title)
	if err != nil {
		return err
	}
	return render(c, status, page.EndRecordPage(frame, view))
}

// missing says what is to be typed, and what is wrong with what was sent, each with the way to its field.
func missing(view *page.EndRecord, r *record.Record, problems []ask.Problem) {
	label, _ := r.EndWord()
	view.TypedLabel = "To go on, type the child’s " + label
	for _, p := range problems {
		words := "Reason: " + p.Message
		if p.Question == "reason" {
			view.ReasonNote = p.Message
		} else {
			view.TypedNote, words = p.Message, p.Message
		}
		view.Wrong = append(view.Wrong, page.Wrong{Href: "#" + p.Question, Text: words})
	}
}
