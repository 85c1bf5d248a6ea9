package record_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

var nia = tenants.Person{ID: "00000000-0000-4000-8000-000000000005", Name: "Nia Walsh", Role: tenants.NationalAdmin}

func deletion(id int64) record.Deletion {
	return record.Deletion{CaseID: id, Reason: "duplicate", Typed: " quillfeather ", Key: uuid.NewString()}
}

func (w *world) deletes(id int64) {
	w.Helper()
	w.must(w.store.Delete(w.as(amina), deletion(id)))
}

// Deleting takes the right, a reason and the surname; the same key twice is acknowledged.
func TestDeletingARecord(t *testing.T) {
	w := newWorld(t)
	id := w.addIdris()
	for name, c := range map[string]struct {
		by   tenants.Person
		d    record.Deletion
		want string
	}{
		"no reason":           {amina, record.Deletion{Typed: "Quillfeather"}, "reason unknown_choice"},
		"a reason for others": {amina, record.Deletion{Reason: "not_epilepsy", Typed: "Quillfeather"}, "reason unknown_choice"},
		"another surname":     {amina, record.Deletion{Reason: "duplicate", Typed: "Quill"}, "typed not_confirmed"},
		"nothing":             {amina, record.Deletion{}, "reason unknown_choice, typed not_confirmed"},
	} {
		c.d.CaseID, c.d.Key = id, uuid.NewString()
		var end *record.EndError
		err := w.store.Delete(w.as(c.by), c.d)
		if !errors.As(err, &end) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, p := range end.Problems {
			got = append(got, p.Question+" "+p.Code)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
	for _, p := range []tenants.Person{vera, ada} {
		if err := w.store.Delete(w.as(p), deletion(id)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", p.Role, err)
		}
	}
	if err := w.store.Delete(w.at(bryn, trustB), deletion(id)); !fault.Is(err, fault.NotFound) {
		t.Errorf("another trust: %v", err)
	}
	d := deletion(id)
	w.must(w.store.Delete(w.as(amina), d))
	w.must(w.store.Delete(w.as(amina), d))
	if err := w.store.Delete(w.as(amina), deletion(id)); !fault.Is(err, fault.NotFound) {
		t.Errorf("again: %v", err)
	}
	if n := w.count("select count(*) from record_ends where action = 'delete' and reason = 'duplicate' and audit_number = $1 and person_name = $2", id, amina.Name); n != 1 {
		t.Errorf("%d lines of the end", n)
	}
}

// A submitted record, or one past its deadline, is deleted by nobody at the trust.
func TestAClosedRecordIsNotDeleted(t *testing.T) {
	w := newWorld(t)
	id := w.addIdris()
	w.db.Exec(t, `update cases set locked_at = now() where id = $1`, id)
	if err := w.store.Delete(w.as(amina), deletion(id)); !fault.Is(err, fault.Closed) {
		t.Error(err)
	}
}

// reads is everything the store reads of a case, or of the trust's cases.
func (w *world) reads(id int64) map[string]func(context.Context) (bool, error) {
	there := func(err error) (bool, error) {
		if fault.Is(err, fault.NotFound) {
			return false, nil
		}
		return true, err
	}
	return map[string]func(context.Context) (bool, error){
		"open":    func(ctx context.Context) (bool, error) { _, err := w.store.Open(ctx, id); return there(err) },
		"peek":    func(ctx context.Context) (bool, error) { _, err := w.store.Peek(ctx, id); return there(err) },
		"glance":  func(ctx context.Context) (bool, error) { _, err := w.store.Glance(ctx, id); return there(err) },
		"history": func(ctx context.Context) (bool, error) { _, err := w.store.History(ctx, id, 1, 50); return there(err) },
		"list": func(ctx context.Context) (bool, error) {
			return w.isListed(ctx, record.Query{Scope: record.Trust, Page: 1, Size: 50})
		},
		"search": func(ctx context.Context) (bool, error) {
			return w.isListed(ctx, record.Query{Scope: record.Trust, Page: 1, Size: 50, Search: "quill"})
		},
		"number": func(ctx context.Context) (bool, error) {
			return w.isListed(ctx, record.Query{Scope: record.Trust, Page: 1, Size: 50, Search: fmt.Sprint(id)})
		},
		"lines": func(ctx context.Context) (bool, error) {
			rows, err := w.store.FindCases(ctx, []int64{id})
			return len(rows) > 0, err
		},
		"rows": func(ctx context.Context) (bool, error) { // what a new query of anybody's would see
			var n int64
			err := tenants.Tx(ctx, w.db.App, func(tx *gorm.DB) error { return tx.Raw("select count(*) from cases").Scan(&n).Error })
			return n > 1, err
		},
		"statement": func(ctx context.Context) (bool, error) { return w.seen(ctx, "select count(*) from cases") > 1, nil },
		"holder": func(ctx context.Context) (bool, error) {
			h, err := w.store.HolderOf(ctx, map[string][]string{"nhs_number": {"9990000034"}})
			return h != nil, err
		},
		"nation": func(context.Context) (bool, error) {
			counts, err := tenants.National(w.at(nia, trustA), w.db.App)
			return len(counts) > 0 && counts[0].Children > 1, err
		},
	}
}

// writes is everything the store does to a case.
func (w *world) writes(id int64) map[string]func(context.Context) error {
	list := dataset.TreatmentSection.Lists[0]
	answer := w.answer(dataset.TestsSection, "eeg_indicated", "yes")
	answer.CaseID = id
	return map[string]func(context.Context) error{
		"save":    func(ctx context.Context) error { _, err := w.store.Save(ctx, answer); return err },
		"details": func(ctx context.Context) error { _, err := w.store.SaveDetails(ctx, edit(id, 0, nil)); return err },
		"add row": func(ctx context.Context) error {
			_, _, err := w.store.AddRow(ctx, id, list, uuid.NewString())
			return err
		},
		"delete row": func(ctx context.Context) error {
			_, err := w.store.DeleteRow(ctx, id, list, 1, uuid.NewString(), "")
			return err
		},
		"close row": func(ctx context.Context) error { _, _, err := w.store.CloseRow(ctx, id, list, 1); return err },
		"delete":    func(ctx context.Context) error { return w.store.Delete(ctx, deletion(id)) },
		"opt out": func(ctx context.Context) error {
			return w.store.OptOut(ctx, record.OptOut{CaseID: id, Key: uuid.NewString()})
		},
	}
}

func (w *world) isListed(ctx context.Context, q record.Query) (bool, error) {
	list, err := w.store.ListCases(ctx, q)
	if list.Total == 1 && (len(list.Rows) > 1 || list.Registered > 1) {
		w.Errorf("a list of %d shows %d, %d registered", list.Total, len(list.Rows), list.Registered)
	}
	return list.Total > 1, err
}

// A deleted record is nowhere, whichever way one looks, for the national team as well; restored, it is everywhere again.
func TestWhatIsDeletedIsNowhere(t *testing.T) {
	w := newWorld(t)
	id := w.addIdris()
	w.db.Exec(t, `update registrations set eligibility_confirmed = true, first_assessment_on = '2025-07-01' where case_id = $1`, id)
	look := func(when string, want bool) {
		t.Helper()
		for name, read := range w.reads(id) {
			for _, person := range []tenants.Person{amina, nia} {
				ctx := w.as(person)
				if got, err := read(ctx); got != want || err != nil {
					t.Errorf("%s, %s by %s: there %t, %v", when, name, person.Role, got, err)
				}
			}
		}
	}
	look("before", true)
	w.deletes(id)
	look("deleted", false)
	for name, write := range w.writes(id) {
		for _, person := range []tenants.Person{amina, nia} {
			if err := write(w.as(person)); !fault.Is(err, fault.NotFound) {
				t.Errorf("deleted, %s by %s: %v", name, person.Role, err)
			}
		}
	}
	if err := w.store.Restore(w.as(amina), id, uuid.NewString()); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a clinician restores: %v", err)
	}
	key := uuid.NewString()
	w.must(w.store.Restore(w.as(nia), id, key))
	w.must(w.store.Restore(w.as(nia), id, key))
	look("restored", true)
	if err := w.store.Restore(w.as(nia), id, uuid.NewString()); !fault.Is(err, fault.NotFound) {
		t.Errorf("restoring what is not deleted: %v", err)
	}
}

// The list of what was deleted says what the national team must know to restore it; another trust's is not in it.
func TestTheListOfTheDeleted(t *testing.T) {
	w := newWorld(t)
	id := w.addIdris()
	w.deletes(id)
	all, err := w.store.ListDeleted(w.as(nia))
	w.must(err)
	if len(all) != 1 || all[0].ID != id || *all[0].Surname != "Quillfeather" || all[0].By != amina.Name || all[0].Reason != "duplicate" || all[0].At.IsZero() {
		t.Errorf("%+v", all)
	}
	if all, err := w.store.ListDeleted(w.at(nia, trustB)); err != nil || len(all) != 0 {
		t.Errorf("at another trust: %v, %v", all, err)
	}
	if err := w.store.Restore(w.at(nia, trustB), id, uuid.NewString()); !fault.Is(err, fault.NotFound) {
		t.Errorf("restored from another trust: %v", err)
	}
	if _, err := w.store.ListDeleted(w.as(amina)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a clinician lists: %v", err)
	}
}

// While a copy is in quarantine the child can be entered again; then the copy cannot be restored.
func TestAChildDeletedCanBeEnteredAgain(t *testing.T) {
	w := newWorld(t)
	id := w.addIdris()
	w.deletes(id)
	again := w.addIdris()
	if again == id {
		t.Error("the same number twice")
	}
	err := w.store.Restore(w.as(nia), id, uuid.NewString())
	if !fault.Is(err, fault.Conflict) || w.count("select count(*) from cases where deleted_at is not null") != 1 {
		t.Errorf("restored beside the other: %v", err)
	}
	w.deletes(again)
	w.must(w.store.Restore(w.as(nia), id, uuid.NewString()))
}

// After 30 days, and no sooner, what was deleted goes for good with all that hangs from it; so do used keys of that age.
func TestThePurge(t *testing.T) {
	w := newWorld(t)
	old, recent := w.addIdris(), int64(0)
	w.deletes(old)
	recent = w.addIdris()
	w.deletes(recent)
	w.save(dataset.TestsSection, "eeg_indicated", "yes")
	w.db.Exec(t, `update cases set deleted_at = now() - interval '30 days 1 minute' where id = $1`, old)
	w.db.Exec(t, `update cases set deleted_at = now() - interval '29 days 23 hours' where id = $1`, recent)
	w.db.Exec(t, `insert into answer_keys (tenant_id, person_id, key, fingerprint, case_id, revision, at)
		values ($1, $2, gen_random_uuid(), '\x00', $3, 1, now() - interval '31 days')`, trustA, amina.ID, w.child)
	for _, want := range []int64{1, 0} {
		purged, err := tenants.Purge(t.Context(), w.db.App)
		if err != nil || purged != want {
			t.Errorf("purged %d, %v; want %d", purged, err, want)
		}
	}
	for sql, want := range map[string]int64{
		"select count(*) from cases where id = $1": 0, "select count(*) from registrations where case_id = $1": 0, "select count(*) from change_log where case_id = $1": 0,
		"select count(*) from answer_keys where case_id = $1": 0, "select count(*) from record_ends where audit_number = $1 and action = 'purge'": 1,
		"select count(*) from record_ends where audit_number = $1 and action = 'delete'": 1,
	} {
		if n := w.count(sql, old); n != want {
			t.Errorf("%s: %d, want %d", sql, n, want)
		}
	}
	if n := w.count("select count(*) from cases where id = $1", recent); n != 1 {
		t.Error("what was deleted 29 days ago is gone")
	}
	if n := w.count("select count(*) from answer_keys where at < now() - interval '30 days'"); n != 0 {
		t.Error("an old key is there")
	}
	if n := w.count("select count(*) from answer_keys where case_id = $1", w.child); n != 1 {
		t.Errorf("%d keys of today", n)
	}
	w.must(w.store.Restore(w.as(nia), recent, uuid.NewString()))
}

// The server's own role can neither delete a case nor reach around the doors.
func TestTheServerErasesNothingByItself(t *testing.T) {
	w := newWorld(t)
	id := w.addIdris()
	for _, sql := range []string{
		"delete from cases where id = ?", "select keeping.opt_out(?, null, null)", "delete from change_log where case_id = ?", "delete from record_ends where audit_number = ?",
		"update record_ends set reason = 'x' where audit_number = ?", "insert into transfers (tenant_id, audit_number) values (null, ?)",
	} {
		err := tenants.Tx(w.at(bryn, trustB), w.db.App, func(tx *gorm.DB) error {
			var done *bool
			return tx.Raw(sql, id).Scan(&done).Error
		})
		if n := w.count("select count(*) from cases where id = $1 and opted_out_at is null", id); n != 1 {
			t.Errorf("%s: %v", sql, err)
		}
	}
}
