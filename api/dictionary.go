package main

import (
	"os"

	"github.com/pinktick/pinktick/pkg/export"
)

// dictionaryCmd writes the data dictionary as this program has it.
type dictionaryCmd struct {
	Format string `enum:"csv,json" default:"csv" help:"csv: one row a question. json: the same, with the code lists."`
	Lists  bool   `help:"The code lists in place of the questions (csv)."`
}

// Run writes to standard output.
func (c dictionaryCmd) Run() error {
	switch {
	case c.Format == "json":
		return export.DictionaryJSON(os.Stdout)
	case c.Lists:
		return export.ListsCSV(os.Stdout)
	}
	return export.DictionaryCSV(os.Stdout)
}
