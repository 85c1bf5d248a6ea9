package login

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// ChangeRules puts rules in the place of those the visitor looks after at a provider: a lead the ones their active tenant
// owns, a national administrator without an active tenant the national team's own. It takes a fresh sign-in and a reason,
// and gives nobody more than the visitor holds. The rules of others stay as they are. A new version is written, and each
// person's next sign-in goes by it.
func (s *Service) ChangeRules(ctx context.Context, visit Visit, provider string, rules []Rule, reason string) error {
	if err := s.fresh(visit); err != nil {
		return err
	}
	if reason = strings.TrimSpace(reason); reason == "" || len(reason) > 500 {
		return fault.InvalidField("reason", "reason_missing", "Say in a sentence why the rules change.")
	}
	err := pgx.BeginFunc(ctx, s.Pool, func(tx pgx.Tx) error { return s.changeRules(ctx, tx, visit, provider, rules, reason) })
	if _, said := fault.As(err); err != nil && !said {
		return unavailable("change the rules", err)
	}
	if err != nil {
		s.Log.WarnContext(ctx, "change of mapping rules refused", "person", visit.Person.ID, "provider", clip(clean(provider), 41), "detail", clean(err.Error()))
		return err
	}
	s.Log.InfoContext(ctx, "mapping rules changed", "person", visit.Person.ID, "provider", provider, "tenant", string(visit.Tenant.ID), "rules", len(rules))
	return nil
}

func (s *Service) changeRules(ctx context.Context, tx pgx.Tx, visit Visit, provider string, rules []Rule, reason string) error {
	set, reach, err := ruleReach(ctx, tx, visit)
	if err != nil {
		return err
	}
	set.provider, set.reason = provider, reason
	limits := ruleLimits{owner: set.owner, reach: reach}
	// The provider's row is locked: of two changes at once the second starts from the first.
	err = tx.QueryRow(ctx, `select grants_national, array(select tenant_id::text from provider_tenants where provider_id = p.id)
		from providers p where id = $1 for update`, provider).Scan(&limits.national, &limits.tenants)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && set.owner != "" && !slices.Contains(limits.tenants, string(set.owner)) {
		return fault.New(fault.NotFound, "provider_unknown", "There is no such way to sign in.")
	}
	if err != nil {
		return err
	}
	if err := limits.check(rules); err != nil {
		return err
	}
	err = tx.QueryRow(ctx, `update providers set mapping_version = mapping_version + 1, updated_at = now() where id = $1 returning mapping_version`,
		provider).Scan(&set.version)
	if err != nil {
		return err
	}
	if set.after, err = carryRules(ctx, tx, set, reach); err != nil {
		return err
	}
	return insertRules(ctx, tx, set, rules)
}

var errNoRules = fault.New(fault.Forbidden, "no_permission", "Your role does not allow changing how people are given access.")

// ruleReach gives whose rules the visitor may write and up to which roles, by what the database says of them now.
func ruleReach(ctx context.Context, tx pgx.Tx, visit Visit) (ruleSet, []string, error) {
	session := record{Hash: visit.Session, Person: visit.Person.ID, Tenant: visit.Tenant.ID, Provider: visit.Provider, Started: visit.Started}
	allowed, err := readRights(ctx, tx, session)
	if err != nil {
		return ruleSet{}, nil, err
	}
	if allowed.Ended || allowed.Disabled || visit.Session == "" {
		return ruleSet{}, nil, errEnded
	}
	set, local := ruleSet{owner: visit.Tenant.ID, by: visit.Person.ID}, localRoles()
	if !visit.Active {
		if allowed.National != tenants.NationalAdmin || visit.Person.Role != tenants.NationalAdmin || visit.Tenant.ID != "" {
			return ruleSet{}, nil, errNoRules
		}
		return set, append(local, string(tenants.NationalAnalyst), string(tenants.NationalAdmin)), nil
	}
	seat, held := allowed.seat(visit.Tenant.ID)
	if !held || seat.Role != visit.Person.Role || seat.Role != tenants.Lead && seat.Role != tenants.NationalAdmin {
		return ruleSet{}, nil, errNoRules
	}
	return set, local, nil
}
