package record_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/sample"
)

// populated adds made-up children and gives the numbers of all who count.
func (w *world) populated(n int) []int64 {
	w.Helper()
	ids := []int64{w.child}
	for child := range sample.Children(11, n, ask.DateOf(w.store.Now()), []string{hospitalA}) {
		id, err := w.store.Create(w.as(amina), child)
		w.must(err)
		ids = append(ids, id)
	}
	w.db.Exec(w.T, `update case_places set state = 'found', looked_up_at = now(), country_code = 'ENG', lsoa = 'E01005062', edition = 2019, quintile = case_id % 5 + 1 where case_id % 3 = 0`)
	w.db.Exec(w.T, `update cases set unregistered_at = now(), unregistered_by = $2, unregistered_reason = 'not_epilepsy' where id = $1`, ids[2], lena.ID)
	w.db.Exec(w.T, `update cases set deleted_at = now(), deleted_by = $2, deleted_reason = 'duplicate' where id = $1`, ids[3], lena.ID)
	return append(ids[:2:2], ids[4:]...)
}

// The groups of an organisation's children are those one counts by hand, for all cohorts and for each.
func TestMakeup(t *testing.T) {
	w := newWorld(t)
	ids := w.populated(40)
	today := ask.DateOf(w.store.Now())
	for _, cohort := range []int{0, 7, 8, 9} {
		for _, whose := range []record.Whose{{OrganisationID: hospitalA, Cohort: cohort}, {Cohort: cohort}} {
			want := map[string]int64{}
			for _, id := range ids {
				r, err := w.store.Peek(w.as(amina), id)
				w.must(err)
				if period, found := r.Period(); cohort != 0 && (!found || !r.Child.IsRegistered() || period.Cohort != cohort) {
					continue
				}
				if lead := r.Child.Registration().LeadOrganisationID; whose.OrganisationID != "" && (lead == nil || *lead != whose.OrganisationID) {
					continue
				}
				place, err := w.store.Place(w.as(amina), id)
				w.must(err)
				child := r.Child.Case()
				want["all"]++
				want["sex "+*child.Sex]++
				want["ethnicity "+given(child.Ethnicity)]++
				want[fmt.Sprintf("quintile %d", place.Quintile)]++
				want["age "+bandOf(child.DateOfBirth.AgeOn(today))]++
			}
			got, err := w.store.Makeup(w.as(amina), whose)
			w.must(err)
			if seen := flat(got); fmt.Sprint(seen) != fmt.Sprint(want) {
				t.Errorf("%+v:\n%v, want\n%v", whose, seen, want)
			}
		}
	}
	if got, err := w.store.Makeup(w.at(bryn, trustB), record.Whose{OrganisationID: hospitalA}); err != nil || got.Children != 0 || len(got.Sex) < 4 || len(got.Ethnicity) < 10 || len(got.Quintile) != 6 || len(got.Age) != 6 {
		t.Errorf("the other trust sees %+v, %v", got, err)
	}
}

func given(code *string) string {
	if code == nil {
		return ""
	}
	return *code
}

func bandOf(age int) string {
	if band, ok := dataset.AgeBandOf(age); ok {
		return band.Code
	}
	return "?"
}

func flat(m record.Makeup) map[string]int64 {
	all := map[string]int64{}
	add := func(what string, groups []record.Group) {
		for _, g := range groups {
			if code := g.Code; g.Children > 0 {
				if code == "" && what == "quintile" {
					code = "0" // as Place has it
				}
				all[what+" "+code] += g.Children
			}
		}
	}
	if m.Children > 0 {
		all["all"] = m.Children
	}
	add("sex", m.Sex)
	add("age", m.Age)
	add("quintile", m.Quintile)
	add("ethnicity", m.Ethnicity)
	return all
}

// Ages to the day: who has a birthday on 29 February has it on the 28th in other years.
func TestAgesOfTheMakeup(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct{ born, band string }{
		{"2025-11-23", "0"}, {"2025-11-22", "1-4"}, {"2021-11-23", "1-4"}, {"2021-11-22", "5-10"}, {"2015-11-23", "5-10"}, {"2015-11-22", "11-17"},
		{"2008-11-23", "11-17"}, {"2008-11-22", "18"},
	} {
		w.db.Exec(t, `update cases set date_of_birth = $2 where id = $1`, w.child, c.born)
		got, err := w.store.Makeup(w.as(amina), record.Whose{})
		w.must(err)
		if seen := flat(got); seen["age "+c.band] != 1 {
			t.Errorf("born %s: %v, want age %s", c.born, seen, c.band)
		}
	}
}

// The work to do is, line by line, what the list finds for the same filter.
func TestWorkToDoIsWhatTheListFinds(t *testing.T) {
	w := newWorld(t)
	w.populated(40)
	w.db.Exec(t, `update cases set closes_on = date '2026-11-25' where id % 4 = 0 and closes_on is not null`)
	w.db.Exec(t, `update cases set warnings = 2 where id % 5 = 0`)
	w.db.Exec(t, `update cases set transfer_pending = true where id % 7 = 0`)
	seen := 0
	for _, whose := range []record.Whose{{}, {OrganisationID: hospitalA}, {Cohort: 8}, {OrganisationID: hospitalA, Cohort: 9}, {OrganisationID: hospitalB}} {
		tasks, err := w.store.WorkToDo(w.as(amina), whose)
		w.must(err)
		for _, task := range tasks {
			q := record.Query{Scope: record.Trust, Filter: task.Filter, Page: 1, Size: 10}
			if whose.OrganisationID != "" {
				q.Scope, q.OrganisationID = record.Organisation, whose.OrganisationID
			}
			list, err := w.store.ListCases(w.as(amina), q)
			w.must(err)
			if list.Found != task.Children {
				t.Errorf("%+v: %d to do, %d in the list", task.Filter, task.Children, list.Found)
			}
			seen += min(int(task.Children), 1)
		}
	}
	if seen < 12 {
		t.Errorf("only %d kinds of work had anything to do", seen)
	}
}

// From one place to another as maps have it: Manchester to Leeds 57.5 km, to London 262 km.
func TestDistances(t *testing.T) {
	w := newWorld(t)
	w.populated(5)
	w.db.Exec(t, `update organisations set latitude = 53.4808, longitude = -2.2426 where id = $1`, hospitalA)
	if d, err := w.store.Distances(w.as(amina), record.Whose{}); err != nil || d.Known != 0 || d.Unknown != 4 || d.Greatest != 0 {
		t.Errorf("without places: %+v, %v", d, err)
	}
	w.db.Exec(t, `delete from case_places; insert into case_places (tenant_id, case_id, state, looked_up_at, country_code, latitude, longitude)
		select tenant_id, id, 'found', now(), 'ENG', case when id % 2 = 0 then 51.5074 else 53.8008 end, case when id % 2 = 0 then -0.1278 else -1.5491 end from cases`)
	d, err := w.store.Distances(w.as(amina), record.Whose{OrganisationID: hospitalA})
	w.must(err)
	if d.Known != 4 || d.Unknown != 0 || math.Abs(d.Greatest-262.1) > 1 || math.Abs(d.Mean-159.8) > 1 || math.Abs(d.Median-159.8) > 1 || math.Abs(d.SD-102.3) > 1 {
		t.Errorf("%+v", d)
	}
	if d, err := w.store.Distances(w.at(bryn, trustB), record.Whose{}); err != nil || d.Known+d.Unknown != 0 {
		t.Errorf("the other trust: %+v, %v", d, err)
	}
}
