package main

import (
	"context"
	"os"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/codes"
	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/tenants"
)

// dictionaryCmd writes the data dictionary as this program has it.
type dictionaryCmd struct {
	Format   string `enum:"csv,json" default:"csv" help:"csv: one row a question. json: the same, with the code lists."`
	Lists    bool   `help:"The code lists in place of the questions (csv)."`
	Database bool   `help:"With the code lists as they stand in the database of DATABASE_URL, rather than as released."`
}

// Run writes to standard output.
func (c dictionaryCmd) Run() error {
	lists, err := c.lists()
	if err != nil {
		return err
	}
	switch {
	case c.Format == "json":
		return export.DictionaryJSON(os.Stdout, lists)
	case c.Lists:
		return export.ListsCSV(os.Stdout, lists)
	}
	return export.DictionaryCSV(os.Stdout, lists)
}

func (c dictionaryCmd) lists() (ask.Lists, error) {
	if !c.Database {
		return nil, nil
	}
	settings, err := config.Load(config.Dictionary)
	if err != nil {
		return nil, err
	}
	db, err := tenants.Open(settings.DatabaseURL, tenants.Options{MaxConns: 1})
	if err != nil {
		return nil, err
	}
	defer closeDB(db)
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	lists := codes.New(pool)
	if err := lists.Refresh(context.Background()); err != nil {
		return nil, err
	}
	return lists.Now()
}
