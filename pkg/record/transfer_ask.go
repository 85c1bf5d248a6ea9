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

// Asked is a request for a record that another tenant holds.
type Asked struct {
	Holder
	At time.Time // of the request, or of the earlier one that is still open
}

// HolderOf tells which centre holds the child whose number was typed; nil where none does. The look is written down.
func (s *Store) HolderOf(ctx context.Context, sent map[string][]string) (*Holder, error) {
	q, number, err := s.numberTyped(ctx, sent)
	if err != nil {
		return nil, err
	}
	return s.holderOf(ctx, q, number)
}

// AskForTransfer asks the tenant that holds the child with this number to hand the record over to an organisation of the
// asker's. The asker learns the centre and nothing else. Asking again while a request is open changes nothing.
func (s *Store) AskForTransfer(ctx context.Context, organisationID string, sent map[string][]string) (Asked, error) {
	q, number, err := s.numberTyped(ctx, sent)
	if err != nil {
		return Asked{}, err
	}
	holder, err := s.holderOf(ctx, q, number)
	if err != nil {
		return Asked{}, err
	}
	if holder == nil || holder.Own {
		return Asked{}, errNobodyToAsk
	}
	person, _ := tenants.PersonFrom(ctx)
	nhs, reference := asNumber(q, number)
	var said struct {
		Outcome string // none where nobody holds the child
		AskedAt *time.Time
	}
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Raw("select outcome, asked_at from moving.ask(?, ?, ?::uuid, ?::uuid, ?, ?, ?::date)",
			nhs, reference, organisationID, person.ID, person.Name, tenants.RequestFrom(ctx), ask.DateOf(s.Now()).String()).Scan(&said).Error
	})
	switch {
	case err != nil:
		return Asked{}, fmt.Errorf("ask for a transfer: %w", err)
	case said.Outcome == "":
		return Asked{}, errNobodyToAsk
	case said.Outcome != "asked" || said.AskedAt == nil:
		return Asked{}, refusedAs(notAsked, said.Outcome)
	}
	return Asked{*holder, *said.AskedAt}, nil
}

var errNobodyToAsk = fault.New(fault.Conflict, "nobody_to_ask", "No other centre holds this child any more. Try adding the child again.")

// notAsked says why a centre was not asked.
var notAsked = map[string]error{
	"busy":    fault.New(fault.Conflict, "transfer_pending", "That centre is handing this child to another one, which has not answered yet. Try again in some days."),
	"offered": fault.New(fault.Conflict, "transfer_offered", "That centre has offered this child to you already: accept the transfer above your list of children."),
	"closed":  fault.New(fault.Closed, "record_locked", "The deadline of this child’s record has passed, or the child was unregistered, so the record stays where it is."),
}

func (s *Store) numberTyped(ctx context.Context, sent map[string][]string) (*ask.Question, string, error) {
	person, _ := tenants.PersonFrom(ctx)
	if !person.Role.May(tenants.AddChild) {
		return nil, "", errNoPermission
	}
	at, err := s.circumstances(ctx)
	if err != nil {
		return nil, "", err
	}
	in := dataset.NewChild().In(dataset.CaseSection, at)
	_, problems := dataset.CaseSection.Fill(in, sent)
	q, number := numberIn(in, Details{Sent: sent}, problems)
	if q == nil {
		return nil, "", fault.New(fault.Invalid, "nhs_number_invalid", "This is not a valid NHS number.")
	}
	return q, number, nil
}
