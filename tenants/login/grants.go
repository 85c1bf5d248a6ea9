package login

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/tenants"
)

// loadRules gives the rules in force for a provider, in order.
func (s *Service) loadRules(ctx context.Context, provider string) ([]Rule, error) {
	rows, err := s.Pool.Query(ctx, `
		select r.claim, r.test, r.wanted, coalesce(r.tenant_id::text, ''), coalesce(r.tenant_claim, ''), r.role, r.until_at
		from mapping_rules r join providers p on p.id = r.provider_id and p.mapping_version = r.version
		where p.id = $1 order by r.position`, provider)
	if err != nil {
		return nil, fmt.Errorf("load rules: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Rule, error) {
		var r Rule
		var tenant, role, test string
		var until *time.Time
		err := row.Scan(&r.Claim, &test, &r.Wanted, &tenant, &r.TenantClaim, &role, &until)
		r.Test, r.TenantID, r.Role, r.Until = Test(test), tenants.ID(tenant), tenants.Role(role), orZero(until)
		return r, err
	})
}

// applyGrants makes the mapped rights of this provider exactly those granted now: what is not granted again ends at once.
// Rights given by hand are not touched. It tells the tenants where a lead has yet to say yes.
func (s *Service) applyGrants(ctx context.Context, tx pgx.Tx, p Provider, person string, outcome Outcome) (waiting []string, declined bool, err error) {
	var held []string // tenants whose mapped right stands
	for _, grant := range outcome.Grants {
		if p.FirstSignIn == "approve" {
			decision, role, err := s.askLead(ctx, tx, p, person, grant)
			if err != nil {
				return nil, false, err
			}
			if decision != "approved" {
				declined = declined || decision == "refused"
				if decision == "" {
					waiting = append(waiting, string(grant.TenantID))
				}
				continue
			}
			if roleRank(role) < roleRank(grant.Role) {
				grant.Role = role // never more than the lead agreed to
			}
		}
		if err := holdGrant(ctx, tx, p, person, grant); err != nil {
			return nil, false, err
		}
		held = append(held, string(grant.TenantID))
	}
	_, err = tx.Exec(ctx, `update memberships set ended_at = now(), ended_reason = 'not granted again'
		where person_id = $1 and provider_id = $2 and source = 'mapped' and ended_at is null and not (tenant_id::text = any($3))`,
		person, p.ID, append([]string{}, held...))
	if err != nil {
		return nil, false, fmt.Errorf("end rights: %w", err)
	}
	return waiting, declined, holdNational(ctx, tx, p, person, outcome.National)
}

// askLead notes that somebody waits and gives what a lead has decided, if anything.
func (s *Service) askLead(ctx context.Context, tx pgx.Tx, p Provider, person string, grant Grant) (decision string, role tenants.Role, err error) {
	var text string
	err = tx.QueryRow(ctx, `
		insert into waiting_accounts as w (tenant_id, person_id, role, provider_id) values ($1, $2, $3, $4)
		on conflict (tenant_id, person_id) do update set role = case when w.decision is null then excluded.role else w.role end
		returning coalesce(decision, ''), role`, string(grant.TenantID), person, string(grant.Role), p.ID).Scan(&decision, &text)
	if err != nil {
		return "", "", fmt.Errorf("wait for approval: %w", err)
	}
	return decision, tenants.Role(text), nil
}

// holdGrant keeps a mapped right that is the same and replaces one that differs, so that history stays readable.
func holdGrant(ctx context.Context, tx pgx.Tx, p Provider, person string, grant Grant) error {
	_, err := tx.Exec(ctx, `update memberships set ended_at = now(), ended_reason = 'changed'
		where tenant_id = $1 and person_id = $2 and provider_id = $3 and source = 'mapped' and ended_at is null
			and (role <> $4 or until_at is distinct from $5)`, string(grant.TenantID), person, p.ID, string(grant.Role), orNil(grant.Until))
	if err != nil {
		return fmt.Errorf("change right: %w", err)
	}
	_, err = tx.Exec(ctx, `insert into memberships (tenant_id, person_id, role, source, provider_id, until_at) values ($1, $2, $3, 'mapped', $4, $5)
		on conflict (tenant_id, person_id, provider_id) where ended_at is null and source = 'mapped' do nothing`,
		string(grant.TenantID), person, string(grant.Role), p.ID, orNil(grant.Until))
	if err != nil {
		return fmt.Errorf("keep right: %w", err)
	}
	return nil
}

func holdNational(ctx context.Context, tx pgx.Tx, p Provider, person string, grant *Grant) error {
	role, until := "", (*time.Time)(nil)
	if grant != nil {
		role, until = string(grant.Role), orNil(grant.Until)
	}
	_, err := tx.Exec(ctx, `update national_memberships set ended_at = now(), ended_reason = 'not granted again'
		where person_id = $1 and provider_id = $2 and source = 'mapped' and ended_at is null and (role <> $3 or until_at is distinct from $4)`,
		person, p.ID, role, until)
	if err != nil {
		return fmt.Errorf("end national right: %w", err)
	}
	if grant == nil {
		return nil
	}
	_, err = tx.Exec(ctx, `insert into national_memberships (person_id, role, source, provider_id, until_at) values ($1, $2, 'mapped', $3, $4)
		on conflict (person_id, provider_id) where ended_at is null and source = 'mapped' do nothing`, person, role, p.ID, until)
	if err != nil {
		return fmt.Errorf("keep national right: %w", err)
	}
	return nil
}

func orNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
