package login

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/tenants"
)

// loadPlaces reads the trusts and boards with their successions, and the sites with the times they belonged to each. A
// trust that was split has several successors and so none that a person could be sent to without asking.
func (s *Service) loadPlaces(ctx context.Context) (Places, error) {
	places := Places{}
	rows, err := s.Pool.Query(ctx, `
		select t.ods_code, t.id::text, t.closed_on, s.ods_code, s.effective_on
		from tenants t
		left join lateral (
			select min(n.ods_code) as ods_code, min(x.effective_on) as effective_on
			from tenant_successions x join tenants n on n.id = x.successor_id
			where x.predecessor_id = t.id having count(*) = 1) s on true`)
	if err != nil {
		return nil, fmt.Errorf("load trusts and boards: %w", err)
	}
	var code, id string
	var closed, from *time.Time
	var successor *string
	_, err = pgx.ForEachRow(rows, []any{&code, &id, &closed, &successor, &from}, func() error {
		place := Place{TenantID: tenants.ID(id), Closed: orZero(closed)}
		if successor != nil {
			place.Successor, place.SuccessorFrom = *successor, orZero(from)
		}
		places[code] = place
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load trusts and boards: %w", err)
	}
	return places, s.loadSites(ctx, places)
}

func (s *Service) loadSites(ctx context.Context, places Places) error {
	rows, err := s.Pool.Query(ctx, `
		select coalesce(m.ods_code, o.ods_code), t.ods_code, m.held_from, m.held_until
		from organisations o
		left join organisation_memberships m on m.organisation_id = o.id
		join tenants t on t.id = coalesce(m.tenant_id, o.tenant_id)
		where o.active`)
	if err != nil {
		return fmt.Errorf("load sites: %w", err)
	}
	var code, parent string
	var from, until *time.Time
	_, err = pgx.ForEachRow(rows, []any{&code, &parent, &from, &until}, func() error {
		place := places[code]
		if place.TenantID == "" { // a board's only site may share its code: then the board is meant
			place.Spans = append(place.Spans, Span{Parent: parent, From: orZero(from), Until: orZero(until)})
			places[code] = place
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("load sites: %w", err)
	}
	return nil
}

func orZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
