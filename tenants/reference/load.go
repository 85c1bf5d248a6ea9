package reference

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
)

// space is the name space of the ids given at the first load. An id, once given, stays, whatever becomes of the code.
var space = uuid.MustParse("0e5a3d0c-6c63-4d0e-9c39-1f1c2a7f4b11")

// Load brings the database up to the data, in one transaction, as the owner. It may run again: rows are found by their
// code and brought up to date; branding, an organisation's present holder, and memberships that exist are left as they
// are, for people change those. Today decides which successions have happened.
func Load(ctx context.Context, db *sql.DB, today time.Time) error {
	data, err := Read()
	if err != nil {
		return err
	}
	if faults := data.Check(); len(faults) > 0 {
		return fmt.Errorf("reference data: %w", errors.Join(faults...))
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("load reference data: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := data.load(ctx, tx, today); err != nil {
		return fmt.Errorf("load reference data: %w", err)
	}
	return tx.Commit()
}

func (d *Data) load(ctx context.Context, tx *sql.Tx, today time.Time) error {
	organisations, memberships, err := d.places(today)
	if err != nil {
		return err
	}
	for _, step := range []struct {
		table, key string
		rows       []Row
	}{
		{"countries", "code", d.Countries},
		{"nhs_regions", "code", d.Regions},
		{"integrated_care_boards", "ods_code", d.Boards},
		{"icb_successions", "predecessor_ods_code, successor_ods_code", d.BoardSuccessions},
		{"networks", "code", listed(d.Networks, "spans_country_codes")},
		{"london_boroughs", "gss_code", d.Boroughs},
		{"tenants", "ods_code", identified(d.Tenants, "tenant ")},
	} {
		if err := upsert(ctx, tx, step.table, step.key, step.rows); err != nil {
			return err
		}
	}
	for _, step := range []struct {
		statement string
		rows      []Row
	}{
		{insertSuccessions, d.TenantSuccessions},
		{insertNames, d.TenantNames},
		{insertOrganisations, listed(identified(organisations, "organisation "), "address")},
		{insertMemberships, memberships},
	} {
		if err := send(ctx, tx, step.statement, step.rows); err != nil {
			return err
		}
	}
	return nil
}

// places gives the organisations with who holds them today, and all their memberships.
func (d *Data) places(today time.Time) (organisations, memberships []Row, err error) {
	for _, o := range d.Organisations {
		line, err := d.Timeline(o)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", o["ods_code"], err)
		}
		held := Row{"holder": holder(line, today)}
		for column, value := range o {
			held[column] = value
		}
		organisations = append(organisations, held)
		for _, m := range line {
			memberships = append(memberships, Row{"ods_code": o["ods_code"], "name": o["name"], "parent": m.Parent,
				"icb_ods_code": m.Board, "icb_basis": m.BoardBasis, "nhs_region_code": m.Region, "network_code": m.Net,
				"held_from": written(m.From), "held_until": written(m.Until)})
		}
	}
	return organisations, memberships, nil
}

// upsert writes rows by their key; the columns are those of the file, which are those of the table.
func upsert(ctx context.Context, tx *sql.Tx, table, key string, rows []Row) error {
	var columns, updates []string
	for column := range rows[0] {
		columns = append(columns, column)
		if column != "id" && !strings.Contains(", "+key+", ", ", "+column+", ") {
			updates = append(updates, column+" = excluded."+column)
		}
	}
	list := strings.Join(columns, ", ")
	return send(ctx, tx, `insert into `+table+` (`+list+`) select `+list+` from jsonb_populate_recordset(null::`+table+`, $1)
		on conflict (`+key+`) do update set `+strings.Join(updates, ", "), rows)
}

// send gives the rows to a statement as one document, empty cells as nulls: one round trip a table.
func send(ctx context.Context, tx *sql.Tx, statement string, rows []Row) error {
	plain := make([]map[string]any, len(rows))
	for i, row := range rows {
		plain[i] = make(map[string]any, len(row))
		for column, cell := range row {
			switch {
			case column == "address" || column == "spans_country_codes":
				plain[i][column] = json.RawMessage(cell)
			case cell == "":
				plain[i][column] = nil
			default:
				plain[i][column] = cell
			}
		}
	}
	document, err := json.Marshal(plain)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, statement, string(document)); err != nil {
		return fmt.Errorf("%.40s: %w", strings.Join(strings.Fields(statement), " "), err)
	}
	return nil
}

// identified gives rows their ids.
func identified(rows []Row, kind string) []Row {
	return changed(rows, func(row Row) { row["id"] = uuid.NewSHA1(space, []byte(kind+row["ods_code"])).String() })
}

// listed turns a cell with several values into an array.
func listed(rows []Row, column string) []Row {
	return changed(rows, func(row Row) {
		values := []string{}
		for value := range strings.SplitSeq(row[column], ";") {
			if value = strings.TrimSpace(value); value != "" {
				values = append(values, value)
			}
		}
		array, _ := json.Marshal(values) // of strings: cannot fail
		row[column] = string(array)
	})
}

func changed(rows []Row, change func(Row)) []Row {
	out := make([]Row, len(rows))
	for i, row := range rows {
		out[i] = make(Row, len(row)+1)
		for column, cell := range row {
			out[i][column] = cell
		}
		change(out[i])
	}
	return out
}

func written(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
