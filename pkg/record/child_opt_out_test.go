package record_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// fullChild is a child of whom every form is filled in and every detail is known, as the declarations have it.
func (w *world) fullChild() int64 {
	w.Helper()
	id := w.addIdris()
	_, err := w.store.SaveDetails(w.as(amina), edit(id, 0, map[string]string{"surname": "Quillfeather-Zed", "postcode": "LL18 5UJ", "sex": "2", "date_of_birth": "7/8/2012"}))
	w.must(err)
	_, err = w.store.AskForTransfer(w.at(bryn, trustB), hospitalB, map[string][]string{"nhs_number": {"9990000034"}})
	w.must(err)
	w.db.Exec(w.T, `update registrations set eligibility_confirmed = true, first_assessment_on = '2025-05-13' where case_id = $1`, id)
	own := w.child
	w.child = id
	w.save(dataset.TestsSection, "eeg_indicated", "yes")
	w.save(dataset.TestsSection, "eeg_requested_on", "2025-09-17")
	w.save(dataset.MultiaxialDiagnosisSection, "cause_known", "yes")
	w.valproate()
	w.child = own
	_, err = w.store.Open(w.as(vera), id)
	w.must(err)
	return id
}

// An opt-out leaves the audit number, the lead and one line; of all the rest no value is in any column of any table.
func TestAnOptOutLeavesNothing(t *testing.T) {
	w := newWorld(t)
	id := w.fullChild()
	personal := []string{"Idris", "Quillfeather", "2016-08-07", "2012-08-07", "9990000034", "LL185UJ", "ZZ993WZ", "2025-05-13", "2025-09-17", "2025-06-02", "sodium_valproate"}
	for _, value := range personal {
		if value != "ZZ993WZ" && len(w.found(value)) == 0 {
			t.Fatalf("%s was nowhere to begin with", value)
		}
	}
	o := record.OptOut{CaseID: id, Typed: "Quillfeather-Zed", Key: uuid.NewString()}
	w.must(w.store.OptOut(w.as(amina), o))
	w.must(w.store.OptOut(w.as(amina), o))
	for _, value := range personal {
		if at := w.found(value); len(at) > 0 {
			t.Errorf("%s is still in %v", value, at)
		}
	}
	for _, table := range w.texts(`select conrelid::regclass::text from pg_constraint where contype = 'f' and confrelid = 'cases'::regclass`) {
		if n := w.count("select count(*) from "+table+" where case_id = $1", id); n != 0 {
			t.Errorf("%s holds %d rows", table, n)
		}
	}
	if n := w.count(`select count(*) from cases where id = $1 and tenant_id = $2 and lead_organisation_id = $3 and locked_at is not null and opted_out_at is not null
		and opted_out_by = $4 and revision > 5`, id, trustA, hospitalA, amina.ID); n != 1 {
		t.Error("the number, its lead and its lock are not kept")
	}
	if n := w.count("select count(*) from record_ends where audit_number = $1 and action = 'opt_out' and person_name = $2", id, amina.Name); n != 1 {
		t.Errorf("%d lines of the end", n)
	}
	if again := w.addIdris(); again == id {
		t.Error("the number was given again")
	}
}

// found are the columns, of all tables, in which a value stands.
func (w *world) found(value string) []string {
	w.Helper()
	var at []string
	for _, column := range w.texts(`select table_name || '.' || column_name from information_schema.columns join pg_class c on c.relname = table_name
		where table_schema = 'public' and c.relkind = 'r' and table_name not in ('code_entries', 'code_changes') order by 1`) {
		var table, name string
		for i := range column {
			if column[i] == '.' {
				table, name = column[:i], column[i+1:]
			}
		}
		if w.count(fmt.Sprintf(`select count(*) from %s t where t.%s::text like '%%' || $1 || '%%'`, table, name), value) > 0 {
			at = append(at, column)
		}
	}
	return at
}

