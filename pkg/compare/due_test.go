package compare_test

import (
	"slices"
	"sync"
	"testing"
	"time"
)

// Whatever changes what is counted is noticed, by itself, and nothing else is. Every cohort is due once a day.
func TestWhatIsDue(t *testing.T) {
	w := newWorld(t)
	id := w.put("RR813")
	other := w.put("RR813", "cohort = 7, first_assessment_on = '2024-06-01'")
	w.db.Exec(t, `insert into case_places (tenant_id, case_id) select tenant_id, id from cases`)
	due := func(what string, want ...int) {
		t.Helper()
		got, err := w.store.Due(t.Context())
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v are due, want %v; %v", what, got, want, err)
		}
		_, err = w.store.RecountDue(t.Context())
		w.must(err)
	}
	due("at first", 4, 5, 6, 7, 8, 9) // 10 begins on 1 December
	due("straight after")
	w.say(id, "completed = 59")
	due("a save", 8)
	w.say(id, "r.m_5 = 'fail'")
	due("a result made anew", 8)
	w.db.Exec(t, `update case_places set state = 'found', looked_up_at = now(), country_code = 'ENG', lsoa = 'E01000001', edition = 2025, quintile = 3 where case_id = $1`, other)
	due("a home that was found", 7)
	w.say(id, "cohort = 9, first_assessment_on = '2026-01-01'")
	due("another cohort", 8, 9)
	w.say(id, "deleted_at = now(), deleted_by = gen_random_uuid(), deleted_reason = 'duplicate'")
	due("a deletion", 9)
	w.db.Exec(t, `delete from cases where id = $1`, other)
	due("an erasure", 7)
	w.db.Exec(t, `update counted_cohorts set seen = '9000000000000' where cohort = 6`)
	due("the note of another cluster", 6)
	w.store.Now = func() time.Time { return today.AddDate(0, 0, 1) }
	due("the next day", 4, 5, 6, 7, 8, 9)
	w.store.Now = func() time.Time { return time.Date(2026, 11, 30, 23, 30, 0, 0, time.UTC) }
	due("before midnight in London", 4, 5, 6, 7, 8, 9)
	w.store.Now = func() time.Time { return time.Date(2026, 12, 1, 0, 30, 0, 0, time.UTC) }
	due("a new cohort begins", 4, 5, 6, 7, 8, 9, 10)
}

// A change that is under way while another is counted is counted afterwards, however long it takes.
func TestASlowSaveIsCounted(t *testing.T) {
	w := newWorld(t)
	id := w.put("RR813")
	tx, err := w.db.Super.Begin()
	w.must(err)
	_, err = tx.Exec(`update cases set forms_incomplete = 1 where id = $1`, id)
	w.must(err)
	if _, err := w.store.RecountDue(t.Context()); err != nil || w.counted("organisation", "RR813") != 1 {
		t.Fatalf("%d, %v", w.counted("organisation", "RR813"), err)
	}
	w.must(tx.Commit())
	if _, err := w.store.RecountDue(t.Context()); err != nil || w.counted("organisation", "RR813") != 0 {
		t.Errorf("%d, %v", w.counted("organisation", "RR813"), err)
	}
}

// Many may count at once, and nothing is written that has not changed.
func TestCountingAgainWritesNothing(t *testing.T) {
	w := newWorld(t)
	w.put("RR813")
	w.recount(8)
	before := w.number(`select (select count(*) from centre_counts) + (select count(*) from area_counts)`)
	mark := w.number(`select txid_current()`)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := w.store.Recount(t.Context(), 8); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := w.number(`select count(*) from (select xmin from centre_counts union all select xmin from area_counts union all select xmin from counted_members) r where xmin::text::bigint > $1`, mark); n != 0 || before < 400 {
		t.Errorf("%d of %d rows were written again", n, before)
	}
}

// Whoever reads while it is counted sees the old figures or the new, never some of each.
func TestReadersNeverSeeHalf(t *testing.T) {
	w := newWorld(t)
	ctx, done := w.as("RR8", "viewer"), make(chan struct{})
	var readers sync.WaitGroup
	readers.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			d, err := w.store.Dashboard(ctx, "RR813", 8)
			if err != nil || len(d.Units) > 0 && d.Units[0].Counted != d.Units[1].Counted {
				t.Errorf("%+v: %v", d.Units, err)
				return
			}
		}
	})
	for range 8 {
		w.put("RR813")
		w.recount(8)
	}
	close(done)
	readers.Wait()
}
