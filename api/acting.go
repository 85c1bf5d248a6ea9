package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/codes"
	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/transport"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

// acting says in which tenant, and in whose name, a command works. What that person may not do, the command may not.
type acting struct {
	Tenant string `required:"" placeholder:"ODS" help:"The trust or health board, by its ODS code."`
	As     string `placeholder:"ID" help:"The person in whose name: their id here. Without it, those who could be named are listed."`
}

// open connects, with both tenant walls checked, and puts tenant and person into the context. end closes what was opened.
func (a acting) open(ctx context.Context, purpose config.Purpose) (_ context.Context, t *transport.Transport, end func(), err error) {
	c, err := config.Load(purpose)
	if err != nil {
		return nil, nil, nil, err
	}
	db, err := tenants.Open(c.DatabaseURL, tenants.Options{MaxConns: 2, QueryExecMode: c.DatabaseExecMode})
	if err != nil {
		return nil, nil, nil, err
	}
	defer func() {
		if err != nil {
			closeDB(db)
		}
	}()
	if err := checkDatabase(ctx, db); err != nil {
		return nil, nil, nil, err
	}
	directory := tenants.NewDirectory(db, time.Minute)
	tenant, err := directory.TenantByODS(ctx, a.Tenant)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("%s: there is no such trust or health board", a.Tenant)
	}
	person, err := a.person(ctx, c, tenant)
	if err != nil {
		return nil, nil, nil, err
	}
	ctx = tenants.RequestInto(tenants.IntoPerson(tenants.Into(ctx, tenant), person), string(purpose))
	records, lists, err := recordsOf(ctx, c, db, directory)
	if err != nil {
		return nil, nil, nil, err
	}
	return ctx, &transport.Transport{Records: records, Directory: directory, Now: time.Now, Lists: lists}, func() { closeDB(db) }, nil
}

// recordsOf is the store of a command: with the measures' rules of the settings, and the code lists as they stand when it begins.
func recordsOf(ctx context.Context, c *config.Config, db *gorm.DB, directory *tenants.Directory) (*record.Store, ask.Lists, error) {
	rules, err := measureRules(c)
	if err != nil {
		return nil, nil, err
	}
	lists, err := codeLists(ctx, db)
	if err != nil {
		return nil, nil, err
	}
	return &record.Store{DB: db, Now: time.Now, Organisations: ownOrganisations(directory), Rules: rules,
		Lists: func() (ask.Lists, error) { return lists, nil },
		AllOrganisations: func(ctx context.Context) ([]ask.Option, error) {
			return organisationOptions(directory.AllOrganisations(ctx))
		}}, lists, nil
}

// codeLists are the lists as they stand when a command begins.
func codeLists(ctx context.Context, db *gorm.DB) (ask.Lists, error) {
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	lists := codes.New(pool)
	if err := lists.Refresh(ctx); err != nil {
		return nil, err
	}
	return lists.Now()
}

func (a acting) person(ctx context.Context, c *config.Config, tenant tenants.Tenant) (tenants.Person, error) {
	pool, err := login.OpenPool(ctx, c.LoginDatabaseURL, 1, c.DatabaseExecMode)
	if err != nil {
		return tenants.Person{}, err
	}
	defer pool.Close()
	if a.As == "" {
		return tenants.Person{}, whoCould(ctx, pool, tenant)
	}
	return login.Acting(ctx, pool, a.As, tenant.ID)
}

// whoCould names the people who may be acted for.
func whoCould(ctx context.Context, pool *pgxpool.Pool, tenant tenants.Tenant) error {
	people, err := login.Actors(ctx, pool, tenant.ID)
	if err != nil {
		return err
	}
	var words strings.Builder
	fmt.Fprintf(&words, "--as is missing: in whose name at %s?", tenant.Name)
	for _, p := range people {
		fmt.Fprintf(&words, "\n  --as %s   %s, %s", p.ID, p.Name, p.Role.Name())
	}
	if len(people) == 0 {
		words.WriteString(" Nobody has signed in there yet.")
	}
	return errors.New(words.String())
}
