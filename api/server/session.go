package server

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/page"
)

// showWho tells the page's script whose session this is and how long it has left. Nobody signed in is no error here.
func (s *Server) showWho(c *gin.Context) error {
	who, err := s.Login.Who(c.Request.Context())
	if fault.Is(err, fault.Unavailable) {
		return err
	}
	if err != nil {
		c.JSON(http.StatusUnauthorized, gin.H{})
		return nil
	}
	c.JSON(http.StatusOK, whoView(who))
	return nil
}

func whoView(who login.Who) gin.H {
	return gin.H{"as": who.Seal, "left": who.SecondsLeft, "warn": who.WarnSeconds}
}

// stay keeps the session on: one press in answer to the warning.
func (s *Server) stay(c *gin.Context) error {
	who, err := s.Login.Stay(c.Request)
	if err != nil {
		return err
	}
	if isFragment(c) || c.GetHeader("Accept") == "application/json" {
		c.JSON(http.StatusOK, whoView(who))
		return nil
	}
	c.Redirect(http.StatusSeeOther, s.Login.ReturnPath(c.Request.PostForm.Get("return")))
	return nil
}

// showIdle is the warning as a page, for browsers without script. It is fetched in the background, so it keeps nothing alive.
func (s *Server) showIdle(c *gin.Context) error {
	frame, err := s.frame(c, "Are you still there?")
	if err != nil {
		return err
	}
	frame.Session = nil
	return render(c, http.StatusOK, page.IdlePage(frame, page.Idle{
		StayPath: "/session/stay", As: s.seal(c.Request.Context()), Return: s.Login.ReturnPath(c.Query("return")), Minutes: 2,
	}))
}

// showBack is where signing in again in a new tab ends: the first tab takes over from here.
func (s *Server) showBack(c *gin.Context) error {
	frame, err := s.frame(c, "You are signed in again")
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, page.BackPage(frame))
}

// signOut ends the session here first; where the provider has a session of its own, the page offers to end that too.
func (s *Server) signOut(c *gin.Context) error {
	out, err := s.Login.SignOut(c.Writer, c.Request)
	if err != nil {
		return err
	}
	if out.EndThere != "" {
		return s.renderSignedOut(c, page.SignedOut{SignInHref: "/", Provider: out.Provider, EndThere: out.EndThere})
	}
	c.Redirect(http.StatusSeeOther, "/signed-out")
	return nil
}

func (s *Server) showSignedOut(c *gin.Context) error {
	return s.renderSignedOut(c, page.SignedOut{SignInHref: "/"})
}

func (s *Server) renderSignedOut(c *gin.Context, view page.SignedOut) error {
	frame := s.anonymousFrame("You are signed out")
	return render(c, http.StatusOK, page.SignedOutPage(frame, view))
}

// endSession ends another of the person's sessions so that a held one can go on.
func (s *Server) endSession(c *gin.Context) error {
	return s.Login.EndOther(c.Writer, c.Request, c.Request.PostForm.Get("session"))
}

// chooseTenant lists the tenants the person may work at.
func (s *Server) chooseTenant(c *gin.Context) error {
	visit, err := login.Visitor(c.Request.Context())
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "Where are you working now?")
	if err != nil {
		return err
	}
	view := page.SwitchTrust{Action: "/session/tenant", As: s.seal(c.Request.Context())}
	for _, seat := range visit.Seats {
		view.Memberships = append(view.Memberships, page.Membership{
			ID: string(seat.Tenant.ID), Name: seat.Tenant.Name, Role: seat.Role.Name(), Current: seat.Tenant.ID == visit.Tenant.ID,
		})
	}
	return render(c, http.StatusOK, page.SwitchTrustPage(frame, view))
}

// switchTenant makes another tenant the active one, under a new session.
func (s *Server) switchTenant(c *gin.Context) error {
	if err := s.Login.SwitchTenant(c.Writer, c.Request, tenants.ID(c.Request.PostForm.Get("tenant"))); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/home")
	return nil
}

func inLondon(t time.Time) string { return t.In(ask.London).Format("2 January 2006 at 15:04") }

// seal is the tag of the forms drawn for the person and tenant of the request.
func (s *Server) seal(ctx context.Context) string {
	visit, err := login.Visitor(ctx)
	if err != nil {
		return ""
	}
	return s.Login.Seal(visit.Person.ID, string(visit.Tenant.ID))
}
