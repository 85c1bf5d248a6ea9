package record

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// turn is a change of a record as a whole, such as its submission. It answers no question.
type turn struct {
	name  string // tells its key from another's
	needs tenants.Action
	lifts []closure                            // the closures that it is there to lift
	check func(*Record) error                  // what else it takes
	sets  string                               // columns of the case
	with  func(now time.Time, by string) []any // their values
	apply func(r *Record, now time.Time, by string)
	line  func(*Record) entry // for the log, from the record as it was
}

// turn runs a turn in one transaction. The same key twice is one change.
func (s *Store) turn(ctx context.Context, caseID int64, t turn, key string) (*Record, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return nil, err
	}
	return s.turnAt(ctx, caseID, t, key, at)
}

func (s *Store) turnAt(ctx context.Context, caseID int64, t turn, key string, at dataset.Circumstances) (*Record, error) {
	person, _ := tenants.PersonFrom(ctx)
	var r *Record
	err := tenants.TxLocking(ctx, s.DB, caseID, func(tx *gorm.DB) error {
		var err error
		if r, err = loadRecord(tx, caseID, at); err != nil {
			return err
		}
		if used, err := t.usedBefore(tx, caseID, person, key); err != nil || used {
			return err
		}
		if err := r.mayWrite(person, nil, t.needs, t.lifts...); err != nil {
			return err
		}
		if err := t.check(r); err != nil {
			return err
		}
		return t.run(ctx, tx, r, key, s.Now())
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// usedBefore tells whether the key was used before for the same turn of the same record.
func (t turn) usedBefore(tx *gorm.DB, caseID int64, person tenants.Person, key string) (bool, error) {
	var past [][]byte
	err := tx.Raw("select fingerprint from answer_keys where person_id = ?::uuid and key = ?::uuid", person.ID, key).Scan(&past).Error
	switch {
	case err != nil:
		return false, fmt.Errorf("look for the key: %w", err)
	case len(past) == 0:
		return false, nil
	case !bytes.Equal(past[0], t.fingerprint(caseID)):
		return false, errKeyReused
	}
	return true, nil
}

func (t turn) fingerprint(caseID int64) []byte { return fmt.Appendf(nil, "turn %d %s", caseID, t.name) }

// run writes the columns, the next revision, the key and the log in one statement.
func (t turn) run(ctx context.Context, tx *gorm.DB, r *Record, key string, now time.Time) error {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	r.Revision++
	w := write{record: r}
	w.with("keyed", "insert into answer_keys (tenant_id, person_id, key, fingerprint, case_id, revision) values (?, ?, ?, ?, ?, ?)",
		string(tenant.ID), person.ID, key, t.fingerprint(r.ID), r.ID, r.Revision)
	w.with("turned", "update cases set "+t.sets+", revision = ?, updated_at = now() where id = ?",
		append(t.with(now, person.ID), r.Revision, r.ID)...)
	last := w.log([]entry{t.line(r)}, tenant, person, tenants.RequestFrom(ctx))
	if err := tx.Exec("with "+strings.Join(w.parts, ", ")+" "+last, w.args...).Error; err != nil {
		if tenants.Duplicate(err, keysOnce) {
			return errKeyReused
		}
		return fmt.Errorf("%s: %w", t.name, err)
	}
	t.apply(r, now, person.Name)
	return nil
}
