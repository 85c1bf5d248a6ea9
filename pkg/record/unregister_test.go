package record_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// Unregistering: who, when, and from what state; the answers stay and everything else is as before when it is undone.
func TestWhoUnregisters(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		who       tenants.Person
		when, set string
		leave     fault.Kind // "" may
		back      fault.Kind
	}{
		{lena, "2027-01-12 23:59:59", "", "", fault.Conflict},
		{chris, "2026-12-01 12:00:00", "", "", fault.Conflict},
		{amina, "2026-12-01 12:00:00", "", fault.Forbidden, fault.Forbidden},
		{vera, "2026-12-01 12:00:00", "", fault.Forbidden, fault.Forbidden},
		{lena, "2027-01-13 00:00:00", "", fault.Closed, fault.Closed},
		{chris, "2027-01-13 00:00:00", "", fault.Closed, fault.Conflict},
		{lena, "2027-01-26 23:59:59", granted(14), "", fault.Conflict},
		{lena, "2026-12-01 12:00:00", "update cases set locked_at = now()", fault.Closed, fault.Closed}, // to be taken back first
		{lena, "2026-12-01 12:00:00", "update registrations set first_assessment_on = null", fault.Conflict, fault.Conflict},
		{lena, "2026-12-01 12:00:00", unregisterSQL, fault.Conflict, ""},
		{amina, "2026-12-01 12:00:00", unregisterSQL, fault.Forbidden, fault.Forbidden},
		{lena, "2027-01-13 00:00:00", unregisterSQL, fault.Closed, fault.Closed},
		{chris, "2027-01-13 00:00:00", unregisterSQL, fault.Conflict, ""},
	} {
		t.Run(c.who.Name+" "+c.when+" "+c.set, func(t *testing.T) {
			for act, want := range map[string]fault.Kind{"leave": c.leave, "back": c.back} {
				w.put(c.set, func() {
					w.clock(c.when)
					r, before := w.seenBy(c.who), w.revision()
					offered := r.MayUnregister(c.who)
					do := func() (*record.Record, error) {
						return w.store.Unregister(w.as(c.who), w.child, "not_epilepsy", uuid.NewString())
					}
					if act == "back" {
						offered = r.MayReregister(c.who)
						do = func() (*record.Record, error) { return w.store.Reregister(w.as(c.who), w.child, uuid.NewString()) }
					}
					got, err := do()
					f, _ := fault.As(err)
					switch {
					case want == "" && (err != nil || w.revision() != before+1 || (got.State() == record.Unregistered) != (act == "leave")):
						t.Errorf("%s: %v", act, err)
					case want != "" && (f == nil || f.Kind != want || w.revision() != before):
						t.Errorf("%s: %v, want %s", act, err, want)
					}
					if offered != (want == "") {
						t.Errorf("%s is offered: %t", act, offered)
					}
				})
			}
		})
	}
}

func TestUnregisteringLeavesAllCounts(t *testing.T) {
	w := newWorld(t)
	w.save(dataset.TestsSection, "ct_head_performed", "yes")
	answers := w.answers()
	registered := func() (inList, national int64) {
		list, err := w.store.ListCases(w.as(amina), record.Query{Page: 1, Size: 25})
		w.must(err)
		counts, err := tenants.National(w.as(chris), w.db.App)
		w.must(err)
		return list.Registered, counts[0].Children
	}
	if list, national := registered(); list != 1 || national != 1 {
		t.Fatalf("before: %d registered, %d in the nation", list, national)
	}
	if _, err := w.store.Unregister(w.as(lena), w.child, "a reason of mine", uuid.NewString()); !fault.Is(err, fault.Invalid) {
		t.Errorf("a reason that is not in the list: %v", err)
	}
	if _, err := w.store.Unregister(w.as(lena), w.child, "duplicate_of", uuid.NewString()); !fault.Is(err, fault.Invalid) {
		t.Errorf("no reason at all: %v", err)
	}
	key := uuid.NewString()
	for range 2 {
		r, err := w.store.Unregister(w.as(lena), w.child, "care_elsewhere", key)
		w.must(err)
		if r.State() != record.Unregistered || r.Revision != 2 {
			t.Errorf("%s at revision %d", r.State(), r.Revision)
		}
	}
	if list, national := registered(); list != 0 || national != 0 {
		t.Errorf("unregistered: %d registered, %d in the nation", list, national)
	}
	if w.answers() != answers {
		t.Error("the answers have changed")
	}
	r, err := w.store.Reregister(w.as(lena), w.child, uuid.NewString())
	w.must(err)
	if list, national := registered(); list != 1 || national != 1 || r.State() != record.Open || w.answers() != answers {
		t.Errorf("registered again: %d registered, %d in the nation, %s", list, national, r.State())
	}
	page, err := w.store.History(w.as(lena), w.child, 1, 2)
	w.must(err)
	if l := page.Lines; l[0].Question != "Unregistered" || l[0].Old != "Care elsewhere" || l[0].New != "registered again" || l[1].Old != "no" || l[1].New != "Care elsewhere" {
		t.Errorf("history: %+v", l)
	}
}

// answers is everything answered about the child.
func (w *world) answers() string {
	w.Helper()
	var all strings.Builder
	for _, s := range dataset.Stored()[1:] {
		var rows string
		w.must(w.db.Super.QueryRowContext(context.Background(), "select coalesce(string_agg(t::text, ';' order by t::text), '') from "+s.Table+" t").Scan(&rows))
		all.WriteString(rows)
	}
	return all.String()
}
