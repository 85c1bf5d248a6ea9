package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

var (
	errNoCase   = fault.New(fault.NotFound, "", "There is no such record.")
	errOptedOut = fault.New(fault.Gone, "opted_out", "The family has opted out of the audit. Nothing is kept but the audit number.")
)

// Open reads one child's record and notes in the record's log that the person read it.
func (s *Store) Open(ctx context.Context, caseID int64) (*Record, error) {
	return s.load(ctx, caseID, noteRead)
}

// Peek reads one child's record without a note, for the fragments of a page that has noted it already.
func (s *Store) Peek(ctx context.Context, caseID int64) (*Record, error) {
	return s.load(ctx, caseID, func(context.Context, *gorm.DB, int64) error { return nil })
}

func (s *Store) load(ctx context.Context, caseID int64, note func(context.Context, *gorm.DB, int64) error) (*Record, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return nil, err
	}
	var found *Record
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		if found, err = loadRecord(tx, caseID, at); err != nil {
			return err
		}
		return note(ctx, tx, caseID)
	})
	return found, err
}

// recordSQL reads every stored section of the cases that the condition names, in one statement: a table, a case, and the
// columns as a JSON array, which is far cheaper to make and to read than an object with every name in it.
func recordSQL(condition string) string {
	var parts []string
	for _, s := range dataset.Stored() {
		key, order := "case_id", ""
		if s == dataset.CaseSection {
			key = "id"
		}
		if repeats(s) {
			order = " order by t.id"
		}
		parts = append(parts, fmt.Sprintf("(select '%s', t.%s, json_build_array(%s) from %s t where t.%s %s%s)",
			s.Table, key, strings.Join(columnsRead(s), ", "), s.Table, key, condition, order))
	}
	return strings.Join(append(parts, extensionsSQL(condition)), " union all ")
}

// columnsRead are a section's columns after those of the row itself, which gather takes apart.
func columnsRead(s *ask.Section) []string {
	var names []string
	switch {
	case s == dataset.CaseSection:
		names = ownColumns
	case repeats(s):
		names = []string{"t.id"}
	}
	for _, c := range s.Columns {
		names = append(names, "t."+c.Name)
	}
	return names
}

// ownColumns are what the case's row holds beside the child's details, in the order of own. Who submitted it is known by name
// from the log.
var ownColumns = []string{"t.revision", "t.locked_at", `case when t.locked_at is not null then (select l.person_name from change_log l
	where l.case_id = t.id and l.section = '` + recordItself + `' and l.question = '` + submittedLine + `' order by l.id desc limit 1) end`,
	"t.unregistered_at", "t.unregistered_reason", "t.opted_out_at"}

func (r *Record) own() []any {
	return []any{&r.Revision, &r.LockedAt, &r.LockedBy, &r.UnregisteredAt, &r.UnregisteredReason, &r.OptedOutAt}
}

var repeating = dataset.Repeating()

func repeats(s *ask.Section) bool { return slices.Contains(repeating, s) }

// The texts of the statements never change, so they are made once, with PostgreSQL's own marks for parameters, which GORM
// leaves alone.
var (
	loadOneSQL  = recordSQL("= cast($1 as bigint)")
	loadManySQL = recordSQL("= any(cast($1 as bigint[]))")
)

// loadRecord reads one whole record. A case of another tenant is simply not there.
func loadRecord(tx *gorm.DB, id int64, at dataset.Circumstances) (*Record, error) {
	found := map[int64]*Record{}
	if err := scanRows(tx, found, at, nil, loadOneSQL, id); err != nil {
		return nil, err
	}
	return found[id].there()
}

// there tells whether a record was read. Without its case it was not, whatever else was found: what is deleted keeps its forms.
func (r *Record) there() (*Record, error) {
	switch {
	case r == nil || !r.found:
		return nil, errNoCase
	case r.OptedOutAt != nil:
		return nil, errOptedOut
	}
	return r, nil
}

