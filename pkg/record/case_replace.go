package record

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// update replaces a child that was imported by what is sent now, unless somebody has answered since.
func (run *Import) update(ctx context.Context, a Arrival, k known, at dataset.Circumstances) (Received, error) {
	received := Received{Result: Updated, CaseID: k.CaseID}
	err := tenants.TxLocking(ctx, run.store.DB, k.CaseID, func(tx *gorm.DB) error {
		r, err := loadRecord(tx, k.CaseID, at)
		if err != nil {
			return err
		}
		if r.Revision != k.Revision {
			received = Received{Conflict, k.CaseID, []Problem{{Code: "answered_since",
				Message: "Somebody has answered here since this record was imported. Nothing was changed."}}}
			return nil
		}
		p := replacement{ctx: ctx, tx: tx, record: r, child: a.Child}
		if err := p.run(); err != nil {
			return err
		}
		if len(p.lines) == 0 { // the same answers in other words
			received.Result = Unchanged
		}
		if err := tx.Exec("update imported_cases set digest = ?, revision = ?, at = now() where sender_id = ?", a.Digest, r.Revision, a.Sender).Error; err != nil {
			return fmt.Errorf("note the import: %w", err)
		}
		if run.trial {
			return errTrial
		}
		return nil
	})
	var closed *closedError
	switch {
	case err == nil || errors.Is(err, errTrial):
		return received, nil
	case errors.As(err, &closed):
		return refused(k.CaseID, closed.Problem), nil
	case tenants.Violated(err) != "":
		return run.store.unstored(ctx, a, k.CaseID, err)
	}
	return refusedBy(k.CaseID, err)
}

// closedError says that a question is answered here and takes no other answer by import.
type closedError struct{ Problem }

// Error implements error.
func (c *closedError) Error() string { return c.Code }

// replacement makes a stored record into another one.
type replacement struct {
	ctx    context.Context
	tx     *gorm.DB
	record *Record
	child  *dataset.Child // as it is to be
	lines  []entry
}

// run passes the one guard with the record as it is and as it is to be, and writes what differs, with a line of log for each answer.
func (p *replacement) run() error {
	person, _ := tenants.PersonFrom(p.ctx)
	after := *p.record
	after.Child = p.child
	for _, r := range []*Record{p.record, &after} {
		if err := r.mayWrite(person, nil, tenants.Answer); err != nil {
			return err
		}
	}
	if err := p.mayChange(person); err != nil {
		return err
	}
	for _, s := range dataset.Stored()[1:] {
		write := p.form
		if repeats(s) {
			write = p.list
		}
		if err := write(s); err != nil {
			return fmt.Errorf("replace %s: %w", s.Table, err)
		}
	}
	p.noteAnswers(dataset.CaseSection)
	return p.finish()
}

// mayChange refuses a change of an answer that the forms would not let this person change either: a lead that is set, the first
// assessment date.
func (p *replacement) mayChange(person tenants.Person) error {
	for _, s := range dataset.Stored() {
		if repeats(s) {
			continue
		}
		for _, q := range s.Questions {
			if !p.differs(s, q) {
				continue
			}
			if q.Needs != "" && !person.Role.May(tenants.Action(q.Needs)) {
				return &closedError{Problem{s, q.Key, "no_permission", "The role of this person does not allow this change."}}
			}
			if open, words := q.IsOpen(p.record.In(s)); !open {
				return &closedError{Problem{s, q.Key, "question_closed", words}}
			}
		}
	}
	return nil
}

func (p *replacement) differs(s *ask.Section, q *ask.Question) bool {
	was, is := p.record.Child.Row(s), p.child.Row(s)
	for _, c := range q.Columns {
		if !reflect.DeepEqual(c.Get(was), c.Get(is)) {
			return true
		}
	}
	return false
}

// noteAnswers are the lines of a form: a line each question whose answer differs.
func (p *replacement) noteAnswers(s *ask.Section) (differ bool) {
	for _, q := range s.Questions {
		if p.differs(s, q) {
			p.lines = append(p.lines, entry{s.Key, 0, q.Key, q.Format(p.record.Child.Row(s)), q.Format(p.child.Row(s))})
			differ = true
		}
	}
	return differ
}

