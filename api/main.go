// Command pinktick is the platform of a national clinical audit of childhood epilepsy: the server, and the commands beside it.
package main

import (
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	"github.com/pinktick/pinktick/pkg/fault"

	_ "time/tzdata" // the image has no zones of its own, and deadlines are London's
)

var commands struct {
	Serve     serveCmd     `cmd:"" help:"Run the server with the settings of the environment."`
	Demo      demoCmd      `cmd:"" help:"Run everything on this machine, with made-up children."`
	DemoReset demoResetCmd `cmd:"" help:"Wipe the demo's data."`
	Migrate   migrateCmd   `cmd:"" help:"Bring the database's schema and code lists up to date."`
	Providers providersCmd `cmd:"" help:"Write sign-in providers and their mapping rules from a file."`
	Seed      seedCmd      `cmd:"" help:"Load the reference data: areas, trusts, boards, organisations; for a test system, made-up children too."`
	Recount   recountCmd   `cmd:"" help:"Count every record's progress again for the list; the server does what is due by itself."`
	Recompute recomputeCmd `cmd:"" help:"Score the children of a cohort again: a report first, then --write."`
	Lookups   lookupsCmd   `cmd:"" help:"Load the directories that postcodes are looked up in."`
	Codes     codesCmd     `cmd:"" help:"Show and change the code lists, without a release."`
	Import    importCmd    `cmd:"" help:"Take exchange records into a trust or board: a trial first, then --write."`
	Export    exportCmd    `cmd:"" help:"Give the children of a trust or board as exchange records, one a line."`

	Score      scoreCmd      `cmd:"" help:"Score exchange records: JSON on standard input, one outcome a line on standard output."`
	Dictionary dictionaryCmd `cmd:"" help:"Write the data dictionary."`
}

func main() {
	c := kong.Parse(&commands, kong.Name("pinktick"), kong.Description("A national clinical audit of childhood epilepsy."), kong.UsageOnError())
	if err := c.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "pinktick:", inWords(err))
		os.Exit(exitStatus(err))
	}
}

// inWords says what people are told of a fault, and everything of an error that is none.
func inWords(err error) string {
	if f, ok := fault.As(err); ok && f.Kind != fault.Unavailable {
		return f.Message
	}
	return err.Error()
}
