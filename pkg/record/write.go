package record

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/tenants"
)

// write is the one statement that stores an answer: the changed columns, the next revision, the idempotency key, the rows
// of lists that are no longer asked for, and the change log.
type write struct {
	record *Record
	answer Answer
	change ask.Change
	before any // the row as it was
	row    any // the row as it is

	parts []string
	args  []any
}

func (w *write) run(ctx context.Context, tx *gorm.DB) error {
	tenant, _ := tenants.From(ctx)
	person, _ := tenants.PersonFrom(ctx)
	w.with("keyed", "insert into answer_keys (tenant_id, person_id, key, fingerprint, case_id, revision) values (?, ?, ?, ?, ?, ?)",
		string(tenant.ID), person.ID, w.answer.Key, w.answer.fingerprint(), w.record.ID, w.record.Revision)
	last := "select 1"
	if len(w.change.Columns) > 0 {
		w.storeColumns(tenant, person)
		lines := entries(w) // which takes the rows that go out of the record, before it is counted
		w.bump()
		w.score(tenant, w.answer.Section)
		last = w.log(lines, tenant, person, tenants.RequestFrom(ctx))
	}
	statement := "with " + strings.Join(w.parts, ", ") + " " + last
	if err := tx.Exec(statement, w.args...).Error; err != nil {
		if tenants.Duplicate(err, keysOnce) {
			return errKeyReused // the record in hand has changed: it is not drawn
		}
		return fmt.Errorf("write answer: %w", err)
	}
	return nil
}

// bump adds the case's own update.
func (w *write) bump() {
	statement, args := w.record.bump()
	w.with("bumped", statement, args...)
}

func (w *write) with(name, statement string, args ...any) {
	w.parts = append(w.parts, name+" as ("+statement+")")
	w.args = append(w.args, args...)
}

// storeColumns updates the row of a list, or the form's row, which its first answer makes.
func (w *write) storeColumns(tenant tenants.Tenant, person tenants.Person) {
	s := w.answer.section()
	var names, marks, sets []string
	var values []any
	for _, c := range w.change.Columns {
		names = append(names, c.Column.Name)
		marks = append(marks, "?::"+c.Column.Type)
		values = append(values, parameter(c.New))
	}
	if w.answer.List != nil {
		for i, name := range names {
			sets = append(sets, name+" = "+marks[i])
		}
		w.with("stored", "update "+s.Table+" set "+strings.Join(sets, ", ")+", updated_at = now(), updated_by = ? where id = ? and case_id = ?",
			append(values, person.ID, w.answer.RowID, w.record.ID)...)
		return
	}
	for _, name := range names {
		sets = append(sets, name+" = excluded."+name)
	}
	w.with("stored", "insert into "+s.Table+" (tenant_id, case_id, updated_by, "+strings.Join(names, ", ")+") values (?, ?, ?, "+
		strings.Join(marks, ", ")+") on conflict (tenant_id, case_id) do update set "+strings.Join(sets, ", ")+
		", updated_at = now(), updated_by = excluded.updated_by",
		append([]any{string(tenant.ID), w.record.ID, person.ID}, values...)...)
	w.emptyLists()
}

// emptyLists deletes the rows of the lists that are no longer asked for.
func (w *write) emptyLists() {
	for i, list := range w.change.Emptied {
		statement, args := "delete from "+list.Section.Table+" where case_id = ?", []any{w.record.ID}
		if column, value := list.Fixed(); column != nil {
			statement, args = statement+" and "+column.Name+" = ?", append(args, value)
		}
		w.with(fmt.Sprintf("emptied%d", i), statement, args...)
	}
}
