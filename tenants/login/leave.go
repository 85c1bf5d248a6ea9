package login

import (
	"net/http"
	"net/url"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// SignedOut is where signing out leaves the person.
type SignedOut struct {
	Provider string // its name, to say where one may still be signed in
	EndThere string // address that ends the provider's own session; empty when it offers none
}

// SignOut ends the session here first, whatever the provider does then. Offer EndThere as a link or by a meta refresh: the
// page's own policy forbids a form's answer to redirect to another site.
func (s *Service) SignOut(w http.ResponseWriter, r *http.Request) (SignedOut, error) {
	ctx := r.Context()
	visit, _ := Visitor(ctx)
	s.setCookie(w, "session", "", -1)
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	w.Header().Set("Cache-Control", "no-store")
	if token, had := s.token(r); had {
		if err := s.end(ctx, s.Pool, hash(token), "signed out"); err != nil {
			return SignedOut{}, err // the browser has forgotten it all the same
		}
	}
	p, err := s.Provider(ctx, visit.Provider)
	if err != nil {
		return SignedOut{}, nil // signed out here all the same
	}
	out := SignedOut{Provider: p.Name}
	if found, _, err := s.providers.remote(p).discover(ctx); err == nil && found.EndSession != "" {
		// No id_token_hint: tokens are not kept, and none may reach the browser.
		query := url.Values{"client_id": {p.ClientID}, "post_logout_redirect_uri": {s.home()}}
		if address, err := url.Parse(found.EndSession); err == nil {
			for name, values := range address.Query() {
				query[name] = values
			}
			address.RawQuery = query.Encode()
			out.EndThere = address.String()
		}
	}
	return out, nil
}

func (s *Service) home() string { return s.public.Scheme + "://" + s.public.Host + "/" }

// Stay keeps the session on: the one press in answer to the warning. The request itself is the input.
func (s *Service) Stay(r *http.Request) (Who, error) { return s.Who(r.Context()) }

var errNoTenant = fault.New(fault.NotFound, "tenant_unknown", "There is no such trust or board for you to work in.")

// SwitchTenant makes another tenant the active one, under a new session id. The empty tenant is the national view. Only
// tenants in which the person has a right now may be chosen; any other is not found.
func (s *Service) SwitchTenant(w http.ResponseWriter, r *http.Request, to tenants.ID) error {
	ctx := r.Context()
	visit, err := Visitor(ctx)
	if err != nil {
		return err
	}
	token, found := s.token(r)
	if !found {
		return errNobody
	}
	session, err := s.find(ctx, token)
	if err != nil {
		return err
	}
	if to != "" {
		if _, err := tenants.ParseID(string(to)); err != nil {
			return errNoTenant
		}
	}
	session.Tenant = to
	allowed, err := readRights(ctx, s.Pool, session) // not the cached ones
	if err != nil {
		return unavailable("check rights", err)
	}
	if _, held := allowed.seat(to); allowed.Ended || allowed.Disabled || (!held && (to != "" || allowed.National == "")) {
		return errNoTenant
	}
	session.Seen = s.Now()
	if err := s.alone(ctx, session.Person, func(db execer) error { return s.open(ctx, db, w, r, &session) }); err != nil {
		return err
	}
	if to != "" {
		if _, err := s.Pool.Exec(ctx, `update people set last_tenant_id = $2 where id = $1`, session.Person, string(to)); err != nil {
			return unavailable("remember the tenant", err)
		}
	}
	s.Log.InfoContext(ctx, "tenant switched", "person", session.Person, "from", string(visit.Tenant.ID), "to", string(to))
	return nil
}
