package jobs

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/lookup"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
)

// The job is part of the save: rolled back with it, run once it is committed.
func TestTheJobIsPartOfTheSave(t *testing.T) {
	w := newWorld(t)
	ctx, undone := w.as(w.Leeds), errors.New("undone")
	err := tenants.Tx(ctx, w.App, func(tx *gorm.DB) error {
		w.queue.FindPlaces(ctx, tx, 1)
		return undone
	})
	if n := w.count(lookups); !errors.Is(err, undone) || n != 0 {
		t.Errorf("rolled back: %d jobs, %v", n, err)
	}
	id := w.child(w.Leeds, "QQ11AA")
	if n := w.count(lookups + ` and state = 'available'`); n != 1 {
		t.Errorf("committed: %d jobs", n)
	}
	if p := w.place(w.Leeds, id); p.State != record.PlacePending || p.Quintile != 0 {
		t.Errorf("before the look-up: %+v", p)
	}
	w.run()
	p := w.awaitPlace(w.Leeds, id, record.PlaceFound)
	if p.Quintile != 5 || p.Edition != 2025 || p.Index() != "English index 2025" || p.LSOA != "E01800001" || *p.Latitude != 52.597 || *p.Northing != 300100 || p.LookedUpAt == nil {
		t.Errorf("after the look-up: %+v", p)
	}
	w.await(1, lookups+` and state = 'completed'`)
}

// A job holds numbers: no postcode, no name; nor does any log.
func TestNothingOfAChildInJobsAndLogs(t *testing.T) {
	w := newWorld(t)
	w.source.set(func(s *source) { s.fail = -1 })
	id := w.child(w.Leeds, "QQ11AA")
	w.run()
	w.awaitPlace(w.Leeds, id, record.PlaceFailed)
	w.await(1, lookups+` and state = 'discarded'`)
	var rows string
	if err := w.Super.QueryRow(`select string_agg(j::text, ' ') from jobs.river_job j`).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string]string{"jobs": rows, "logs": w.log.String()} {
		for _, secret := range []string{"QQ1", "Probemann"} {
			if strings.Contains(text, secret) {
				t.Errorf("the %s hold %s: %s", what, secret, text)
			}
		}
	}
	if !strings.Contains(rows, "made-up service is away") || !strings.Contains(w.log.String(), "a job was given up") {
		t.Errorf("nobody learns that it was given up: %s", w.log.String())
	}
}

// A case waits in the queue once, however often its postcode changes; and one that rests after a failure is tried at once.
func TestOneJobACase(t *testing.T) {
	w := newWorld(t)
	id := w.child(w.Leeds, "QQ11AA")
	w.move(w.Leeds, id, "QQ21AA")
	w.move(w.Leeds, id, "QQ31AA")
	w.child(w.Leeds, "QQ11AA") // another child of the same postcode
	if n := w.count(lookups); n != 2 {
		t.Errorf("%d jobs for two cases", n)
	}
	w.source.set(func(s *source) { s.fail = 2 })
	w.run(func(o *Options) { o.Pause = func(int) time.Duration { return time.Hour } })
	w.await(2, lookups+` and state = 'retryable'`)
	w.move(w.Leeds, id, "QQ41AA")
	if p := w.awaitPlace(w.Leeds, id, record.PlaceFound); *p.Easting != 400100+'4' {
		t.Errorf("found %d", *p.Easting)
	}
	if n := w.count(lookups); n != 2 {
		t.Errorf("%d jobs in the end", n)
	}
}

// A look-up that fails is tried again until it answers; the child's record is none the worse.
func TestAFlakyLookUp(t *testing.T) {
	w := newWorld(t)
	w.source.set(func(s *source) { s.fail = 3 })
	id := w.child(w.Leeds, "QQ11AA")
	w.run()
	w.awaitPlace(w.Leeds, id, record.PlaceFound)
	if n := w.source.questions(); n != 4 {
		t.Errorf("asked %d times", n)
	}
}

