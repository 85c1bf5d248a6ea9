package server

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/page"
)

// showSummary is an organisation's first page: its cohorts, and its indicators. Indicators that cannot be read leave the rest be.
func (s *Server) showSummary(c *gin.Context) error {
	cohorts, err := s.reportedCohorts(c)
	if err != nil {
		return err
	}
	cards, err := s.cohortCards(c)
	if err != nil {
		return err
	}
	organisation := organisationOf(c)
	frame, err := s.frame(c, organisation.Name)
	if err != nil {
		return err
	}
	frame.Wide = true
	return render(c, http.StatusOK, page.SummaryPage(frame, page.Summary{
		Name: organisation.Name, Parent: organisation.ParentName, Cohorts: cards, Kpis: s.kpis(c, cohorts),
	}))
}

// firstReported is the earliest cohort of which there are reports.
const firstReported = 5

// reported are the cohorts that may be chosen, newest first, and the one that is.
type reported struct {
	all    []dataset.Period
	chosen int
}

// reportedCohorts reads which cohort is asked for: the submitting one where none is, or no known one.
func (s *Server) reportedCohorts(c *gin.Context) (reported, error) {
	calendar, err := s.Records.Calendar(c.Request.Context())
	if err != nil {
		return reported{}, err
	}
	today := ask.DateOf(s.Records.Now())
	asked := c.Query("cohort")
	if c.Request.Method == http.MethodPost {
		asked = c.Request.PostForm.Get("cohort")
	}
	var r reported
	if submitting, ok := calendar.Submitting(today); ok {
		r.chosen = submitting.Cohort
	}
	for _, p := range calendar {
		if p.Cohort < firstReported || !p.Visible || p.RecruitsFrom.After(today) {
			continue
		}
		r.all = append([]dataset.Period{p}, r.all...)
		if strconv.Itoa(p.Cohort) == asked {
			r.chosen = p.Cohort
		}
	}
	if len(r.all) == 0 {
		return r, fault.New(fault.NotFound, "no_cohort", "There is no cohort to report on yet.")
	}
	return r, nil
}

// cohortCards are the cohorts in which trusts work today, the submitting one first.
func (s *Server) cohortCards(c *gin.Context) ([]page.CohortCard, error) {
	calendar, err := s.Records.Calendar(c.Request.Context())
	if err != nil {
		return nil, err
	}
	granted, err := s.Records.Extensions(c.Request.Context())
	if err != nil {
		return nil, err
	}
	today := ask.DateOf(s.Records.Now())
	var cards []page.CohortCard
	for i, p := range calendar.Live(today) {
		title := "Collecting"
		switch {
		case p.Recruits(today):
			title = "Recruiting"
		case i == 0:
			title = "Submitting"
		}
		cards = append(cards, cohortCard(p, title, today, longest(granted.Granted, organisationOf(c).ID, p.Cohort)))
	}
	return cards, nil
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