func (p *replacement) form(s *ask.Section) error {
	if !p.noteAnswers(s) {
		return nil
	}
	tenant, _ := tenants.From(p.ctx)
	person, _ := tenants.PersonFrom(p.ctx)
	names, marks, values := whole(cellsOf(s, p.child.Row(s)))
	sets := make([]string, len(names))
	for i, name := range names {
		sets[i] = name + " = excluded." + name
	}
	return p.tx.Exec("insert into "+s.Table+" (tenant_id, case_id, updated_by, "+strings.Join(names, ", ")+") values (?, ?, ?, "+strings.Join(marks, ", ")+
		") on conflict (tenant_id, case_id) do update set "+strings.Join(sets, ", ")+", updated_at = now(), updated_by = excluded.updated_by",
		append([]any{string(tenant.ID), p.record.ID, person.ID}, values...)...).Error
}

// list replaces all rows of a list that differs in any: the new ones stand in the order in which they were sent.
func (p *replacement) list(s *ask.Section) error {
	was, is := p.record.Child.Rows(s), p.child.Rows(s)
	if sameRows(s, was, is) {
		return nil
	}
	for _, list := range listsOf(s) {
		for _, row := range list.Rows(p.record.In(list.Parent)) {
			p.lines = append(p.lines, removed(list, row)...)
		}
	}
	if err := p.tx.Exec("delete from "+s.Table+" where case_id = ?", p.record.ID).Error; err != nil {
		return err
	}
	for _, row := range is {
		if err := p.addRow(s, row); err != nil {
			return err
		}
	}
	return nil
}

func (p *replacement) addRow(s *ask.Section, row any) error {
	tenant, _ := tenants.From(p.ctx)
	person, _ := tenants.PersonFrom(p.ctx)
	names, marks, values := whole(cellsOf(s, row))
	var id int64
	err := p.tx.Raw("insert into "+s.Table+" (tenant_id, case_id, updated_by, "+strings.Join(names, ", ")+") values (?, ?, ?, "+strings.Join(marks, ", ")+") returning id",
		append([]any{string(tenant.ID), p.record.ID, person.ID}, values...)...).Scan(&id).Error
	if err != nil {
		return err
	}
	for _, list := range listsOf(s) {
		if column, value := list.Fixed(); column != nil && column.Get(row) != value {
			continue
		}
		p.lines = append(p.lines, entry{list.Key, id, rowItself, nil, []string{"entry"}})
		for _, q := range s.Questions {
			if q.HasValue(row) {
				p.lines = append(p.lines, entry{list.Key, id, q.Key, nil, q.Format(row)})
			}
		}
	}
	return nil
}

// finish writes the case's own row, its next revision and the log.
func (p *replacement) finish() error {
	if len(p.lines) == 0 {
		return nil
	}
	tenant, _ := tenants.From(p.ctx)
	person, _ := tenants.PersonFrom(p.ctx)
	names, marks, values := whole(caseCells(p.child, p.record.At))
	for i := range names {
		names[i] += " = " + marks[i]
	}
	p.record.Revision++
	w := write{record: p.record}
	w.with("bumped", "update cases set "+strings.Join(names, ", ")+", revision = ?, updated_at = now() where id = ?", append(values, p.record.Revision, p.record.ID)...)
	after := Record{Child: p.child, At: p.record.At}
	w.storeResults(tenant, after.results(rulesOf(after.At)))
	last := w.log(p.lines, tenant, person, tenants.RequestFrom(p.ctx))
	if err := p.tx.Exec("with "+strings.Join(w.parts, ", ")+" "+last, w.args...).Error; err != nil {
		return fmt.Errorf("replace the case: %w", err)
	}
	return nil
}

// whole are the names, marks and values of all columns, empty ones too.
func whole(cells []cell) (names, marks []string, values []any) {
	for _, c := range cells {
		names, marks, values = append(names, c.name), append(marks, "?::"+c.kind), append(values, parameter(c.value))
	}
	return names, marks, values
}

func sameRows(s *ask.Section, was, is []any) bool {
	if len(was) != len(is) {
		return false
	}
	for i := range was {
		if !reflect.DeepEqual(cellsOf(s, was[i]), cellsOf(s, is[i])) {
			return false
		}
	}
	return true
}

// listsOf are the lists whose rows a section's table holds.
func listsOf(s *ask.Section) []*ask.Records {
	var lists []*ask.Records
	for _, form := range dataset.Sections {
		for _, list := range form.Lists {
			if list.Section == s {
				lists = append(lists, list)
			}
		}
	}
	return lists
}
