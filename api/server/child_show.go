package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// showDetails is who the child is, with the dates of the record that do not go with it.
func (s *Server) showDetails(c *gin.Context) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	r, err := s.Records.Open(c.Request.Context(), id)
	if err != nil {
		return err
	}
	s.keepProgress(c, r)
	place, err := s.Records.Place(c.Request.Context(), id)
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "Child details")
	if err != nil {
		return err
	}
	frame.Wide = true
	return render(c, http.StatusOK, page.ChildDetailsPage(frame, s.detailsView(c, r, place)))
}

func (s *Server) detailsView(c *gin.Context, r *record.Record, place record.Place) page.ChildDetails {
	v, child := s.viewer(c, r), s.childView(c, r)
	child.EditHref = "" // the page has a button for it
	looked := part.Place{State: string(place.State), Quintile: place.Quintile, Index: place.Index()}.Pair()
	view := page.ChildDetails{
		Child: child, Tabs: v.tabs(dataset.CaseSection.Key), Details: append(v.details(), page.Detail{Label: looked.Key, Value: looked.Value}), Clashes: clashViews(c, r.Clashes()),
		EditHref: v.editHref(), Closed: r.DetailsClosed(v.person), Next: v.registerNext(),
	}
	if v.person.Role.May(tenants.DeleteChild) && r.DeleteClosed(v.person) == "" {
		view.DeleteHref = v.path + "/delete"
	}
	if v.person.Role.May(tenants.OptOut) {
		view.OptOutHref = v.path + "/opt-out"
	}
	return view
}

// details are the child's details in words.
func (v viewer) details() []page.Detail {
	var all []page.Detail
	in := v.record.In(dataset.CaseSection)
	for _, q := range dataset.CaseSection.Questions {
		if q.IsShown(in) {
			all = append(all, page.Detail{Label: q.Label, Value: q.Words(in), Doubt: q.Notes(in)})
		}
	}
	return all
}

// editHref is the form of the details, for those who may change them.
func (v viewer) editHref() string {
	if v.record.DetailsClosed(v.person) != "" {
		return ""
	}
	return v.path + "/update"
}

// registerNext is the way on for a child who is not registered yet.
func (v viewer) registerNext() *page.Onward {
	if v.record.Child.IsRegistered() || !v.person.Role.May(tenants.Register) {
		return nil
	}
	return &page.Onward{Label: "Go on to registration", Href: v.path + "/" + dataset.RegistrationSection.Key}
}

func clashViews(c *gin.Context, clashes []record.Clash) []page.Clash {
	var all []page.Clash
	for _, clash := range clashes {
		at := questionAt{caseID: 0, section: clash.Section, list: clash.List, rowID: clash.RowID, question: clash.Question}
		all = append(all, page.Clash{
			Where: clash.Section.Title, Question: clash.Question.Label, Value: clash.Words, Problem: clash.Problem.Message, Href: at.pagePath(c),
		})
	}
	return all
}
