package server

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
)

// showOffer asks to which hospital a child is to go.
func (s *Server) showOffer(c *gin.Context) error { return s.askWhere(c, http.StatusOK, "", "") }

// offerTransfer offers a child to another centre, once the person has confirmed it; within the trust it changes the lead.
func (s *Server) offerTransfer(c *gin.Context) error {
	id, err := caseNumber(c)
	if err != nil {
		return err
	}
	key, err := readKey(c.Request.PostForm.Get("key"))
	if err != nil {
		return err
	}
	to := c.Request.PostForm.Get("organisation")
	if c.Request.PostForm.Get("confirmed") != "yes" {
		return s.confirmOffer(c, id, to)
	}
	r, within, err := s.Records.OfferTransfer(c.Request.Context(), id, to, key)
	if f, ok := fault.As(err); ok && f.Fields["value"].Message != "" {
		return s.askWhere(c, http.StatusUnprocessableEntity, to, f.Fields["value"].Message)
	}
	if err != nil {
		return err
	}
	s.changed(c, r, "")
	done := doneOffered
	if within {
		done = doneLeadMoved
	}
	return leadTo(c, registrationPath(c)+"?done="+done)
}

func registrationPath(c *gin.Context) string {
	return casePath(c) + "/" + dataset.RegistrationSection.Key
}

// askWhere draws the picker of hospitals, with what is wrong with the choice.
func (s *Server) askWhere(c *gin.Context, status int, chosen, wrong string) error {
	r, err := s.recordToMove(c)
	if err != nil {
		return err
	}
	options, err := s.otherCentres(c, *r.Child.Registration().LeadOrganisationID)
	if err != nil {
		return err
	}
	view := s.offerView(c, r, options)
	if view.Centre.Error = wrong; wrong != "" {
		view.Wrong = []page.Wrong{{Href: "#" + view.Centre.InputID(), Text: wrong}}
		s.note(c, status, fault.Invalid, "transfer_invalid")
	}
	if chosen != "" {
		view.Centre.Values = []string{chosen}
	}
	frame, err := s.frame(c, "Transfer to another centre")
	if err != nil {
		return err
	}
	return render(c, status, page.OfferTransferPage(frame, view))
}

func (s *Server) offerView(c *gin.Context, r *record.Record, options []control.Option) page.OfferTransfer {
	view := page.OfferTransfer{
		Child: s.childView(c, r), Action: casePath(c) + "/transfer", Key: uuid.NewString(), As: s.seal(c.Request.Context()), CancelHref: registrationPath(c),
		Points: []string{
			"Another trust or board has to accept first, within 28 days. Until then the record stays with you, and they see the child’s age and audit number alone.",
			"When they accept, the whole record is theirs and you can no longer open it.",
			"Another hospital of your own trust or board leads at once.",
		},
		Centre: control.Question{ID: "q-transfer-organisation", Name: "organisation", Column: "organisation", Kind: ask.KindOrganisation,
			Label: "New lead centre", Shown: true, Options: options},
	}
	view.Child.EditHref = ""
	view.Present, view.Trust = s.centreNamed(c, r.Child.Registration().LeadOrganisationID)
	return view
}

// recordToMove is the record of the address, if it may go to another centre.
func (s *Server) recordToMove(c *gin.Context) (*record.Record, error) {
	id, err := caseNumber(c)
	if err != nil {
		return nil, err
	}
	r, err := s.Records.Peek(c.Request.Context(), id)
	if err != nil {
		return nil, err
	}
	person, _ := tenants.PersonFrom(c.Request.Context())
	return r, r.MayTransfer(person)
}

// otherCentres are all hospitals to which a child may go but the present one.
func (s *Server) otherCentres(c *gin.Context, present string) ([]control.Option, error) {
	all, err := s.Directory.AllOrganisations(c.Request.Context())
	if err != nil {
		return nil, err
	}
	var options []control.Option
	for _, o := range all {
		if o.ID != present {
			options = append(options, control.Option{Code: o.ID, Label: o.Name, Hint: o.ODSCode, Group: o.ParentName})
		}
	}
	return options, nil
}

// confirmOffer asks whether this child is meant to go to that centre, naming both.
func (s *Server) confirmOffer(c *gin.Context, id int64, to string) error {
	r, err := s.recordToMove(c)
	if err != nil {
		return err
	}
	present := *r.Child.Registration().LeadOrganisationID
	target, err := s.Directory.Organisation(c.Request.Context(), to)
	switch {
	case to == present:
		return s.askWhere(c, http.StatusUnprocessableEntity, "", "This hospital leads the child’s care already. Choose another.")
	case err != nil || !target.Active:
		return s.askWhere(c, http.StatusUnprocessableEntity, "", "Choose one of the listed hospitals.")
	}
	tenant, _ := tenants.From(c.Request.Context())
	child := s.childView(c, r)
	view := page.Confirmation{
		Title: "Offer this child to another centre?", Yes: "Yes, offer the child", CancelHref: registrationPath(c),
		Words: "Offer " + child.Name + ", audit number " + numberOf(id) + ", to " + s.wholeCentre(c, &to) +
			"? Until they accept, the record stays with you. Then it is theirs, and you can no longer open it.",
	}
	if target.TenantID == tenant.ID {
		view.Title, view.Yes = "Change the lead centre?", "Yes, change the lead"
		view.Words = "Make " + target.Name + " the lead centre of " + child.Name + ", audit number " + numberOf(id) + "? This takes effect at once."
	}
	view.Fields = append(kept(c, nil, ""), page.Kept{Name: "organisation", Value: to})
	return s.confirm(c, http.StatusOK, view)
}
