package server

import (
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// centreNamed names a hospital and its trust, of whichever tenant.
func (s *Server) centreNamed(c *gin.Context, id *string) (name, trust string) {
	if id == nil {
		return "A centre", ""
	}
	o, err := s.Directory.Organisation(c.Request.Context(), *id)
	if err != nil {
		return "A centre", ""
	}
	return o.Name, o.ParentName
}

func (s *Server) wholeCentre(c *gin.Context, id *string) string {
	name, trust := s.centreNamed(c, id)
	if trust == "" {
		return name
	}
	return name + ", " + trust
}

// childWords are what the tenant may know of the child: the name of its own, the age of one that is offered.
func childWords(t record.Transfer) string {
	switch name := fullName(t.FirstName, t.Surname); {
	case name != "":
		return name
	case t.Here:
		return "No name"
	case t.Age == nil:
		return "A child"
	case *t.Age == 0:
		return "A child under 1"
	}
	return "A child of " + strconv.Itoa(*t.Age)
}

// transferWords say who wants what of whom.
func (s *Server) transferWords(c *gin.Context, t record.Transfer) string {
	from, to := s.wholeCentre(c, t.FromOrganisationID), s.wholeCentre(c, &t.ToOrganisationID)
	switch {
	case t.Kind == record.KindWithin:
		return "from " + from + " to " + to
	case t.Kind == record.KindClosure && t.Incoming():
		return "moved here from " + from + ", which has closed"
	case t.Kind == record.KindClosure:
		return "moved to " + to
	case t.Kind == record.KindOffer && t.Incoming():
		return "offered by " + from
	case t.Kind == record.KindOffer:
		return "offered to " + to
	case t.Incoming():
		return "asked for from " + from
	}
	return "asked for by " + to
}

var transferTags = map[record.TransferState]part.Tag{
	record.TransferRequested: {Label: "Waiting", Colour: part.Purple},
	record.TransferAccepted:  {Label: "Accepted", Colour: part.Green},
	record.TransferDeclined:  {Label: "Declined", Colour: part.Red},
	record.TransferCancelled: {Label: "Withdrawn", Colour: part.Grey},
	record.TransferExpired:   {Label: "Expired", Colour: part.Grey},
}

// transferRow is one transfer with what the person can do about it.
func (s *Server) transferRow(c *gin.Context, t record.Transfer) page.TransferRow {
	row := page.TransferRow{Who: childWords(t), Words: s.transferWords(c, t), State: transferTags[t.State]}
	if t.Kind == record.KindWithin {
		row.State = part.Tag{Label: "Moved", Colour: part.Green}
	}
	if t.AuditNumber != nil {
		row.Number = numberOf(*t.AuditNumber)
	}
	if t.Here {
		row.Href = listPath(c) + "/" + row.Number
	}
	person, _ := tenants.PersonFrom(c.Request.Context())
	switch may := person.Role.May(tenants.TransferLead); {
	case t.State != record.TransferRequested:
		row.When, row.Note = ask.DateOf(*t.AnsweredAt).Words(), transferNote(t)
		return row
	case may && t.ToAnswer():
		s.answerLinks(c, &row, t)
	case may:
		row.Withdraw = s.withdrawAct(c, t, "")
	}
	row.When = "since " + ask.DateOf(t.RequestedAt).Words() + ", until " + t.ExpiresOn().Words()
	row.Note = "by " + t.RequestedByName
	return row
}

func (s *Server) answerLinks(c *gin.Context, row *page.TransferRow, t record.Transfer) {
	base := listPath(c) + "/" + numberOf(*t.AuditNumber) + "/transfer"
	row.AcceptHref, row.DeclineHref, row.AcceptLabel = base+"/accept", base+"/decline", "Accept"
	if t.Kind == record.KindAsk {
		row.AcceptLabel = "Hand over"
	}
}

// withdrawAct takes a transfer back; at is the section that the person is on.
func (s *Server) withdrawAct(c *gin.Context, t record.Transfer, at string) *page.Act {
	return &page.Act{Label: "Withdraw", Path: "/" + c.Param("org") + "/transfers/" + t.ID + "/cancel", Key: uuid.NewString(), As: s.seal(c.Request.Context()), At: at}
}

// transferNote says who answered, and why a transfer was declined.
func transferNote(t record.Transfer) string {
	words := ""
	if t.AnsweredByName != nil {
		words = "by " + *t.AnsweredByName
	}
	if t.Kind == record.KindWithin {
		words = "by " + t.RequestedByName
	}
	if t.Reason != nil {
		for _, o := range dataset.TransferReasons() {
			if o.Code == *t.Reason {
				words += ": " + o.Label
			}
		}
	}
	if t.ReasonWords != nil {
		words += ": " + *t.ReasonWords
	}
	return words
}

// leadTransfer is what the registration page shows below the lead centre.
func (s *Server) leadTransfer(c *gin.Context, r *record.Record) (page.LeadTransfer, error) {
	leads, err := s.Records.LeadsOf(c.Request.Context(), r.ID)
	if err != nil {
		return page.LeadTransfer{}, err
	}
	var view page.LeadTransfer
	person, _ := tenants.PersonFrom(c.Request.Context())
	switch t := leads.Pending; {
	case t != nil:
		row := s.transferRow(c, *t)
		view.Words = upperFirst(row.Words) + ", on " + ask.DateOf(t.RequestedAt).Words() + " by " + t.RequestedByName +
			". It waits for an answer until " + t.ExpiresOn().Words() + ". Until then the record is yours."
		if row.AcceptHref != "" {
			view.Answers = &row
		}
		if row.Withdraw != nil {
			view.Withdraw = s.withdrawAct(c, *t, dataset.RegistrationSection.Key)
		}
	case r.TransferClosed(person) == "":
		view.OfferHref = casePath(c) + "/transfer"
	}
	for _, f := range leads.Former {
		view.Earlier = append(view.Earlier, s.formerLead(c, r, f))
	}
	return view, nil
}

func upperFirst(words string) string { return string(words[0]-'a'+'A') + words[1:] }

func (s *Server) formerLead(c *gin.Context, r *record.Record, f record.FormerLead) page.Centre {
	centre := page.Centre{Roles: stillGives(r, f.OrganisationID)}
	centre.Name, centre.Parent = s.centreNamed(c, &f.OrganisationID)
	if f.LedFrom != nil {
		centre.From = f.LedFrom.Words()
	}
	if f.LedUntil != nil {
		centre.Until = f.LedUntil.Words()
	}
	return centre
}

// stillGives says what a former lead still does for the child, as the milestones have it.
func stillGives(r *record.Record, organisationID string) string {
	milestones, words := r.Child.Milestones(), ""
	for _, role := range []struct {
		holder *string
		name   string
	}{
		{milestones.GeneralPaediatricOrganisationID, "general paediatric care"}, {milestones.NeurologyOrganisationID, "paediatric neurology"},
		{milestones.SurgeryOrganisationID, "epilepsy surgery"},
	} {
		if role.holder == nil || *role.holder != organisationID {
			continue
		}
		if words != "" {
			words += ", "
		}
		words += role.name
	}
	if words == "" {
		return ""
	}
	return "Still gives " + words + "."
}
