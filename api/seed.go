package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/sample"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/tenants/reference"
)

// seedCmd loads the reference data: areas, trusts, health boards, organisations their successions and the audit's
// calendar some years ahead; for a test system, made-up children besides. It may run again: what is there stays as it is.
type seedCmd struct {
	Children int      `help:"Also make this many children, over all trusts and boards. For test systems: needs ENVIRONMENT=development."`
	Seed     uint64   `default:"1" help:"The same seed makes the same children."`
	Tenant   []string `placeholder:"ODS" help:"Make them at these trusts or boards only."`
}

// Run loads with the owner's role.
func (cmd seedCmd) Run() error {
	c, err := config.Load(config.Migrate)
	if err != nil {
		return err
	}
	if cmd.Children > 0 && !c.Development() {
		return errors.New("made-up children are for test systems: this one's ENVIRONMENT is production")
	}
	rules, err := measureRules(c)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := loadReference(ctx, c.MigrateDatabaseURL); err != nil || cmd.Children == 0 {
		return err
	}
	db, err := tenants.Open(c.MigrateDatabaseURL, tenants.Options{MaxConns: 2})
	if err != nil {
		return err
	}
	defer closeDB(db)
	began := time.Now()
	stored, err := cmd.addChildren(ctx, db, rules)
	if err == nil {
		fmt.Printf("%d children made in %s; %d were there already\n", stored, time.Since(began).Round(time.Second), cmd.Children-stored)
	}
	return err
}

func loadReference(ctx context.Context, owner string) error {
	db, err := openOwner(owner)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return errors.Join(reference.Load(ctx, db, time.Now()), migrations.FillPeriods(ctx, db, time.Now()))
}

func openOwner(address string) (*sql.DB, error) {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return nil, errors.New("MIGRATE_DATABASE_URL cannot be read") // its text may hold a password
	}
	return db, nil
}

// addChildren makes the children of a set, tenant by tenant. A larger set of the same seed adds to a smaller one.
func (cmd seedCmd) addChildren(ctx context.Context, db *gorm.DB, rules kpi.Rules) (int, error) {
	directory := tenants.NewDirectory(db, time.Hour)
	all, err := directory.AllOrganisations(ctx)
	if err != nil {
		return 0, err
	}
	if cmd.Tenant != nil {
		all = slices.DeleteFunc(all, func(o tenants.Organisation) bool { return !cmd.chosen(ctx, directory, o) })
	}
	if len(all) == 0 {
		return 0, errors.New("none of these trusts and boards takes part in the audit")
	}
	records := &record.Store{DB: db, Now: time.Now, Organisations: ownOrganisations(directory), Rules: rules}
	return makeChildren(ctx, records, directory, all, cmd.Seed, cmd.Children)
}

func (cmd seedCmd) chosen(ctx context.Context, directory *tenants.Directory, o tenants.Organisation) bool {
	t, err := directory.Tenant(ctx, o.TenantID)
	return err == nil && slices.ContainsFunc(cmd.Tenant, func(code string) bool { return strings.EqualFold(code, t.ODSCode) })
}

// maker is in whose name made-up children are entered.
var maker = tenants.Person{ID: "00000000-0000-4000-8000-000000000000", Name: "Demo", Role: tenants.Editor}

// makeChildren stores a set of made-up children, each led by one of the organisations in turn, through a store on a handle of the owner's.
func makeChildren(ctx context.Context, records *record.Store, directory *tenants.Directory, leads []tenants.Organisation, seed uint64, n int) (int, error) {
	codes, places := make([]string, len(leads)), map[tenants.ID][]int{}
	var owners []tenants.ID
	jersey := map[string]bool{}
	for i, o := range leads {
		t, err := directory.Tenant(ctx, o.TenantID)
		if err != nil {
			return 0, err
		}
		if places[t.ID] == nil {
			owners = append(owners, t.ID)
		}
		codes[i], places[t.ID], jersey[o.ID] = o.ID, append(places[t.ID], i), t.CountryCode == "JEY"
	}
	set := sample.NewSet(sample.Options{Seed: seed, Today: ask.DateOf(time.Now()), Leads: codes, Past: true,
		Numberless: func(lead string) bool { return jersey[lead] }}, n)
	stored := 0
	for _, id := range owners {
		t, err := directory.Tenant(ctx, id)
		if err != nil {
			return stored, err
		}
		ctx := tenants.RequestInto(tenants.IntoPerson(tenants.Into(ctx, t), maker), "seed")
		added, err := copyAll(ctx, records, set, placesIn(places[id], len(leads), n))
		if stored += added; err != nil {
			return stored, fmt.Errorf("make children at %s: %w", t.ODSCode, err)
		}
	}
	return stored, nil
}

// placesIn are the places of a set of n children whose leads are those numbered, of so many that take turns.
func placesIn(leads []int, turns, n int) []int {
	var places []int
	for _, lead := range leads {
		for i := lead; i < n; i += turns {
			places = append(places, i)
		}
	}
	slices.Sort(places)
	return places
}

const batch = 1000

// copyAll makes the children at these places and stores them a batch at a time; the next batch is made while one is stored.
func copyAll(ctx context.Context, records *record.Store, set *sample.Set, places []int) (int, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	made := make(chan []record.Arrival, 1)
	go func() {
		defer close(made)
		for some := range slices.Chunk(places, batch) {
			arrivals := make([]record.Arrival, len(some))
			for i, place := range some {
				one := set.Make(place)
				arrivals[i] = record.Arrival{Sender: one.ID, Child: one.Child, Submitted: one.Submitted, Unregistered: one.Unregistered}
			}
			select {
			case made <- arrivals:
			case <-ctx.Done():
				return
			}
		}
	}()
	stored := 0
	for arrivals := range made {
		n, err := records.CopyIn(ctx, arrivals)
		if stored += n; err != nil {
			return stored, err
		}
	}
	return stored, ctx.Err()
}
