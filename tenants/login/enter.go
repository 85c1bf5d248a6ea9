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
	err := s.alone(ctx, in.PersonID, func(db execer) error {
		own := ""
		if token, had := s.token(r); had {
			own = hash(token)
		}
		if open := s.openElsewhere(ctx, in.PersonID, own); len(open) >= maxSessions {
			session.Held = returnTo
			held = tooMany(p.Name, open)
		}
		return s.open(ctx, db, w, r, &session)
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

// alone runs fn while no other sign-in or switch of the same person runs, in any replica. Whatever fn writes goes through
// the transaction that holds the lock: a second connection might never come free.
func (s *Service) alone(ctx context.Context, person string, fn func(db execer) error) error {
	var inner error
	err := pgx.BeginFunc(ctx, s.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended('login:' || $1, 0))`, person); err != nil {
			return fmt.Errorf("wait for the person's other sign-in: %w", err)
		}
		inner = fn(tx)
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
	returnTo := s.ReturnPath(session.Held)
	err = s.alone(ctx, session.Person, func(db execer) error { return s.replaceOther(ctx, db, w, r, session, handle) })
	if err != nil {
		return err
	}
	http.Redirect(w, r, returnTo, http.StatusSeeOther)
	return nil
}

// Choice gives back the question which session is to end to somebody whose own is held for it and who opened another page
// instead of answering; nil for everybody else, and when the others have ended by themselves meanwhile.
func (s *Service) Choice(r *http.Request) *Refusal {
	token, found := s.token(r)
	if !found {
		return nil
	}
	session, err := s.find(r.Context(), token)
	if err != nil || session.Held == "" {
		return nil
	}
	if open := s.openElsewhere(r.Context(), session.Person, session.Hash); len(open) >= maxSessions {
		return tooMany("", open)
	}
	return nil
}

func (s *Service) replaceOther(ctx context.Context, db execer, w http.ResponseWriter, r *http.Request, session record, handle string) error {
	own, chosen := session.Hash, false
	for _, open := range s.openElsewhere(ctx, session.Person, own) {
		if open.Handle == handle {
			chosen = true
			if err := s.end(ctx, db, open.Hash, "ended for another session"); err != nil {
				return err
			}
		}
	}
	if left := s.openElsewhere(ctx, session.Person, own); !chosen || len(left) >= maxSessions {
		return tooMany("", left)
	}
	session.Held, session.Seen = "", s.Now()
	return s.open(ctx, db, w, r, &session)
}

func tooMany(provider string, open []OpenSession) *Refusal {
	return &Refusal{Reason: "sessions", Page: PageSessions, Provider: provider, Open: open,
		said: fault.New(fault.Conflict, "too_many_sessions", "Two sessions are open already. Please choose which one to end.")}
}
