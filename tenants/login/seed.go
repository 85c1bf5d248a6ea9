package login

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pinktick/pinktick/tenants"
)

// rows are the providers of the demo, with their issuers below a base address.
func (d Demo) rows(issuerBase string) []Provider {
	row := func(id, name string, kind Kind) Provider {
		return Provider{
			ID: id, Name: name, Kind: kind, Issuer: strings.TrimSuffix(issuerBase, "/") + "/" + id, ClientID: "pinktick",
			ClientAuth: "client_secret_basic", SecretName: "demo-" + id, Scopes: []string{"openid", "profile", "email"},
			FirstSignIn: "auto", State: "live",
		}
	}
	var rows []Provider
	var all []tenants.ID
	for _, t := range d.Tenants {
		own := row(DemoProvider(t), t.Name, Entra)
		own.EntraTID, own.Tenants = demoDirectoryID(t), []tenants.ID{t.ID}
		if t.Kind == tenants.HealthBoard {
			own.Kind, own.EntraTID = OIDC, ""
		}
		rows, all = append(rows, own), append(all, t.ID)
	}
	shared := row(DemoCIS2, "NHS Care Identity (demonstration)", CIS2)
	shared.Tenants, shared.UserInfo, shared.AsksFresh, shared.ACRValues = all, true, true, "AAL2_OR_AAL3_ANY"
	shared.Scopes = []string{"openid", "profile", "nhsperson", "nationalrbacaccess", "associatedorgs", "selectedrole"}
	team := row(DemoNational, "National audit team", OIDC)
	team.GrantsNational = true
	return append(rows, shared, team)
}

// demoRules are the rules of each provider of the demo.
func (d Demo) demoRules(p Provider) []Rule {
	var rules []Rule
	switch {
	case p.GrantsNational:
		for _, role := range []tenants.Role{tenants.NationalAnalyst, tenants.NationalAdmin, tenants.Operator} {
			rules = append(rules, Rule{Claim: "audit_role", Test: Equals, Wanted: []string{string(role)}, Role: role})
		}
	case p.Kind == CIS2:
		rules = append(rules, Rule{Claim: "selected_role.role_code", Test: Equals, Wanted: []string{demoCIS2RoleCode},
			TenantClaim: "selected_role.org_code", Role: tenants.Editor})
	case p.Kind == Entra:
		for _, role := range tenants.Local() {
			rules = append(rules, Rule{Claim: "roles", Test: Contains, Wanted: []string{demoAppRole(role)}, TenantID: p.Tenants[0], Role: role})
		}
	default:
		for _, role := range tenants.Local() {
			rules = append(rules, Rule{Claim: "audit_role", Test: Equals, Wanted: []string{string(role)}, TenantID: p.Tenants[0], Role: role})
		}
	}
	return rules
}

// SeedProviders puts the demo's providers, their rules and the rights given by hand into the database, over whatever an
// earlier run left. The pool is the sign-in role's. It is for the demo and the tests only.
func SeedProviders(ctx context.Context, pool *pgxpool.Pool, issuerBase string, d Demo) error {
	err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		for _, p := range d.rows(issuerBase) {
			if err := SaveProvider(ctx, tx, p, d.demoRules(p), "demonstration"); err != nil {
				return err
			}
		}
		return d.seedHandRights(ctx, tx, issuerBase)
	})
	if err != nil {
		return fmt.Errorf("seed providers: %w", err)
	}
	return nil
}

// SaveProvider writes a provider with the tenants it may speak for and a new version of its rules.
func SaveProvider(ctx context.Context, tx pgx.Tx, p Provider, rules []Rule, reason string) error {
	var version int
	err := tx.QueryRow(ctx, `
		insert into providers as p (id, kind, name, issuer, client_id, client_auth, secret_name, entra_tid, scopes, acr_values,
			asks_fresh, user_info, first_sign_in, grants_national, state, tester_subject, mapping_version)
		values ($1, $2, $3, $4, $5, $6, $7, nullif($8, ''), $9, $10, $11, $12, $13, $14, $15, nullif($16, ''), 1)
		on conflict (id) do update set kind = excluded.kind, name = excluded.name, issuer = excluded.issuer, client_id = excluded.client_id,
			client_auth = excluded.client_auth, secret_name = excluded.secret_name, entra_tid = excluded.entra_tid, scopes = excluded.scopes,
			acr_values = excluded.acr_values, asks_fresh = excluded.asks_fresh, user_info = excluded.user_info,
			first_sign_in = excluded.first_sign_in, grants_national = excluded.grants_national, state = excluded.state,
			tester_subject = excluded.tester_subject, mapping_version = p.mapping_version + 1, updated_at = now()
		returning mapping_version`,
		p.ID, string(p.Kind), p.Name, p.Issuer, p.ClientID, p.ClientAuth, p.SecretName, p.EntraTID, p.Scopes, p.ACRValues,
		p.AsksFresh, p.UserInfo, p.FirstSignIn, p.GrantsNational, p.State, p.TesterSubject).Scan(&version)
	if err != nil {
		return fmt.Errorf("save provider %s: %w", p.ID, err)
	}
	if _, err := tx.Exec(ctx, `delete from provider_tenants where provider_id = $1`, p.ID); err != nil {
		return fmt.Errorf("save provider %s: %w", p.ID, err)
	}
	for _, tenant := range p.Tenants {
		if _, err := tx.Exec(ctx, `insert into provider_tenants (tenant_id, provider_id) values ($1, $2)`, string(tenant), p.ID); err != nil {
			return fmt.Errorf("save tenants of provider %s: %w", p.ID, err)
		}
	}
	return insertRules(ctx, tx, ruleSet{provider: p.ID, version: version, reason: reason}, rules)
}

// seedHandRights gives those who work at a second tenant their right there, in the name of its lead.
func (d Demo) seedHandRights(ctx context.Context, tx pgx.Tx, issuerBase string) error {
	person := func(p DemoPerson) (id string, err error) {
		err = tx.QueryRow(ctx, `insert into people (issuer, subject, name, email) values ($1, $2, $3, $4)
			on conflict (issuer, subject) do update set name = excluded.name returning id::text`,
			strings.TrimSuffix(issuerBase, "/")+"/"+p.Provider, p.Subject, p.Name, p.Email).Scan(&id)
		return id, err
	}
	for _, p := range d.People {
		for _, extra := range p.Tenants[min(1, len(p.Tenants)):] {
			id, err := person(p)
			if err != nil {
				return fmt.Errorf("seed person: %w", err)
			}
			by, err := person(d.Person(DemoProvider(extra), tenants.Lead))
			if err != nil {
				return fmt.Errorf("seed person: %w", err)
			}
			_, err = tx.Exec(ctx, `insert into memberships (tenant_id, person_id, role, source, granted_by, until_at, reason)
				select $1::uuid, $2::uuid, $3::text, 'hand', $4::uuid, now() + interval '1 year', 'Honorary contract'
				where not exists (select from memberships where tenant_id = $1 and person_id = $2 and source = 'hand' and ended_at is null)`,
				string(extra.ID), id, string(p.Role), by)
			if err != nil {
				return fmt.Errorf("seed right: %w", err)
			}
		}
	}
	return nil
}

// Person gives the demo's person of a provider and role.
func (d Demo) Person(provider string, role tenants.Role) DemoPerson {
	for _, p := range d.People {
		if p.Provider == provider && p.Role == role {
			return p
		}
	}
	return DemoPerson{}
}
