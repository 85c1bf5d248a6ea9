package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/jackc/pgx/v5"

	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/jobs"
	"github.com/pinktick/pinktick/pkg/lookup"
)

// lookupsCmd is about the directories that postcodes are looked up in.
type lookupsCmd struct {
	Load lookupsLoadCmd `cmd:"" help:"Load the postcode directory and the indices of deprivation from their published files, with the owner's role."`
}

// lookupsLoadCmd loads published files. All that are named are loaded, or nothing is.
type lookupsLoadCmd struct {
	Postcodes string `type:"existingfile" placeholder:"FILE" help:"The ONS Postcode Directory, one CSV file for the whole country."`
	England   string `type:"existingfile" placeholder:"FILE" help:"The English indices of deprivation as CSV: file 7, all ranks, deciles and scores."`
	Wales     string `type:"existingfile" placeholder:"FILE" help:"The Welsh index of multiple deprivation 2019 as CSV: ranks, with deciles or quintiles if there are."`
	Edition   int    `enum:"0,2019,2025" default:"0" placeholder:"2019|2025" help:"The edition that England's file must have (default: whichever it has)."`
}

// Run loads with the owner's role. Afterwards the children whose place was not known are looked up again.
func (l lookupsLoadCmd) Run() (err error) {
	c, err := config.Load(config.Migrate)
	if err != nil {
		return err
	}
	load := lookup.Load{Edition: l.Edition}
	for _, one := range []struct {
		path string
		into **lookup.File
	}{{l.Postcodes, &load.Postcodes}, {l.England, &load.England}, {l.Wales, &load.Wales}} {
		if one.path == "" {
			continue
		}
		file, err := os.Open(one.path)
		if err != nil {
			return fmt.Errorf("open a directory: %w", err)
		}
		defer func() { _ = file.Close() }()
		*one.into = &lookup.File{Name: one.path, Content: file}
	}
	if load.Postcodes == nil && load.England == nil && load.Wales == nil {
		return errors.New("name a file to load: --postcodes, --england or --wales")
	}
	return loadDirectories(context.Background(), c.MigrateDatabaseURL, load)
}

func loadDirectories(ctx context.Context, owner string, load lookup.Load) error {
	queue, err := jobs.NewQueue(slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, owner)
	if err != nil {
		return errors.New("the database at MIGRATE_DATABASE_URL cannot be reached") // the cause may hold the password
	}
	defer func() { _ = conn.Close(ctx) }()
	done, err := load.Into(ctx, conn, func(tx pgx.Tx) error { return queue.SweepPlaces(ctx, tx) })
	if err != nil {
		return err
	}
	if load.Postcodes != nil {
		fmt.Println("Loaded", done.Postcodes, "postcodes")
	}
	for _, index := range done.Indices {
		fmt.Println("Loaded", index)
	}
	return nil
}
