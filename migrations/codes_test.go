package migrations_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/testdb"
)

func fixedLists() map[string]bool {
	fixed := map[string]bool{}
	for _, l := range dataset.CodeLists() {
		fixed[l.Name] = l.Fixed
	}
	return fixed
}

const someTrust = "00000000-0000-4000-8000-00000000000a"

// someChild is a child whose every form is opened, with a row in every list.
func someChild(t *testing.T, db *sql.DB) (id int64) {
	t.Helper()
	run := func(statement string, args ...any) {
		t.Helper()
		if _, err := db.Exec(statement, args...); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	run(`insert into countries (code, iso_code, name, participating, in_national_total, patient_identifier) values ('ENG', 'GB-ENG', 'England', true, true, 'NHS number')`)
	run(`insert into tenants (id, ods_code, kind, name, short_name, country_code, participating) values ($1, 'RAA', 'trust', 'A', 'A', 'ENG', true)`, someTrust)
	if err := db.QueryRow(`insert into cases (tenant_id) values ($1) returning id`, someTrust).Scan(&id); err != nil {
		t.Fatal(err)
	}
	for _, s := range dataset.Stored()[1:] {
		names, values := "", ""
		for _, item := range s.Items {
			if held, ok := item.(ask.Held); ok {
				names, values = ", "+s.Holding(held).Name, ", false"
			}
		}
		run(`insert into `+s.Table+` (tenant_id, case_id, updated_by`+names+`) values ($1, $2, gen_random_uuid()`+values+`)`, someTrust, id)
	}
	return id
}

func state(err error) string {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return refused.Code
	}
	return ""
}

// Every column on a list that is not fixed takes what its table holds, and what is added to it, and nothing else; so do the keywords
// that were taken off.
func TestColumnsFollowTheTableOfTheirList(t *testing.T) {
	db := testdb.New(t).Super
	child, fixed, seen := someChild(t, db), fixedLists(), 0
	for _, s := range dataset.Stored() {
		key := "case_id"
		if s == dataset.CaseSection {
			key = "id"
		}
		for _, q := range s.Questions {
			if q.List() == nil || fixed[q.List().Name] {
				continue
			}
			for _, c := range q.Columns {
				seen++
				set := func(code string) error {
					if c.Type == "text[]" {
						code = "{" + code + "}"
					}
					_, err := db.Exec(`update `+s.Table+` set `+c.Name+` = $1 where `+key+` = $2`, code, child)
					return err
				}
				for _, o := range q.List().Options {
					if err := set(o.Code); err != nil {
						t.Fatalf("%s.%s refuses %s: %v", s.Table, c.Name, o.Code, err)
					}
				}
				if err := set("made_up"); state(err) != "23514" {
					t.Errorf("%s.%s takes what is in no list: %v", s.Table, c.Name, err)
				}
				if c.Type == "text[]" {
					if err := set(q.List().Options[0].Code + ",made_up"); state(err) != "23514" {
						t.Errorf("%s.%s takes what is in no list beside what is: %v", s.Table, c.Name, err)
					}
				}
				if _, err := db.Exec(`insert into code_entries (list, code, position, label, named, source) values ($1, 'made_up_' || $2, 0, 'Made up', false, 'local')
					on conflict do nothing`, q.List().Name, c.Name); err != nil {
					t.Fatal(err)
				}
				if err := set("made_up_" + c.Name); err != nil {
					t.Errorf("%s.%s refuses what was added: %v", s.Table, c.Name, err)
				}
			}
		}
	}
	if seen < 17 {
		t.Errorf("only %d columns were looked at", seen)
	}
}

// What nobody may do to the lists, and what the server's role may not do besides.
func TestListsKeepTheirEntries(t *testing.T) {
	d := testdb.New(t)
	own, app := connect(t, d.OwnerDSN), connect(t, d.AppDSN)
	for statement, want := range map[string]string{
		`delete from code_entries where code = 'acth'`:                                                                              "23001",
		`truncate code_entries, code_changes`:                                                                                       "23001",
		`delete from code_lists`:                                                                                                    "23001",
		`delete from code_changes`:                                                                                                  "23001",
		`update code_changes set reason = 'another'`:                                                                                "23001",
		`delete from code_version`:                                                                                                  "23001",
		`update code_entries set code = 'other' where code = 'acth'`:                                                                "23001",
		`update code_entries set list = 'syndromes' where code = 'acth'`:                                                            "23001",
		`update code_lists set name = 'drugs' where name = 'medicines'`:                                                             "23001",
		`update code_entries set valid_until = '2027-01-01' where list = 'sex' and code = '2'`:                                      "23514",
		`update code_entries set selectable = false where list = 'episode_status' and code = 'E'`:                                   "23514",
		`update code_entries set valid_until = '2027-01-01' where code = 'sodium_valproate'`:                                        "23514",
		`update code_entries set valid_from = '2027-01-02', valid_until = '2027-01-02' where code='acth'`:                           "23514",
		`update code_entries set label = ' ' where code = 'acth'`:                                                                   "23514",
		`insert into code_entries (list, code, position, label, named, source) values ('sex', '3', 9, 'Other', true, 'local')`:      "23514",
		`insert into code_entries (list, code, position, label, named, source) values ('medicines', 'a b', 9, 'A', false, 'local')`: "23514",
		`insert into code_entries (list, code, position, label, named, source) values ('drugs', 'a', 9, 'A', false, 'local')`:       "23503",
	} {
		if _, err := own.Exec(statement); state(err) != want {
			t.Errorf("the owner, %s: %v, want %s", statement, err, want)
		}
		if _, err := app.Exec(statement); state(err) != "42501" {
			t.Errorf("the server's role, %s: %v", statement, err)
		}
	}
	for _, statement := range []string{`update code_entries set label = 'X' where code = 'acth'`, `update code_version set version = 0`,
		`insert into code_changes (changed_by, reason, list, code, new_entry) values ('a', 'b', 'medicines', 'acth', '{}')`,
		`alter table medicines disable trigger all`, `set session_replication_role = replica`} {
		if _, err := app.Exec(statement); state(err) != "42501" {
			t.Errorf("the server's role, %s: %v", statement, err)
		}
	}
	var columns []string
	rows, err := app.Query(`select name from code_lists order by 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		columns = append(columns, name)
	}
	if got := strings.Join(columns, " "); len(columns) != len(dataset.CodeLists()) || rows.Err() != nil {
		t.Errorf("the lists are %s, %v", got, rows.Err())
	}
}
