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
	view := page.Child{Name: fullName(kase.FirstName, kase.Surname), Number: strconv.FormatInt(r.ID, 10), EditHref: s.viewer(c, r).editHref()}
	if registration.LeadOrganisationID != nil {
		view.LeadCentre = s.organisationName(c, *registration.LeadOrganisationID)
	}
	if period, found := r.Period(); found {
		left := period.DaysLeft(r.At.Today)
		view.Cohort, view.Deadline = strconv.Itoa(period.Cohort), period.ClosesOn().Words()
		view.DaysLeft, view.Late = strconv.Itoa(left), left <= soon && r.LockedAt == nil
	}
	view.Standing = s.viewer(c, r).standing(stepAt(c))
	return view
}

// stepAt is the step whose page is asked for.
func stepAt(c *gin.Context) string {
	if strings.HasPrefix(c.FullPath(), atPerformance) {
		return performance
	}
	return c.Param("place")
}

// soon is how many days before the deadline a record that is not submitted is marked as near it.
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
	details := dataset.CaseSection
	tabs := []page.Tab{
		{Label: "Record", Href: v.path, Current: current == "record"},
		{Label: "What is missing", Href: v.path + "/missing", Current: current == "missing"},
		{Label: details.Title, Href: v.path + "/" + details.Key, Current: current == details.Key},
	}
	if v.mayReadHistory() {
		tabs = append(tabs, page.Tab{Label: "History", Href: v.path + "/history", Current: current == "history"})
	}
	return tabs
}
