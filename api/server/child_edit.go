package server

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

// showDetailsForm is the form of a child's details as they are. Where they are closed it leads to the page that says why.
func (s *Server) showDetailsForm(c *gin.Context) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	r, err := s.Records.Open(c.Request.Context(), id)
	if err != nil {
		return err
	}
	person, _ := tenants.PersonFrom(c.Request.Context())
	if r.DetailsClosed(person) != "" {
		c.Redirect(http.StatusSeeOther, detailsPath(c))
		return nil
	}
	return s.drawForm(c, http.StatusOK, detailsForm(c, page.ChildForm{
		Version: r.Revision, Questions: formQuestions(r.In(dataset.CaseSection), nil, nil, nil),
	}))
}

// saveDetails stores a child's details; what is wrong, or was changed by somebody else meanwhile, comes back with the form.
func (s *Server) saveDetails(c *gin.Context) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	d, err := readDetails(c, id)
	if err != nil {
		return err
	}
	r, err := s.Records.SaveDetails(c.Request.Context(), d)
	if err != nil {
		return s.refuseDetails(c, d, err)
	}
	s.changed(c, r, dataset.CaseSection.Key)
	return leadTo(c, detailsPath(c)+"?done="+doneSaved)
}

func (s *Server) refuseDetails(c *gin.Context, d record.Details, err error) error {
	var refused *record.RefusedError
	var overtaken *record.OvertakenError
	switch {
	case errors.As(err, &refused) && refused.Record != nil:
		s.noteProblems(c, refused.Problems)
		return s.drawForm(c, http.StatusUnprocessableEntity, detailsForm(c, page.ChildForm{
			Key: d.Key, Version: d.Version, Duplicate: s.duplicate(c, refused.Holder, d),
			Questions: formQuestions(refused.Record.In(dataset.CaseSection), &d, refused.Problems, nil),
		}))
	case errors.As(err, &overtaken):
		s.note(c, http.StatusConflict, fault.Conflict, "details_changed_meanwhile")
		d.Sent = overtaken.Sent
		return s.drawForm(c, http.StatusConflict, detailsForm(c, page.ChildForm{
			Version: overtaken.Record.Revision, Overtaken: true,
			Questions: formQuestions(overtaken.Record.In(dataset.CaseSection), &d, nil, overtaken.Newer),
		}))
	}
	return err
}

func detailsForm(c *gin.Context, form page.ChildForm) page.ChildForm {
	form.Title, form.Button = "Edit child details", "Save"
	form.Action, form.CancelHref = casePath(c)+"/update", detailsPath(c)
	return form
}

func detailsPath(c *gin.Context) string { return casePath(c) + "/" + dataset.CaseSection.Key }