// loadRecords reads whole records, keyed by case: those that are there.
func loadRecords(tx *gorm.DB, cases []int64, at dataset.Circumstances) (map[int64]*Record, error) {
	found := map[int64]*Record{}
	err := scanRows(tx, found, at, nil, loadManySQL, bigints(cases))
	for id, r := range found {
		if _, gone := r.there(); gone != nil {
			delete(found, id)
		}
	}
	return found, err
}

// scanRows gathers (table, case, JSON) rows into records; rows of tables that are no section go to extra.
func scanRows(tx *gorm.DB, found map[int64]*Record, at dataset.Circumstances, extra func(table string, raw []byte) error, sql string, args ...any) error {
	rows, err := tx.Raw(sql, args...).Rows()
	if err != nil {
		return fmt.Errorf("load records: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var table string
		var id int64
		var raw []byte
		if err := rows.Scan(&table, &id, &raw); err != nil {
			return fmt.Errorf("load records: %w", err)
		}
		section, stored := sectionOf[table]
		switch {
		case stored:
			err = gather(found, at, section, id, raw)
		case table == extensionsTable:
			var g grant
			err = json.Unmarshal(raw, &g)
			recordIn(found, at, id).gatherGrants(g)
		default:
			err = extra(table, raw)
		}
		if err != nil {
			return fmt.Errorf("load %s: %w", table, err)
		}
	}
	return rows.Err()
}

// gather decodes one row straight into the fields of its struct, in the order of columnsRead.
func gather(found map[int64]*Record, at dataset.Circumstances, section *ask.Section, id int64, raw []byte) error {
	r := recordIn(found, at, id)
	switch {
	case section == dataset.CaseSection:
		r.found = true
		return decode(raw, section, r.Child.Row(section), r.own()...)
	case !repeats(section):
		return decode(raw, section, r.Child.Row(section))
	}
	var number int64
	row := section.NewRow()
	if err := decode(raw, section, row, &number); err != nil {
		return err
	}
	ask.SetRowID(row, number)
	r.Child.AddRow(section, row)
	return nil
}

func recordIn(found map[int64]*Record, at dataset.Circumstances, id int64) *Record {
	if found[id] == nil {
		found[id] = &Record{ID: id, Child: dataset.NewChild(), At: at}
	}
	return found[id]
}

func decode(raw []byte, section *ask.Section, row any, own ...any) error {
	fields := section.Fields(own, row)
	read := len(fields)
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	if len(fields) != read {
		return fmt.Errorf("%d columns, want %d", len(fields), read)
	}
	return nil
}

var sectionOf = func() map[string]*ask.Section {
	byTable := map[string]*ask.Section{}
	for _, s := range dataset.Stored() {
		byTable[s.Table] = s
	}
	return byTable
}()

// glanceSQL reads what the case's own row says and what its state follows from, not the answers.
var glanceSQL = "select (select json_agg(" + grantSQL + ") from " + grantedSQL + "), r.eligibility_confirmed, r.lead_organisation_id, r.first_assessment_on, " +
	strings.Join(ownColumns, ", ") + " from cases t left join registrations r on r.tenant_id = t.tenant_id and r.case_id = t.id where t.id = ?"

// Glance reads a record's state and revision alone, not its answers.
func (s *Store) Glance(ctx context.Context, caseID int64) (*Record, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return nil, err
	}
	r := &Record{ID: caseID, Child: dataset.NewChild(), At: at}
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error { return r.glance(tx) })
	return r, err
}

func (r *Record) glance(tx *gorm.DB) error {
	var raw []byte
	registration := r.Child.Registration()
	into := append([]any{&raw, &registration.EligibilityConfirmed, &registration.LeadOrganisationID, &registration.FirstAssessmentOn}, r.own()...)
	err := tx.Raw(glanceSQL, r.ID).Row().Scan(into...)
	if r.found = err == nil; err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("read the case: %w", err)
	}
	if _, err := r.there(); err != nil || raw == nil {
		return err
	}
	var grants []grant
	if err := json.Unmarshal(raw, &grants); err != nil {
		return fmt.Errorf("read extensions: %w", err)
	}
	r.gatherGrants(grants...)
	return nil
}
