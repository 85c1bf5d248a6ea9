package jobs

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/lookup"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// world is a database with three tenants, a queue, and a source of places that the test commands.
type world struct {
	*tenantstest.World
	t         *testing.T
	store     *record.Store
	queue     *Queue
	directory *tenants.Directory
	source    *source
	log       *lockedLog
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: tenantstest.New(t), t: t, source: &source{}, log: &lockedLog{}}
	var err error
	if w.queue, err = NewQueue(w.logger()); err != nil {
		t.Fatal(err)
	}
	w.directory = tenants.NewDirectory(w.App, time.Minute)
	w.store = &record.Store{DB: w.App, Now: time.Now, Queue: w.queue,
		Organisations: func(context.Context) ([]ask.Option, error) { return nil, nil }}
	return w
}

func (w *world) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// run starts a replica's workers, which stop with the test.
func (w *world) run(change ...func(*Options)) *Runner {
	w.t.Helper()
	pool, err := OpenPool(w.t.Context(), w.AppDSN, "")
	if err != nil {
		w.t.Fatal(err)
	}
	o := Options{Pool: pool, Records: w.store, Tenants: w.directory, Log: w.logger(), Poll: 10 * time.Millisecond,
		Finder: lookup.Finder{Postcodes: []lookup.Postcodes{w.source}, Indices: []lookup.Indices{w.source}},
		Pause:  func(int) time.Duration { return time.Millisecond }}
	for _, c := range change {
		c(&o)
	}
	runner, err := NewRunner(o)
	if err == nil {
		err = runner.Start(w.t.Context())
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		if err := runner.Stop(context.Background()); err != nil {
			w.t.Error(err)
		}
		pool.Close()
	})
	return runner
}

// child is somebody of that postcode, not registered.
func (w *world) child(p tenantstest.Place, postcode string) int64 {
	w.t.Helper()
	c := dataset.NewChild()
	surname := "Probemann"
	c.Case().Surname, c.Case().Postcode = &surname, &postcode
	id, err := w.store.Create(w.as(p), c)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (w *world) as(p tenantstest.Place) context.Context { return p.As(w.t.Context(), tenants.Editor) }

// move changes a child's postcode as saving the details does: with the job in the same transaction.
func (w *world) move(p tenantstest.Place, id int64, postcode any) {
	w.t.Helper()
	ctx := w.as(p)
	err := tenants.TxLocking(ctx, w.App, id, func(tx *gorm.DB) error {
		if err := tx.Exec("update cases set postcode = ? where id = ?", postcode, id).Error; err != nil {
			return err
		}
		w.queue.FindPlaces(ctx, tx, id)
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) place(p tenantstest.Place, id int64) record.Place {
	w.t.Helper()
	found, err := w.store.Place(w.as(p), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

// awaitPlace waits for a state; the test's own deadline ends the wait.
func (w *world) awaitPlace(p tenantstest.Place, id int64, state record.PlaceState) record.Place {
	w.t.Helper()
	for {
		if found := w.place(p, id); found.State == state {
			return found
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// await waits until a question to the database has its answer.
func (w *world) await(want int, sql string, args ...any) {
	w.t.Helper()
	for w.count(sql, args...) != want {
		time.Sleep(5 * time.Millisecond)
	}
}

func (w *world) count(sql string, args ...any) (n int) {
	w.t.Helper()
	if err := w.Super.QueryRowContext(w.t.Context(), sql, args...).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

const lookups = `select count(*) from jobs.river_job where kind = 'find_place'`

// source knows postcodes that begin with QQ, all in one area of England, unless it is told to fail.
type source struct {
	mu    sync.Mutex
	asked []string
	fail  int               // so many times; -1: always
	hold  func(code string) // called before each answer
}

func (s *source) Area(ctx context.Context, postcode string) (lookup.Area, error) {
	s.mu.Lock()
	s.asked = append(s.asked, postcode)
	fail, hold := s.fail, s.hold
	if s.fail > 0 {
		s.fail--
	}
	s.mu.Unlock()
	if hold != nil {
		hold(postcode)
	}
	switch {
	case fail != 0:
		return lookup.Area{}, errors.New("the made-up service is away")
	case postcode[:2] != "QQ":
		return lookup.Area{}, lookup.ErrUnknown
	}
	east, north, long, lat := 400100+int(postcode[2]), 300100, -1.999, 52.597
	return lookup.Area{Country: dataset.England, LSOA2011: "E01900001", LSOA2021: "E01800001", Easting: &east, Northing: &north, Longitude: &long, Latitude: &lat}, ctx.Err()
}

// Quintile is 1 by the index of 2019 and 5 by that of 2025.
func (s *source) Quintile(_ context.Context, _ string, edition int, _ string) (int, error) {
	return map[int]int{2019: 1, 2025: 5}[edition], nil
}

func (s *source) set(change func(*source)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

func (s *source) questions() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked)
}

// lockedLog is a log that many may write.
type lockedLog struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *lockedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *lockedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// answerAs answers a question of registration.
func (w *world) answerAs(ctx context.Context, id int64, question string, sent ...string) {
	w.t.Helper()
	q, ok := dataset.RegistrationSection.Question(question)
	if !ok {
		w.t.Fatalf("no question %s", question)
	}
	_, err := w.store.Save(ctx, record.Answer{CaseID: id, Section: dataset.RegistrationSection, Question: q, Sent: sent, Key: uuid.NewString(),
		Version: int64(w.count(`select revision from cases where id = $1`, id))})
	if err != nil {
		w.t.Fatalf("%s %v: %v", question, sent, err)
	}
}
