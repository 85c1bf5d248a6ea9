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

// Run reads records from standard input and writes one outcome a line.
func (c scoreCmd) Run() error {
	if c.Explain {
		return errors.New("--explain says how the measures were decided; they are not scored yet")
	}
	today := c.AsOf.Date
	if today.IsZero() {
		today = ask.DateOf(time.Now())
	}
	return export.Score(os.Stdin, os.Stdout, export.ScoreOptions{Today: today, Lenient: c.Lenient})
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
