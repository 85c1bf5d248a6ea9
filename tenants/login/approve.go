package login

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Waiting is somebody who signed in and waits for a lead of the tenant.
type Waiting struct {
	PersonID, Name, Email string
	Role                  tenants.Role // what the rules would give
	Provider              string
	Since                 time.Time
}

// WaitingPeople lists those who wait in the active tenant. Only its leads may see them.
func (s *Service) WaitingPeople(ctx context.Context) ([]Waiting, error) {
	visit, err := s.leadVisit(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.Pool.Query(ctx, `select p.id::text, p.name, p.email, w.role, v.name, w.since_at
		from waiting_accounts w join people p on p.id = w.person_id join providers v on v.id = w.provider_id
		where w.tenant_id = $1 and w.decision is null order by w.since_at, p.id`, string(visit.Tenant.ID))
	if err != nil {
		return nil, fmt.Errorf("list waiting people: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Waiting])
}

// Decide lets a lead of the active tenant say yes, with a role no higher than the rules would give, or no. The person gets
// in at their next sign-in. A role of "" means no.
func (s *Service) Decide(ctx context.Context, person string, role tenants.Role) error {
	visit, err := s.leadVisit(ctx)
	if err != nil {
		return err
	}
	if visit.Person.ID == person {
		return fault.New(fault.Forbidden, "own_account", "You cannot decide about your own account.")
	}
	decision := "approved"
	if role == "" {
		decision = "refused"
	} else if roleRank(role) == 0 {
		return fault.InvalidField("role", "role_unknown", "Choose viewer, administrator, clinician or lead clinician.")
	}
	done, err := s.Pool.Exec(ctx, `
		update waiting_accounts set decision = $4, decided_at = now(), decided_by = $3,
			role = case when $5 <> '' and array_position($6::text[], $5) < array_position($6, role) then $5 else role end
		where tenant_id = $1 and person_id::text = $2 and decision is null
			and not exists (select from people where id = person_id and linked_to = $3)`,
		string(visit.Tenant.ID), person, visit.Person.ID, decision, string(role), localRoles())
	if err != nil {
		return fmt.Errorf("decide about an account: %w", err)
	}
	if done.RowsAffected() == 0 {
		return fault.New(fault.NotFound, "nobody_waiting", "Nobody of that name is waiting.")
	}
	return nil
}

func (s *Service) leadVisit(ctx context.Context) (Visit, error) {
	visit, err := Visitor(ctx)
	if err != nil {
		return Visit{}, err
	}
	if !visit.Active || !visit.Person.Role.May(tenants.ManagePeople) {
		return Visit{}, fault.New(fault.Forbidden, "not_a_lead", "Only a lead clinician of the trust or board may do this.")
	}
	return visit, nil
}
