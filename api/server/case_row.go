package server

import (
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/nhs"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// masked stands for everything about a child who opted out.
const masked = "##########"

func (s *Server) caseRow(l *caseList, row record.Listed) page.ChildRow {
	if row.Stage == record.StageOptedOut {
		return page.ChildRow{Number: masked, Name: masked, Sex: masked, NHSNumber: masked, Deadline: masked, Cohort: masked, DaysLeft: masked, Masked: true}
	}
	number := numberOf(row.ID)
	view := page.ChildRow{
		Key: number, Number: number, Name: fullName(row.FirstName, row.Surname), As: l.seal, Pending: row.TransferPending,
		Href: l.base + "/" + number,
	}
	if view.Name == "" {
		view.Name = "No name"
	}
	if row.Sex != nil {
		if option, ok := dataset.Sexes.Find(*row.Sex); ok {
			view.Sex = option.Label
		}
	}
	switch {
	case row.NHSNumber != nil:
		view.NHSNumber = nhs.FormatNumber(*row.NHSNumber)
	case row.ReferenceNumber != nil:
		view.NHSNumber = *row.ReferenceNumber
	}
	if l.query.Scope == record.Nation {
		view.Href, view.Tenant, view.Lead = "", string(row.TenantID), s.leadCentre(l, row)
	}
	l.standing(&view, row)
	if row.TransferPending {
		s.moving(l, &view, row)
	}
	if open := row.Stage == record.StageNew || !view.Muted && (row.Stage == record.StageOpen || row.Stage == record.StageComplete); open &&
		view.Href != "" && l.role.May(tenants.ChangeDemographics) {
		view.EditHref = view.Href + "/update"
	}
	return view
}

// act is a button of a row, which comes back to the list as it is.
func (l *caseList) act(label, action string) page.RowAction {
	return page.RowAction{Label: label, Action: action, Key: uuid.NewString(), Return: l.address(l.query)}
}

// leadCentre names the hospital that leads a child's care and its trust, for those who see many.
func (s *Server) leadCentre(l *caseList, row record.Listed) string {
	ctx, lead := l.c.Request.Context(), "No lead centre"
	if row.LeadOrganisationID != nil {
		if o, err := s.Directory.Organisation(ctx, *row.LeadOrganisationID); err == nil {
			lead = o.Name
		}
	}
	if tenant, err := s.Directory.Tenant(ctx, row.TenantID); err == nil {
		return lead + ", " + tenant.ShortName
	}
	return lead
}

// shortDay is a date in a column: 2 Jan 2027.
func shortDay(d ask.Date) string {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format("2 Jan 2006")
}

// standing is where a record stands in the list (workflows.md, section 8).
func (l *caseList) standing(view *page.ChildRow, row record.Listed) {
	state := row.State(l.today)
	left := 0
	if row.ClosesOn != nil && row.Cohort != nil && *row.Cohort > 0 && state != record.Unregistered {
		left = l.today.DaysUntil(*row.ClosesOn)
		view.Cohort, view.Deadline, view.DaysLeft = strconv.Itoa(*row.Cohort), shortDay(*row.ClosesOn), strconv.Itoa(max(0, left))
		view.Soon = (state == record.Open || state == record.Complete) && left <= record.SoonDays
	}
	tag := stateTags[state]
	switch state {
	case record.NotRegistered:
		view.Note = "Register the child to open the forms."
	case record.Closed:
		view.Muted = !l.role.National()
		if row.Stage == record.StageOpen {
			view.Answered, view.Asked = row.Done.Completed, row.Done.Expected
		}
	case record.Submitted:
		if l.bulk && l.role.May(tenants.WithdrawSubmission) && (l.role.National() || left >= 0) {
			view.Actions = append(view.Actions, l.act("Take back", view.Href+"/take-back"))
		}
	case record.Complete:
		view.Pick = l.bulk
		if l.bulk {
			view.Actions = append(view.Actions, l.act("Submit", view.Href+"/submit"))
		}
		if view.Soon {
			tag.Colour, view.Note = part.Orange, "Submit it by "+row.ClosesOn.Words()+"."
		}
	case record.Open:
		view.Answered, view.Asked, view.Note = row.Done.Completed, row.Done.Expected, stillMissing(row)
	}
	view.States = append(view.States, tag)
	if row.Warnings > 0 {
		view.States = append(view.States, part.Tag{Label: countOf(row.Warnings, "answer") + " to check", Colour: part.Yellow})
	}
	if row.TransferPending {
		view.States = append(view.States, part.Tag{Label: "Transfer pending", Colour: part.Purple})
	}
}

// moving says whom a child is offered to, or who asks for it, and lets the person answer.
func (s *Server) moving(l *caseList, view *page.ChildRow, row record.Listed) {
	for _, t := range l.waiting {
		if t.AuditNumber == nil || *t.AuditNumber != row.ID {
			continue
		}
		transfer := s.transferRow(l.c, t)
		view.Note = strings.TrimSpace(upperFirst(transfer.Words) + ". " + view.Note)
		if transfer.AcceptHref != "" {
			view.Answers = &transfer
		}
	}
}

// stillMissing says what an incomplete record lacks, and until when.
func stillMissing(row record.Listed) string {
	words := countOf(row.Done.Expected-row.Done.Completed, "answer") + " missing until " + row.ClosesOn.Words()
	forms := row.MissingForms()
	if len(forms) > 2 {
		return words + ", in " + strconv.Itoa(len(forms)) + " forms"
	}
	var titles []string
	for _, s := range forms {
		titles = append(titles, s.Title)
	}
	return words + ": " + strings.Join(titles, ", ")
}

func countOf(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
