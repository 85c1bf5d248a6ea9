package record

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// OfferTransfer offers a child to another organisation. Of another tenant: the record stays as it is, and the present centre's,
// until that one accepts. Within the tenant nobody is asked and the lead changes at once, which it tells. The same key twice is
// one offer.
func (s *Store) OfferTransfer(ctx context.Context, caseID int64, organisationID, key string) (r *Record, within bool, err error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return nil, false, err
	}
	person, _ := tenants.PersonFrom(ctx)
	err = tenants.TxLocking(ctx, s.DB, caseID, func(tx *gorm.DB) error {
		if r, err = loadRecord(tx, caseID, at); err != nil {
			return err
		}
		t := turn{name: "transfer to " + organisationID, sets: "transfer_pending = ?"}
		if used, err := t.usedBefore(tx, caseID, person, key); err != nil || used {
			lead := r.Child.Registration().LeadOrganisationID
			within = lead != nil && *lead == organisationID
			return err
		}
		if err := s.mayOffer(ctx, r, organisationID); err != nil {
			return err
		}
		if within, err = s.offer(ctx, tx, r, t, organisationID, key); err != nil || !within {
			return err
		}
		return r.changeLead(ctx, tx, organisationID, at)
	})
	return r, within, err
}

// mayOffer checks the record, and that the organisation is another than the present one.
func (s *Store) mayOffer(ctx context.Context, r *Record, organisationID string) error {
	person, _ := tenants.PersonFrom(ctx)
	if err := r.MayTransfer(person); err != nil {
		return err
	}
	switch {
	case organisationID == *r.Child.Registration().LeadOrganisationID:
		return fault.InvalidField("value", "same_centre", "This hospital leads the child’s care already. Choose another.")
	case !offered(s.everywhere(ctx), organisationID):
		return fault.InvalidField("value", ask.CodeUnknownChoice, "Choose one of the listed hospitals.")
	}
	return nil
}

// offer notes the offer through the one door to the target's side, and on the record; within the tenant it moves the lead.
func (s *Store) offer(ctx context.Context, tx *gorm.DB, r *Record, t turn, organisationID, key string) (within bool, err error) {
	person, _ := tenants.PersonFrom(ctx)
	from, err := centreWords(tx, r.Child.Registration().LeadOrganisationID)
	if err != nil {
		return false, err
	}
	to, err := centreWords(tx, &organisationID)
	if err != nil {
		return false, err
	}
	var outcome string
	err = tx.Raw("select moving.offer(?, ?::uuid, ?::uuid, ?, ?, ?::date)", r.ID, organisationID, person.ID, person.Name, tenants.RequestFrom(ctx), r.At.Today.String()).Scan(&outcome).Error
	if err != nil {
		return false, fmt.Errorf("offer the child: %w", err)
	}
	within = outcome == "within"
	if outcome != "offered" && !within {
		return false, refusedAs(transferRefusals, outcome)
	}
	line := entry{section: recordItself, question: offeredLine, new: to}
	if within {
		line = entry{section: recordItself, question: transferredLine, old: from, new: to}
	}
	t.line = func(*Record) entry { return line }
	t.with = func(time.Time, string) []any { return []any{!within} }
	t.apply = func(*Record, time.Time, string) {}
	return within, t.run(ctx, tx, r, key, s.Now())
}

// changeLead makes another organisation of the tenant the lead, and keeps that the present one was.
func (r *Record) changeLead(ctx context.Context, tx *gorm.DB, organisationID string, at dataset.Circumstances) error {
	person, _ := tenants.PersonFrom(ctx)
	err := tx.Exec(`insert into former_leads (tenant_id, case_id, organisation_id, led_from, led_until)
		select tenant_id, id, lead_organisation_id, coalesce((select max(led_until) from former_leads f where f.tenant_id = c.tenant_id and f.case_id = c.id),
			created_at::date), ?::date from cases c where id = ?`, r.At.Today.String(), r.ID).Error
	if err == nil {
		err = tx.Exec("update registrations set lead_organisation_id = ?::uuid, updated_at = now(), updated_by = ?::uuid where case_id = ?",
			organisationID, person.ID, r.ID).Error
	}
	if err != nil {
		return fmt.Errorf("change the lead: %w", err)
	}
	return r.settleIn(tx, at)
}

// settleIn reads a record again at its new lead, whose extensions may be others, and keeps its counts true. One that would be
// closed there does not go.
func (r *Record) settleIn(tx *gorm.DB, at dataset.Circumstances) error {
	fresh, err := loadRecord(tx, r.ID, at)
	if err != nil {
		return err
	}
	if fresh.isClosed() {
		return fault.New(fault.Closed, "record_locked", "At that centre the deadline of this record has passed."+fresh.closedSince()+
			" The national audit team can extend it.")
	}
	statement, args := fresh.bump()
	if err := tx.Exec(statement, args...).Error; err != nil {
		return fmt.Errorf("count the record at its new lead: %w", err)
	}
	*r = *fresh
	return nil
}
