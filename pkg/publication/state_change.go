package publication

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
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
	if !slices.Contains(s.Choices(), plan.Lowest) {
		return Publication{}, fault.InvalidField("lowest", "unknown_choice", "Choose the smallest level to publish.")
	}
	terms, again, err := s.terms(ctx, plan)
	if err != nil {
		return Publication{}, err
	}
	if again != nil {
		return *again, nil
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

// Choices are the levels that a new draft's smallest may be, smallest first.
func (s *Store) Choices() []compare.Level {
	return LowestLevels[max(0, slices.Index(LowestLevels, s.Lowest)):]
}

// terms are the version that comes next, and the one that the public has seen last. Where the plan has been carried out already,
// for the form was sent twice, the draft it made is given instead.
func (s *Store) terms(ctx context.Context, plan Plan) (Terms, *Publication, error) {
	terms := Terms{Version: 1, Lowest: plan.Lowest, Policy: s.Counts.InForce()}
	all, err := s.list(ctx, "p.state <> 'discarded' and p.cohort = $1", plan.Cohort)
	if err != nil {
		return terms, nil, err
	}
	for _, p := range all {
		switch {
		case p.Final:
			return terms, nil, errFinal
		case p.State == Draft || p.State == Ready:
			if s.made(ctx, p, plan) {
				return terms, &p, nil
			}
			return terms, nil, fault.New(fault.Conflict, "in_hand", "There is a draft for this cohort already. Discard it first.")
		default:
			terms.Version = max(terms.Version, p.Version+1)
			if p.State == Published {
				before, err := s.Document(ctx, p)
				if err != nil {
					return terms, nil, err
				}
				terms.Before = &before
			}
		}
	}
	return terms, nil, nil
}

// made tells whether a draft is what the same person has just made of the same plan.
func (s *Store) made(ctx context.Context, p Publication, plan Plan) bool {
	person, _ := tenants.PersonFrom(ctx)
	if p.State != Draft || p.Note != plan.Note || p.Events[0].By != person.Name {
		return false
	}
	d, err := s.Document(ctx, p)
	return err == nil && d.Lowest == plan.Lowest
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
	return s.change(ctx, id, func(tx *sql.Tx, state State, cohort int) error {
		if state == to {
			return nil
		}
		if !state.May(to) {
			return errMovedOn
		}
		if to == Published {
			if err := supersede(ctx, tx, cohort); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, "update publications set state = $2 where id = $1", id, to); err != nil {
			return err
		}
		if err := note(ctx, tx, id, to); err != nil || to != Published || !final {
			return err
		}
		return finish(ctx, tx, id)
	})
}

// Finish says of what is published that no further version will be made. To say it again changes nothing.
func (s *Store) Finish(ctx context.Context, id int64) error {
	return s.change(ctx, id, func(tx *sql.Tx, state State, cohort int) error {
		if state != Published {
			return errMovedOn
		}
		var inHand bool
		if err := tx.QueryRowContext(ctx, "select exists (select from publications where cohort = $1 and state in ('draft', 'ready'))", cohort).Scan(&inHand); err != nil {
			return err
		}
		if inHand {
			return fault.New(fault.Conflict, "in_hand", "There is a draft for this cohort. Publish or discard it first.")
		}
		return finish(ctx, tx, id)
	})
}

var errFinal = fault.New(fault.Conflict, "final", "The final results of this cohort are published.")

var errMovedOn = fault.New(fault.Conflict, "moved_on", "This publication has been changed meanwhile. Look at it again.")

func finish(ctx context.Context, tx *sql.Tx, id int64) error {
	done, err := tx.ExecContext(ctx, "update publications set final = true where id = $1 and not final", id)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return note(ctx, tx, id, MarkedFinal)
}

// change does something with a publication that nobody else changes meanwhile.
func (s *Store) change(ctx context.Context, id int64, do func(tx *sql.Tx, state State, cohort int) error) error {
	if err := may(ctx, tenants.Publish); err != nil {
		return err
	}
	defer s.forget()
	return s.inTx(ctx, func(tx *sql.Tx) error {
		var state State
		var cohort int
		err := tx.QueryRowContext(ctx, "select state, cohort from publications where id = $1 for update", id).Scan(&state, &cohort)
		if errors.Is(err, sql.ErrNoRows) {
			return errNone
		}
		if err != nil {
			return err
		}
		return do(tx, state, cohort)
	})
}

func supersede(ctx context.Context, tx *sql.Tx, cohort int) error {
	var id int64
	var final bool
	err := tx.QueryRowContext(ctx, "select id, final from publications where cohort = $1 and state = 'published' for update", cohort).Scan(&id, &final)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	case final:
		return errFinal
	}
	if _, err := tx.ExecContext(ctx, "update publications set state = 'superseded' where id = $1", id); err != nil {
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
