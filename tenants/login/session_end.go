package login

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// execer is a pool or a transaction.
type execer interface {
	Exec(ctx context.Context, statement string, values ...any) (pgconn.CommandTag, error)
}

// end ends one session: in PostgreSQL, which every replica asks every few seconds, and in Redis. Either is enough while the
// other is away; with neither it is not ended, and the caller is told.
func (s *Service) end(ctx context.Context, db execer, session, reason string) error {
	ctx = context.WithoutCancel(ctx)
	_, err := db.Exec(ctx, `insert into session_ends (session_hash, reason) values ($1, $2)`, []byte(session), reason)
	s.forget(session)
	gone := s.drop(ctx, session)
	switch {
	case err != nil && !gone:
		return unavailable("end the session", err)
	case err != nil:
		s.Log.WarnContext(ctx, "end of a session not recorded", "detail", clean(err.Error()))
	}
	return nil
}

// EndAll ends every session of a person, for accounts that are disabled and people who leave.
func (s *Service) EndAll(ctx context.Context, person, reason string) error {
	_, err := s.Pool.Exec(ctx, `insert into session_ends (person_id, reason) values ($1, $2)`, person, reason)
	if err != nil {
		return unavailable("end the sessions", err)
	}
	s.dropAll(ctx, person)
	return nil
}

// dropAll takes a person's sessions out of Redis. That they are over is written already.
func (s *Service) dropAll(ctx context.Context, person string) {
	for _, open := range s.listed(ctx, person) {
		s.forget(open.Hash)
		s.drop(ctx, open.Hash)
	}
}

// forget removes what this process remembers of a session.
func (s *Service) forget(session string) {
	s.copies.drop(session)
	s.rights.forget(session)
}

// drop takes a session out of Redis, and tells whether it is gone from there.
func (s *Service) drop(ctx context.Context, session string) bool {
	if err := s.Redis.Del(ctx, sessionPrefix+session).Err(); err != nil {
		s.Log.WarnContext(ctx, "ended session stays in Redis until it expires", "detail", clean(err.Error()))
		return false
	}
	return true
}

// Purge removes what need not be kept: claims of refused sign-ins after seven days, ends of sessions and logout tokens when
// no session can be that old. The server runs it every hour.
func (s *Service) Purge(ctx context.Context) error {
	for _, statement := range []string{
		`update sign_in_refusals set claims = null, claims_until = null where claims_until < now()`,
		`delete from session_ends where ended_at < now() - interval '2 days'`,
		`delete from logout_tokens where until_at < now()`,
	} {
		if _, err := s.Pool.Exec(ctx, statement); err != nil {
			return fmt.Errorf("purge: %w", err)
		}
	}
	return nil
}

// OpenSession is a session of the person themselves, shown when too many are open.
type OpenSession struct {
	Handle  string // names it to EndOther; of no use to anybody else
	Started time.Time
	Seen    time.Time
	Where   string // the browser, in its own words
	Hash    string `json:"-"`
}
