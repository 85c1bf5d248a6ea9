package main

import (
	"errors"
	"os"
	"time"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/export"
)

// scoreCmd scores children that are handed over as exchange records. It needs no database, no network and no settings.
type scoreCmd struct {
	AsOf    day  `name:"as-of" placeholder:"YYYY-MM-DD" help:"Score as on this day (default: today in London)."`
	Lenient bool `help:"Ignore what the dictionary does not know, rather than list it among the problems."`
	Explain bool `help:"Say of each measure which fields decided it."`
}

// Help says what goes in and what comes out.
func (scoreCmd) Help() string {
	return `Reads JSON Lines, one object or one array on standard input, and writes one line a record, in order: its measures, forms, cohort
and dates, and the problems found in it, by path. With --explain each measure's rule too, and the fields that decided it; of an
incomplete one, those that are missing. Nothing is stored, and no settings are needed. Where the JSON is broken, one line on
standard error says at which line and column, and the status is 2; the lines of the records before it are out by then.`
}

// Run reads records from standard input and writes one outcome a line.
func (c scoreCmd) Run() error {
	today := c.AsOf.Date
	if today.IsZero() {
		today = ask.DateOf(time.Now())
	}
	return export.Score(os.Stdin, os.Stdout, export.ScoreOptions{Today: today, Lenient: c.Lenient, Explain: c.Explain})
}

// day is a date on the command line.
type day struct{ ask.Date }

// exitStatus is 2 where the input is not JSON, so that a script can tell that from a fault of ours.
func exitStatus(err error) int {
	var malformed *export.Malformed
	if errors.As(err, &malformed) {
		return 2
	}
	return 1
}
