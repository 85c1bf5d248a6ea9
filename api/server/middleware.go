package server

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

// maxBody is far more than the longest answer takes.
const maxBody = 64 << 10

// csp lets in nothing but files of ours: no inline script or style, no eval, no outside host.
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secure sets the headers of every answer.
func (s *Server) secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		if strings.HasPrefix(s.PublicURL, "https:") {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		id := uuid.NewString()
		h.Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(tenants.RequestInto(r.Context(), id)))
	})
}

// limitBody refuses bodies that no form of ours sends, and reads the form once.
func limitBody(c *gin.Context) error {
	r := c.Request
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return nil
	}
	r.Body = http.MaxBytesReader(c.Writer, r.Body, maxBody)
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	parse := r.ParseForm
	switch {
	case err == nil && kind == "multipart/form-data" && c.FullPath() == nationalExpected: // the one form with a file
		parse = func() error { return r.ParseMultipartForm(maxBody) }
	case r.Header.Get("Content-Type") != "" && (err != nil || kind != "application/x-www-form-urlencoded"):
		return fault.New(fault.Unacceptable, "body_kind", "The form could not be read.")
	}
	if err := parse(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return fault.New(fault.TooLarge, "body_too_large", "That is more than can be saved in one answer.")
		}
		return fault.New(fault.Unacceptable, "body_malformed", "The form could not be read.")
	}
	return onceEach(r.PostForm)
}

// onceEach wants every field but the answer's once: two of one name are read differently by different programs.
func onceEach(form url.Values) error {
	for name, values := range form {
		if name != "value" && len(values) > 1 {
			return fault.New(fault.Unacceptable, "field_twice", "The form could not be read.")
		}
	}
	return nil
}

// admit checks the route's door: signed in, that a form was drawn for this person at this tenant, organisation, role. The
// seal comes first: a tab drawn at another trust must hear that, not that its record is gone.
func (s *Server) admit(r route) func(*gin.Context) error {
	return func(c *gin.Context) error {
		if r.door == anyone {
			return nil
		}
		visit, err := login.Visitor(c.Request.Context())
		if fault.Is(err, fault.Unavailable) {
			return err // it cannot be told whether they are signed in: that is no reason to sign in again
		}
		if err != nil {
			return s.signedOut(c)
		}
		if err := s.checkSeal(c); err != nil {
			return err
		}
		if r.door == ofTenant {
			if err := s.enterOrganisation(c); err != nil {
				return err
			}
		}
		if r.action != "" && !visit.Person.Role.May(r.action) {
			return fault.New(fault.Forbidden, "no_permission", "Your role does not allow this.")
		}
		return nil
	}
}

// signedOut is what somebody meets who is not signed in. Whose sign-in waits for the choice which session is to end is asked
// again, on whatever page they open.
func (s *Server) signedOut(c *gin.Context) error {
	if c.Request.Method == http.MethodGet && !isFragment(c) {
		if choice := s.Login.Choice(c.Request); choice != nil {
			return choice
		}
	}
	return errSignedOut
}

var errSignedOut = fault.New(fault.SignedOut, "signed_out", "You have been signed out.")

// enterOrganisation finds the organisation of the address in the active tenant. One of another tenant does not exist here.
func (s *Server) enterOrganisation(c *gin.Context) error {
	tenant, ok := tenants.From(c.Request.Context())
	if !ok {
		return errGone
	}
	organisation, err := s.Directory.OrganisationByODS(c.Request.Context(), c.Param("org"))
	if err != nil {
		return err
	}
	if organisation.TenantID != tenant.ID {
		return errGone
	}
	c.Set(organisationKey, organisation)
	return nil
}

const organisationKey = "organisation"

func organisationOf(c *gin.Context) tenants.Organisation {
	return c.MustGet(organisationKey).(tenants.Organisation)
}

// checkSeal refuses a form that was drawn for another person, or at another tenant: so nobody sends somebody else's queue.
func (s *Server) checkSeal(c *gin.Context) error {
	if c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead {
		return nil
	}
	seal := c.Request.PostForm.Get("as")
	if seal == "" {
		seal = c.GetHeader("Pinktick-As")
	}
	return s.Login.CheckSeal(c.Request.Context(), seal)
}
