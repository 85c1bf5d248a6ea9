package main

import (
	"context"
	"fmt"

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/tenants/reference"
)

// migrateCmd brings the database's schema up to this program's. Many may run at once: one works, the others wait.
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

// seedCmd loads the reference data: areas, trusts, health boards, organisations and their successions. It may run again.
type seedCmd struct{}

// Run loads the reference data with the owner's role.
func (seedCmd) Run() error {
	c, err := config.Load(config.Migrate)
	if err != nil {
		return err
	}
	return reference.Load(context.Background(), c.MigrateDatabaseURL)
}
