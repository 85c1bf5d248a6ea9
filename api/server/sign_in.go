package server

import (
	"errors"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// showWelcome is the first page: find the trust to sign in at.
func (s *Server) showWelcome(c *gin.Context) error {
	words := c.Query("q")
	found, err := s.findTrusts(c, words)
	if err != nil {
		return err
	}
	if isFragment(c) {
		return render(c, http.StatusOK, page.TrustsFound(words, found))
	}
	frame, err := s.frame(c, "")
	if err != nil {
		return err
	}
	view := page.Welcome{Query: words, Found: found, Search: s.trustSearch(c, words)}
	if visit, err := login.Visitor(c.Request.Context()); err == nil {
		view.Continue, view.Previous = "/home", previousWords(visit)
	} else if err := s.offerWaysIn(c, &view); err != nil {
		return err
	}
	return render(c, http.StatusOK, page.WelcomePage(frame, view))
}

func (s *Server) trustSearch(c *gin.Context, words string) part.SearchBox {
	box := part.SearchBox{
		ID: "trust", Label: "Name or ODS code of your trust or health board", Action: "/", Value: words, Target: "#trusts",
	}
	if to := s.returnTo(c); to != "" {
		box.Keep = append(box.Keep, part.Hidden{Name: "return", Value: to})
	}
	return box
}

// offerWaysIn names the providers that need no search: the shared one, and the one this browser used last. Both lead back to
// the page that was asked for.
func (s *Server) offerWaysIn(c *gin.Context, view *page.Welcome) error {
	providers, err := s.Login.Providers(c.Request.Context())
	if err != nil {
		return err
	}
	view.CIS2 = sharedProvider(providers, "", s.returnTo(c))
	if id, ok := s.Login.Remembered(c.Request); ok {
		view.Remembered = namedProvider(providers, id, s.returnTo(c))
	}
	return nil
}

// mostFound is how many trusts a search shows.
const mostFound = 10

// findTrusts searches by name or ODS code. A trust without a provider of its own is found too: its page says what to do.
func (s *Server) findTrusts(c *gin.Context, words string) ([]page.Provider, error) {
	if words == "" {
		return nil, nil
	}
	ctx := c.Request.Context()
	if err := s.Login.AllowSearch(ctx, s.Login.ClientAddr(c.Request)); err != nil {
		return nil, err
	}
	trusts, err := s.Directory.Search(ctx, words, mostFound)
	if err != nil {
		return nil, err
	}
	var found []page.Provider
	for _, t := range trusts {
		found = append(found, page.Provider{Name: t.Name, ODS: t.ODSCode, Href: "/t/" + t.ODSCode + s.returnQuery(c)})
	}
	return found, nil
}

// showTrust is the page of one trust: sign in here.
func (s *Server) showTrust(c *gin.Context) error {
	ctx := c.Request.Context()
	trust, err := s.Directory.TenantByODS(ctx, c.Param("ods"))
	if err != nil {
		return err
	}
	providers, err := s.Login.Providers(ctx)
	if err != nil {
		return err
	}
	frame, err := s.frame(c, trust.Name)
	if err != nil {
		return err
	}
	if frame.Person == nil {
		frame.Brand = brand(trust)
	}
	view := page.Trust{Name: trust.Name, ODS: trust.ODSCode, OtherHref: "/" + s.returnQuery(c), CIS2: sharedProvider(providers, trust.ID, s.returnTo(c))}
	for _, p := range providers {
		if len(p.Tenants) == 1 && p.Tenants[0] == trust.ID {
			view.SignIn = page.Provider{Name: p.Name, ODS: trust.ODSCode, Href: startPath(p.ID, s.returnTo(c))}
		}
	}
	return render(c, http.StatusOK, page.TrustPage(frame, view))
}

// returnTo is the page that was asked for before signing in; empty when it is none of ours.
func (s *Server) returnTo(c *gin.Context) string {
	if to := s.Login.ReturnPath(c.Query("return")); to != "/" {
		return to
	}
	return ""
}

// returnQuery carries that page on to the next address.
func (s *Server) returnQuery(c *gin.Context) string {
	if to := s.returnTo(c); to != "" {
		return "?return=" + queryEscape(to)
	}
	return ""
}

func startPath(provider, returnTo string) string {
	if returnTo == "" {
		returnTo = "/home"
	}
	return signInPath(provider, returnTo)
}

// sharedProvider is the one that serves several tenants, the given one among them.
func sharedProvider(providers []login.Provider, tenant tenants.ID, returnTo string) *page.Provider {
	for _, p := range providers {
		if p.Kind == login.CIS2 && (tenant == "" || slices.Contains(p.Tenants, tenant)) {
			return &page.Provider{Name: p.Name, Href: startPath(p.ID, returnTo)}
		}
	}
	return nil
}

func namedProvider(providers []login.Provider, id, returnTo string) *page.Provider {
	for _, p := range providers {
		if p.ID == id {
			return &page.Provider{Name: p.Name, Href: startPath(p.ID, returnTo)}
		}
	}
	return nil
}

func previousWords(visit login.Visit) string {
	if visit.Previous.IsZero() {
		return "This is your first sign-in."
	}
	return "You last signed in on " + inLondon(visit.Previous) + "."
}

// startSignIn sends the browser to the provider.
func (s *Server) startSignIn(c *gin.Context) error {
	return s.Login.Begin(c.Writer, c.Request, c.Param("provider"), c.Query("return"))
}

// finishSignIn is where the provider sends the browser back to.
func (s *Server) finishSignIn(c *gin.Context) error {
	return s.Login.Callback(c.Writer, c.Request, c.Param("provider"))
}

func (s *Server) backchannelSignOut(c *gin.Context) error {
	return s.Login.Backchannel(c.Writer, c.Request)
}

// showHome leads to where the person's work begins: the page of their organisation, the nation's, or the choice of a tenant.
func (s *Server) showHome(c *gin.Context) error {
	visit, err := login.Visitor(c.Request.Context())
	if err != nil {
		return err
	}
	switch {
	case visit.Active:
		organisation, err := s.lastOrganisation(c, visit.Tenant)
		if err != nil {
			return err
		}
		c.Redirect(http.StatusSeeOther, "/"+organisation.ODSCode+"/summary")
	case visit.National != "" && visit.National.May(tenants.SeeNationalCounts):
		c.Redirect(http.StatusSeeOther, atNational)
	case len(visit.Seats) > 0:
		c.Redirect(http.StatusSeeOther, "/session/tenant")
	default:
		return fault.New(fault.Forbidden, "no_clinical_data", "Your role works on the platform, not on records. There is nothing for it here yet.")
	}
	return nil
}

// showRefusal is the page for somebody who was not let in.
func (s *Server) showRefusal(c *gin.Context, refusal *login.Refusal) {
	status := http.StatusForbidden
	if f, ok := fault.As(refusal); ok {
		status = statuses[f.Kind]
	}
	frame, err := s.frame(c, "Sign in")
	if err != nil {
		s.fail(c, errors.New("draw the refusal"))
		return
	}
	if err := render(c, status, s.refusalPage(c, frame, refusal)); err != nil {
		s.log(c).Error("draw the refusal", "error", err)
	}
}
