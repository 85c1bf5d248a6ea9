package login

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/tenants"
)

// account is a person who may come in.
type account struct {
	PersonID string    // the one person, whichever of their accounts signed in
	Own      string    // the account of this issuer and subject: the same, unless it is linked
	At       time.Time // the database's clock: what ends of sessions are compared with
	Last     tenants.ID
	Rights   rights
}

// admit evaluates the rules for a proven identity and brings the account's rights in line with them. It either gives an
// account with at least one right, or a Refusal. Somebody whom no rule knows leaves nothing behind but the refusal.
func (s *Service) admit(ctx context.Context, p Provider, proven identity) (account, error) {
	if p.State != "live" && (p.State != "test" || proven.Subject != p.TesterSubject) {
		return account{}, refuse(ReasonTester, "the provider is in test")
	}
	outcome, err := s.evaluate(ctx, p, proven.Claims)
	if err != nil {
		return account{}, unavailable("load the rules", err)
	}
	if outcome.Reason == ReasonOverage || outcome.Reason == ReasonSelectedRole {
		return account{}, refuse(outcome.Reason, "")
	}
	in, refusal := account{}, (*Refusal)(nil)
	err = pgx.BeginFunc(ctx, s.Pool, func(tx pgx.Tx) error {
		in, refusal, err = s.reconcile(ctx, tx, p, proven, outcome)
		return err
	})
	if err != nil {
		return account{}, unavailable("keep the account", err)
	}
	if refusal != nil { // the transaction stands: rights no longer given are gone
		return account{}, refusal
	}
	return in, nil
}

func (s *Service) evaluate(ctx context.Context, p Provider, claims map[string]any) (Outcome, error) {
	rules, err := s.loadRules(ctx, p.ID)
	if err != nil {
		return Outcome{}, err
	}
	places, err := s.loadPlaces(ctx)
	if err != nil {
		return Outcome{}, err
	}
	return Evaluate(Case{
		Kind: p.Kind, MaySpeakFor: p.Tenants, GrantsNational: p.GrantsNational,
		Rules: rules, Claims: claims, Places: places, On: s.Now(),
	}), nil
}

// reconcile is the one transaction of a sign-in. The person's row is locked first, so two at once do not cross.
func (s *Service) reconcile(ctx context.Context, tx pgx.Tx, p Provider, proven identity, outcome Outcome) (account, *Refusal, error) {
	in, disabled, err := s.findPerson(ctx, tx, p, proven, len(outcome.Grants) > 0 || outcome.National != nil)
	if err != nil {
		return in, nil, err
	}
	if in.PersonID == "" {
		return in, refuseOutcome(p, outcome), nil
	}
	waiting, declined, err := s.applyGrants(ctx, tx, p, in.Own, outcome)
	if err != nil {
		return in, nil, err
	}
	if disabled {
		return in, refuse(ReasonDisabled, ""), nil
	}
	if in.Rights, err = loadSeats(ctx, tx, in.PersonID); err != nil {
		return in, nil, err
	}
	own, err := in.ownRight(ctx, tx)
	switch {
	case err != nil:
		return in, nil, err
	case own:
		_, err = tx.Exec(ctx, `update people set previous_sign_in_at = last_sign_in_at, last_sign_in_at = now() where id = $1`, in.Own)
		return in, nil, err
	case len(waiting) > 0:
		refusal := refuse(ReasonWaiting, "")
		refusal.Waiting = waiting
		return in, refusal, nil
	case declined:
		return in, refuse(ReasonDeclined, ""), nil
	}
	return in, refuseOutcome(p, outcome), nil
}

// ownRight tells whether the account that signed in has a right of its own. One whose provider stands by it no longer is no
// door to what a linked account may do.
func (in account) ownRight(ctx context.Context, tx pgx.Tx) (bool, error) {
	if in.Own == in.PersonID && in.Rights.National != "" {
		return true, nil
	}
	var own bool
	err := tx.QueryRow(ctx, `select exists (select from memberships
		where person_id = $1 and ended_at is null and from_at <= now() and (until_at is null or until_at > now()))`, in.Own).Scan(&own)
	if err != nil {
		return false, fmt.Errorf("read rights: %w", err)
	}
	return own && len(in.Rights.Seats) > 0, nil
}

