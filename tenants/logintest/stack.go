package logintest

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"

	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

// Stack is sign-in with everything real around it but the pages: PostgreSQL, Redis and providers.
type Stack struct {
	DB         *testdb.DB
	Pool       *pgxpool.Pool // as the sign-in role
	Mini       *miniredis.Miniredis
	Redis      *redis.Client
	Demo       login.Demo
	PublicURL  string
	IssuerBase string
	Options    login.Options
	Service    *login.Service

	t testing.TB
}

// Key is a session key for tests.
var Key = []byte("a session key for tests, 32 bytes")

// Provider starts the identity providers of a stack and gives their base address.
type Provider func(t testing.TB, peopleFile, publicURL string) string

// Fosite is the development provider.
func Fosite(t testing.TB, peopleFile, _ string) string { return StartDevIDP(t, peopleFile) }

// Start makes a stack for tenants that are in the database already. mount gives the handler to serve; it is called when the
// service is there. change may alter the options first.
func Start(t testing.TB, db *testdb.DB, list []tenants.Tenant, mount func(*login.Service) http.Handler, change ...func(*login.Options)) *Stack {
	t.Helper()
	return StartAt(t, Fosite, db, list, mount, change...)
}

// StartAt is Start with the providers of your choice.
func StartAt(t testing.TB, provider Provider, db *testdb.DB, list []tenants.Tenant, mount func(*login.Service) http.Handler, change ...func(*login.Options)) *Stack {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	s := &Stack{DB: db, PublicURL: "http://" + server.Listener.Addr().String(), t: t}
	s.Mini = miniredis.RunT(t)
	s.Demo = login.NewDemo(s.PublicURL, list...)
	people, secrets, err := s.Demo.WriteFiles(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s.IssuerBase = provider(t, people, s.PublicURL)
	if s.Pool, err = login.OpenPool(context.Background(), db.LoginDSN, 6, "cache_describe"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Pool.Close)
	if err := login.SeedProviders(context.Background(), s.Pool, s.IssuerBase, s.Demo); err != nil {
		t.Fatal(err)
	}
	if s.Redis, err = login.OpenRedis("redis://" + s.Mini.Addr()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Redis.Close() })
	s.Options = login.Options{
		Pool: s.Pool, Redis: s.Redis, PublicURL: s.PublicURL, Keys: [][]byte{Key}, SecretsDir: secrets, Development: true,
		Log: slog.New(slog.DiscardHandler),
	}
	for _, apply := range change {
		apply(&s.Options)
	}
	s.Service = s.Replica()
	server.Config.Handler = mount(s.Service)
	server.Start()
	t.Cleanup(server.Close)
	return s
}

// Replica makes another service on the same stores, as a second server would have.
func (s *Stack) Replica() *login.Service {
	s.t.Helper()
	service, err := login.New(s.Options)
	if err != nil {
		s.t.Fatal(err)
	}
	return service
}

// SignIn signs somebody of the demo in, in a browser of their own.
func (s *Stack) SignIn(provider string, role tenants.Role, returnTo string) (*http.Client, *http.Response) {
	s.t.Helper()
	browser := NewBrowser(s.t)
	return browser, SignInAs(s.t, browser, s.PublicURL, provider, s.Demo.Person(provider, role).Subject, returnTo)
}
