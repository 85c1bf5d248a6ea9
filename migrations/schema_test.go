package migrations_test

import (
	"context"
	"database/sql"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/testdb"
)

// base are the columns that a table has beside the declared ones, with their types.
func base(s *ask.Section) map[string]string {
	if s == dataset.CaseSection {
		return map[string]string{"tenant_id": "uuid", "id": "bigint", "revision": "bigint", "locked_at": "timestamp with time zone", "locked_by": "uuid",
			"unregistered_at": "timestamp with time zone", "unregistered_by": "uuid", "unregistered_reason": "text",
			"created_at": "timestamp with time zone", "created_by": "uuid", "updated_at": "timestamp with time zone",
			"deleted_at": "timestamp with time zone", "deleted_by": "uuid", "deleted_reason": "text",
			"opted_out_at": "timestamp with time zone", "opted_out_by": "uuid",
			"lead_organisation_id": "uuid", "first_assessment_on": "date", "cohort": "smallint", "closes_on": "date", "expected": "smallint",
			"completed": "smallint", "forms_incomplete": "smallint", "warnings": "smallint", "transfer_pending": "boolean", "recount_on": "date",
			"complete": "boolean", "stage": "smallint", "search": "text", "lead_at_deadline_id": "uuid"}
	}
	columns := map[string]string{"tenant_id": "uuid", "case_id": "bigint", "updated_at": "timestamp with time zone", "updated_by": "uuid"}
	if slices.Contains(dataset.Repeating(), s) {
		columns["id"] = "bigint"
	}
	return columns
}

// Every declared section's table has exactly the declared columns, of the declared types, and the ones that all have. A
// column that is answered may be NULL, which is "not answered yet".
func TestTablesAreAsDeclared(t *testing.T) {
	db := testdb.New(t).Super
	for _, s := range dataset.Stored() {
		want, held := base(s), map[string]bool{}
		for _, c := range s.Columns {
			want[c.Name] = c.Type
		}
		for _, item := range s.Items {
			if h, ok := item.(ask.Held); ok {
				held[s.Holding(h).Name] = true
			}
		}
		for name, column := range columnsOf(t, db, s.Table) {
			declared, known := want[name]
			delete(want, name)
			switch _, common := base(s)[name]; {
			case !known:
				t.Errorf("%s.%s is not declared", s.Table, name)
			case column.kind != declared:
				t.Errorf("%s.%s is %s, declared %s", s.Table, name, column.kind, declared)
			case !common && column.notNull != held[name]:
				t.Errorf("%s.%s may not be empty: %t, want %t", s.Table, name, column.notNull, held[name])
			}
		}
		for name := range want {
			t.Errorf("%s.%s is declared and not there", s.Table, name)
		}
	}
}

type column struct {
	kind    string
	notNull bool
}