// Run again, a job changes nothing.
func TestRunAgain(t *testing.T) {
	w := newWorld(t)
	id := w.child(w.Leeds, "QQ11AA")
	w.run()
	before := w.awaitPlace(w.Leeds, id, record.PlaceFound)
	w.await(1, lookups+` and state = 'completed'`)
	w.Exec(t, `update jobs.river_job set state = 'available', finalized_at = null where kind = 'find_place'`)
	w.await(1, lookups+` and state = 'completed' and attempt = 2`)
	after := w.place(w.Leeds, id)
	if after.Quintile != before.Quintile || after.LSOA != before.LSOA || *after.Easting != *before.Easting {
		t.Errorf("%+v became %+v", before, after)
	}
}

// A job touches its own tenant's case alone, whatever number it names.
func TestAJobStaysInItsTenant(t *testing.T) {
	w := newWorld(t)
	theirs := w.child(w.Swansea, "QQ11AA")
	w.Exec(t, `update jobs.river_job set args = jsonb_set(args, '{tenant}', to_jsonb($1::text))`, string(w.Leeds.ID))
	w.run()
	w.await(1, lookups+` and state = 'completed'`)
	if p := w.place(w.Swansea, theirs); p.State != record.PlacePending || w.source.questions() != 0 {
		t.Errorf("a job of Leeds looked up Swansea's child: %+v", p)
	}
	w.Exec(t, `update jobs.river_job set state = 'available', finalized_at = null, args = jsonb_set(args, '{tenant}', '"00000000-0000-4000-8000-00000000dead"')`)
	w.await(1, lookups+` and state = 'cancelled'`)
}

// A postcode that changes during the look-up: what was found for the old one is not kept, in whatever order things happen.
func TestThePostcodeChangesMeanwhile(t *testing.T) {
	w := newWorld(t)
	id := w.child(w.Leeds, "QQ11AA")
	looking, moved := make(chan struct{}), make(chan struct{})
	w.source.set(func(s *source) {
		s.hold = func(code string) {
			if code == "QQ11AA" {
				close(looking)
				<-moved
			}
		}
	})
	w.run()
	<-looking
	w.move(w.Leeds, id, "QQ91AA") // no second job: the first is running
	close(moved)
	if p := w.awaitPlace(w.Leeds, id, record.PlaceFound); *p.Easting != 400100+'9' {
		t.Errorf("kept the place of the old postcode: %d", *p.Easting)
	}
	w.await(1, lookups+` and state = 'completed'`)
}

// Once there is no home any more, what was known of it is gone from the database, and nothing is looked up.
func TestNoHome(t *testing.T) {
	w := newWorld(t)
	id, opted := w.child(w.Leeds, "QQ11AA"), w.child(w.Leeds, "QQ21AA")
	nowhere := w.child(w.Leeds, "ZZ993VZ")
	w.run()
	w.awaitPlace(w.Leeds, id, record.PlaceFound)
	w.awaitPlace(w.Leeds, opted, record.PlaceFound)
	w.move(w.Leeds, id, "ZZ993WZ")
	w.move(w.Leeds, opted, nil)
	gone := w.child(w.Leeds, "QQ31AA")
	w.awaitPlace(w.Leeds, gone, record.PlaceFound)
	w.Exec(t, `delete from change_log where case_id = $1`, gone)
	w.Exec(t, `delete from cases where id = $1`, gone)
	if n := w.count(`select count(*) from case_places`); n != 0 {
		t.Errorf("%d places are left", n)
	}
	if p := w.place(w.Leeds, nowhere); p.State != "" || p.Index() != "" {
		t.Errorf("a pseudo-postcode has a place: %+v", p)
	}
	w.await(0, lookups+` and state not in ('completed', 'cancelled')`)
	if n := w.source.questions(); n != 3 {
		t.Errorf("%d look-ups of three homes", n)
	}
}

func TestAPostcodeThatIsNone(t *testing.T) {
	w := newWorld(t)
	id := w.child(w.Leeds, "XX11AA")
	w.run()
	if p := w.awaitPlace(w.Leeds, id, record.PlaceNotFound); p.Quintile != 0 || p.LookedUpAt == nil {
		t.Errorf("%+v", p)
	}
}

