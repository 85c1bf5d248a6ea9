package record

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Left are the children that one hospital of a tenant leads, or nobody, of all stages but opted out.
type Left struct {
	OrganisationID                *string
	Children, Registered, Waiting int64 // Waiting: a transfer does
}

// ChildrenLeft counts a tenant's children by lead: what its closing has left, for the national audit team.
func (s *Store) ChildrenLeft(ctx context.Context) ([]Left, error) {
	if err := mayClear(ctx); err != nil {
		return nil, err
	}
	var all []Left
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Raw(`select lead_organisation_id::text as organisation_id, count(*) as children, count(*) filter (where stage between 1 and 3) as registered,
			count(*) filter (where transfer_pending) as waiting from cases where opted_out_at is null and deleted_at is null group by 1 order by 2 desc, 1`).Scan(&all).Error
	})
	if err != nil {
		return nil, fmt.Errorf("count the children left: %w", err)
	}
	return all, nil
}

func mayClear(ctx context.Context) error {
	if person, _ := tenants.PersonFrom(ctx); !person.Role.May(tenants.ManageReference) {
		return errNoPermission
	}
	return nil
}

// ClearTrust moves the children of a tenant that has closed to a hospital of another, in one transaction and whatever stage they
// are at: those that one of its hospitals leads, or, where none is named, all. It gives how many went; again it moves nobody.
func (s *Store) ClearTrust(ctx context.Context, fromOrganisationID, organisationID string) (int64, error) {
	if err := mayClear(ctx); err != nil {
		return 0, err
	}
	if !offered(s.everywhere(ctx), organisationID) {
		return 0, fault.InvalidField("organisation", ask.CodeUnknownChoice, "Choose one of the listed hospitals.")
	}
	var said struct {
		Outcome string
		Moved   int64
	}
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		person, _ := tenants.PersonFrom(ctx)
		if err := logClearing(ctx, tx, fromOrganisationID, organisationID); err != nil {
			return err
		}
		err := tx.Raw("select outcome, moved from moving.clear(nullif(?, '')::uuid, ?::uuid, ?::uuid, ?, ?, ?::date)", fromOrganisationID, organisationID,
			person.ID, person.Name, tenants.RequestFrom(ctx), ask.DateOf(s.Now()).String()).Scan(&said).Error
		switch {
		case err != nil:
			return fmt.Errorf("clear the trust: %w", err)
		case said.Outcome == "open":
			return fault.New(fault.Conflict, "trust_open", "This trust or board has not closed: its children move one by one, when the other centre accepts.")
		case said.Outcome != "done":
			return refusedAs(transferRefusals, said.Outcome)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return said.Moved, nil
}

// logClearing writes the line of each record that is about to go, with which its log goes along.
func logClearing(ctx context.Context, tx *gorm.DB, fromOrganisationID, organisationID string) error {
	person, _ := tenants.PersonFrom(ctx)
	to, err := centreWords(tx, &organisationID)
	if err != nil {
		return err
	}
	err = tx.Exec(`insert into change_log (tenant_id, case_id, revision, section, question, old_value, new_value, person_id, person_name, request_id)
		select c.tenant_id, c.id, c.revision + 1, ?, ?, o.name || ', ' || t.name, ?, ?::uuid, ?, ?
		  from cases c left join organisations o on o.id = c.lead_organisation_id left join tenants t on t.id = o.tenant_id
		 where c.opted_out_at is null and (? = '' or c.lead_organisation_id = nullif(?, '')::uuid) for no key update of c`,
		recordItself, transferredLine, to[0], person.ID, person.Name, tenants.RequestFrom(ctx), fromOrganisationID, fromOrganisationID).Error
	if err != nil {
		return fmt.Errorf("log the transfers: %w", err)
	}
	return nil
}
