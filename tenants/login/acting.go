package login

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Acting is the person in whose name an operator's command works in a tenant, with the role they have there now: their own, or
// that of the national audit team's administrator. They are found by id alone: an e-mail address is the provider's word.
func Acting(ctx context.Context, pool *pgxpool.Pool, id string, tenant tenants.ID) (tenants.Person, error) {
	person := tenants.Person{ID: strings.ToLower(id)}
	err := pgx.BeginTxFunc(ctx, pool, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `select name, email from people where id::text = $1 and linked_to is null and disabled_at is null`, person.ID)
		if err != nil {
			return fmt.Errorf("find the person: %w", err)
		}
		known := false
		if _, err = pgx.ForEachRow(rows, []any{&person.Name, &person.Email}, func() error { known = true; return nil }); err != nil || !known {
			return err
		}
		held, err := loadSeats(ctx, tx, person.ID)
		if err != nil {
			return err
		}
		if seat, ok := held.seat(tenant); ok {
			person.Role = seat.Role
		}
		if held.National == tenants.NationalAdmin {
			person.Role = held.National
		}
		return nil
	})
	if err != nil {
		return tenants.Person{}, err
	}
	if person.Role == "" {
		return tenants.Person{}, fault.New(fault.Forbidden, "no_permission", "There is no such person, or they do not work in this trust or board.")
	}
	return person, nil
}

// Actors are the people who may act in a tenant now, for an operator to choose from.
func Actors(ctx context.Context, pool *pgxpool.Pool, tenant tenants.ID) ([]tenants.Person, error) {
	rows, err := pool.Query(ctx, `
		select distinct on (p.name, p.id) p.id::text, p.name, held.role
		from (select person_id, role, from_at, until_at from memberships where tenant_id = $1 and ended_at is null
			union all select person_id, role, from_at, until_at from national_memberships where role = 'national_admin' and ended_at is null) held
		join people o on o.id = held.person_id and o.disabled_at is null
		join people p on p.id = coalesce(o.linked_to, o.id) and p.disabled_at is null
		where held.from_at <= now() and (held.until_at is null or held.until_at > now())
		order by p.name, p.id, case held.role when 'national_admin' then 0 when 'lead' then 1 when 'editor' then 2 else 3 end`, string(tenant))
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	var all []tenants.Person
	var one tenants.Person
	_, err = pgx.ForEachRow(rows, []any{&one.ID, &one.Name, (*string)(&one.Role)}, func() error { all = append(all, one); return nil })
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	return all, nil
}
