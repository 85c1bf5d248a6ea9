package jobs

import (
	"testing"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/tenants"
)

// Whoever begins to lead has everything counted that is due, and several replicas count each cohort once.
func TestCohortsAreCounted(t *testing.T) {
	w := newWorld(t)
	counts := w.counts()
	for range 3 {
		w.run(func(o *Options) { o.Counts = counts })
	}
	cohorts := w.count(`select count(*) from audit_periods where recruits_from <= current_date`)
	w.await(cohorts, `select count(*) from counted_cohorts`)
	w.await(1, `select count(*) from jobs.river_job where kind = 'count_cohort' and state = 'completed'`)
}

// Refresh queues a count of its cohort, once however often it is pressed, with the change it belongs to.
func TestRefreshQueuesACount(t *testing.T) {
	w := newWorld(t)
	counts := w.counts()
	for range 3 {
		if err := counts.Refresh(w.as(w.Leeds), 8); err != nil {
			t.Fatal(err)
		}
	}
	err := tenants.Tx(w.as(w.Leeds), w.App, func(tx *gorm.DB) error {
		if err := w.queue.Count(w.as(w.Leeds), tx, 7); err != nil {
			t.Fatal(err)
		}
		return gorm.ErrInvalidTransaction // and it is undone
	})
	if n := w.count(`select count(*) from jobs.river_job where kind = 'count_cohort'`); n != 1 || err == nil {
		t.Fatalf("%d jobs: %v", n, err)
	}
	w.Exec(t, `update audit_periods set recruits_from = recruits_from + interval '100 years', recruits_to = recruits_to + interval '100 years',
		collects_to = collects_to + interval '100 years', deadline = deadline + interval '100 years'`) // nothing is due by itself
	w.run(func(o *Options) { o.Counts = counts })
	w.await(1, `select count(*) from counted_cohorts where cohort = 8`)
	if n := w.count(`select count(*) from counted_cohorts`); n != 1 {
		t.Errorf("%d cohorts were counted", n)
	}
}

func (w *world) counts() *compare.Store {
	return &compare.Store{DB: w.App, Now: time.Now, Queue: w.queue}
}
