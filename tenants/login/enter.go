package login

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// enter opens the session of somebody admitted and sends the browser to the page first asked for. With two sessions open
// elsewhere the new one is held until the person has said which is to end.
func (s *Service) enter(w http.ResponseWriter, r *http.Request, p Provider, proven identity, in account, returnTo string) error {
	ctx := r.Context()
	session := record{
		Person: in.PersonID, Provider: p.ID, Started: in.At, Seen: s.Now(), Authenticated: proven.AuthTime,
		Where: clip(clean(r.UserAgent()), 120),
	}
	if proven.SessionID != "" {
		session.ProviderSession = hash(proven.SessionID)
	}
	session.Tenant = s.firstTenant(ctx, in, returnTo)
	var held *Refusal
	err := s.alone(ctx, in.PersonID, func() error {
		own := ""
		if token, had := s.token(r); had {
			own = hash(token)
		}
		if open := s.openElsewhere(ctx, in.PersonID, own); len(open) >= maxSessions {
			session.Held = returnTo
			held = &Refusal{Reason: "sessions", Page: PageSessions, Provider: p.Name, Open: open,
				said: fault.New(fault.Conflict, "too_many_sessions", "Two sessions are open already. Please choose which one to end.")}
		}
		return s.open(ctx, w, r, &session)
	})
	if err != nil {
		return err
	}
	if held != nil {
		return held
	}
	s.Log.InfoContext(ctx, "signed in", "provider", p.ID, "person", in.PersonID, "tenant", string(session.Tenant))
	http.Redirect(w, r, returnTo, http.StatusSeeOther)
	return nil
}

// alone runs fn while no other sign-in of the same person runs, in any replica.
func (s *Service) alone(ctx context.Context, person string, fn func() error) error {
	var inner error
	err := pgx.BeginFunc(ctx, s.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended('login:' || $1, 0))`, person); err != nil {
			return fmt.Errorf("wait for the person's other sign-in: %w", err)
		}
		inner = fn()
		return nil
	})
	if inner != nil {
		return inner
	}
	if err != nil {
		return unavailable("open the session", err)
	}
	return nil
}

// firstTenant is the tenant of the page first asked for, else the one last worked in, else the first by name. Whoever has
// no tenant starts in the national view.
func (s *Service) firstTenant(ctx context.Context, in account, returnTo string) tenants.ID {
	if len(in.Rights.Seats) == 0 {
		return ""
	}
	if org, _, _ := strings.Cut(strings.TrimPrefix(returnTo, "/"), "/"); org != "" {
		var tenant string
		err := s.Pool.QueryRow(ctx, `select tenant_id::text from organisations where ods_code = $1
			union all select id::text from tenants where ods_code = $1 limit 1`, org).Scan(&tenant)
		if _, held := in.Rights.seat(tenants.ID(tenant)); err == nil && held {
			return tenants.ID(tenant)
		}
	}
	if _, held := in.Rights.seat(in.Last); held {
		return in.Last
	}
	return in.Rights.Seats[0].Tenant.ID
}

// EndOther ends one of the person's other sessions, named by its handle, and lets the held one go on under a new id.
func (s *Service) EndOther(w http.ResponseWriter, r *http.Request, handle string) error {
	ctx := r.Context()
	token, found := s.token(r)
	if !found {
		return errNobody
	}
	session, err := s.find(ctx, token)
	if err != nil {
		return err
	}
	if session.Held == "" {
		return errNobody
	}
	own := session.Hash
	returnTo := s.ReturnPath(session.Held)
	chosen := false
	for _, open := range s.openElsewhere(ctx, session.Person, own) {
		if open.Handle == handle {
			chosen = true
			if err := s.end(ctx, open.Hash, "ended for another session"); err != nil {
				return err
			}
		}
	}
	if left := s.openElsewhere(ctx, session.Person, own); !chosen || len(left) >= maxSessions {
		return &Refusal{Reason: "sessions", Page: PageSessions, Open: left,
			said: fault.New(fault.Conflict, "too_many_sessions", "Two sessions are open already. Please choose which one to end.")}
	}
	session.Held, session.Seen = "", s.Now()
	if err := s.open(ctx, w, r, &session); err != nil {
		return err
	}
	http.Redirect(w, r, returnTo, http.StatusSeeOther)
	return nil
}
