package main

import (
	"context"
	"fmt"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of the reference load

	"github.com/pinktick/pinktick/migrations"
	"github.com/pinktick/pinktick/pkg/config"
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
