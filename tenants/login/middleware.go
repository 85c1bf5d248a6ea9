package login

import (
	"context"
	"net/http"
	"time"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// A request is background when it carries this header, or this parameter in its address: rings, menus and polling that no
// person caused. It does not keep a session alive.
const (
	BackgroundHeader = "Pinktick-Background"
	BackgroundParam  = "background"
)

// Middleware finds out who is asking and puts them, and their active tenant, into the request's context. It refuses
// nothing: Visitor says why nobody is there, and the routes decide what needs somebody.
func (s *Service) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Add("Vary", "Cookie")
		visit, err := s.visit(r, !isBackground(r))
		ctx := context.WithValue(r.Context(), visitKey{}, visitState{visit: visit, err: err})
		if err == nil {
			ctx = tenants.IntoPerson(ctx, visit.Person)
			if visit.Active {
				ctx = tenants.Into(ctx, visit.Tenant)
			}
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// visit finds who is behind a request. Only input keeps their session alive.
func (s *Service) visit(r *http.Request, input bool) (Visit, error) {
	token, found := s.token(r)
	if !found {
		return Visit{}, errNobody
	}
	ctx := r.Context()
	session, err := s.find(ctx, token)
	if err != nil {
		return Visit{}, err
	}
	allowed, err := s.rightsOf(ctx, session)
	if err != nil {
		return Visit{}, err
	}
	visit, idle, reason := s.seated(session, allowed)
	now := s.Now()
	visit.Ends = ends(session, idle)
	if reason == "" && !now.Before(visit.Ends) {
		reason = "expired"
	}
	if reason != "" {
		return Visit{}, s.over(ctx, session, allowed, reason)
	}
	if session.Held != "" {
		return Visit{}, fault.New(fault.Conflict, "too_many_sessions", "Two sessions are open already. Please choose which one to end.")
	}
	if input {
		session.Seen = now
		visit.Ends = ends(session, idle)
		if s.copies.input(session.Hash, now) {
			s.touch(ctx, token, now)
		}
	}
	return visit, nil
}

// find gives the session that Redis holds or, with Redis away, the copy this replica made of it lately.
func (s *Service) find(ctx context.Context, token string) (record, error) {
	session, found, err := s.load(ctx, token)
	if err != nil {
		copied, known := s.copies.get(hash(token), s.Now())
		if !known {
			return record{}, fault.Wrap(fault.Unavailable, "session_unavailable",
				"We cannot check who is signed in at the moment. Nothing is lost: please try again in a few minutes.", err)
		}
		return copied, nil
	}
	if !found {
		s.forget(hash(token))
		return record{}, errEnded
	}
	return s.copies.keep(session, s.Now()), nil
}

var errEnded = fault.New(fault.SignedOut, "session_ended", "Your session has ended. Please sign in again.")

// over ends a session that has no business going on.
func (s *Service) over(ctx context.Context, session record, allowed rights, reason string) error {
	if allowed.Ended {
		s.forget(session.Hash)
		s.drop(context.WithoutCancel(ctx), session.Hash)
		return errEnded
	}
	if err := s.end(ctx, s.Pool, session.Hash, reason); err != nil {
		return err
	}
	return errEnded
}

// seated puts the person in the session's tenant, as long as they have a right there. A person who lost that right and has
// others goes on without a tenant and has to choose; one who has none left is out.
func (s *Service) seated(session record, allowed rights) (visit Visit, idle time.Duration, reason string) {
	visit = Visit{
		Person: tenants.Person{ID: session.Person, Name: allowed.Name, Email: allowed.Email}, Seats: allowed.Seats,
		National: allowed.National, Provider: session.Provider, Started: session.Started,
		Authenticated: session.Authenticated, Previous: allowed.Previous, Session: session.Hash,
	}
	switch {
	case allowed.Ended:
		return visit, 0, "ended elsewhere"
	case allowed.Disabled:
		return visit, 0, "account disabled"
	case len(allowed.Seats) == 0 && allowed.National == "":
		return visit, 0, "no rights left"
	}
	seat, held := allowed.seat(session.Tenant)
	if held {
		visit.Tenant, visit.Active, visit.Person.Role = seat.Tenant, true, seat.Role
		return visit, seat.Idle, ""
	}
	if session.Tenant == "" {
		visit.Person.Role = allowed.National
	}
	return visit, defaultIdle, ""
}

func ends(session record, idle time.Duration) time.Time {
	byIdle, byAge := session.Seen.Add(idle), session.Started.Add(absolute)
	if byAge.Before(byIdle) {
		return byAge
	}
	return byIdle
}

func isBackground(r *http.Request) bool {
	return r.Header.Get(BackgroundHeader) != "" || r.URL.Query().Has(BackgroundParam)
}
