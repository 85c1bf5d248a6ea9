// Command pinktick is the platform of a national clinical audit of childhood epilepsy: the server, and the commands beside it.
package main

import (
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	_ "time/tzdata" // the image has no zones of its own, and deadlines are London's
)

var commands struct {
	Serve     serveCmd     `cmd:"" help:"Run the server with the settings of the environment."`
	Demo      demoCmd      `cmd:"" help:"Run everything on this machine, with made-up children."`
	DemoReset demoResetCmd `cmd:"" help:"Wipe the demo's data."`
	Migrate   migrateCmd   `cmd:"" help:"Bring the database's schema up to date."`
	Providers providersCmd `cmd:"" help:"Write sign-in providers and their mapping rules from a file."`
	Seed      seedCmd      `cmd:"" help:"Load the reference data: areas, trusts, boards, organisations."`
	Recount   recountCmd   `cmd:"" help:"Count every record's progress again for the list; the server does what is due by itself."`

	Score      scoreCmd      `cmd:"" help:"Score exchange records: JSON on standard input, one outcome a line on standard output."`
	Dictionary dictionaryCmd `cmd:"" help:"Write the data dictionary."`
}

func main() {
	c := kong.Parse(&commands, kong.Name("pinktick"), kong.Description("A national clinical audit of childhood epilepsy."), kong.UsageOnError())
	if err := c.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "pinktick:", err)
		os.Exit(exitStatus(err))
	}
}
