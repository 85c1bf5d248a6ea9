//go:build browser

package browser

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/pinktick/pinktick/api/server"
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/codes"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/live"
	"github.com/pinktick/pinktick/pkg/outline"
	"github.com/pinktick/pinktick/pkg/progress"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/sample"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
	"github.com/pinktick/pinktick/tenants/tenantstest"
	"github.com/pinktick/pinktick/ui/gallery"
)

// world is the whole server behind a wire, on PostgreSQL, Redis and the sign-in provider, with two trusts and a board.
type world struct {
	*tenantstest.World
	t     *testing.T
	stack *logintest.Stack
	store *record.Store
	redis *redis.Client
	wire  *wire
	log   *lockedBuffer
	ahead atomic.Int64 // how far the server's clock is ahead, in nanoseconds
}

// today is after the deadline of cohort 7 and long before that of cohort 8.
var today = time.Date(2026, 11, 22, 12, 0, 0, 0, ask.London)

func newWorld(t *testing.T) *world {
	t.Helper()
	t.Parallel() // worlds share nothing but Chromium and the database server
	w := &world{World: tenantstest.New(t), t: t, log: &lockedBuffer{}, redis: startRedis(t)}
	list := w.brand(tenants.Branding{Colour: "#7a1f5c", ColourText: "#ffffff"}, tenants.Branding{Colour: "#2f5233", ColourText: "#ffffff"})
	directory := tenants.NewDirectory(w.App, time.Minute)
	pool, err := w.App.DB()
	if err != nil {
		t.Fatal(err)
	}
	lists := codes.New(pool)
	if err := lists.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.store = &record.Store{DB: w.App, Now: func() time.Time { return today }, Organisations: optionsOf(directory), Lists: lists.Now,
		AllOrganisations: func(ctx context.Context) ([]ask.Option, error) { return asOptions(directory.AllOrganisations(ctx)) }}
	log := slog.New(slog.NewJSONHandler(w.log, nil))
	w.stack = logintest.Start(t, w.DB, list, func(service *login.Service) http.Handler {
		w.wire = &wire{server: w.handler(service)}
		return w.wire
	}, func(o *login.Options) {
		o.OwnRoute, o.Log, o.Redis = server.OwnRoute, log, w.redis
		o.Now = func() time.Time { return time.Now().Add(time.Duration(w.ahead.Load())) }
	})
	t.Cleanup(func() {
		if t.Failed() && testing.Verbose() {
			t.Logf("the server's log:\n%s", w.log.String())
		}
	})
	return w
}

// handler is a whole server, with its own ear on Redis.
func (w *world) handler(service *login.Service) http.Handler {
	w.t.Helper()
	log := slog.New(slog.NewJSONHandler(w.log, nil))
	hub := live.New(w.redis, log)
	w.t.Cleanup(hub.Stop)
	counts := w.counts()
	pool, err := w.App.DB()
	if err != nil {
		w.t.Fatal(err)
	}
	s := &server.Server{
		Records: w.store, Counts: counts, Published: &publication.Store{DB: pool, Counts: counts}, Outlines: &outline.Store{DB: pool}, Live: hub, Login: service, Directory: tenants.NewDirectory(w.App, time.Minute), Log: log, Contact: "audit@example.org",
		PublicURL: "http://audit.example", Gallery: gallery.Handler(), Progress: &progress.Cache{Redis: w.redis}, Ready: func(context.Context) error { return nil },
	}
	handler, err := s.Handler()
	if err != nil {
		w.t.Fatal(err)
	}
	return handler
}

// replica is the address of a second server on the same database and the same Redis.
func (w *world) replica() string {
	w.t.Helper()
	other := httptest.NewServer(w.handler(w.stack.Replica()))
	w.t.Cleanup(other.Close)
	return other.URL
}

// brand gives the tenants their looks, as far as looks are given.
func (w *world) brand(looks ...tenants.Branding) []tenants.Tenant {
	w.t.Helper()
	var list []tenants.Tenant
	for i, p := range w.All() {
		if i < len(looks) {
			p.Branding = looks[i]
			p.Branding.Name = p.Name
			if err := tenants.SetBranding(tenants.Into(w.t.Context(), p.Tenant), w.App, p.Branding, nil); err != nil {
				w.t.Fatal(err)
			}
		}
		list = append(list, p.Tenant)
	}
	return list
}

