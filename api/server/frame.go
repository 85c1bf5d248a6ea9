package server

import (
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/layout"
)

// frame is everything around a page: the trust's look, the person at work, the session.
func (s *Server) frame(c *gin.Context, title string) (layout.Frame, error) {
	frame := layout.Frame{Title: title, Environment: s.Environment}
	visit, err := login.Visitor(c.Request.Context())
	if err != nil {
		return frame, nil
	}
	frame.Home, frame.Messages = "/home", doneMessages(c)
	if visit.Active {
		frame.Brand = brand(visit.Tenant)
	}
	frame.Nav, err = s.navigation(c, visit)
	if err != nil {
		return frame, err
	}
	frame.Person = s.personView(visit)
	frame.Session = sessionView(c, visit, s.Login.Now())
	return frame, nil
}

func brand(t tenants.Tenant) layout.Brand {
	look := layout.Brand{Name: t.Branding.Name, Stylesheet: "/t/" + t.ODSCode + "/brand.css?v=" + url.QueryEscape(t.Branding.Version)}
	if look.Name == "" {
		look.Name = t.Name
	}
	if t.Branding.LogoPath != "" {
		look.Logo = t.Branding.LogoPath
	}
	return look
}

// navigation is the menu, which stays small: what else there is for a role stands on the first pages.
func (s *Server) navigation(c *gin.Context, visit login.Visit) ([]layout.Link, error) {
	at, role := c.FullPath(), visit.Person.Role
	var links []layout.Link
	add := func(may bool, label, href string, current bool) {
		if may {
			links = append(links, layout.Link{Label: label, Href: href, Current: current})
		}
	}
	if visit.Active && role.May(tenants.SeeDashboard) {
		organisation, err := s.homeOrganisation(c, visit.Tenant)
		if err != nil {
			return nil, err
		}
		base := "/" + organisation.ODSCode
		add(true, "Home", base+"/summary", at == atSummary || at == atWidget)
		add(role.May(tenants.ListChildren), "Children", base+"/cases", strings.HasPrefix(at, atCases))
		add(true, "Indicators", base+"/kpis/1", strings.HasPrefix(at, atKpis))
		add(role.May(tenants.TransferLead), "Transfers", base+"/transfers", at == atTransfers)
	}
	add(role.May(tenants.ListNationally), "All children", nationalCases, at == nationalCases)
	add(role.May(tenants.SeeNationalCounts), "National", atNational, strings.HasPrefix(at, atNational) && at != nationalCases)
	return links, nil
}

func (s *Server) personView(visit login.Visit) *layout.Person {
	view := &layout.Person{
		Name: visit.Person.Name, Role: visit.Person.Role.Name(), As: s.Login.Seal(visit.Person.ID, string(visit.Tenant.ID)),
		SwitchPath: "/session/tenant", SignOutPath: "/sign-out",
	}
	for _, seat := range visit.Seats {
		view.Tenants = append(view.Tenants, layout.Tenant{ID: string(seat.Tenant.ID), Name: seat.Tenant.Name, Current: seat.Tenant.ID == visit.Tenant.ID})
	}
	return view
}

// sessionView is what the page needs to warn in time. Signing in again starts at the same trust, in a new tab.
func sessionView(c *gin.Context, visit login.Visit, now time.Time) *layout.Session {
	return &layout.Session{
		IdleSeconds: max(1, int(visit.Ends.Sub(now)/time.Second)), WarnSeconds: 120,
		StayPath: "/session/stay", WhoPath: "/session/who", SignInPath: signInPath(visit.Provider, "/session/back"),
		IdlePath: "/session/idle?background=1&return=" + url.QueryEscape(c.Request.URL.RequestURI()),
	}
}

func signInPath(provider, returnTo string) string {
	path := "/auth/" + url.PathEscape(provider) + "/start"
	if returnTo != "" {
		path += "?return=" + url.QueryEscape(returnTo)
	}
	return path
}
