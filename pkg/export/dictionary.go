package export

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// Entries of a code list, as the dictionary gives them.
type listEntry struct {
	Code    string   `json:"code"`
	Label   string   `json:"label"`
	Group   string   `json:"group,omitempty"`
	Aliases []string `json:"also_known_as,omitempty"` // codes of earlier rounds and of terminologies, accepted in exchange
	Concept string   `json:"snomed_ct_id,omitempty"`
	From    ask.Date `json:"valid_from,omitzero"`  // the first day on which it may be chosen
	Until   ask.Date `json:"valid_until,omitzero"` // the first day on which it no longer may
	Retired bool     `json:"withheld,omitempty"`   // never offered
}

// DictionaryCSV writes the data dictionary: one row a question. Like the two below, it is in the words of the code lists as
// they stand; nil: as this release has them.
func DictionaryCSV(out io.Writer, as ask.Lists) error {
	rows := [][]string{dataset.EntryHead}
	for _, e := range dataset.Dictionary(as) {
		rows = append(rows, e.Fields())
	}
	return writeCSV(out, rows)
}

// ListsCSV writes the code lists: one row an entry.
func ListsCSV(out io.Writer, as ask.Lists) error {
	rows := [][]string{{"list", "code", "label", "group", "also_known_as", "snomed_ct_id", "selectable", "valid_from", "valid_until"}}
	for _, list := range dataset.Lists() {
		for _, o := range as.Of(list).Options {
			rows = append(rows, []string{list.Name, o.Code, o.Label, o.Group, strings.Join(o.Alias, " "),
				o.Concept, strconv.FormatBool(!o.Retired), dayOf(o.From), dayOf(o.Until)})
		}
	}
	return writeCSV(out, rows)
}

func dayOf(d ask.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func writeCSV(out io.Writer, rows [][]string) error {
	w := csv.NewWriter(out)
	if err := w.WriteAll(rows); err != nil {
		return fmt.Errorf("write dictionary: %w", err)
	}
	return nil
}

// DictionaryJSON writes the same rows, and the code lists, as one object.
func DictionaryJSON(out io.Writer, as ask.Lists) error {
	lists := members{}
	for _, list := range dataset.Lists() {
		var entries []listEntry
		for _, o := range as.Of(list).Options {
			entries = append(entries, listEntry{o.Code, o.Label, o.Group, o.Alias, o.Concept, o.From, o.Until, o.Retired})
		}
		lists = append(lists, member{list.Name, entries})
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(members{{"questions", dataset.Dictionary(as)}, {"lists", lists}}); err != nil {
		return fmt.Errorf("write dictionary: %w", err)
	}
	return nil
}
