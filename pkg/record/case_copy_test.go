package record_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/sample"
	"github.com/pinktick/pinktick/tenants"
)

// owner is a store on the owner's connection, which may make temporary tables.
func (w *world) owner() *record.Store {
	s := w.store
	return &record.Store{DB: w.db.Owner, Now: s.Now, Organisations: s.Organisations, AllOrganisations: s.AllOrganisations, Lists: s.Lists}
}

func samples(seed uint64, n int, today ask.Date, leads ...string) []record.Arrival {
	set, arrivals := sample.NewSet(sample.Options{Seed: seed, Today: today, Leads: leads, Past: true}, n), []record.Arrival{}
	for i := range n {
		made := set.Make(i)
		arrivals = append(arrivals, record.Arrival{Sender: made.ID, Child: made.Child, Submitted: made.Submitted, Unregistered: made.Unregistered})
	}
	return arrivals
}

// What is copied in is what would have been created, column by column, with a first line of log, and under its sender's id.
func TestCopiedChildrenAreWhole(t *testing.T) {
	w := newWorld(t)
	today := ask.DateOf(w.store.Now())
	arrivals := samples(5, 300, today, hospitalA)
	stored, err := w.owner().CopyIn(w.as(amina), arrivals)
	w.must(err)
	if stored != 300 {
		t.Fatalf("%d stored, want 300", stored)
	}
	var submitted int64
	states := map[record.State]int{}
	for _, a := range arrivals {
		if a.Submitted {
			submitted++
		}
		id := w.count("select case_id from imported_cases where sender_id = $1", a.Sender)
		r, err := w.store.Peek(w.as(amina), id)
		w.must(err)
		if in, out := encoded(w, a.Child), encoded(w, r.Child); !bytes.Equal(in, out) || !bytes.Equal(record.Digest(a.Child), record.Digest(r.Child)) {
			t.Fatalf("went in\n%s\nis\n%s", in, out)
		}
		if (r.LockedAt != nil) != a.Submitted || (r.UnregisteredAt != nil) != (a.Unregistered != "") || r.Revision != 0 {
			t.Errorf("%s: submitted %v, locked %v, revision %d", a.Sender, a.Submitted, r.LockedAt, r.Revision)
		}
		if r.LockedAt != nil && (r.LockedBy == nil || *r.LockedBy != "Amina Noor") {
			t.Errorf("%s: nobody is named who submitted it", a.Sender)
		}
		states[r.State()]++
	}
	if submitted < 10 || submitted > 150 {
		t.Errorf("%d of 300 are submitted", submitted)
	}
	for _, state := range []record.State{record.NotRegistered, record.Open, record.Complete, record.Submitted, record.Closed, record.Unregistered} {
		if states[state] == 0 {
			t.Errorf("nobody's record is %s", state)
		}
	}
	for what, sql := range map[string]string{
		"lines of log":            "select count(*) from change_log l join imported_cases i using (tenant_id, case_id) where l.person_name = 'Amina Noor' and l.question = '*'",
		"cases with their maker":  "select count(*) from cases c join imported_cases i on i.case_id = c.id where c.created_by = '" + amina.ID + "'",
		"cases that have a tests": "select 300 * (count(*) > 50)::int from investigations where updated_by = '" + amina.ID + "'",
	} {
		if n := w.count(sql); n != 300 {
			t.Errorf("%s: %d, want 300", what, n)
		}
	}
	if next, err := w.store.Create(w.as(amina), registeredGirl()); err != nil || next <= w.count("select max(case_id) from imported_cases") {
		t.Errorf("the next audit number is %d, %v", next, err)
	}
}

// The same children again change nothing; of a longer list the new ones come in; a number that is taken keeps its child out,
// with all its forms.
func TestCopyingAgainAddsWhatIsNew(t *testing.T) {
	w := newWorld(t)
	today := ask.DateOf(w.store.Now())
	arrivals := samples(6, 40, today, hospitalA)
	taken := registeredGirl()
	taken.Case().NHSNumber = arrivals[30].Child.Case().NHSNumber
	_, err := w.store.Create(w.at(bryn, trustB), withLead(taken, hospitalB))
	w.must(err)
	for i, c := range []struct{ send, stored int }{{20, 20}, {20, 0}, {40, 19}, {40, 0}} {
		stored, err := w.owner().CopyIn(w.as(amina), arrivals[:c.send])
		if err != nil || stored != c.stored {
			t.Errorf("call %d: %d stored, want %d; %v", i, stored, c.stored, err)
		}
	}
	if n := w.count("select count(*) from imported_cases"); n != 39 {
		t.Errorf("%d children are there, want 39", n)
	}
	again := append(samples(7, 1, today, hospitalA), samples(7, 1, today, hospitalA)...)
	if stored, err := w.owner().CopyIn(w.as(amina), again); err != nil || stored != 1 {
		t.Errorf("one child twice in a batch: %d, %v", stored, err)
	}
}

// Copying is held to the tenant like everything else: a hospital of another, a person's own connection, or no tenant.
func TestCopyingIsHeldToTheTenant(t *testing.T) {
	w := newWorld(t)
	today := ask.DateOf(w.store.Now())
	before := w.count("select count(*) from cases")
	for what, c := range map[string]struct {
		store *record.Store
		ctx   context.Context
		leads string
	}{
		"another tenant's hospital": {w.owner(), w.as(amina), hospitalB},
		"the clinical connection":   {w.store, w.as(amina), hospitalA},
		"no tenant":                 {w.owner(), tenants.IntoPerson(context.Background(), amina), hospitalA},
	} {
		if stored, err := c.store.CopyIn(c.ctx, samples(8, 5, today, c.leads)); err == nil || stored != 0 {
			t.Errorf("%s: %d stored, %v", what, stored, err)
		}
	}
	if after := w.count("select count(*) from cases"); after != before {
		t.Errorf("%d cases, were %d", after, before)
	}
}

func withLead(child *dataset.Child, lead string) *dataset.Child {
	child.Registration().LeadOrganisationID = &lead
	return child
}

func encoded(w *world, child *dataset.Child) []byte {
	w.Helper()
	raw, err := export.Encode(child, export.EncodeOptions{ID: "1", Today: ask.DateOf(w.store.Now())})
	w.must(err)
	return raw
}
