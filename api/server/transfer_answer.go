package server

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/live"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// showAccept asks whether a child is to come, or to go, and says what moves.
func (s *Server) showAccept(c *gin.Context) error { return s.askAnswer(c, http.StatusOK, true, nil) }

// showDecline asks why it is not to.
func (s *Server) showDecline(c *gin.Context) error { return s.askAnswer(c, http.StatusOK, false, nil) }

// acceptTransfer moves the child.
func (s *Server) acceptTransfer(c *gin.Context) error { return s.answerTransfer(c, true) }

// declineTransfer leaves it where it is.
func (s *Server) declineTransfer(c *gin.Context) error { return s.answerTransfer(c, false) }

func (s *Server) answerTransfer(c *gin.Context, accepts bool) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	form := c.Request.PostForm
	key, err := readKey(form.Get("key"))
	if err != nil {
		return err
	}
	answer := record.TransferAnswer{CaseID: id, Accepts: accepts, Key: key}
	if !accepts {
		answer.Reason, answer.Words = form.Get("reason"), form.Get("words")
	}
	done, err := s.Records.AnswerTransfer(c.Request.Context(), answer)
	if f, ok := fault.As(err); ok && len(f.Fields) > 0 {
		s.note(c, http.StatusUnprocessableEntity, f.Kind, f.Code)
		return s.askAnswer(c, http.StatusUnprocessableEntity, accepts, f)
	}
	if err != nil {
		return err
	}
	s.moved(c, done.Origin, id, done.Revision)
	return leadTo(c, afterAnswer(c, accepts, done.Transfer))
}

// afterAnswer is the record of a child who has come, or the list.
func afterAnswer(c *gin.Context, accepts bool, t record.Transfer) string {
	switch {
	case !accepts:
		return listPath(c) + "?done=" + doneDeclined
	case t.Incoming():
		return registrationPath(c) + "?done=" + doneAccepted
	}
	return listPath(c) + "?done=" + doneHandedOver
}

// moved tells the pages that are open at the origin: those of a child who has gone find out at once that it is no longer there.
func (s *Server) moved(c *gin.Context, origin tenants.ID, caseID, revision int64) {
	if origin == "" {
		return
	}
	ctx := c.Request.Context()
	person, _ := tenants.PersonFrom(ctx)
	s.Live.PublishAt(ctx, origin, live.Change{Case: caseID, Revision: revision, Who: live.Tag(person.ID)})
}

// askAnswer draws the page that asks before a transfer is answered.
func (s *Server) askAnswer(c *gin.Context, status int, accepts bool, refused *fault.Error) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	t, err := s.Records.WaitingTransfer(c.Request.Context(), id)
	if err != nil {
		return err
	}
	view := page.AnswerTransfer{As: s.seal(c.Request.Context()), Key: uuid.NewString(), Action: c.Request.URL.Path, CancelHref: listPath(c)}
	if accepts {
		err = s.acceptView(c, &view, t)
	} else {
		s.declineView(c, &view, t, refused)
	}
	if err != nil {
		return err
	}
	frame, err := s.frame(c, view.Title)
	if err != nil {
		return err
	}
	return render(c, status, page.AnswerTransferPage(frame, view))
}

// acceptView names the child, and says what moves: for a child who is offered, numbers from the present centre.
func (s *Server) acceptView(c *gin.Context, view *page.AnswerTransfer, t record.Transfer) error {
	from, _ := s.centreNamed(c, t.FromOrganisationID)
	to, _ := s.centreNamed(c, &t.ToOrganisationID)
	view.Facts = s.transferFacts(c, t)
	view.OtherHref, view.OtherLabel = casePath(c)+"/transfer/decline", "Decline instead"
	if !t.Incoming() {
		view.Title, view.Button = "Hand over "+childWords(t)+"?", "Hand the child over"
		view.Points = []string{"The whole record goes to " + to + " at once, with every answer and its history.", "You can no longer open it."}
		return nil
	}
	view.Title, view.Button = "Accept this child?", "Accept the child"
	view.Points = []string{"The whole record becomes yours, with every answer and its history.", from + " can no longer open it."}
	preview, err := s.Records.PreviewTransfer(c.Request.Context(), *t.AuditNumber)
	if err != nil || preview == nil {
		return err
	}
	view.Facts = append(view.Facts, part.Pair{Key: "Answers that move", Value: strconv.Itoa(preview.Answered) + " of " + strconv.Itoa(preview.Asked)})
	if preview.Cohort != nil {
		view.Facts = append(view.Facts, part.Pair{Key: "Cohort", Value: strconv.Itoa(*preview.Cohort)})
	}
	if preview.ClosesOn != nil {
		view.Facts = append(view.Facts, part.Pair{Key: "Deadline there", Value: preview.ClosesOn.Words()})
		view.Points = append(view.Points, "Your own deadline for the cohort holds from then on.")
	}
	if preview.Submitted {
		view.Points = append(view.Points, "It has been submitted. "+from+" has to take that back before it can move.")
	}
	return nil
}

func (s *Server) transferFacts(c *gin.Context, t record.Transfer) []part.Pair {
	facts := []part.Pair{{Key: "Child", Value: childWords(t) + ", audit number " + numberOf(*t.AuditNumber)}, {Key: "From", Value: s.wholeCentre(c, t.FromOrganisationID)},
		{Key: "To", Value: s.wholeCentre(c, &t.ToOrganisationID)}}
	who := "Offered"
	if t.Kind == record.KindAsk {
		who = "Asked for"
	}
	return append(facts, part.Pair{Key: who, Value: "by " + t.RequestedByName + ", " + ask.DateOf(t.RequestedAt).Words()},
		part.Pair{Key: "Waits until", Value: t.ExpiresOn().Words()})
}

func (s *Server) declineView(c *gin.Context, view *page.AnswerTransfer, t record.Transfer, refused *fault.Error) {
	from, _ := s.centreNamed(c, t.FromOrganisationID)
	view.Title, view.Button, view.Quiet, view.Facts = "Decline this transfer?", "Decline", true, s.transferFacts(c, t)
	view.Points = []string{"The child stays with " + from + "."}
	for _, o := range dataset.TransferReasons() {
		view.Reasons = append(view.Reasons, control.Option{Code: o.Code, Label: o.Label})
	}
	if refused == nil {
		return
	}
	view.Reason, view.Words = c.Request.PostForm.Get("reason"), c.Request.PostForm.Get("words")
	view.ReasonNote, view.WordsNote = refused.Fields["reason"].Message, refused.Fields["words"].Message
	for name, note := range map[string]string{"reason": view.ReasonNote, "words": view.WordsNote} {
		if note != "" {
			view.Wrong = append(view.Wrong, page.Wrong{Href: "#" + name, Text: note})
		}
	}
}
