package record

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Transfer is one side of moving a child between centres: what the tenant in the context may know of it. The other tenant has a
// side of its own, so neither reads a row of the other's.
type Transfer struct {
	ID                 string
	Side               string // the tenant's own
	Kind               string
	AuditNumber        *int64 // none for one who asked by NHS number, until it is agreed
	Age                *int   // in whole years when it was requested
	OtherTenantID      tenants.ID
	FromOrganisationID *string
	ToOrganisationID   string
	State              TransferState
	RequestedAt        time.Time
	RequestedByName    string
	AnsweredAt         *time.Time
	AnsweredByName     *string
	Reason             *string // one of dataset.TransferReasons
	ReasonWords        *string
	FirstName, Surname *string // of a child who is the tenant's
	Here               bool    // the child is the tenant's
}

// TransferState is what became of a transfer.
type TransferState string

// The states.
const (
	TransferRequested TransferState = "requested"
	TransferAccepted  TransferState = "accepted"
	TransferDeclined  TransferState = "declined"
	TransferCancelled TransferState = "cancelled"
	TransferExpired   TransferState = "expired"
)

// The sides and kinds of a transfer: the origin offers, or the target asks. Within a tenant nobody is asked.
const (
	sideOrigin, sideTarget = "origin", "target"

	KindOffer   = "offer"
	KindAsk     = "ask"
	KindWithin  = "within"
	KindClosure = "closure" // of a trust: the national audit team moved its children
)

// Expires is how long a transfer waits for an answer.
const Expires = 28 * 24 * time.Hour

// ExpiresOn is the last day on which the transfer waits.
func (t Transfer) ExpiresOn() ask.Date { return ask.DateOf(t.RequestedAt.Add(Expires)) }

// ToAnswer tells whether it waits for the tenant: an offer made to it, or a request for its own child.
func (t Transfer) ToAnswer() bool {
	return t.State == TransferRequested && (t.Side == sideTarget && t.Kind == KindOffer || t.Side == sideOrigin && t.Kind == KindAsk)
}

// ToWithdraw tells whether the tenant may still take it back: its own offer, or its own request.
func (t Transfer) ToWithdraw() bool { return t.State == TransferRequested && !t.ToAnswer() }

// Incoming tells whether the child comes to the tenant by it.
func (t Transfer) Incoming() bool { return t.Side == sideTarget }

const transferSQL = `select t.id, t.side, t.kind, t.audit_number, t.age, t.other_tenant_id::text, t.from_organisation_id::text, t.to_organisation_id::text, t.state,
	t.requested_at, t.requested_by_name, t.answered_at, t.answered_by_name, t.reason, t.reason_words,
	case when c.stage < 5 then c.first_name end as first_name, case when c.stage < 5 then c.surname end as surname, c.id is not null as here
	from transfers t left join cases c on c.tenant_id = t.tenant_id and c.id = t.audit_number `

func readTransfers(tx *gorm.DB, where string, args ...any) ([]Transfer, error) {
	var all []Transfer
	if err := tx.Raw(transferSQL+where, args...).Scan(&all).Error; err != nil {
		return nil, fmt.Errorf("read transfers: %w", err)
	}
	return all, nil
}

// transferOf is the latest transfer of a case that the tenant knows of: the pending one, where there is one.
func transferOf(tx *gorm.DB, caseID int64) (*Transfer, error) {
	found, err := readTransfers(tx, "where t.audit_number = ? order by t.state = 'requested' desc, t.requested_at desc limit 1", caseID)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// WaitingTransfers are those that nobody has answered yet, the oldest first, on whichever side the tenant is.
func (s *Store) WaitingTransfers(ctx context.Context) ([]Transfer, error) {
	var all []Transfer
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		var err error
		all, err = readTransfers(tx, "where t.state = 'requested' order by t.requested_at, t.id")
		return err
	})
	return all, err
}

// PastTransfers are one page of those that have ended, the latest first, and how many there are.
func (s *Store) PastTransfers(ctx context.Context, page, size int) ([]Transfer, int64, error) {
	var all []Transfer
	var total int64
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		if err := tx.Raw("select count(*) from transfers where state <> 'requested'").Scan(&total).Error; err != nil {
			return fmt.Errorf("count transfers: %w", err)
		}
		var err error
		all, err = readTransfers(tx, "where t.state <> 'requested' order by t.requested_at desc, t.id limit ? offset ?", size, (page-1)*size)
		return err
	})
	return all, total, err
}

// What a door of the database says where it does nothing, in words.
var transferRefusals = map[string]error{
	"gone":         errAnswered,
	"pending":      fault.New(fault.Conflict, "transfer_pending", "A transfer of this child is waiting for an answer already."),
	"no_target":    fault.New(fault.Conflict, "transfer_no_target", "That hospital takes no children in the audit any more."),
	"submitted":    fault.New(fault.Closed, "record_locked", "The record has been submitted. It can move when its present centre has taken the submission back."),
	"unregistered": fault.New(fault.Closed, "record_locked", "The child has been unregistered, so the record stays where it is."),
	"closed":       fault.New(fault.Closed, "record_locked", "The deadline of this record has passed, so it stays with the centre that led the child’s care until then."),
}

var errAnswered = fault.New(fault.Conflict, "transfer_answered", "This transfer has been answered or withdrawn, or has expired.")

// refusedAs is what a door's answer means where it did not do what it was asked. An answer nobody knows is a fault of the program.
func refusedAs(known map[string]error, outcome string) error {
	if why, ok := known[outcome]; ok {
		return why
	}
	return fmt.Errorf("a door of transfers answered %q", outcome)
}

// mayGo tells whether a record may go to another centre, by what holds for everybody, the national audit team too.
func (r *Record) mayGo(person tenants.Person) error {
	if err := r.mayWrite(person, nil, tenants.TransferLead); err != nil {
		return err
	}
	if r.isClosed() {
		return fault.New(fault.Closed, "record_locked", "The deadline has passed, so the child stays with the present centre."+r.closedSince())
	}
	return nil
}

// TransferClosed says why the person may not offer the child to another centre, and nothing where they may.
func (r *Record) TransferClosed(person tenants.Person) string { return refusal(r.MayTransfer(person)) }

// MayTransfer is mayGo for a child who has a lead centre; without one it is allocated, not transferred.
func (r *Record) MayTransfer(person tenants.Person) error {
	if err := r.mayGo(person); err != nil {
		return err
	}
	if r.Child.Registration().LeadOrganisationID == nil {
		return fault.New(fault.Conflict, "no_lead", "This child has no lead organisation yet. Choose one on the registration page.")
	}
	return nil
}

// centreWords name a hospital and its trust, for the change log.
func centreWords(tx *gorm.DB, organisationID *string) ([]string, error) {
	if organisationID == nil {
		return nil, nil
	}
	var words string
	err := tx.Raw("select o.name || ', ' || t.name from organisations o join tenants t on t.id = o.tenant_id where o.id = ?::uuid", *organisationID).Scan(&words).Error
	if err != nil {
		return nil, fmt.Errorf("name the centre: %w", err)
	}
	return []string{words}, nil
}
