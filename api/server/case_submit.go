package server

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// submitCases submits the ticked records. First it asks, naming them; of each it says what became of it.
func (s *Server) submitCases(c *gin.Context) error {
	ids, err := tickedCases(c)
	if err != nil {
		return err
	}
	rows, err := s.Records.FindCases(c.Request.Context(), ids)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return errGone
	}
	if c.Request.PostForm.Get("confirmed") != "yes" {
		return s.askToSubmit(c, rows)
	}
	key, err := uuid.Parse(c.Request.PostForm.Get("key"))
	if err != nil {
		return fault.New(fault.Unacceptable, "key_malformed", "The form could not be read.")
	}
	done, err := s.Records.SubmitMany(c.Request.Context(), idsOf(rows), key.String())
	if err != nil {
		return err
	}
	for _, one := range done {
		if one.Record != nil {
			s.changed(c, one.Record, "")
		}
	}
	return s.showSubmitted(c, rows, done)
}

// mostTicked is a page full.
const mostTicked = 100

func tickedCases(c *gin.Context) ([]int64, error) {
	var ids []int64
	for _, text := range c.Request.PostForm["value"] {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id < 1 {
			return nil, fault.New(fault.Unacceptable, "case_malformed", "The form could not be read.")
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	switch {
	case len(ids) == 0:
		return nil, fault.New(fault.Invalid, "nothing_ticked", "Tick at least one complete record first.")
	case len(ids) > mostTicked:
		return nil, fault.New(fault.Unacceptable, "too_many_ticked", "The form could not be read.")
	}
	return ids, nil
}

func idsOf(rows []record.Listed) []int64 {
	var ids []int64
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	return ids
}

// askToSubmit names the children whose records would be submitted. One that is no longer complete is left out, and said so.
func (s *Server) askToSubmit(c *gin.Context, rows []record.Listed) error {
	view := page.Submissions{Action: c.Request.URL.Path, BackHref: listReturn(c)}
	ready := 0
	for _, row := range rows {
		o := outcome(row)
		if state := row.State(ask.DateOf(s.Records.Now())); state == record.Complete {
			ready++
			view.Fields = append(view.Fields, part.Hidden{Name: "value", Value: numberOf(row.ID)})
		} else {
			o.Words, o.Refused = "Will not be submitted: it is not complete and open any more.", true
		}
		view.Outcomes = append(view.Outcomes, o)
	}
	view.Fields = append(view.Fields, part.Hidden{Name: "as", Value: c.Request.PostForm.Get("as")}, part.Hidden{Name: "return", Value: listReturn(c)},
		part.Hidden{Name: "confirmed", Value: "yes"}, part.Hidden{Name: "key", Value: uuid.NewString()})
	records := strconv.Itoa(ready) + " complete records"
	if ready == 1 {
		records = "1 complete record"
	}
	view.Title, view.Yes = "Submit "+records+"?", "Submit "+records
	view.Words = "A submitted record is locked. It can be taken back until its deadline."
	if ready == 0 {
		view.Title, view.Words, view.Action = "Nothing to submit", "", ""
	}
	return s.showSubmissions(c, view)
}

func (s *Server) showSubmitted(c *gin.Context, rows []record.Listed, done []record.Submission) error {
	view, submitted := page.Submissions{BackHref: listReturn(c)}, 0
	for _, row := range rows {
		o := outcome(row)
		at := slices.IndexFunc(done, func(d record.Submission) bool { return d.CaseID == row.ID })
		switch {
		case at >= 0 && done[at].Err == nil:
			o.Words = "Submitted."
			submitted++
		case at >= 0:
			f, known := fault.As(done[at].Err)
			if !known {
				s.log(c).Error("submit one of several", "error", done[at].Err)
				f = fault.New(fault.Unavailable, "", "Something went wrong on our side. Please try again.")
			}
			o.Words, o.Refused = f.Message, true
		default:
			o.Words, o.Refused = "Not submitted. Please try again.", true
		}
		view.Outcomes = append(view.Outcomes, o)
	}
	view.Title = strconv.Itoa(submitted) + " of " + countOf(len(rows), "record") + " submitted"
	return s.showSubmissions(c, view)
}

func (s *Server) showSubmissions(c *gin.Context, view page.Submissions) error {
	frame, err := s.frame(c, view.Title)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, page.SubmissionsPage(frame, view))
}

func outcome(row record.Listed) page.Outcome {
	return page.Outcome{Name: fullName(row.FirstName, row.Surname), Number: numberOf(row.ID)}
}

// listReturn is the list that the form was drawn on, with its filters; never another address.
func listReturn(c *gin.Context) string {
	base := "/" + c.Param("org") + "/cases"
	if to := c.Request.PostForm.Get("return"); strings.HasPrefix(to, base+"?") {
		return to
	}
	return base
}
