package server

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/page"
)

// childView is the heading of a record.
func (s *Server) childView(c *gin.Context, r *record.Record) page.Child {
	kase, registration := r.Child.Case(), r.Child.Registration()
	view := page.Child{Name: fullName(kase.FirstName, kase.Surname), Number: strconv.FormatInt(r.ID, 10)}
	if registration.LeadOrganisationID != nil {
		view.LeadCentre = s.organisationName(c, *registration.LeadOrganisationID)
	}
	if cohort := r.Child.Cohort(); cohort > 0 {
		deadline := dataset.DeadlineOf(cohort)
		left := r.At.Today.DaysUntil(deadline)
		view.Cohort, view.Deadline = strconv.Itoa(cohort), deadline.Words()
		view.DaysLeft, view.Late = strconv.Itoa(max(0, left)), left <= soon
	}
	return view
}

// soon is how many days before the deadline a record is marked as near it.
const soon = 7

func fullName(first, last *string) string {
	var words []string
	for _, name := range []*string{first, last} {
		if name != nil {
			words = append(words, *name)
		}
	}
	return strings.Join(words, " ")
}

// tabs are the views of a record that the person may open.
func (v viewer) tabs(current string) []page.Tab {
	tabs := []page.Tab{
		{Label: "Record", Href: v.path, Current: current == "record"},
		{Label: "What is missing", Href: v.path + "/missing", Current: current == "missing"},
	}
	if v.mayReadHistory() {
		tabs = append(tabs, page.Tab{Label: "History", Href: v.path + "/history", Current: current == "history"})
	}
	return tabs
}
