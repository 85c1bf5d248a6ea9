package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/pinktick/pinktick/pkg/codes"
	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// codesCmd shows and changes the code lists of a database, which the running servers follow within seconds.
type codesCmd struct {
	List codesListCmd `cmd:"" help:"Show the code lists, or one of them as a file to edit and load."`
	Load codesLoadCmd `cmd:"" help:"Change a code list: add, relabel, reorder and retire entries."`
}

type codesListCmd struct {
	Name string `arg:"" optional:"" help:"The list to write as CSV; without it, an overview of all."`
}

// Run writes to standard output.
func (c codesListCmd) Run() error {
	return withOwner(func(ctx context.Context, db *sql.DB) error {
		if c.Name != "" {
			return codes.WriteCSV(ctx, db, c.Name, os.Stdout)
		}
		all, err := codes.Overviews(ctx, db)
		if err != nil {
			return err
		}
		return writeOverviews(os.Stdout, all)
	})
}

func writeOverviews(out io.Writer, all []codes.Overview) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "list\tentries\tretired\tchanged here\tentries may be added\ttitle")
	for _, o := range all {
		open := "yes"
		if o.Fixed {
			open = "no"
		}
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%s\t%s\n", o.Name, o.Total, o.Retired, o.Local, open, o.Title)
	}
	return table.Flush()
}

type codesLoadCmd struct {
	File   string `arg:"" type:"existingfile" help:"CSV as \"codes list NAME\" writes it: the whole list, in its order."`
	List   string `help:"The list, where the file is not called after it."`
	DryRun bool   `help:"Show what would change, and change nothing."`
	By     string `help:"Who decided: kept with the change."`
	Reason string `help:"Why: kept with the change."`
	Yes    bool   `help:"Do not ask."`
}

// Run shows what changes, asks, and changes it.
func (c codesLoadCmd) Run() error {
	if !c.DryRun && (strings.TrimSpace(c.By) == "" || strings.TrimSpace(c.Reason) == "") {
		return errors.New("a change of a code list is kept with --by and --reason; --dry-run shows it only")
	}
	file, err := c.read()
	if err != nil {
		return err
	}
	return withOwner(func(ctx context.Context, db *sql.DB) error { return c.load(ctx, db, file, os.Stdin, os.Stdout) })
}

func (c codesLoadCmd) read() (dataset.ListFile, error) {
	in, err := os.Open(c.File)
	if err != nil {
		return dataset.ListFile{}, fmt.Errorf("read the list: %w", err)
	}
	defer func() { _ = in.Close() }()
	return dataset.ReadListFile(in)
}

func (c codesLoadCmd) load(ctx context.Context, db *sql.DB, file dataset.ListFile, in io.Reader, out io.Writer) error {
	name := c.List
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(c.File), filepath.Ext(c.File))
	}
	plan, err := codes.Preview(ctx, db, name, file)
	if err != nil {
		return err
	}
	if len(plan.Changes) == 0 {
		fmt.Fprintf(out, "The list %s is as the file has it: nothing changes.\n", name)
		return nil
	}
	fmt.Fprintf(out, "%s\nEntries of %s (%s) that change: %d.\n", plan, name, plan.List.Title, len(plan.Changes))
	if c.DryRun {
		fmt.Fprintln(out, "Nothing is changed: this was a dry run.")
		return nil
	}
	if !c.Yes && !agreed(in, out) {
		return errors.New("nothing is changed")
	}
	if err := codes.Apply(ctx, db, plan, c.By, c.Reason); err != nil {
		return err
	}
	fmt.Fprintln(out, "Changed. The running servers follow within seconds.")
	return nil
}

func agreed(in io.Reader, out io.Writer) bool {
	fmt.Fprint(out, "Type yes to make these changes: ")
	answer, _ := bufio.NewReader(in).ReadString('\n')
	return strings.TrimSpace(answer) == "yes"
}

// withOwner works on the database as its owner.
func withOwner(do func(context.Context, *sql.DB) error) error {
	c, err := config.Load(config.Migrate)
	if err != nil {
		return err
	}
	db, err := openOwner(c.MigrateDatabaseURL)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return do(context.Background(), db)
}
