package tenants_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// column is one that a row must have a value for.
type column struct{ name, kind string }

// TestMatrix walks every table that the app can reach and that holds tenants' rows: what one tenant has written, another can
// neither see, change, delete, write in its name, nor link to. The tables and their columns come from the catalogue.
func TestMatrix(t *testing.T) {
	w := tenantstest.New(t)
	theirs, ours := w.AddCase(t, w.Leeds, "Theirs"), w.AddCase(t, w.Swansea, "Ours")
	tables := list(t, w.Super, `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
		where c.relkind = 'r' and c.relname not in ('organisations', 'organisation_memberships', 'tenant_names', 'tenant_logos')
		and has_any_column_privilege('pinktick_app', c.oid, 'INSERT') order by 1`) // those it only reads: tenants/login
	if len(tables) < 4 {
		t.Fatalf("only these tables: %v", tables)
	}
	for _, p := range w.All() { // from which pieces and downloads hang
		w.Exec(t, `insert into exports (tenant_id, id, kind, person_id, person_name, request_id) overriding system value values ($1, 1, 'x', gen_random_uuid(), 'x', 'x')`, string(p.ID))
	}
	w.Exec(t, `select setval(pg_get_serial_sequence('exports', 'id'), 100)`)
	for _, table := range tables {
		t.Run(table, func(t *testing.T) {
			m := matrix{t, w, table, required(t, w, table)}
			if table != "cases" && table != "case_counts" && table != "exports" { // a child is counted by being there
				w.Exec(t, m.insert(w.Leeds, w.Leeds, theirs))
			}
			m.unseen()
			m.unwritten(theirs, ours)
		})
	}
}

type matrix struct {
	t       *testing.T
	w       *tenantstest.World
	table   string
	columns []column
}

// unseen: the rows are there for their owner, and for nobody else.
func (m matrix) unseen() {
	for _, p := range m.w.All() {
		var n, want int64
		if p.ID == m.w.Leeds.ID {
			want = 1
		}
		err := m.as(p, func(tx *gorm.DB) error {
			return tx.Raw(`select count(*) from ` + m.table + ` where tenant_id = '` + string(m.w.Leeds.ID) + `'`).Scan(&n).Error
		})
		if err != nil || n != want {
			m.t.Errorf("%s sees %d of Leeds' rows, want %d: %v", p.ShortName, n, want, err)
		}
	}
}

// unwritten: every way of writing, as Swansea, into or onto what is Leeds'.
func (m matrix) unwritten(theirs, ours int64) {
	leeds, swansea := m.w.Leeds, m.w.Swansea
	m.touchesNothing("update", `update `+m.table+` set tenant_id = tenant_id where true`, ours)
	m.touchesNothing("take", `update `+m.table+` set tenant_id = '`+string(swansea.ID)+`' where tenant_id = '`+string(leeds.ID)+`'`, ours)
	m.touchesNothing("delete", `delete from `+m.table+` where tenant_id = '`+string(leeds.ID)+`'`, ours)
	m.refused("write in another's name", m.insert(leeds, leeds, theirs), "42501")
	if m.links() {
		m.refused("link to another's", m.insert(swansea, leeds, theirs), "23503")
	}
	m.refused("give away", `update `+m.table+` set tenant_id = '`+string(leeds.ID)+`' where true`, "42501")
}

// touchesNothing runs the statement as Swansea and looks at Leeds' rows afterwards.
func (m matrix) touchesNothing(what, statement string, ours int64) {
	before := m.rows()
	err := m.as(m.w.Swansea, func(tx *gorm.DB) error { return tx.Exec(statement).Error })
	if err != nil && code(err) != "42501" {
		m.t.Errorf("%s: %v", what, err)
	}
	if after := m.rows(); after != before {
		m.t.Errorf("%s changed Leeds' rows from %s to %s", what, before, after)
	}
}

