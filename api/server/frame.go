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

func (s *Server) navigation(c *gin.Context, visit login.Visit) ([]layout.Link, error) {
	var links []layout.Link
	if visit.Active && visit.Person.Role.May(tenants.ListChildren) {
		organisation, err := s.homeOrganisation(c, visit.Tenant)
		if err != nil {
			return nil, err
		}
		links = append(links, layout.Link{Label: "Children", Href: "/" + organisation.ODSCode + "/cases", Current: strings.HasPrefix(c.FullPath(), atCases)})
		links = append(links, layout.Link{Label: "Indicators", Href: "/" + organisation.ODSCode + "/summary", Current: c.FullPath() == atSummary})
		if visit.Person.Role.May(tenants.TransferLead) {
			links = append(links, layout.Link{Label: "Transfers", Href: "/" + organisation.ODSCode + "/transfers", Current: c.FullPath() == atTransfers})
		}
		if visit.Person.Role.May(tenants.SeeExtensions) {
			links = append(links, layout.Link{Label: "Extensions", Href: "/" + organisation.ODSCode + "/extensions", Current: c.FullPath() == atExtensions})
		}
	}
	if len(links) > 0 && visit.Person.Role.May(tenants.RestoreChild) {
		href := strings.TrimSuffix(links[0].Href, "cases") + "deleted"
		links = append(links, layout.Link{Label: "Deleted records", Href: href, Current: c.FullPath() == atDeleted})
		links[0].Current = links[0].Current && c.FullPath() != atDeleted
	}
	if visit.Person.Role.May(tenants.ListNationally) {
		links = append(links, layout.Link{Label: "All children", Href: nationalCases, Current: c.FullPath() == nationalCases},
			layout.Link{Label: "All transfers", Href: nationalTransfers, Current: c.FullPath() == nationalTransfers})
	}
	if visit.Person.Role.May(tenants.SeeNationalCounts) {
		links = append(links, layout.Link{Label: "National counts", Href: "/national", Current: c.FullPath() == "/national"})
	}
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
