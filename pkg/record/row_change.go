package record

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// AddRow adds an empty row to a list and gives the record with it, and the row's number. The same key twice adds one row.
func (s *Store) AddRow(ctx context.Context, caseID int64, list *ask.Records, key string) (*Record, int64, error) {
	var id int64
	r, err := s.changeRows(ctx, caseID, list, func(tx *gorm.DB, w *write) error {
		used, row, err := w.usedBefore(ctx, tx, key)
		if err != nil || used {
			id = row
			return err
		}
		id, err = w.insertRow(ctx, tx, list, key)
		return err
	})
	return r, id, err
}

// DeleteRow deletes a row of a list; the log keeps its answers. One in which something was entered is deleted only with what
// the person agreed to lose, as ask.Covers names it; else a *ClearingError asks. The same key twice is acknowledged twice.
func (s *Store) DeleteRow(ctx context.Context, caseID int64, list *ask.Records, rowID int64, key, clears string) (*Record, error) {
	return s.changeRows(ctx, caseID, list, func(tx *gorm.DB, w *write) error {
		w.answer.RowID = rowID
		used, _, err := w.usedBefore(ctx, tx, key)
		if err != nil || used {
			return err
		}
		w.answer.Key = key
		w.keyRow(ctx)
		in, ok := w.record.Row(list, rowID)
		if !ok {
			return fault.New(fault.NotFound, "", "This entry is no longer there.")
		}
		if err := w.record.agreed(list, in.Row, clears); err != nil {
			return err
		}
		return w.deleteRow(ctx, tx, list, in.Row)
	})
}

// CloseRow ends the editing of a row: one with nothing entered is discarded. It tells whether the row is still there.
func (s *Store) CloseRow(ctx context.Context, caseID int64, list *ask.Records, rowID int64) (*Record, bool, error) {
	kept := true
	r, err := s.changeRows(ctx, caseID, list, func(tx *gorm.DB, w *write) error {
		in, ok := w.record.Row(list, rowID)
		if !ok {
			return fault.New(fault.NotFound, "", "This entry is no longer there.")
		}
		if kept = !list.IsEmpty(in.Row); kept {
			return nil
		}
		return w.deleteRow(ctx, tx, list, in.Row)
	})
	return r, kept, err
}

func (s *Store) changeRows(ctx context.Context, caseID int64, list *ask.Records, do func(*gorm.DB, *write) error) (*Record, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return nil, err
	}
	person, _ := tenants.PersonFrom(ctx)
	var r *Record
	err = tenants.TxLocking(ctx, s.DB, caseID, func(tx *gorm.DB) error {
		if r, err = loadRecord(tx, caseID, at); err != nil {
			return err
		}
		if err := r.mayWrite(person, list.Parent, tenants.Answer); err != nil {
			return err
		}
		if !list.IsShown(r.In(list.Parent)) {
			return fault.New(fault.Conflict, "not_asked", "This list is no longer asked for. Load the page again.")
		}
		return do(tx, &write{record: r, answer: Answer{List: list}})
	})
	return r, err
}

var errKeyReused = fault.New(fault.Invalid, "key_reused", "This was sent under a key that belongs to something else. Load the page again.")

// usedBefore tells whether the key was used before, for the same act, and gives the row it was about. A key that was used
// for anything else is refused.
func (w *write) usedBefore(ctx context.Context, tx *gorm.DB, key string) (bool, int64, error) {
	person, _ := tenants.PersonFrom(ctx)
	var past []struct {
		Fingerprint []byte
		RowID       *int64
	}
	err := tx.Raw(`select k.fingerprint, (select l.row_id from change_log l where l.case_id = k.case_id and l.revision = k.revision
			and l.at = k.at and l.question = ? limit 1) as row_id from answer_keys k where k.person_id = ?::uuid and k.key = ?::uuid`,
		rowItself, person.ID, key).Scan(&past).Error
	switch {
	case err != nil:
		return false, 0, fmt.Errorf("look for the key: %w", err)
	case len(past) == 0:
		return false, 0, nil
	case !bytes.Equal(past[0].Fingerprint, w.rowFingerprint()) || past[0].RowID == nil:
		return false, 0, errKeyReused
	}
	return true, *past[0].RowID, nil
}

// rowFingerprint tells adding to a list from deleting one of its rows, and both from an answer.
func (w *write) rowFingerprint() []byte {
	return fmt.Appendf(nil, "row %d %s %d", w.record.ID, w.answer.List.Key, w.answer.RowID)
}

func (w *write) insertRow(ctx context.Context, tx *gorm.DB, list *ask.Records, key string) (int64, error) {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	names, marks, values := []string{"tenant_id", "case_id", "updated_by"}, []string{"?", "?", "?"}, []any{string(tenant.ID), w.record.ID, person.ID}
	if column, value := list.Fixed(); column != nil {
		names, marks, values = append(names, column.Name), append(marks, "?"), append(values, value)
	}
	var id int64
	err := tx.Raw("insert into "+list.Section.Table+" ("+strings.Join(names, ", ")+") values ("+strings.Join(marks, ", ")+") returning id", values...).
		Scan(&id).Error
	if err != nil {
		return 0, fmt.Errorf("add row: %w", err)
	}
	row := list.NewRow()
	ask.SetRowID(row, id)
	w.record.Child.AddRow(list.Section, row)
	w.answer.Key = key
	w.keyRow(ctx)
	return id, w.bumpAndLog(ctx, tx, []entry{{list.Key, id, rowItself, nil, []string{"entry"}}})
}

func (w *write) deleteRow(ctx context.Context, tx *gorm.DB, list *ask.Records, row any) error {
	w.with("gone", "delete from "+list.Section.Table+" where id = ? and case_id = ?", ask.RowID(row), w.record.ID)
	lines := removed(list, row)
	w.record.Child.RemoveRow(list.Section, row) // before the record is counted
	return w.bumpAndLog(ctx, tx, lines)
}

// keyRow keeps the key with the revision that the change is about to make.
func (w *write) keyRow(ctx context.Context) {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	w.with("keyed", "insert into answer_keys (tenant_id, person_id, key, fingerprint, case_id, revision) values (?, ?, ?, ?, ?, ?)",
		string(tenant.ID), person.ID, w.answer.Key, w.rowFingerprint(), w.record.ID, w.record.Revision+1)
}

// bumpAndLog makes the next revision and writes the lines.
func (w *write) bumpAndLog(ctx context.Context, tx *gorm.DB, lines []entry) error {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	w.record.Revision++
	w.bump()
	w.score(tenant, w.answer.List.Parent)
	last := w.log(lines, tenant, person, tenants.RequestFrom(ctx))
	if err := tx.Exec("with "+strings.Join(w.parts, ", ")+" "+last, w.args...).Error; err != nil {
		if tenants.Duplicate(err, keysOnce) {
			return errKeyReused
		}
		return fmt.Errorf("write rows: %w", err)
	}
	return nil
}
