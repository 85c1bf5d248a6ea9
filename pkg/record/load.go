package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

var errNoCase = fault.New(fault.NotFound, "", "There is no such record.")

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
		records, err := loadRecords(tx, []int64{caseID}, at)
		if err != nil {
			return err
		}
		if found = records[caseID]; found == nil {
			return errNoCase
		}
		return note(ctx, tx, caseID)
	})
	return found, err
}

// loadSQL reads every stored section of the cases in one statement: a table name, a case and a row as JSON each.
var loadSQL = func() string {
	var parts []string
	for _, s := range dataset.Stored() {
		key, order := "case_id", ""
		if s == dataset.CaseSection {
			key = "id"
		}
		for _, repeating := range dataset.Repeating() {
			if s == repeating {
				order = " order by t.id"
			}
		}
		parts = append(parts, fmt.Sprintf("(select '%s', t.%s, to_jsonb(t) from %s t where t.%s = any(cast(@cases as bigint[]))%s)",
			s.Table, key, s.Table, key, order))
	}
	return strings.Join(parts, " union all ")
}()

// loadRecords reads whole records, keyed by case. Cases of another tenant are simply not there.
func loadRecords(tx *gorm.DB, cases []int64, at dataset.Circumstances) (map[int64]*Record, error) {
	found := map[int64]*Record{}
	err := scanRows(tx, found, at, loadSQL, map[string]any{"cases": bigints(cases)})
	return found, err
}

// scanRows gathers (table, case, JSON) rows into records; rows of tables that are no section go to extra.
func scanRows(tx *gorm.DB, found map[int64]*Record, at dataset.Circumstances, sql string, args map[string]any, extra ...func(table string, raw []byte) error) error {
	rows, err := tx.Raw(sql, args).Rows()
	if err != nil {
		return fmt.Errorf("load records: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var table string
		var id int64
		var raw []byte
		if err := rows.Scan(&table, &id, &raw); err != nil {
			return fmt.Errorf("load records: %w", err)
		}
		if err := gather(found, at, table, id, raw, extra); err != nil {
			return err
		}
	}
	return rows.Err()
}

func gather(found map[int64]*Record, at dataset.Circumstances, table string, id int64, raw []byte, extra []func(string, []byte) error) error {
	section, ok := sectionOf[table]
	if !ok {
		for _, take := range extra {
			if err := take(table, raw); err != nil {
				return err
			}
		}
		return nil
	}
	r := found[id]
	if r == nil {
		r = &Record{ID: id, Child: dataset.NewChild(), At: at}
		found[id] = r
	}
	if table == dataset.CaseSection.Table {
		if err := r.decodeCase(raw); err != nil {
			return err
		}
	}
	return decodeRow(r.Child, section, raw)
}

var sectionOf = func() map[string]*ask.Section {
	byTable := map[string]*ask.Section{}
	for _, s := range dataset.Stored() {
		byTable[s.Table] = s
	}
	return byTable
}()

func (r *Record) decodeCase(raw []byte) error {
	var state struct {
		Revision int64      `json:"revision"`
		LockedAt *time.Time `json:"locked_at"`
	}
	if err := json.Unmarshal(raw, &state); err != nil {
		return fmt.Errorf("load case: %w", err)
	}
	r.Revision, r.LockedAt = state.Revision, state.LockedAt
	return nil
}

func decodeRow(child *dataset.Child, section *ask.Section, raw []byte) error {
	var columns map[string]json.RawMessage
	if err := json.Unmarshal(raw, &columns); err != nil {
		return fmt.Errorf("load %s: %w", section.Table, err)
	}
	row := child.Row(section)
	if id, repeats := columns["id"]; repeats && section != dataset.CaseSection {
		row = section.NewRow()
		var n int64
		if err := json.Unmarshal(id, &n); err != nil {
			return fmt.Errorf("load %s: %w", section.Table, err)
		}
		ask.SetRowID(row, n)
		child.AddRow(section, row)
	}
	for _, c := range section.Columns {
		if err := c.Decode(row, columns[c.Name]); err != nil {
			return fmt.Errorf("load %s: %w", section.Table, err)
		}
	}
	return nil
}

// Glance reads the case's own row alone: its revision and whether it is locked, not its answers.
func (s *Store) Glance(ctx context.Context, caseID int64) (*Record, error) {
	at, err := s.circumstances(ctx)
	if err != nil {
		return nil, err
	}
	r := &Record{ID: caseID, Child: dataset.NewChild(), At: at}
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		err := tx.Raw("select revision, locked_at from cases where id = ?", caseID).Row().Scan(&r.Revision, &r.LockedAt)
		if errors.Is(err, sql.ErrNoRows) {
			return errNoCase
		}
		return err
	})
	return r, err
}
