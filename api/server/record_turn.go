package server

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/page"
)

// turn is a change of a record as a whole: what it asks first, and what it does.
type turn struct {
	label, asks, yes string
	do               func(ctx context.Context, caseID int64, key string) (*record.Record, error)
}

const (
	submitAsks = "Submit this record? It is then closed for editing. It can be taken back until the deadline."
	backAsks   = "Take this record back? It is then open for editing again and no longer submitted."
	leaveAsks  = "Unregister this child? The record leaves all counts of the audit and its forms are closed. The answers are kept."
	returnAsks = "Register this child again? The record counts again, with all its answers."
)

func (s *Server) submitCase(c *gin.Context) error {
	return s.turnCase(c, turn{"Submit", submitAsks, "Yes, submit it", s.Records.Submit})
}

func (s *Server) takeBackCase(c *gin.Context) error {
	return s.turnCase(c, turn{"Take back", backAsks, "Yes, take it back", s.Records.TakeBack})
}

func (s *Server) reregisterCase(c *gin.Context) error {
	return s.turnCase(c, turn{"Register again", returnAsks, "Yes, register again", s.Records.Reregister})
}

// unregisterCase wants a reason; without one the form comes back and says so.
func (s *Server) unregisterCase(c *gin.Context) error {
	reason := c.Request.PostForm.Get("value")
	err := s.turnCase(c, turn{"Unregister", leaveAsks, "Yes, unregister", func(ctx context.Context, id int64, key string) (*record.Record, error) {
		return s.Records.Unregister(ctx, id, reason, key)
	}})
	f, ok := fault.As(err)
	if !ok || f.Fields["reason"].Message == "" {
		return err
	}
	id, _ := caseNumber(c)
	r, err := s.Records.Peek(c.Request.Context(), id)
	if err != nil {
		return err
	}
	s.note(c, http.StatusUnprocessableEntity, f.Kind, f.Code)
	words := f.Fields["reason"].Message
	if view := s.viewer(c, r).unregister(words); isFragment(c) && view != nil {
		return render(c, http.StatusUnprocessableEntity, page.UnregisterView(*view))
	}
	return s.renderSection(c, http.StatusUnprocessableEntity, r, dataset.RegistrationSection, sectionExtra{unanswered: words})
}

// turnCase changes a record as a whole, once the person has said that they are sure. Everything on the page changes with it, so
// the page is opened again.
func (s *Server) turnCase(c *gin.Context, t turn) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	key, err := readKey(sentKey(c))
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	if !isConfirmed(c) {
		if _, err := s.Records.Glance(ctx, id); err != nil {
			return err
		}
		return s.confirm(c, http.StatusOK, page.Confirmation{
			Title: t.label, Words: t.asks, Yes: t.yes, CancelHref: cameFrom(c), Fields: kept(c, c.Request.PostForm["value"], ""),
		})
	}
	r, err := t.do(ctx, id, key)
	if err != nil {
		return err
	}
	s.changed(c, r, "")
	c.Header("HX-Trigger", "case-statistics")
	return leadTo(c, cameFrom(c))
}

// cameFrom is the list or the section that a form was drawn on, or the record.
func cameFrom(c *gin.Context) string {
	if list := listReturn(c); list != listPath(c) {
		return list
	}
	at := c.Request.PostForm.Get("at")
	if _, ok := dataset.SectionByKey(at); ok || at == performance {
		return casePath(c) + "/" + at
	}
	return casePath(c)
}
