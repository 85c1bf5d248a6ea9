package record

import (
	"bytes"
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

var errNoPermission = fault.New(fault.Forbidden, "no_permission", "Your role does not allow this change.")

// AddChild stores a child with the details of its form and makes an organisation of the tenant its lead. It gives the audit
// number: the same key and details twice are one child. A *RefusedError says all that is wrong.
func (s *Store) AddChild(ctx context.Context, leadOrganisationID string, d Details) (int64, error) {
	person, _ := tenants.PersonFrom(ctx)
	if !person.Role.May(tenants.AddChild) {
		return 0, errNoPermission
	}
	if id, err := s.addedBefore(ctx, d); id != 0 || err != nil {
		return id, err
	}
	at, err := s.circumstances(ctx)
	if err != nil {
		return 0, err
	}
	child := dataset.NewChild()
	if err := s.fillNew(ctx, child.In(dataset.CaseSection, at), d); err != nil {
		if id, earlier := s.addedBefore(ctx, d); id != 0 || earlier != nil { // by the same form, a moment ago
			return id, earlier
		}
		return 0, err
	}
	child.Registration().LeadOrganisationID = &leadOrganisationID
	return s.add(ctx, child, d, at)
}

// fillNew fills in the form and looks whether the number is taken; everything that is wrong comes together.
func (s *Store) fillNew(ctx context.Context, in ask.Input, d Details) error {
	empty := in
	empty.Row = dataset.CaseSection.NewRow()
	_, problems := dataset.CaseSection.Fill(in, d.Sent)
	problem, holder, err := s.taken(ctx, empty, d, problems)
	if err != nil {
		return err
	}
	if problem != nil {
		problems = inOrder(append(problems, *problem))
	}
	if len(problems) > 0 {
		return &RefusedError{Problems: problems, Holder: holder}
	}
	return nil
}

// add stores the child with the key. Of two who add one child at the same moment the index lets one through.
func (s *Store) add(ctx context.Context, child *dataset.Child, d Details, at dataset.Circumstances) (int64, error) {
	var id int64
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		var err error
		if id, err = create(ctx, tx, child, at, nil); err != nil {
			return err
		}
		if err = keepKey(ctx, tx, d, id, 0); err != nil {
			return err
		}
		s.findPlace(ctx, tx, id, child)
		return nil
	})
	if !isTaken(err) && !tenants.Duplicate(err, keysOnce) {
		return id, err
	}
	if id, earlier := s.addedBefore(ctx, d); id != 0 || earlier != nil {
		return id, earlier
	}
	empty := dataset.NewChild().In(dataset.CaseSection, at)
	problem, holder, looked := s.taken(ctx, empty, d, nil)
	if problem == nil {
		return 0, fmt.Errorf("add a child: %w", firstOf(looked, err))
	}
	return 0, &RefusedError{Problems: []ask.Problem{*problem}, Holder: holder}
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func keepKey(ctx context.Context, tx *gorm.DB, d Details, caseID, revision int64) error {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	err := tx.Exec("insert into answer_keys (tenant_id, person_id, key, fingerprint, case_id, revision) values (?, ?, ?, ?, ?, ?)",
		string(tenant.ID), person.ID, d.Key, d.fingerprint(), caseID, revision).Error
	if err != nil {
		return fmt.Errorf("keep the key: %w", err)
	}
	return nil
}

// addedBefore finds the child that was added under the key. A key that was used for anything else is refused.
func (s *Store) addedBefore(ctx context.Context, d Details) (int64, error) {
	var id int64
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		used, caseID, err := usedFor(ctx, tx, d)
		if used {
			id = caseID
		}
		return err
	})
	return id, err
}

// usedFor tells whether the key was used before for the same details, and for which case.
func usedFor(ctx context.Context, tx *gorm.DB, d Details) (bool, int64, error) {
	person, _ := tenants.PersonFrom(ctx)
	var past []struct {
		Fingerprint []byte
		CaseID      int64
	}
	err := tx.Raw("select fingerprint, case_id from answer_keys where person_id = ?::uuid and key = ?::uuid", person.ID, d.Key).Scan(&past).Error
	switch {
	case err != nil:
		return false, 0, fmt.Errorf("look for the key: %w", err)
	case len(past) == 0:
		return false, 0, nil
	case !bytes.Equal(past[0].Fingerprint, d.fingerprint()):
		return false, 0, errKeyReused
	}
	return true, past[0].CaseID, nil
}