func (m matrix) refused(what, statement, want string) {
	before := m.rows()
	err := m.as(m.w.Swansea, func(tx *gorm.DB) error {
		// A row of one's own, so that there is something to give away.
		if strings.HasPrefix(statement, "update") && m.table != "cases" {
			var id int64
			if err := tx.Raw(`select min(id) from cases`).Scan(&id).Error; err != nil {
				return err
			}
			if err := tx.Exec(m.insert(m.w.Swansea, m.w.Swansea, id)).Error; err != nil {
				return err
			}
		}
		return tx.Exec(statement).Error
	})
	if got := code(err); got != want {
		m.t.Errorf("%s: %v, want SQLSTATE %s", what, err, want)
	}
	if after := m.rows(); after != before {
		m.t.Errorf("%s changed Leeds' rows", what)
	}
}

func (m matrix) rows() (all string) {
	m.t.Helper()
	err := m.w.Super.QueryRow(`select coalesce(string_agg(r::text, '; ' order by r::text), '') from `+m.table+` r where tenant_id = $1`, string(m.w.Leeds.ID)).Scan(&all)
	if err != nil {
		m.t.Fatal(err)
	}
	return all
}

func (m matrix) as(p tenantstest.Place, do func(tx *gorm.DB) error) error {
	return tenants.Tx(p.As(context.Background(), tenants.Lead), m.w.App, do)
}

func code(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return fmt.Sprint(err)
}

// links tells whether a row hangs from a case or a hospital; a case itself hangs from its tenant alone.
func (m matrix) links() bool {
	return slices.ContainsFunc(m.columns, func(c column) bool {
		return strings.HasSuffix(c.name, "case_id") || strings.HasSuffix(c.name, "organisation_id")
	})
}

// insert writes a row of the owner's that hangs from the target's hospital and case.
func (m matrix) insert(owner, target tenantstest.Place, caseID int64) string {
	var names, values []string
	for _, c := range m.columns {
		names = append(names, c.name)
		switch {
		case c.name == "tenant_id":
			values = append(values, "'"+string(owner.ID)+"'")
		case c.name == "organisation_id", c.name == "lead_organisation_id":
			values = append(values, "'"+target.Hospitals[0].ID+"'")
		case c.name == "scope":
			values = append(values, "'trust'")
		case c.name == "case_id":
			values = append(values, fmt.Sprint(caseID))
		case coded[m.table+"."+c.name] != "":
			values = append(values, coded[m.table+"."+c.name])
		default:
			value, ok := samples[c.kind]
			if named, special := samples[m.table+"."+c.name]; special {
				value, ok = named, true
			}
			if !ok {
				m.t.Fatalf("%s.%s: give the test a sample of %s", m.table, c.name, c.kind)
			}
			values = append(values, value)
		}
	}
	return `insert into ` + m.table + ` (` + strings.Join(names, ", ") + `) values (` + strings.Join(values, ", ") + `)`
}

var samples = map[string]string{
	"uuid": "gen_random_uuid()", "text": "'x'", "bigint": "1", "integer": "1", "boolean": "true", "bytea": `'\x01'`,
	"date": "'2024-01-01'", "timestamp with time zone": "now()",
	"record_ends.action": "'delete'", // one of a few words
}

// coded are columns that take certain values only.
var coded = map[string]string{"deadline_extensions.reason": "'capacity'", "deadline_extensions.cohort": "8"}

// required are the columns without which there is no row.
func required(t *testing.T, w *tenantstest.World, table string) []column {
	t.Helper()
	var out []column
	for _, line := range list(t, w.Super, `select attname || ' ' || format_type(atttypid, null) from pg_attribute a
		where attrelid = '`+table+`'::regclass and attnum > 0 and not attisdropped and attnotnull and (not atthasdef or attname = 'tenant_id') and attidentity = ''`) {
		name, kind, _ := strings.Cut(line, " ")
		out = append(out, column{name, kind})
	}
	return out
}
