package server

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// listExtensions is what the centres of the trust were granted beyond the deadlines.
func (s *Server) listExtensions(c *gin.Context) error {
	return s.renderExtensions(c, http.StatusOK, page.ExtensionForm{Key: uuid.NewString()})
}

// renderExtensions draws the page with the form as it was filled in so far.
func (s *Server) renderExtensions(c *gin.Context, status int, form page.ExtensionForm) error {
	ctx := c.Request.Context()
	all, err := s.Records.Extensions(ctx)
	if err != nil {
		return err
	}
	centres, err := s.Records.Organisations(ctx)
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "Deadline extensions")
	if err != nil {
		return err
	}
	frame.Wide = true
	view := page.Extensions{Trust: organisationOf(c).ParentName, Rows: s.extensionRows(c, all, centres)}
	if mayExtend(c) {
		form.Action, form.As = "/"+c.Param("org")+"/extensions", s.seal(ctx)
		form.Centres, form.Reasons = plain(centres), plain(dataset.ExtensionReasons())
		form.Cohorts = cohortOptions(all.Grantable)
		view.Form = &form
	}
	return render(c, status, page.ExtensionsPage(frame, view))
}

func mayExtend(c *gin.Context) bool {
	person, _ := tenants.PersonFrom(c.Request.Context())
	return person.Role.May(tenants.ExtendDeadline)
}

func (s *Server) extensionRows(c *gin.Context, all record.Extensions, centres []ask.Option) []page.ExtensionRow {
	var rows []page.ExtensionRow
	for _, e := range all.Granted {
		row := extensionRow(e, centres)
		if e.Standing && mayExtend(c) {
			extensionActs(c, &row, e, s.seal(c.Request.Context()))
		}
		rows = append(rows, row)
	}
	return rows
}

func extensionRow(e record.Extension, centres []ask.Option) page.ExtensionRow {
	row := page.ExtensionRow{
		ID: strconv.FormatInt(e.ID, 10), Centre: labelIn(centres, e.OrganisationID), Cohort: strconv.Itoa(e.Cohort), Days: strconv.Itoa(e.Days),
		Until: e.Until.Words(), Reason: labelIn(dataset.ExtensionReasons(), e.Reason), Granted: inLondon(e.GrantedAt) + ", by " + e.GrantedByName,
		State: part.Tag{Label: "Stands", Colour: part.Yellow},
	}
	if e.ReasonWords != nil {
		row.Reason += ": " + *e.ReasonWords
	}
	switch {
	case e.RemovedAt != nil:
		row.State, row.Until = part.Tag{Label: "Removed", Colour: part.Grey}, "–"
		row.Since = inLondon(*e.RemovedAt) + ", by " + *e.RemovedByName
	case e.EndedOn != nil:
		row.State = part.Tag{Label: "Ended early", Colour: part.Grey}
		row.Since = e.EndedOn.Words() + ", by " + *e.EndedByName
	case !e.Standing:
		row.State = part.Tag{Label: "Over", Colour: part.Grey}
	}
	return row
}

// extensionActs gives a row its buttons.
func extensionActs(c *gin.Context, row *page.ExtensionRow, e record.Extension, as string) {
	path := "/" + c.Param("org") + "/extensions/" + row.ID
	if e.EndedOn == nil {
		row.End = &page.Act{Label: "End today", Path: path + "/end", As: as}
	}
	row.Remove = &page.Act{Label: "Remove", Path: path + "/remove", As: as}
}

func cohortOptions(periods []dataset.Period) []control.Option {
	var options []control.Option
	for _, p := range periods {
		options = append(options, control.Option{Code: strconv.Itoa(p.Cohort), Label: p.Label + ", deadline " + p.Deadline.Words()})
	}
	return options
}

func plain(from []ask.Option) []control.Option {
	var options []control.Option
	for _, o := range from {
		options = append(options, control.Option{Code: o.Code, Label: o.Label})
	}
	return options
}

func labelIn(options []ask.Option, code string) string {
	for _, o := range options {
		if o.Code == code {
			return o.Label
		}
	}
	return "A centre that has left this trust or board"
}
