package codes

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/pinktick/pinktick/pkg/dataset"
)

// writing changes lists one after another: nobody else writes them meanwhile, and everybody reads on.
func writing(ctx context.Context, db *sql.DB, do func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("change the code lists: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, `set local lock_timeout = '30s'`); err != nil {
		return fmt.Errorf("change the code lists: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `lock table code_version in share row exclusive mode`); err != nil {
		return fmt.Errorf("wait to change the code lists: %w", err)
	}
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// row is an entry as the statement takes it, by the names of the columns.
type row struct {
	Code     string            `json:"code"`
	Position int               `json:"position"`
	Label    string            `json:"label"`
	Heading  string            `json:"heading"`
	Synonyms []string          `json:"synonyms"`
	Aliases  []string          `json:"aliases"`
	Concept  *string           `json:"snomed_ct_id"`
	Tags     map[string]string `json:"tags"`
	Offered  bool              `json:"selectable"`
	From     *string           `json:"valid_from"`
	Until    *string           `json:"valid_until"`
	Named    bool              `json:"named"`
	Released *released         `json:"released"`
}

const writeSQL = `
insert into code_entries (list, code, position, label, heading, synonyms, aliases, snomed_ct_id, tags, selectable, valid_from, valid_until, named, source, released)
select $1, r.code, r.position, r.label, r.heading, coalesce(r.synonyms, '{}'), coalesce(r.aliases, '{}'), r.snomed_ct_id, coalesce(r.tags, '{}'),
    r.selectable, r.valid_from, r.valid_until, r.named, case when r.released is null then 'local' else 'release' end, r.released
  from jsonb_to_recordset($2::jsonb) as r (code text, position integer, label text, heading text, synonyms text[], aliases text[],
    snomed_ct_id text, tags jsonb, selectable boolean, valid_from date, valid_until date, named boolean, released jsonb)
on conflict (list, code) do update set position = excluded.position, label = excluded.label, heading = excluded.heading,
    synonyms = excluded.synonyms, aliases = excluded.aliases, snomed_ct_id = excluded.snomed_ct_id, tags = excluded.tags,
    selectable = excluded.selectable, valid_from = excluded.valid_from, valid_until = excluded.valid_until, named = excluded.named,
    source = excluded.source, released = excluded.released, changed_at = now()`

const logSQL = `
insert into code_changes (changed_by, reason, list, code, old_entry, new_entry)
select $1, $2, $3, r.code, r.old, r.next from jsonb_to_recordset($4::jsonb) as r (code text, old jsonb, next jsonb)`

// write stores what differs between two states of a list, and logs what people would see of it.
func write(ctx context.Context, tx *sql.Tx, list string, before, after []stored, by, reason string) error {
	had := map[string]stored{}
	for _, e := range before {
		had[e.Code] = e
	}
	var rows []row
	for _, e := range after {
		if old, known := had[e.Code]; !known || !reflect.DeepEqual(old, e) {
			rows = append(rows, rowOf(e))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := send(ctx, tx, writeSQL, rows, list); err != nil {
		return fmt.Errorf("write the code list %s: %w", list, err)
	}
	type line struct {
		Code string `json:"code"`
		Old  any    `json:"old"`
		Next any    `json:"next"`
	}
	var lines []line
	for _, c := range changesOf(before, after) {
		l := line{Code: c.Code, Next: released{c.next.CodeEntry, c.next.Position}}
		if c.old != nil {
			l.Old = released{c.old.CodeEntry, c.old.Position}
		}
		lines = append(lines, l)
	}
	if len(lines) == 0 { // only what a release says of them
		return nil
	}
	if err := send(ctx, tx, logSQL, lines, by, reason, list); err != nil {
		return fmt.Errorf("log the changes of the code list %s: %w", list, err)
	}
	return nil
}

// send gives rows to a statement as one document, its last parameter.
func send(ctx context.Context, tx *sql.Tx, statement string, rows any, args ...any) error {
	document, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, statement, append(args, string(document))...)
	return err
}

func rowOf(e stored) row {
	r := row{Code: e.Code, Position: e.Position, Label: e.Label, Heading: e.Group, Synonyms: e.Synonyms, Aliases: e.Aliases,
		Tags: e.Tags, Offered: !e.Withheld, Named: e.Named, Released: e.Released}
	for column, to := range map[string]**string{"snomed_ct_id": &r.Concept, "valid_from": &r.From, "valid_until": &r.Until} {
		if cell := e.Cell(column); cell != "" {
			*to = &cell
		}
	}
	return r
}

// saveList writes what is said of a whole list, where it differs.
func saveList(ctx context.Context, tx *sql.Tx, t tables, list dataset.CodeList) error {
	had, known := t.lists[list.Name]
	if known && had.Title == list.Title && had.Source == list.Source && had.Fixed == list.Fixed {
		return nil
	}
	_, err := tx.ExecContext(ctx, `insert into code_lists (name, title, source, fixed) values ($1, $2, $3, $4)
		on conflict (name) do update set title = excluded.title, source = excluded.source, fixed = excluded.fixed`,
		list.Name, list.Title, list.Source, list.Fixed)
	if err != nil {
		return fmt.Errorf("write the code list %s: %w", list.Name, err)
	}
	return nil
}