func refuseOutcome(p Provider, outcome Outcome) *Refusal {
	reason := outcome.Reason
	if reason == "" {
		reason = ReasonNoRule
	}
	if p.FirstSignIn == "invite" && len(outcome.Grants) > 0 {
		reason = ReasonInvited
	}
	refusal := refuse(reason, "")
	refusal.Tried = clip(clean(outcome.Tried), 20)
	return refusal
}

// findPerson finds the account by issuer and subject, and makes it only when the rules give something.
func (s *Service) findPerson(ctx context.Context, tx pgx.Tx, p Provider, proven identity, granted bool) (in account, disabled bool, err error) {
	var tid, oid *string
	if p.Kind == Entra {
		t, o := proven.text("tid"), proven.text("oid")
		tid, oid = &t, &o
	}
	if granted && p.FirstSignIn != "invite" {
		_, err = tx.Exec(ctx, `insert into people (issuer, subject) values ($1, $2) on conflict (issuer, subject) do nothing`, proven.Issuer, proven.Subject)
		if err != nil {
			return in, false, fmt.Errorf("make person: %w", err)
		}
	}
	rows, err := tx.Query(ctx, `
		update people set name = $3, email = $4, entra_tid = coalesce($5, entra_tid), entra_oid = coalesce($6, entra_oid),
			disabled_at = case when disabled_at is null and coalesce(last_sign_in_at, created_at) < now() - $7::interval then now() else disabled_at end,
			disabled_reason = case when disabled_at is null and coalesce(last_sign_in_at, created_at) < now() - $7::interval then 'unused' else disabled_reason end
		where issuer = $1 and subject = $2
		returning id::text, now(), coalesce(linked_to, id)::text,
			case when linked_to is null then last_tenant_id else (select o.last_tenant_id from people o where o.id = people.linked_to) end::text,
			disabled_at is not null or exists (select from people o where o.id = people.linked_to and o.disabled_at is not null)`,
		proven.Issuer, proven.Subject, proven.text("name"), proven.text("email"), tid, oid, unusedFor)
	if err != nil {
		return in, false, fmt.Errorf("find person: %w", err)
	}
	_, err = pgx.ForEachRow(rows, []any{&in.Own, &in.At, &in.PersonID, &in.Last, &disabled}, func() error { return nil })
	return in, disabled, err
}

// recordRefusal keeps what helps a lead or the help desk: the reason, the account key, the organisation tried, and the
// claims that rules read, for seven days. Name, e-mail and everything else are left out.
func (s *Service) recordRefusal(ctx context.Context, p Provider, proven identity, refusal *Refusal) error {
	var claims []byte
	var until *time.Time
	if kept := redact(proven.Claims); len(kept) > 0 {
		text, err := json.Marshal(kept)
		if err != nil {
			return err
		}
		end := s.Now().Add(claimsKept)
		claims, until = text, &end
	}
	_, err := s.Pool.Exec(ctx, `insert into sign_in_refusals (provider_id, reason, issuer, subject, tried, request_id, claims, claims_until)
		values ($1, $2, nullif($3, ''), nullif($4, ''), nullif($5, ''), nullif($6, ''), $7, $8)`,
		p.ID, string(refusal.Reason), proven.Issuer, proven.Subject, refusal.Tried, tenants.RequestFrom(ctx), claims, until)
	return err
}

// redact leaves only claims about roles and organisations, and those short.
func redact(claims map[string]any) map[string]any {
	kept := map[string]any{}
	for _, name := range []string{"roles", "groups", "tid", "selected_roleid", "nhsid_nrbac_roles", "org_ods", "hasgroups",
		"id_assurance_level", "idassurancelevel", "authentication_assurance_level"} {
		if value, found := claims[name]; found {
			kept[name] = value
		}
	}
	if text, err := json.Marshal(kept); err != nil || len(text) > 16<<10 {
		return map[string]any{"left_out": "too long to keep"}
	}
	return kept
}
