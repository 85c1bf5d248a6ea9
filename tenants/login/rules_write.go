package login

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/tenants"
)

// ruleSet says of which version rules are, whose they are, and who wrote them why.
type ruleSet struct {
	provider string
	version  int
	after    int        // how many rules of the version are there already
	owner    tenants.ID // the tenant that looks after them; empty for the national team
	by       string     // person; empty for the seed
	reason   string
}

// insertRules writes rules to a version that is not in force before the transaction ends.
func insertRules(ctx context.Context, tx pgx.Tx, set ruleSet, rules []Rule) error {
	for i, r := range rules {
		_, err := tx.Exec(ctx, `insert into mapping_rules
				(provider_id, version, position, claim, test, wanted, tenant_id, tenant_claim, role, until_at, owner_tenant_id, created_by, reason)
			values ($1, $2, $3, $4, $5, $6, nullif($7, '')::uuid, nullif($8, ''), $9, $10, nullif($11, '')::uuid, nullif($12, '')::uuid, $13)`,
			set.provider, set.version, set.after+i+1, r.Claim, string(r.Test), append([]string{}, r.Wanted...), string(r.TenantID), r.TenantClaim,
			string(r.Role), orNil(r.Until), string(set.owner), set.by, set.reason)
		if err != nil {
			return fmt.Errorf("save rule %d of provider %s: %w", i+1, set.provider, err)
		}
	}
	return nil
}

// carryRules copies to a new version the rules that the writer may not change, word for word: those of another owner, and
// those of a role out of their reach. It tells how many there are.
func carryRules(ctx context.Context, tx pgx.Tx, set ruleSet, reach []string) (int, error) {
	done, err := tx.Exec(ctx, `insert into mapping_rules
			(provider_id, version, position, claim, test, wanted, tenant_id, tenant_claim, role, until_at, owner_tenant_id, created_by, created_at, reason)
		select provider_id, $2, row_number() over (order by position), claim, test, wanted, tenant_id, tenant_claim, role, until_at,
			owner_tenant_id, created_by, created_at, reason
		from mapping_rules where provider_id = $1 and version = $2 - 1
			and (owner_tenant_id is distinct from nullif($3, '')::uuid or not (role = any($4)))`,
		set.provider, set.version, string(set.owner), reach)
	if err != nil {
		return 0, fmt.Errorf("carry the other rules over: %w", err)
	}
	return int(done.RowsAffected()), nil
}
