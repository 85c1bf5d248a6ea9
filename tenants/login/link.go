package login

import (
	"context"
	"fmt"
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/fault"
)

// link makes the account that has just signed in one of the person's whose session this is. Both were proved, each freshly,
// in this one session; nothing that a provider says of e-mail, name or user name has a part in it.
func (s *Service) link(w http.ResponseWriter, r *http.Request, p Provider, a attempt, second account) error {
	ctx := r.Context()
	visit, err := s.linking(r, a)
	if err != nil {
		return err
	}
	token, found := s.token(r)
	if !found {
		return refuse(ReasonLink, "no session")
	}
	session, err := s.find(ctx, token)
	if err != nil {
		return err
	}
	var refusal *Refusal
	err = pgx.BeginFunc(ctx, s.Pool, func(tx pgx.Tx) error {
		refusal, err = joinAccounts(ctx, tx, session, second.Own)
		return err
	})
	if err != nil {
		return unavailable("link the accounts", err)
	}
	if refusal != nil {
		return refusal
	}
	s.Log.InfoContext(ctx, "accounts linked", "person", visit.Person.ID, "account", second.Own, "provider", p.ID)
	s.dropAll(ctx, second.Own)
	// The session may do more than before: its old id is worth nothing from here on.
	session.Seen = s.Now()
	return s.alone(ctx, session.Person, func(db execer) error { return s.open(ctx, db, w, r, &session) })
}

// joinAccounts links the second account to the session's, in one transaction with the end of the second's own sessions. Both
// rows are locked, in the order of their ids, before anything is asked.
func joinAccounts(ctx context.Context, tx pgx.Tx, session record, second string) (*Refusal, error) {
	first := session.Person
	if second == first {
		return refuse(ReasonLink, "it is the same account"), nil
	}
	if _, err := tx.Exec(ctx, `select from people where id = any($1::uuid[]) order by id for update`, []string{first, second}); err != nil {
		return nil, fmt.Errorf("lock the accounts: %w", err)
	}
	allowed, err := readRights(ctx, tx, session)
	if err != nil {
		return nil, err
	}
	if allowed.Ended || allowed.Disabled {
		return refuse(ReasonLink, "the session that began the link has changed or ended"), nil
	}
	var disabled, linked, linkedTo, national bool
	err = tx.QueryRow(ctx, `select p.disabled_at is not null, p.linked_to is not null, exists (select from people where linked_to = p.id),
			exists (select from national_memberships where person_id in (p.id, $2) and ended_at is null and (until_at is null or until_at > now()))
		from people p where p.id = $1`, second, first).Scan(&disabled, &linked, &linkedTo, &national)
	switch {
	case err != nil:
		return nil, fmt.Errorf("look at the second account: %w", err)
	case disabled:
		return refuse(ReasonDisabled, "the account to link"), nil
	case linked:
		return refuse(ReasonLink, "it is linked already"), nil
	case linkedTo:
		return refuse(ReasonLink, "others are linked to it"), nil
	case national:
		return refuse(ReasonLink, "one of them has a national role"), nil
	}
	if _, err := tx.Exec(ctx, `update people set linked_to = $1, linked_at = now() where id = $2`, first, second); err != nil {
		return nil, fmt.Errorf("link: %w", err)
	}
	return nil, endAll(ctx, tx, second, "account linked")
}

// endAll ends a person's sessions as of this moment, not as of the transaction's beginning.
func endAll(ctx context.Context, db execer, person, reason string) error {
	_, err := db.Exec(ctx, `insert into session_ends (person_id, reason, ended_at) values ($1, $2, clock_timestamp())`, person, reason)
	return err
}

// LinkedAccount is another account of the person signed in.
type LinkedAccount struct {
	ID     string
	Issuer string
	Name   string // as its provider gives it
}

// LinkedAccounts lists those that the person signed in has linked.
func (s *Service) LinkedAccounts(ctx context.Context) ([]LinkedAccount, error) {
	visit, err := Visitor(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.Pool.Query(ctx, `select id::text, issuer, name from people where linked_to = $1 order by linked_at, id`, visit.Person.ID)
	if err != nil {
		return nil, unavailable("list the accounts", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[LinkedAccount])
}

// Unlink makes a linked account one of its own again, whichever of the two the person signed in with. Every session of the
// person ends with it, this one too: any of them may have come in by the other account.
func (s *Service) Unlink(ctx context.Context, linked string) error {
	visit, err := Visitor(ctx)
	if err != nil {
		return err
	}
	person, done := visit.Person.ID, int64(0)
	err = pgx.BeginFunc(ctx, s.Pool, func(tx pgx.Tx) error {
		gone, err := tx.Exec(ctx, `update people set linked_to = null, linked_at = null where id::text = $1 and linked_to = $2`, linked, person)
		if done = gone.RowsAffected(); err != nil || done == 0 {
			return err
		}
		return endAll(ctx, tx, person, "account unlinked")
	})
	if err != nil {
		return unavailable("unlink the account", err)
	}
	if done == 0 {
		return fault.New(fault.NotFound, "link_unknown", "There is no such account linked to yours.")
	}
	s.Log.InfoContext(ctx, "accounts unlinked", "person", person, "account", linked)
	s.dropAll(ctx, person)
	return nil
}
