//go:build bench

package bench

import (
	"context"
	"crypto/rand"
	"database/sql"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver of the reference load
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/api/server"
	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/codes"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/live"
	"github.com/pinktick/pinktick/pkg/localpg"
	"github.com/pinktick/pinktick/pkg/outlier"
	"github.com/pinktick/pinktick/pkg/outline"
	"github.com/pinktick/pinktick/pkg/progress"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/tenants/logintest"
	"github.com/pinktick/pinktick/tenants/reference"
)

const database = "pinktick_bench"

// world is the whole platform with everything real: PostgreSQL that writes to disk before it says so, Redis, sign-in.
type world struct {
	testing.TB
	pg        *localpg.Server
	db        *gorm.DB
	listener  net.Listener
	prepared  net.Listener // of a second server, which keeps its statements prepared
	login     login.Options
	demo      login.Demo
	server    *server.Server
	handler   http.Handler
	directory *tenants.Directory
	trusts    []*trust
	visitors  []visitor
}

// newWorld starts everything and fills it.
func newWorld(tb testing.TB) *world {
	tb.Helper()
	w := &world{TB: tb}
	w.startDatabase()
	var err error
	w.listener, err = net.Listen("tcp", "127.0.0.1:0")
	w.must(err)
	w.directory = tenants.NewDirectory(w.db, time.Minute)
	w.chooseTrusts()
	w.startLogin()
	w.startServers()
	w.addChildren()
	w.signIn()
	_, err = w.super().Exec(context.Background(), "vacuum analyze")
	w.must(err)
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) startDatabase() {
	ctx := context.Background()
	var err error
	w.pg, err = localpg.Start(ctx, localpg.Options{Durable: true, Settings: map[string]string{"shared_buffers": "1GB"}})
	w.must(err)
	w.Cleanup(func() { _ = w.pg.Stop() })
	w.must(migrations.Roles(ctx, w.pg.DSN("postgres")))
	w.must(migrations.Database(ctx, w.pg.DSN("postgres"), database))
	w.must(migrations.Up(ctx, w.pg.DSNAs(migrations.Owner, database)))
	owner, err := sql.Open("pgx", w.pg.DSNAs(migrations.Owner, database))
	w.must(err)
	w.must(reference.Load(ctx, owner, time.Now()))
	w.must(owner.Close())
	w.db = w.openApp("", "")
}

// openApp opens a pool as large as the server's is by default. An empty mode is the server's own; more is added to the address.
func (w *world) openApp(mode, more string) *gorm.DB {
	db, err := tenants.Open(w.pg.DSNAs(migrations.App, database)+more, tenants.Options{MaxConns: 16, QueryExecMode: mode})
	w.must(err)
	pool, err := db.DB()
	w.must(err)
	w.Cleanup(func() { _ = pool.Close() })
	return db
}

// super is a connection that sees everything, for arranging.
func (w *world) super() *pgx.Conn {
	conn, err := pgx.Connect(context.Background(), w.pg.DSN(database))
	w.must(err)
	w.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// startLogin starts Redis and the sign-in providers.
func (w *world) startLogin() {
	ctx := context.Background()
	var list []tenants.Tenant
	for _, t := range w.trusts {
		list = append(list, t.Tenant)
	}
	public := "http://" + w.listener.Addr().String()
	demo := login.NewDemo(public, list...)
	w.demo = demo
	people, secrets, err := demo.WriteFiles(w.TempDir())
	w.must(err)
	issuers := logintest.StartDevIDP(w, people)
	pool := w.openLogin()
	w.must(login.SeedProviders(ctx, pool, issuers, demo))
	redis, err := login.OpenRedis(startRedis(w))
	w.must(err)
	w.Cleanup(func() { _ = redis.Close() })
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	w.login = login.Options{
		Pool: pool, Redis: redis, PublicURL: public, Keys: [][]byte{key}, SecretsDir: secrets, Development: true,
		OwnRoute: server.OwnRoute, Log: slog.New(slog.DiscardHandler),
	}
	for _, t := range w.trusts {
		t.people = []login.DemoPerson{
			demo.Person(login.DemoProvider(t.Tenant), tenants.Editor), demo.Person(login.DemoProvider(t.Tenant), tenants.Lead),
		}
	}
}

// startServers starts the server as it is by default, where a pooler may stand before the database, and a second one that
// keeps its statements prepared, as it may where there is none.
func (w *world) startServers() {
	service, err := login.New(w.login)
	w.must(err)
	w.server = w.serve(service, w.db, w.listener)
	w.prepared, err = net.Listen("tcp", "127.0.0.1:0")
	w.must(err)
	w.serve(service, w.openApp("cache_statement", ""), w.prepared)
}

// sql is the application's pool below GORM.
func (w *world) sql() *sql.DB {
	pool, err := w.db.DB()
	w.must(err)
	return pool
}

func (w *world) serve(service *login.Service, db *gorm.DB, listener net.Listener) *server.Server {
	pool, err := db.DB()
	w.must(err)
	lists := codes.New(pool)
	w.must(lists.Refresh(context.Background()))
	hub := live.New(w.login.Redis, w.login.Log)
	w.Cleanup(hub.Stop)
	counts := &compare.Store{DB: db, Now: time.Now}
	s := &server.Server{
		Live:      hub,
		Records:   &record.Store{DB: db, Now: time.Now, Organisations: w.organisations, Lists: lists.Now},
		Counts:    counts,
		Published: &publication.Store{DB: pool, Counts: counts}, Outlines: &outline.Store{DB: pool},
		Outliers: &outlier.Store{DB: db, Counts: counts, Tenants: w.directory, Policy: outlier.DefaultPolicy(), Now: time.Now},
		Progress: &progress.Cache{Redis: w.login.Redis}, Login: service, Directory: w.directory,
		Log: w.login.Log, Contact: "audit@example.org", PublicURL: "http://audit.example", Ready: func(context.Context) error { return nil },
	}
	handler, err := s.Handler()
	w.must(err)
	if w.handler == nil {
		w.handler = handler
	}
	h := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = h.Serve(listener) }()
	w.Cleanup(func() { _ = h.Close() })
	return s
}
