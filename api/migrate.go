package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of the reference load

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/tenants/reference"
)

// migrateCmd brings the database's schema, and its code lists, up to this program's. Many may run at once: one works, the others wait.
type migrateCmd struct{}

// Run migrates with the owner's role.
func (migrateCmd) Run() error {
	c, err := config.Load(config.Migrate)
	if err != nil {
		return err
	}
	if err := migrations.Up(context.Background(), c.MigrateDatabaseURL); err != nil {
		return err
	}
	fmt.Println("The database is at version", migrations.Latest())
	return nil
}

// seedCmd loads the reference data: areas, trusts, health boards, organisations and their successions, and the audit's calendar
// some years ahead. It may run again.
type seedCmd struct{}

// Run loads the reference data with the owner's role.
func (seedCmd) Run() error {
	c, err := config.Load(config.Migrate)
	if err != nil {
		return err
	}
	return loadReference(context.Background(), c.MigrateDatabaseURL)
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
