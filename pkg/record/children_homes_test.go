package record_test

import (
	"fmt"
	"testing"

	"github.com/pinktick/pinktick/pkg/record"
)

// Homes are counted in squares around the organisation and in rings of distance, wide enough for nearly all of them.
func TestHomes(t *testing.T) {
	w := newWorld(t)
	ids := w.populated(9) // eight count
	w.db.Exec(t, `update organisations set latitude = 53.8, longitude = -1.55 where id = $1`, hospitalA)
	if h, err := w.store.Homes(w.as(amina), record.Whose{OrganisationID: hospitalA}); err != nil || h.Known != 0 || h.Unknown != int64(len(ids)) || len(h.Squares) != 0 {
		t.Errorf("without places: %+v, %v", h, err)
	}
	w.db.Exec(t, `delete from case_places`)
	place := func(id int64, north, east float64) { // in kilometres from the organisation
		w.db.Exec(t, `insert into case_places (tenant_id, case_id, state, looked_up_at, country_code, latitude, longitude)
			select tenant_id, id, 'found', now(), 'ENG', 53.8 + $2::float8 / 111.195, -1.55 + $3::float8 / 111.195 / cos(radians(53.8)) from cases where id = $1`, id, north, east)
	}
	place(ids[0], 0.1, 0.1)
	place(ids[1], 1.4, -1.4) // the same square: 3 km wide, the organisation in the middle
	place(ids[2], 1.6, 0)    // the next one to the north
	place(ids[3], -7, 0)     // and further south
	place(ids[4], 0, 19.9)
	h, err := w.store.Homes(w.as(amina), record.Whose{OrganisationID: hospitalA})
	w.must(err)
	squares := map[string]int64{}
	for _, q := range h.Squares {
		squares[fmt.Sprint(q.East, q.North)] = q.Children
	}
	if want := "map[0 -2:1 0 0:2 0 1:1 7 0:1]"; fmt.Sprint(squares) != want || h.Step != 5 || h.Square != 3 || h.Known != 5 || h.Unknown != int64(len(ids)-5) {
		t.Errorf("%v, %+v", squares, h)
	}
	if want := [record.HomeRings + 1]int64{3, 1, 0, 1, 0}; h.Rings != want {
		t.Errorf("rings %v, want %v", h.Rings, want)
	}
	place(ids[5], 300, 0) // far away: the rings grow as far as they go, and the child is counted beyond them
	h, err = w.store.Homes(w.as(amina), record.Whose{OrganisationID: hospitalA})
	w.must(err)
	if want := [record.HomeRings + 1]int64{5, 0, 0, 0, 1}; h.Step != 40 || h.Square != 24 || h.Rings != want || len(h.Squares) != 2 {
		t.Errorf("with one far away: %+v", h)
	}
	if again, err := w.store.Homes(w.as(amina), record.Whose{OrganisationID: hospitalA}); err != nil || fmt.Sprint(again.Rings, len(again.Squares)) != fmt.Sprint(h.Rings, len(h.Squares)) {
		t.Errorf("looking again: %+v, %v", again, err)
	}
	if h, err := w.store.Homes(w.at(bryn, trustB), record.Whose{OrganisationID: hospitalA}); err != nil || h.Known+h.Unknown != 0 || len(h.Squares) != 0 {
		t.Errorf("the other trust: %+v, %v", h, err)
	}
}

// Complete are records without a gap, submitted or not, of the children registered in the cohort: what the list counts.
func TestCompletedIsWhatTheListFinds(t *testing.T) {
	w := newWorld(t)
	w.populated(60)
	w.db.Exec(t, `update cases set forms_incomplete = 0 where id % 3 = 0`)
	w.db.Exec(t, `update cases set locked_at = now(), locked_by = $1 where id % 6 = 0 and cohort is not null`, lena.ID)
	w.db.Exec(t, `update cases set lead_organisation_id = $1 where id % 5 = 0`, hospitalB)
	find := func(scope record.Scope, state record.State) int64 {
		list, err := w.store.ListCases(w.as(amina), record.Query{Scope: scope, OrganisationID: hospitalA, Filter: record.Filter{Cohort: 8, State: state}, Page: 1, Size: 10})
		w.must(err)
		return list.Found
	}
	of := func(scope record.Scope) record.Completed {
		done := find(scope, record.Complete) + find(scope, record.Submitted)
		return record.Completed{Complete: done, Registered: done + find(scope, record.Open)}
	}
	got, err := w.store.Completed(w.as(amina), record.Whose{OrganisationID: hospitalA, Cohort: 8})
	w.must(err)
	if want := (record.CompletedOf{Organisation: of(record.Organisation), Tenant: of(record.Trust)}); got != want || got.Tenant == got.Organisation || got.Organisation.Complete == 0 {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got, err := w.store.Completed(w.at(bryn, trustB), record.Whose{OrganisationID: hospitalA, Cohort: 8}); err != nil || got != (record.CompletedOf{}) {
		t.Errorf("the other trust: %+v, %v", got, err)
	}
}
