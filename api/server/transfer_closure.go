package server

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/page"
)

// showClosure shows what a closed trust has left, and asks where to.
func (s *Server) showClosure(c *gin.Context) error { return s.askClosure(c, http.StatusOK, "") }

// clearTrust moves a closed trust's children, once the person has seen how many and confirmed it.
func (s *Server) clearTrust(c *gin.Context) error {
	form := c.Request.PostForm
	from, to := form.Get("from"), form.Get("organisation")
	if _, err := uuid.Parse(from); from != "" && err != nil {
		return fault.New(fault.Unacceptable, "from_malformed", "The form could not be read.")
	}
	if form.Get("confirmed") != "yes" {
		return s.confirmClosure(c, from, to)
	}
	n, err := s.Records.ClearTrust(c.Request.Context(), from, to)
	if f, ok := fault.As(err); ok && f.Fields["organisation"].Message != "" {
		return s.askClosure(c, http.StatusUnprocessableEntity, f.Fields["organisation"].Message)
	}
	if err != nil {
		return err
	}
	s.log(c).Info("a closed trust's children are moved", "children", n)
	return leadTo(c, "/"+c.Param("org")+"/transfers?done="+doneCleared)
}

func (s *Server) askClosure(c *gin.Context, status int, wrong string) error {
	left, err := s.Records.ChildrenLeft(c.Request.Context())
	if err != nil {
		return err
	}
	options, err := s.otherCentres(c, "")
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "Children of a closed trust")
	if err != nil {
		return err
	}
	view := page.Closure{
		Trust: organisationOf(c).ParentName, Action: "/" + c.Param("org") + "/transfers/closure", As: s.seal(c.Request.Context()), CancelHref: "/" + c.Param("org") + "/transfers",
		Centre: control.Question{ID: "q-closure-organisation", Name: "organisation", Column: "organisation", Kind: ask.KindOrganisation,
			Label: "New lead centre", Shown: true, Error: wrong, Options: options},
	}
	s.fillLeft(c, &view, left)
	if wrong != "" {
		view.Wrong = []page.Wrong{{Href: "#" + view.Centre.InputID(), Text: wrong}}
		s.note(c, status, fault.Invalid, "closure_invalid")
	}
	return render(c, status, page.ClosurePage(frame, view))
}

func (s *Server) fillLeft(c *gin.Context, view *page.Closure, left []record.Left) {
	for _, l := range left {
		row := page.LeftRow{Centre: "No lead centre", Children: thousands(l.Children), Registered: thousands(l.Registered), Waiting: thousands(l.Waiting)}
		if l.OrganisationID != nil {
			row.Centre, _ = s.centreNamed(c, l.OrganisationID)
			view.From = append(view.From, control.Option{Code: *l.OrganisationID, Label: row.Centre + " only"})
		}
		view.Rows = append(view.Rows, row)
	}
}

// confirmClosure says how many children would go where.
func (s *Server) confirmClosure(c *gin.Context, from, to string) error {
	left, err := s.Records.ChildrenLeft(c.Request.Context())
	if err != nil {
		return err
	}
	target, err := s.Directory.Organisation(c.Request.Context(), to)
	if err != nil || !target.Active || target.TenantID == organisationOf(c).TenantID {
		return s.askClosure(c, http.StatusUnprocessableEntity, "Choose one of the listed hospitals.")
	}
	children, waiting := int64(0), int64(0)
	for _, l := range left {
		if from == "" || l.OrganisationID != nil && *l.OrganisationID == from {
			children, waiting = children+l.Children, waiting+l.Waiting
		}
	}
	words := "Move the records of " + countOf(int(children), "child") + " to " + s.wholeCentre(c, &to) + "? "
	if children != 1 {
		words = "Move the records of " + thousands(children) + " children to " + s.wholeCentre(c, &to) + "? "
	}
	words += "They go at once, whatever stage they are at, past their deadline too."
	if waiting > 0 {
		words += " Transfers of theirs that wait for an answer (" + thousands(waiting) + ") are withdrawn."
	}
	return s.confirm(c, http.StatusOK, page.Confirmation{
		Title: "Move the children of " + organisationOf(c).ParentName + "?", Words: words, Yes: "Yes, move them", CancelHref: "/" + c.Param("org") + "/transfers/closure",
		Fields: append(kept(c, nil, ""), page.Kept{Name: "organisation", Value: to}, page.Kept{Name: "from", Value: from}),
	})
}
