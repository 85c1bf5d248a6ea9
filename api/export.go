package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/record"
)

// exportCmd gives a tenant's children as exchange records.
type exportCmd struct {
	acting
	Cohort int `placeholder:"N" help:"Children of this cohort only."`
}

// Help says what comes out.
func (exportCmd) Help() string {
	return `Writes one record a line on standard output, in the order of the audit numbers, each under its sender's id, or under its audit
number where it was entered here. An import elsewhere and an export from there give the same lines. Children who were
deleted or opted out are left out. Who took the records, and how many, is noted. The records name children: mind where they go.`
}

// Run writes records to standard output.
func (cmd exportCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, t, end, err := cmd.open(ctx, config.Export)
	if err != nil {
		return err
	}
	defer end()
	rows, err := t.Export(ctx, os.Stdout, record.ExportFilter{Cohort: cmd.Cohort})
	if errors.Is(err, context.Canceled) {
		err = errors.New("stopped: the records are not all there")
	}
	if err == nil {
		fmt.Fprintf(os.Stderr, "%d records\n", rows)
	}
	return err
}
