package record

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Holder is who has a child in the audit already: the centre, never the child. CaseID is there for the tenant's own alone.
type Holder struct {
	Own     bool
	CaseID  int64
	ODSCode string
	Centre  string
	Trust   string
}

// searchesAnHour is more than anybody enters by hand; looking up more numbers than that is probing.
const searchesAnHour = 120

var errTooManySearches = fault.New(fault.TooMany, "number_searches", "That is more numbers than can be checked in an hour. Try again later.")

// holderOf looks across all tenants for who holds a number. Each look is written down, without the number, whatever comes of
// it: it must not be part of a transaction that may be undone.
func (s *Store) holderOf(ctx context.Context, q *ask.Question, number string) (*Holder, error) {
	person, _ := tenants.PersonFrom(ctx)
	if !person.Role.May(tenants.AddChild) && !person.Role.May(tenants.ChangeDemographics) {
		return nil, errNoPermission
	}
	var found []Holder
	nhs, reference := asNumber(q, number)
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		if err := mayLook(tx, person); err != nil {
			return err
		}
		err := tx.Raw(`select own, ods_code, centre, trust from numbers.holder(?, ?, ?::uuid, ?)`,
			nhs, reference, person.ID, tenants.RequestFrom(ctx)).Scan(&found).Error
		if err != nil || len(found) == 0 || !found[0].Own {
			return err
		}
		return tx.Raw(`select id from cases where deleted_at is null and (nhs_number = ? or unique_reference_number = ?)`, nhs, reference).Scan(&found[0].CaseID).Error
	})
	if _, said := fault.As(err); err != nil && !said {
		return nil, fmt.Errorf("look for the number: %w", err)
	}
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

func mayLook(tx *gorm.DB, person tenants.Person) error {
	var looked int64
	err := tx.Raw("select count(*) from number_searches where person_id = ?::uuid and at > now() - interval '1 hour'", person.ID).Scan(&looked).Error
	if err == nil && looked >= searchesAnHour {
		return errTooManySearches
	}
	return err
}

// asNumber says which of the two numbers a question's is.
func asNumber(q *ask.Question, number string) (nhs, reference *string) {
	if q.Key == "nhs_number" {
		return &number, nil
	}
	return nil, &number
}

// taken looks for another child with the number that the form gives, unless it is the child's own already.
func (s *Store) taken(ctx context.Context, in ask.Input, d Details, problems []ask.Problem) (*ask.Problem, *Holder, error) {
	q, number := numberIn(in, d, problems)
	if q == nil || q.Columns[0].Get(in.Row) == number {
		return nil, nil, nil
	}
	holder, err := s.holderOf(ctx, q, number)
	if err != nil || holder == nil {
		return nil, nil, err
	}
	problem := dataset.NumberTaken(q)
	return &problem, holder, nil
}

// The indexes that decide, of two who enter one child at the same moment, who was first.
const (
	nhsNumberOnce = "cases_nhs_number_once"
	referenceOnce = "cases_reference_once"
)

func isTaken(err error) bool {
	return tenants.Duplicate(err, nhsNumberOnce) || tenants.Duplicate(err, referenceOnce)
}
