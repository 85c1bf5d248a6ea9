package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/localpg"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/login"
)

const demoDatabase = "pinktick_demo"

// demoTrusts are the trusts and the board of the demo, each with its own look.
var demoTrusts = []struct{ code, colour, text string }{
	{"RGT", "#7a1f5c", "#ffffff"}, {"R0A", "#004c6c", "#ffffff"}, {"RR8", "#2f5233", "#ffffff"}, {"7A4", "#8a1538", "#ffffff"},
}

// demoWorld is what the demo made: files for the provider, people, tenants.
type demoWorld struct {
	pg              *localpg.Server
	url             string
	tenants         []tenants.Tenant
	demo            login.Demo
	people, secrets string
	key             []byte
}

// prepare makes the database, its reference data and the provider's files, unless they are there.
func (d demoCmd) prepare(ctx context.Context, pg *localpg.Server) (*demoWorld, error) {
	w := &demoWorld{pg: pg, url: d.url(), key: make([]byte, 32)}
	if _, err := rand.Read(w.key); err != nil {
		return nil, fmt.Errorf("make the session key: %w", err)
	}
	if err := migrations.Roles(ctx, pg.DSN("postgres")); err != nil {
		return nil, err
	}
	if err := migrations.Database(ctx, pg.DSN("postgres"), demoDatabase); err != nil {
		return nil, err
	}
	owner := pg.DSNAs(migrations.Owner, demoDatabase)
	if err := migrations.Up(ctx, owner); err != nil {
		return nil, err
	}
	if err := loadReference(ctx, owner); err != nil {
		return nil, err
	}
	return w, w.findTenants(ctx, d)
}

// findTenants reads the demo's tenants, gives them their look, and writes the provider's files.
func (w *demoWorld) findTenants(ctx context.Context, d demoCmd) error {
	db, err := tenants.Open(w.pg.DSNAs(migrations.App, demoDatabase), tenants.Options{MaxConns: 2})
	if err != nil {
		return err
	}
	defer closeDB(db)
	directory := tenants.NewDirectory(db, 0)
	for _, trust := range demoTrusts {
		t, err := directory.TenantByODS(ctx, trust.code)
		if err != nil {
			return fmt.Errorf("find %s: %w", trust.code, err)
		}
		t.Branding = tenants.Branding{Name: t.Name, Colour: trust.colour, ColourText: trust.text}
		if err := tenants.SetBranding(tenants.Into(ctx, t), db, t.Branding, nil); err != nil {
			return fmt.Errorf("brand %s: %w", trust.code, err)
		}
		w.tenants = append(w.tenants, t)
	}
	w.demo = login.NewDemo(d.url(), w.tenants...)
	files := filepath.Join(d.Dir, "sign-in")
	if err := os.MkdirAll(files, 0o700); err != nil {
		return fmt.Errorf("directory for the sign-in providers: %w", err)
	}
	w.people, w.secrets, err = w.demo.WriteFiles(files)
	return err
}

func (w *demoWorld) seedPeople(ctx context.Context, issuers string) error {
	pool, err := pgxpool.New(ctx, w.pg.DSNAs(migrations.Login, demoDatabase))
	if err != nil {
		return fmt.Errorf("open the sign-in database: %w", err)
	}
	defer pool.Close()
	return login.SeedProviders(ctx, pool, issuers, w.demo)
}

// seedOfNation keeps the NHS numbers of the nation's children apart from those of the trusts', which have the seeds from 1.
const seedOfNation = 100

// addChildren makes so many children at every tenant of the demo, and so many at all others together, unless they are there already.
func (w *demoWorld) addChildren(ctx context.Context, each, nation int) error {
	db, err := tenants.Open(w.pg.DSNAs(migrations.Owner, demoDatabase), tenants.Options{MaxConns: 2})
	if err != nil {
		return err
	}
	defer closeDB(db)
	directory := tenants.NewDirectory(db, time.Hour)
	records := &record.Store{DB: db, Now: time.Now, Organisations: ownOrganisations(directory)}
	for i, t := range w.tenants {
		own, err := directory.Organisations(ctx, t.ID)
		if err != nil {
			return err
		}
		if _, err := makeChildren(ctx, records, directory, own, uint64(i+1), each); err != nil {
			return err
		}
	}
	others, err := directory.AllOrganisations(ctx)
	if err != nil {
		return err
	}
	others = slices.DeleteFunc(others, func(o tenants.Organisation) bool {
		return slices.ContainsFunc(w.tenants, func(t tenants.Tenant) bool { return t.ID == o.TenantID })
	})
	_, err = makeChildren(ctx, records, directory, others, seedOfNation, nation)
	return err
}

// introduce says where the site is and who may sign in.
func (w *demoWorld) introduce(out io.Writer) {
	fmt.Fprintf(out, "\nPinktick is at  %s\n\nSign in: find the trust, press its button, then the person's. There is no password.\n", w.url)
	provider := ""
	for _, p := range w.demo.People {
		if p.Provider != provider {
			provider = p.Provider
			fmt.Fprintf(out, "\n  %s\n", w.doorWords(provider))
		}
		fmt.Fprintf(out, "    %-20s %s\n", p.Name, p.Words)
	}
	fmt.Fprintf(out, "\nEvery control in every state: %s/gallery/\nCtrl-C stops everything. The data stays; `make demo-reset` wipes it.\n\n", w.url)
}

func (w *demoWorld) doorWords(provider string) string {
	for _, t := range w.tenants {
		if login.DemoProvider(t) == provider {
			return fmt.Sprintf("%s  %s/t/%s", t.Name, w.url, t.ODSCode)
		}
	}
	return fmt.Sprintf("%s  %s/auth/%s/start?return=/home", strings.ToUpper(provider), w.url, provider)
}
