package publication

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// Plan is what a new draft is made of.
type Plan struct {
	Cohort int
	Lowest compare.Level
	Note   string // what it is for, or what it corrects
}

// Prepare makes a draft of a cohort as it was last counted, with the next version.
func (s *Store) Prepare(ctx context.Context, plan Plan) (Publication, error) {
	if err := may(ctx, tenants.Publish); err != nil {
		return Publication{}, err
	}
	plan.Note = strings.TrimSpace(plan.Note)
	if n := utf8.RuneCountInString(plan.Note); n == 0 || n > 500 {
		return Publication{}, fault.InvalidField("note", "needed", "Say what this publication is for, in up to 500 letters.")
	}
	if plan.Lowest != compare.Organisation && plan.Lowest != compare.Trust {
		return Publication{}, fault.InvalidField("lowest", "unknown_choice", "Choose the smallest level to publish.")
	}
	terms, err := s.terms(ctx, plan)
	if err != nil {
		return Publication{}, err
	}
	set, err := s.Counts.ReadSet(ctx, plan.Cohort)
	if err != nil {
		return Publication{}, err
	}
	if !set.Ever() {
		return Publication{}, fault.InvalidField("cohort", "never_counted", "This cohort was never counted.")
	}
	d, err := Make(set, terms)
	if err != nil {
		return Publication{}, err
	}
	raw, err := d.Encode()
	if err != nil {
		return Publication{}, err
	}
	return s.keep(ctx, plan, terms.Version, raw)
}

// terms are the version that comes next, and the one that the public has seen last.
func (s *Store) terms(ctx context.Context, plan Plan) (Terms, error) {
	terms := Terms{Version: 1, Lowest: plan.Lowest, Policy: s.Counts.InForce()}
	all, err := s.list(ctx, "p.state <> 'discarded'")
	if err != nil {
		return terms, err
	}
	for _, p := range all {
		switch {
		case p.Cohort != plan.Cohort:
		case p.Final:
			return terms, fault.New(fault.Conflict, "final", "The final results of this cohort are published.")
		case p.State == Draft || p.State == Ready:
			return terms, fault.New(fault.Conflict, "in_hand", "There is a draft for this cohort already. Discard it first.")
		default:
			terms.Version = max(terms.Version, p.Version+1)
			if p.State == Published {
				before, err := s.Document(ctx, p)
				if err != nil {
					return terms, err
				}
				terms.Before = &before
			}
		}
	}
	return terms, nil
}

func (s *Store) keep(ctx context.Context, plan Plan, version int, raw []byte) (Publication, error) {
	p := Publication{Cohort: plan.Cohort, Version: version, State: Draft, Note: plan.Note, Digest: Digest(raw)}
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, "insert into publications (cohort, version, note, document) values ($1, $2, $3, $4) on conflict do nothing returning id",
			plan.Cohort, version, plan.Note, raw).Scan(&p.ID)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.Conflict, "in_hand", "Somebody else has just made a draft for this cohort.")
		}
		if err != nil {
			return err
		}
		return note(ctx, tx, p.ID, Draft)
	})
	return p, err
}

// Bring brings a publication to its next state. Publishing supersedes what was published of the cohort before, at once; final says that
// no further version will be made. To bring it where it is already changes nothing.
func (s *Store) Bring(ctx context.Context, id int64, to State, final bool) error {
	if err := may(ctx, tenants.Publish); err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		var state State
		var cohort int
		err := tx.QueryRowContext(ctx, "select state, cohort from publications where id = $1 for update", id).Scan(&state, &cohort)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return fault.New(fault.NotFound, "", "There is no such publication.")
		case err != nil:
			return err
		case state == to:
			return nil
		case !state.May(to):
			return fault.New(fault.Conflict, "moved_on", "This publication has been changed meanwhile. Look at it again.")
		}
		if to == Published {
			if err := supersede(ctx, tx, cohort); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, "update publications set state = $2, final = $3 where id = $1", id, to, final && to == Published); err != nil {
			return err
		}
		return note(ctx, tx, id, to)
	})
}

func supersede(ctx context.Context, tx *sql.Tx, cohort int) error {
	var id int64
	err := tx.QueryRowContext(ctx, "update publications set state = 'superseded' where cohort = $1 and state = 'published' returning id", cohort).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return note(ctx, tx, id, Superseded)
}

// note writes down who did it.
func note(ctx context.Context, tx *sql.Tx, id int64, state State) error {
	person, _ := tenants.PersonFrom(ctx)
	_, err := tx.ExecContext(ctx, "insert into publication_events (publication_id, state, person_id, person_name, request_id) values ($1, $2, $3, $4, $5)",
		id, state, person.ID, person.Name, tenants.RequestFrom(ctx))
	return err
}

func (s *Store) inTx(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := s.DB.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("publication: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := fn(tx); err != nil {
		if _, ok := fault.As(err); ok {
			return err
		}
		return fmt.Errorf("publication: %w", err)
	}
	return tx.Commit()
}