// Without any source the place stays pending, nothing fails, and nothing is tried for ever.
func TestWithoutASource(t *testing.T) {
	w := newWorld(t)
	id := w.child(w.Leeds, "QQ11AA")
	files := lookup.Files{DB: w.App}
	w.run(func(o *Options) {
		o.Finder = lookup.Finder{Postcodes: []lookup.Postcodes{files}, Indices: []lookup.Indices{files}}
	})
	w.await(1, lookups+` and state = 'completed' and attempt = 1`)
	if p := w.place(w.Leeds, id); p.State != record.PlacePending {
		t.Errorf("%+v", p)
	}
}

// While the queue's tables cannot be reached, saving goes on, and the sweep finds the child later.
func TestTheQueueIsLocked(t *testing.T) {
	w := newWorld(t)
	conn, err := pgx.Connect(t.Context(), w.SuperDSN)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	locked, err := conn.Begin(t.Context())
	if err == nil {
		_, err = locked.Exec(t.Context(), `lock table jobs.river_job in access exclusive mode`)
	}
	if err != nil {
		t.Fatal(err)
	}
	id := w.child(w.Leeds, "QQ11AA") // would wait for ever
	if err := locked.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := w.count(lookups); n != 0 || w.place(w.Leeds, id).State != record.PlacePending {
		t.Errorf("%d jobs", n)
	}
	if !strings.Contains(w.log.String(), "a sweep will find it") || strings.Contains(w.log.String(), "QQ1") {
		t.Errorf("the log says %s", w.log.String())
	}
	w.Exec(t, `update case_places set asked_at = now() - interval '11 minutes'`)
	w.run()
	w.awaitPlace(w.Leeds, id, record.PlaceFound)
}

// The queue goes with every way of sending statements, as a pooler may need.
func TestEveryWayOfSendingStatements(t *testing.T) {
	w := newWorld(t)
	for _, mode := range []string{"cache_describe", "exec", "simple_protocol", "cache_statement", "describe_exec"} {
		db, err := tenants.Open(w.AppDSN, tenants.Options{MaxConns: 2, QueryExecMode: mode})
		if err != nil {
			t.Fatal(err)
		}
		w.store.DB = db
		id := w.child(w.Leeds, "QQ11AA")
		if n := w.count(lookups+` and (args->>'case')::bigint = $1`, id); n != 1 {
			t.Errorf("%s: %d jobs: %s", mode, n, w.log.String())
		}
		pool, _ := db.DB()
		_ = pool.Close()
	}
	w.store.DB = w.App
	for _, mode := range []string{"exec", "simple_protocol"} {
		pool, err := OpenPool(t.Context(), w.AppDSN, mode)
		if err != nil {
			t.Fatal(err)
		}
		runner := w.run(func(o *Options) { o.Pool = pool })
		id := w.child(w.Leeds, "QQ21AA")
		w.awaitPlace(w.Leeds, id, record.PlaceFound)
		if err := runner.Stop(t.Context()); err != nil {
			t.Error(err)
		}
		pool.Close()
	}
}

// The day of the first assessment decides about the index: once it is known, or changes, the fifth is worked out anew.
func TestTheCohortDecidesAboutTheIndex(t *testing.T) {
	w := newWorld(t)
	id := w.child(w.Leeds, "QQ11AA")
	w.run()
	if p := w.awaitPlace(w.Leeds, id, record.PlaceFound); p.Edition != 2025 || p.Quintile != 5 {
		t.Errorf("not registered: %+v", p)
	}
	admin := w.Leeds.As(t.Context(), tenants.NationalAdmin)
	w.answerAs(admin, id, "eligibility_confirmed", "yes")
	w.Exec(t, `update registrations set lead_organisation_id = $1 where case_id = $2`, w.Leeds.Hospitals[0].ID, id)
	for _, c := range []struct {
		day     string
		edition int
	}{{"2024-11-30", 2019}, {"2024-12-01", 2025}, {"2023-12-01", 2019}} {
		w.answerAs(admin, id, "first_assessment_on", c.day)
		w.await(1, `select count(*) from case_places where case_id = $1 and edition = $2`, id, c.edition)
	}
	if dataset.RuleCalendar().CohortOf(dataset.FirstDayOf2025) != 8 {
		t.Error("the days of this test are not those of the rule")
	}
}
