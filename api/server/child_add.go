package server

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

// showNewChild is the empty form for another child.
func (s *Server) showNewChild(c *gin.Context) error {
	in := s.newChild(c)
	return s.drawForm(c, http.StatusOK, newChildForm(c, page.ChildForm{Questions: formQuestions(in, nil, nil, nil)}))
}

// addChild stores a child, led by the organisation in the address.
func (s *Server) addChild(c *gin.Context) error {
	d, err := readDetails(c, 0)
	if err != nil {
		return err
	}
	id, err := s.Records.AddChild(c.Request.Context(), organisationOf(c).ID, d)
	var refused *record.RefusedError
	if errors.As(err, &refused) {
		s.noteProblems(c, refused.Problems)
		return s.drawForm(c, http.StatusUnprocessableEntity, newChildForm(c, page.ChildForm{
			Key: d.Key, Duplicate: s.duplicate(c, refused.Holder, d), Questions: formQuestions(s.newChild(c), &d, refused.Problems, nil),
		}))
	}
	if err != nil {
		return err
	}
	return leadTo(c, "/"+c.Param("org")+"/cases/"+strconv.FormatInt(id, 10)+"/"+dataset.CaseSection.Key+"?done="+doneAdded)
}

// newChild is a child of whom nothing is known, at the tenant of the request.
func (s *Server) newChild(c *gin.Context) ask.Input {
	tenant, _ := tenants.From(c.Request.Context())
	at := dataset.Circumstances{Today: ask.DateOf(s.Records.Now()), Country: tenant.CountryCode}
	return dataset.NewChild().In(dataset.CaseSection, at)
}

func newChildForm(c *gin.Context, form page.ChildForm) page.ChildForm {
	form.Title, form.Button = "Add a child", "Save"
	form.Lead = organisationOf(c).Name + " will be the child’s lead centre."
	form.Action, form.CancelHref = listPath(c)+"/new", listPath(c)
	return form
}

func listPath(c *gin.Context) string { return "/" + c.Param("org") + "/cases" }

// duplicate says who has the child already: the person's own trust, with the way to the record, or a centre, with the way to
// ask it. Whoever holds the child elsewhere is asked for by the number alone.
func (s *Server) duplicate(c *gin.Context, holder *record.Holder, d record.Details) *page.Duplicate {
	if holder == nil {
		return nil
	}
	if holder.Own {
		return &page.Duplicate{Text: "This child is in the audit already, at your own trust or board.",
			OwnHref: listPath(c) + "/" + strconv.FormatInt(holder.CaseID, 10) + "/" + dataset.CaseSection.Key}
	}
	view := &page.Duplicate{Text: "This child is in the audit already, at " + centreWords(holder) + "."}
	if d.CaseID == 0 {
		view.AskAction = listPath(c) + "/new/transfer"
		view.Fields = s.transferFields(c, d.Sent)
	}
	return view
}

func centreWords(holder *record.Holder) string {
	if holder.Centre == holder.Trust {
		return holder.Trust
	}
	return holder.Centre + " (" + holder.Trust + ")"
}