func (w *world) texts(sql string) []string {
	w.Helper()
	rows, err := w.db.Super.Query(sql)
	w.must(err)
	defer func() { _ = rows.Close() }()
	var all []string
	for rows.Next() {
		var s string
		w.must(rows.Scan(&s))
		all = append(all, s)
	}
	w.must(rows.Err())
	return all
}

// Whatever hangs from a case goes with it, in every table to come too.
func TestEverythingGoesWithACase(t *testing.T) {
	w := newWorld(t)
	for _, link := range w.texts(`select conrelid::regclass || ' ' || conname from pg_constraint where contype = 'f' and confrelid = 'cases'::regclass and confdeltype <> 'c'`) {
		t.Errorf("%s does not cascade: an opt-out would fail, and leave the child in the audit", link)
	}
	for _, table := range w.texts(`select attrelid::regclass::text from pg_attribute a join pg_class c on c.oid = attrelid where attname = 'case_id' and relkind = 'r' and relnamespace = 'public'::regnamespace`) {
		links := w.texts(`select conname from pg_constraint where contype = 'f' and confrelid = 'cases'::regclass and conrelid = '` + table + `'::regclass`)
		if len(links) == 0 {
			t.Errorf("%s names a case and does not hang from it", table)
		}
	}
}

// Opting out is open at any time, to those with the right, and needs the surname; afterwards every reading and writing is Gone.
func TestOptingOut(t *testing.T) {
	for name, arrange := range map[string]string{
		"open": "select $1::bigint", "submitted": "update cases set locked_at = now() where id = $1",
		"past its deadline": "update registrations set first_assessment_on = '2021-06-01' where case_id = $1",
	} {
		w := newWorld(t)
		id := w.fullChild()
		w.db.Exec(t, arrange, id)
		for _, p := range []tenants.Person{vera, ada} {
			if err := w.store.OptOut(w.as(p), record.OptOut{CaseID: id, Typed: "Quillfeather-Zed", Key: uuid.NewString()}); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %s: %v", name, p.Role, err)
			}
		}
		var end *record.EndError
		if err := w.store.OptOut(w.as(amina), record.OptOut{CaseID: id, Typed: "Zed", Key: uuid.NewString()}); !errors.As(err, &end) {
			t.Errorf("%s: another word: %v", name, err)
		}
		if err := w.store.OptOut(w.at(bryn, trustB), record.OptOut{CaseID: id, Typed: "Quillfeather-Zed", Key: uuid.NewString()}); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: another trust: %v", name, err)
		}
		w.must(w.store.OptOut(w.as(amina), record.OptOut{CaseID: id, Typed: "Quillfeather-Zed", Key: uuid.NewString()}))
		w.gone(name, id)
	}
}

// gone tries everything on an opted-out record.
func (w *world) gone(name string, id int64) {
	w.Helper()
	ctx := w.as(amina)
	for what, do := range w.writes(id) {
		if err := do(ctx); !fault.Is(err, fault.Gone) {
			w.Errorf("%s: %s: %v", name, what, err)
		}
	}
	for what, do := range map[string]func() error{
		"open":        func() error { _, err := w.store.Open(ctx, id); return err },
		"glance":      func() error { _, err := w.store.Glance(ctx, id); return err },
		"history":     func() error { _, err := w.store.History(ctx, id, 1, 50); return err },
		"by national": func() error { _, err := w.store.Open(w.as(nia), id); return err },
	} {
		if err := do(); !fault.Is(err, fault.Gone) {
			w.Errorf("%s: %s: %v", name, what, err)
		}
	}
	rows, err := w.store.ListCases(ctx, record.Query{Scope: record.Trust, Page: 1, Size: 50})
	w.must(err)
	if rows.Total != 2 || !slices.ContainsFunc(rows.Rows, func(l record.Listed) bool { return l.ID == id && l.Stage == record.StageOptedOut && l.Surname == nil }) {
		w.Errorf("%s: listed %+v", name, rows)
	}
}