func optionsOf(d *tenants.Directory) func(context.Context) ([]ask.Option, error) {
	return func(ctx context.Context) ([]ask.Option, error) {
		tenant, _ := tenants.From(ctx)
		return asOptions(d.Organisations(ctx, tenant.ID))
	}
}

func asOptions(all []tenants.Organisation, err error) ([]ask.Option, error) {
	var options []ask.Option
	for _, o := range all {
		options = append(options, ask.Option{Code: o.ID, Label: o.Name, Hint: o.ODSCode, Group: o.ParentName})
	}
	return options, err
}

// add puts a child into a tenant and gives the address of the record.
func (w *world) add(p tenantstest.Place, child *dataset.Child) sheet {
	w.t.Helper()
	id, err := w.store.Create(p.As(w.t.Context(), tenants.Editor), child)
	if err != nil {
		w.t.Fatal(err)
	}
	return sheet{id: id, path: "/" + p.Hospitals[0].ODSCode + "/cases/" + strconv.FormatInt(id, 10)}
}

// addMany fills a tenant's list with made-up children.
func (w *world) addMany(p tenantstest.Place, n int) {
	w.t.Helper()
	for child := range sample.Children(7, n, ask.DateOf(today), []string{p.Hospitals[0].ID}) {
		w.add(p, child)
	}
}

// sheet is a child's record by number and address.
type sheet struct {
	id   int64
	path string
}

// newcomer is a girl of thirteen who is not registered yet.
func newcomer() *dataset.Child {
	c := dataset.NewChild()
	born := ask.NewDate(2013, 3, 4)
	first, last, female, number := "Testina", "Probe", "2", "9990000018"
	c.Case().FirstName, c.Case().Surname, c.Case().Sex, c.Case().DateOfBirth, c.Case().NHSNumber = &first, &last, &female, &born, &number
	return c
}

// registered is the same girl in cohort 8.
func registered(p tenantstest.Place) *dataset.Child {
	c, seen, yes := newcomer(), ask.NewDate(2025, 6, 1), true
	c.Registration().EligibilityConfirmed, c.Registration().LeadOrganisationID, c.Registration().FirstAssessmentOn = &yes, &p.Hospitals[0].ID, &seen
	return c
}

// changes are the new values the change log holds of a question, oldest first.
func (w *world) changes(r sheet, question string) []string {
	w.t.Helper()
	rows, err := w.Super.QueryContext(w.t.Context(), `select coalesce(new_value, '') from change_log where case_id = $1 and question = $2 order by id`, r.id, question)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	found := []string{}
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			w.t.Fatal(err)
		}
		found = append(found, value)
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return found
}

// logged fails the test unless the change log holds exactly these values of a question, in this order.
func (w *world) logged(r sheet, question string, want ...string) {
	w.t.Helper()
	if got := w.changes(r, question); fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Errorf("the change log holds %q of %s, want %q", got, question, want)
	}
}

// endSessions makes every session end, as if Redis had forgotten them.
func (w *world) endSessions() {
	w.t.Helper()
	keys, err := w.redis.Keys(w.t.Context(), "login:session:*").Result()
	if err != nil {
		w.t.Fatal(err)
	}
	if len(keys) == 0 {
		w.t.Fatal("there was no session to end")
	}
	if err := w.redis.Del(w.t.Context(), keys...).Err(); err != nil {
		w.t.Fatal(err)
	}
}

// person is somebody of the demo's at a tenant.
func (w *world) person(p tenantstest.Place, role tenants.Role) login.DemoPerson {
	return w.stack.Demo.Person(login.DemoProvider(p.Tenant), role)
}

// lockedBuffer is a log that many may write.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// second makes a child another one: with a name of its own and no NHS number.
func second(c *dataset.Child) *dataset.Child {
	first, last := "Second", "Child"
	c.Case().FirstName, c.Case().Surname, c.Case().NHSNumber = &first, &last, nil
	return c
}
