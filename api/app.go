package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/api/server"
	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/codes"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/jobs"
	"github.com/pinktick/pinktick/pkg/live"
	"github.com/pinktick/pinktick/pkg/lookup"
	"github.com/pinktick/pinktick/pkg/outline"
	"github.com/pinktick/pinktick/pkg/progress"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
	"github.com/pinktick/pinktick/ui/gallery"
)

// app is the server with everything it holds open.
type app struct {
	handler http.Handler
	db      *gorm.DB
	logins  *pgxpool.Pool
	redis   *redis.Client
	live    *live.Hub
	signIn  *login.Service
	records *record.Store
	counts  *compare.Store
	codes   *codes.Lists
	jobs    *jobs.Runner
	queue   *pgxpool.Pool

	directory *tenants.Directory
}

// newApp connects to what the settings name and checks that it may start: the schema is the one this program was built
// for, and both tenant walls stand.
func newApp(ctx context.Context, c *config.Config, log *slog.Logger) (*app, error) {
	a := &app{}
	if _, err := measureRules(c); err != nil {
		return nil, err
	}
	if err := a.connect(ctx, c); err != nil {
		a.close()
		return nil, err
	}
	if err := a.build(ctx, c, log); err != nil {
		a.close()
		return nil, err
	}
	_ = a.codes.Refresh(ctx) // a fault is no reason not to start: the server is not ready, and Watch says why
	go a.codes.Watch(ctx, codesEvery, log)
	return a, nil
}

func (a *app) connect(ctx context.Context, c *config.Config) error {
	var err error
	a.db, err = tenants.Open(c.DatabaseURL, tenants.Options{MaxConns: c.DatabaseConns, QueryExecMode: c.DatabaseExecMode})
	if err != nil {
		return err
	}
	if err := checkDatabase(ctx, a.db); err != nil {
		return err
	}
	if a.logins, err = login.OpenPool(ctx, c.LoginDatabaseURL, c.LoginDatabaseConns, c.DatabaseExecMode); err != nil {
		return err
	}
	a.redis, err = login.OpenRedis(c.RedisURL)
	return err
}

func checkDatabase(ctx context.Context, db *gorm.DB) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	if err := migrations.Check(ctx, pool); err != nil {
		return err
	}
	breaches, err := tenants.Breaches(ctx, db)
	if err != nil {
		return err
	}
	breaches = append(breaches, tenants.UnguardedModels(db, append(record.Models(), lookup.Models()...)...)...)
	if len(breaches) > 0 {
		return errors.New("the tenant walls do not stand:\n" + strings.Join(breaches, "\n"))
	}
	return nil
}

func (a *app) build(ctx context.Context, c *config.Config, log *slog.Logger) error {
	var err error
	a.signIn, err = login.New(login.Options{
		Pool: a.logins, Redis: a.redis, PublicURL: c.PublicURL, Keys: c.SessionKeys, SecretsDir: c.ProviderSecretsDir,
		Development: c.Development(), OwnRoute: server.OwnRoute, ClientAddr: login.ClientAddr(c.TrustedProxies), Log: log,
	})
	if err != nil {
		return err
	}
	pool, err := a.db.DB()
	if err != nil {
		return err
	}
	a.codes = codes.New(pool)
	directory := tenants.NewDirectory(a.db, time.Minute)
	rules, err := measureRules(c)
	if err != nil {
		return err
	}
	a.directory = directory
	a.records = &record.Store{DB: a.db, Now: time.Now, Organisations: ownOrganisations(directory), Lists: a.codes.Now, Rules: rules,
		AllOrganisations: func(ctx context.Context) ([]ask.Option, error) {
			return organisationOptions(directory.AllOrganisations(ctx))
		}}
	if err := a.buildJobs(ctx, c, directory, log); err != nil {
		return err
	}
	a.live = live.New(a.redis, log)
	s := &server.Server{
		Records: a.records, Counts: a.counts, Published: &publication.Store{DB: pool, Counts: a.counts}, Outlines: &outline.Store{DB: pool}, Progress: &progress.Cache{Redis: a.redis}, Live: a.live, Login: a.signIn, Directory: directory, Log: log,
		PublicURL: c.PublicURL, Contact: c.Contact, Ready: a.ready,
	}
	if c.Development() {
		s.Environment, s.Gallery = "Development: no real children here", gallery.Handler()
	}
	a.handler, err = s.Handler()
	return err
}

// ownOrganisations are those of the tenant in the context.
func ownOrganisations(d *tenants.Directory) func(context.Context) ([]ask.Option, error) {
	return func(ctx context.Context) ([]ask.Option, error) {
		tenant, _ := tenants.From(ctx)
		return organisationOptions(d.Organisations(ctx, tenant.ID))
	}
}

// organisationOptions are organisations as a picker offers them.
func organisationOptions(all []tenants.Organisation, err error) ([]ask.Option, error) {
	options := make([]ask.Option, 0, len(all))
	for _, o := range all {
		options = append(options, ask.Option{Code: o.ID, Label: o.Name, Hint: o.ODSCode, Group: o.ParentName})
	}
	return options, err
}

// codesEvery is how long a change of a code list may take to reach the pages of every replica.
const codesEvery = 5 * time.Second

// ready is what readiness means: the databases answer, and the code lists are such as rules can work with. People go on without
// Redis.
func (a *app) ready(ctx context.Context) error {
	pool, err := a.db.DB()
	if err != nil {
		return err
	}
	return errors.Join(pool.PingContext(ctx), a.logins.Ping(ctx), a.codes.Check())
}

func (a *app) close() {
	if a.jobs != nil {
		_ = a.jobs.Stop(context.Background()) // it has a patience of its own
	}
	if a.queue != nil {
		a.queue.Close()
	}
	if a.live != nil {
		a.live.Stop()
	}
	if a.redis != nil {
		_ = a.redis.Close()
	}
	if a.logins != nil {
		a.logins.Close()
	}
	if a.db != nil {
		closeDB(a.db)
	}
}
