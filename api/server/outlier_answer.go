package server

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/outlier"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

// showOwnOutlier is a record of the own centre, with the evidence behind it.
func (s *Server) showOwnOutlier(c *gin.Context) error {
	return s.drawOwnOutlier(c, http.StatusOK, sent{})
}

// answerOutlier gives the centre's answer: that there is an error in the data, or that they are correct.
func (s *Server) answerOutlier(c *gin.Context) error {
	id, err := positive(c.Param("outlier"))
	if err != nil {
		return err
	}
	if _, err := s.Outliers.OwnRecord(c.Request.Context(), id); err != nil {
		return err // another centre's is not there, whatever the form says
	}
	step, err := outlierStep(c)
	if err != nil {
		return err
	}
	answer := outlier.Answer{Version: step.Version, Key: step.Key, State: outlier.State(c.Request.PostForm.Get("answer")), Words: step.Words, File: step.File}
	err = s.Outliers.Answer(c.Request.Context(), id, answer)
	if f, ok := fault.As(err); ok && (len(f.Fields) > 0 || f.Kind == fault.Conflict) {
		s.note(c, statuses[f.Kind], f.Kind, f.Code)
		return s.drawOwnOutlier(c, statuses[f.Kind], sent{c, "answer", f})
	}
	if err != nil {
		return err
	}
	return leadTo(c, "/"+c.Param("org")+"/outliers/"+numberOf(id)+"?done="+doneAnsweredOutlier)
}

func (s *Server) drawOwnOutlier(c *gin.Context, status int, before sent) error {
	id, err := positive(c.Param("outlier"))
	if err != nil {
		return err
	}
	r, err := s.Outliers.OwnRecord(c.Request.Context(), id)
	if err != nil {
		return err
	}
	base := "/" + c.Param("org") + "/outliers"
	view := s.outlierView(r, base)
	evidence(c, &view, r, base)
	switch person, _ := tenants.PersonFrom(c.Request.Context()); {
	case r.State == outlier.WithCentre && person.Role.May(tenants.AnswerOutlier):
		form := s.answerForm(c, before, r)
		form.Action = base + "/" + numberOf(id)
		view.Forms = append(view.Forms, form)
	case r.State == outlier.WithCentre:
		view.Waits = "The centre’s lead clinician answers."
	case !r.State.Over():
		view.Waits = "The audit team does what comes next."
	}
	view.Wrong = before.wrong(view.Forms)
	frame, err := s.frame(c, view.Title)
	if err != nil {
		return err
	}
	return render(c, status, page.OutlierRecordPage(frame, view))
}

// evidence leads to the children behind the figure: inside the centre only.
func evidence(c *gin.Context, view *page.OutlierRecord, r outlier.Record, base string) {
	m := r.Of()
	person, _ := tenants.PersonFrom(c.Request.Context())
	if m == nil || person.Role.National() || !person.Role.May(tenants.OpenRecord) {
		return
	}
	view.EvidenceNote = "Only people of this centre see these. They show the records as they are now, so that they may differ from the figures above, which stay as they were found. The file is made there and then and holds no name; each child’s record notes that you read it."
	query := url.Values{"outcome": {"failed"}, "cohort": {strconv.Itoa(r.Cohort)}, "level": {string(r.Level)}}.Encode()
	view.Evidence = []page.OutlierLink{
		{Href: "/" + c.Param("org") + "/kpis/" + strings.ToLower(m.Code) + "/children?" + query, Label: "The children who did not meet the measure, and why"},
		{Href: base + "/" + numberOf(r.ID) + "/children.csv", Label: "All eligible children as a file (CSV): audit numbers, outcomes and the answers that decided"},
	}
}

func (s *Server) answerForm(c *gin.Context, before sent, r outlier.Record) page.OutlierForm {
	form := s.newForm(c, before, "answer", r)
	form.Title, form.Button, form.ChoiceName, form.ChoiceLabel = "Your answer", "Send the answer", "answer", "Are the data correct?"
	form.Intro = []string{"The audit team reads your answer and your file. It does not see the children behind the figure: give audit numbers where a child matters, and no name."}
	sentAnswer := ""
	if before.is("answer") {
		sentAnswer, form.ChoiceNote = c.Request.PostForm.Get("answer"), before.refused.Fields["answer"].Message
	}
	form.Choices = []page.FilterOption{
		{Value: string(outlier.ErrorInData), Label: "No: there is an error in the data", Selected: sentAnswer == string(outlier.ErrorInData)},
		{Value: string(outlier.DataCorrect), Label: "Yes: the data are correct", Selected: sentAnswer == string(outlier.DataCorrect)},
	}
	form.Texts = []page.OutlierField{before.field("answer", "words", "What should the audit team know?", "What is wrong and what you do about it; or what explains the figure. No child’s details.")}
	form.File = before.file("answer", "File (if any)")
	return form
}
