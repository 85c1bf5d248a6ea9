package server

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/page"
)

// readCohorts are the cohorts in which trusts work today, the submitting one first.
func (s *Server) readCohorts(c *gin.Context, d dashboard, w *page.Widget) error {
	calendar, err := s.Records.Calendar(c.Request.Context())
	if err != nil {
		return err
	}
	granted, err := s.Records.Extensions(c.Request.Context())
	if err != nil {
		return err
	}
	today := ask.DateOf(s.Records.Now())
	for i, p := range calendar.Live(today) {
		title := "Collecting"
		switch {
		case p.Recruits(today):
			title = "Recruiting"
		case i == 0:
			title = "Submitting"
		}
		w.Cohorts = append(w.Cohorts, cohortCard(p, title, today, longest(granted.Granted, d.organisation.ID, p.Cohort)))
	}
	return nil
}

// longest is the grant of an organisation that lasts longest.
func longest(granted []record.Extension, organisation string, cohort int) *record.Extension {
	var found *record.Extension
	for i, e := range granted {
		if e.Standing && e.OrganisationID == organisation && e.Cohort == cohort && (found == nil || e.Until.After(found.Until)) {
			found = &granted[i]
		}
	}
	return found
}

func cohortCard(p dataset.Period, title string, today ask.Date, extension *record.Extension) page.CohortCard {
	if extension != nil {
		p.ExtendedTo = extension.Until
	}
	card := page.CohortCard{
		Title: title, Cohort: strconv.Itoa(p.Cohort), Deadline: p.Deadline.Words(), Days: strconv.Itoa(p.DaysLeft(today)), DaysUnit: "days remaining",
		Dates: "First assessments from " + p.RecruitsFrom.Words() + " to " + p.RecruitsTo.Words() + ".",
	}
	if p.DaysLeft(today) == 1 {
		card.DaysUnit = "day remaining"
	}
	if p.Extended() {
		card.Extended = "This organisation has until " + p.ClosesOn().Words() + "."
	}
	card.Status = "Recruitment is over; records are collected until the deadline."
	if p.Recruits(today) {
		card.Status = "Children are being recruited."
	}
	return card
}
