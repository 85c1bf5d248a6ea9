package export

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/pinktick/pinktick/pkg/dataset"
)

// Entries of a code list, as the dictionary gives them.
type listEntry struct {
	Code    string   `json:"code"`
	Label   string   `json:"label"`
	Group   string   `json:"group,omitempty"`
	Aliases []string `json:"also_known_as,omitempty"` // codes of earlier rounds and of terminologies, accepted in exchange
}

// DictionaryCSV writes the data dictionary: one row a question.
func DictionaryCSV(out io.Writer) error {
	rows := [][]string{dataset.EntryHead}
	for _, e := range dataset.Dictionary() {
		rows = append(rows, e.Fields())
	}
	return writeCSV(out, rows)
}

// ListsCSV writes the code lists: one row an entry.
func ListsCSV(out io.Writer) error {
	rows := [][]string{{"list", "code", "label", "group", "also_known_as"}}
	for _, list := range dataset.Lists() {
		for _, o := range list.Options {
			rows = append(rows, []string{list.Name, o.Code, o.Label, o.Group, strings.Join(o.Alias, " ")})
		}
	}
	return writeCSV(out, rows)
}

func writeCSV(out io.Writer, rows [][]string) error {
	w := csv.NewWriter(out)
	if err := w.WriteAll(rows); err != nil {
		return fmt.Errorf("write dictionary: %w", err)
	}
	return nil
}

// DictionaryJSON writes the same rows, and the code lists, as one object.
func DictionaryJSON(out io.Writer) error {
	lists := members{}
	for _, list := range dataset.Lists() {
		var entries []listEntry
		for _, o := range list.Options {
			entries = append(entries, listEntry{o.Code, o.Label, o.Group, o.Alias})
		}
		lists = append(lists, member{list.Name, entries})
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(members{{"questions", dataset.Dictionary()}, {"lists", lists}}); err != nil {
		return fmt.Errorf("write dictionary: %w", err)
	}
	return nil
}
