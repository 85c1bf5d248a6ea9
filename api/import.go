package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/pinktick/pinktick/pkg/config"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/pkg/transport"
)

// importCmd takes exchange records into a tenant. It only tries unless it is told to write: what would become of each record is
// known before anything is stored.
type importCmd struct {
	acting
	Write  bool   `xor:"do" help:"Store the records. Without it nothing is stored: the report says what would be."`
	DryRun bool   `xor:"do" help:"Store nothing. This is what happens anyway."`
	Reason string `placeholder:"WORDS" help:"Why: kept with the import. Needed to write."`
}

// Help says what the report means.
func (importCmd) Help() string {
	return `Reads JSON Lines, one object or one array on standard input, and writes one line a record on standard output:
its id, what became of it, and what is wrong with it, by path. A summary goes to standard error.

  created    a new child
  updated    an imported child, replaced: nobody had answered since
  unchanged  the same was sent before
  conflict   somebody has answered here since, or the child was entered here: nothing was changed
  refused    nothing was stored; the problems say why

Each child is taken whole or not at all, so a run that is stopped may be run again. Of children who were opted out
nothing is kept by which they could be known again: take them out of the file. The status is 0 when all were taken,
1 when some were not, 2 when the JSON is broken.`
}

var errNotTaken = errors.New("not all records were taken")

// Run reads records from standard input.
func (cmd importCmd) Run() error {
	if cmd.Write && cmd.Reason == "" {
		return errors.New("--write needs --reason: it is kept with the import")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, t, end, err := cmd.open(ctx, config.Import)
	if err != nil {
		return err
	}
	defer end()
	counted, err := t.Import(ctx, os.Stdin, os.Stdout, transport.ImportOptions{Write: cmd.Write, Reason: cmd.Reason})
	cmd.sumUp(os.Stderr, counted)
	switch {
	case errors.Is(err, context.Canceled):
		return errors.New("stopped: what was told is done; run it again to go on")
	case err == nil && !counted.Taken():
		return errNotTaken
	}
	return err
}

func (cmd importCmd) sumUp(out io.Writer, counted transport.Summary) {
	if counted == nil {
		return
	}
	fmt.Fprintf(out, "%d records:", counted.Records())
	for i, r := range record.Results() {
		words := string(r)
		if r == record.Conflict {
			words = "in conflict"
		}
		if i > 0 {
			fmt.Fprint(out, ",")
		}
		fmt.Fprintf(out, " %d %s", counted[r], words)
	}
	fmt.Fprintln(out)
	if !cmd.Write {
		fmt.Fprintln(out, "This was a trial: nothing was stored. --write stores.")
	}
}