func columnsOf(t *testing.T, db *sql.DB, table string) map[string]column {
	t.Helper()
	rows, err := db.Query(`select attname, format_type(atttypid, atttypmod), attnotnull from pg_attribute
		where attrelid = $1::regclass and attnum > 0 and not attisdropped`, table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := map[string]column{}
	for rows.Next() {
		var name string
		var c column
		if err := rows.Scan(&name, &c.kind, &c.notNull); err != nil {
			t.Fatal(err)
		}
		found[name] = c
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	return found
}

// Keys begin with the tenant, and the link to the case is the pair: a link across tenants cannot exist.
func TestKeysBeginWithTheTenant(t *testing.T) {
	db := testdb.New(t).Super
	for _, s := range dataset.Stored() {
		key := "PRIMARY KEY (tenant_id, case_id)"
		if s == dataset.CaseSection || slices.Contains(dataset.Repeating(), s) {
			key = "PRIMARY KEY (tenant_id, id)"
		}
		if got := constraints(t, db, s.Table, "p", ""); !slices.Equal(got, []string{key}) {
			t.Errorf("%s: %v, want %s", s.Table, got, key)
		}
		if s == dataset.CaseSection {
			continue
		}
		toCase := slices.ContainsFunc(constraints(t, db, s.Table, "f", ""), func(c string) bool {
			return strings.HasPrefix(c, "FOREIGN KEY (tenant_id, case_id) REFERENCES cases(tenant_id, id)")
		})
		if !toCase {
			t.Errorf("%s is not tied to its case by tenant and number", s.Table)
		}
	}
}

// constraints are those of a kind on a table; on one column alone, when it is named.
func constraints(t *testing.T, db *sql.DB, table, kind, column string) []string {
	t.Helper()
	rows, err := db.Query(`select pg_get_constraintdef(c.oid) from pg_constraint c where c.conrelid = $1::regclass and c.contype = $2::"char"
		and ($3 = '' or c.conkey = array[(select attnum from pg_attribute where attrelid = c.conrelid and attname = $3)])`, table, kind, column)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	return all
}

var quoted = regexp.MustCompile(`'([^']*)'::text`)

// What the database accepts as a code is what the list holds, for every question whose list is fixed. The others follow their
// table (codes_test.go).
func TestChecksAreTheCodeLists(t *testing.T) {
	db := testdb.New(t).Super
	fixed, checked := fixedLists(), 0
	for _, s := range dataset.Stored() {
		for _, q := range s.Questions {
			if q.List() == nil || !fixed[q.List().Name] {
				continue
			}
			checked++
			var want, got []string
			for _, o := range q.List().Options {
				want = append(want, o.Code)
			}
			for _, check := range constraints(t, db, s.Table, "c", q.Columns[0].Name) {
				if !strings.Contains(check, "ANY") && !strings.Contains(check, "<@") {
					continue // another rule, such as a length
				}
				for _, code := range quoted.FindAllStringSubmatch(check, -1) {
					got = append(got, code[1])
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(want, got) {
				t.Errorf("%s.%s: the database takes %v, the list has %v", s.Table, q.Key, got, want)
			}
		}
	}
	if checked < 13 {
		t.Errorf("only %d questions were looked at", checked)
	}
}

// A date and its flag, such as declined, exclude each other in the database too.
func TestADateAndItsFlagExcludeEachOther(t *testing.T) {
	db := testdb.New(t).Super
	for _, s := range dataset.Stored() {
		for _, q := range s.Questions {
			if q.Kind != ask.KindDayOrDeclined && q.Kind != ask.KindDayIfKnown {
				continue
			}
			want := "(" + q.Columns[0].Name + " IS NULL) OR (" + q.Columns[1].Name + " IS NULL)"
			if !strings.Contains(strings.Join(constraints(t, db, s.Table, "c", ""), "\n"), want) {
				t.Errorf("%s: nothing says %s", s.Table, want)
			}
		}
	}
}

// Comments come from the declarations; whatever somebody wrote over them is put right by the next run, and replicas that run
// at once do not get in each other's way.
func TestCommentsComeFromTheDeclarations(t *testing.T) {
	d := testdb.New(t)
	commentsAre(t, d.Super)
	d.Exec(t, `comment on column investigations.eeg_indicated is 'something else'`)
	d.Exec(t, `comment on table medicines is null`)
	d.Exec(t, `comment on column investigations.updated_by is 'written by hand'`)
	together(t, func(ctx context.Context) error { return migrations.Up(ctx, d.OwnerDSN) })
	commentsAre(t, d.Super)
	var kept string
	if err := d.Super.QueryRow(`select col_description('investigations'::regclass, attnum) from pg_attribute
		where attrelid = 'investigations'::regclass and attname = 'updated_by'`).Scan(&kept); err != nil || kept != "written by hand" {
		t.Errorf("a comment on what is not declared: %q, %v", kept, err)
	}
}

func commentsAre(t *testing.T, db *sql.DB) {
	t.Helper()
	for _, c := range dataset.Comments() {
		var got sql.NullString
		if err := db.QueryRow(`select case when $2 = '' then obj_description($1::regclass, 'pg_class')
			else col_description($1::regclass, (select attnum from pg_attribute where attrelid = $1::regclass and attname = $2)) end`, c.Table, c.Column).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got.String != c.Text {
			t.Errorf("%s.%s: %q, want %q", c.Table, c.Column, got.String, c.Text)
		}
	}
}
