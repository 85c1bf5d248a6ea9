package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/pinktick/pinktick/pkg/outline"
)

// boundariesCmd is about the outlines that shaded maps are drawn from. Without them maps are tile maps.
type boundariesCmd struct {
	Load boundariesLoadCmd `cmd:"" help:"Load the outlines of one kind of area from published GeoJSON in WGS 84, with the owner's role."`
	List boundariesListCmd `cmd:"" help:"Show which outlines are loaded."`
}

type boundariesLoadCmd struct {
	File  string `arg:"" type:"existingfile" help:"GeoJSON as the ONS publishes it: a generalised edition (BSC or BUC), in WGS 84 (EPSG:4326)."`
	Level string `required:"" enum:"icb,lhb,region,country" help:"The kind of area: icb, lhb, region or country."`
}

// Run replaces the outlines of the level, or changes nothing.
func (b boundariesLoadCmd) Run() error {
	return withOwner(func(ctx context.Context, db *sql.DB) error { return b.load(ctx, db, os.Stdout) })
}

func (b boundariesLoadCmd) load(ctx context.Context, db *sql.DB, out io.Writer) error {
	in, err := os.Open(b.File)
	if err != nil {
		return fmt.Errorf("open the outlines: %w", err)
	}
	defer func() { _ = in.Close() }()
	done, err := outline.Load(ctx, db, outline.Level(b.Level), filepath.Base(b.File), in)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Loaded %d outlines of level %s (%d KB) from %s.\n", done.Areas, b.Level, (done.Bytes+1023)>>10, filepath.Base(b.File))
	if len(done.Without) > 0 {
		fmt.Fprintf(out, "Closed, and not in the file: %s.\n", strings.Join(done.Without, ", "))
	}
	if len(done.LeftOut) > 0 {
		fmt.Fprintf(out, "Not shown on maps, left out: %s.\n", strings.Join(done.LeftOut, ", "))
	}
	return nil
}

type boundariesListCmd struct{}

// Run writes to standard output.
func (boundariesListCmd) Run() error {
	return withOwner(func(ctx context.Context, db *sql.DB) error { return listBoundaries(ctx, db, os.Stdout) })
}

func listBoundaries(ctx context.Context, db *sql.DB, out io.Writer) error {
	all, err := outline.Overview(ctx, db)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintln(out, "No outlines are loaded: maps are tile maps.")
		return nil
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "level\tareas\tKB\tedition\tfile\tloaded")
	for _, s := range all {
		edition := "not said"
		if s.Edition > 0 {
			edition = fmt.Sprint(s.Edition)
		}
		fmt.Fprintf(table, "%s\t%d\t%d\t%s\t%s\t%s\n", s.Level, s.Areas, (s.Bytes+1023)>>10, edition, s.Source, s.LoadedAt.Format(time.DateTime))
	}
	return table.Flush()
}
