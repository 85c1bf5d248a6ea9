package dataset

import (
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Entry is one question, or one column that nobody answers, as the data dictionary lists it. Everything in it comes from the
// declaration.
type Entry struct {
	Section  string `json:"section"`
	Key      string `json:"key"`
	Columns  string `json:"columns"`  // in the database, separated by spaces
	Exchange string `json:"exchange"` // form or list and field of the exchange record; empty for a column of this platform only
	Type     string `json:"type"`
	Kind     string `json:"kind"`
	Label    string `json:"label"`
	Help     string `json:"help"`
	Shown    string `json:"shown_when"`
	Scored   bool   `json:"scored"`
	Checks   string `json:"checks"` // separated by semicolons
	List     string `json:"list"`
}

// EntryHead names the fields of an Entry, in order.
var EntryHead = []string{"section", "key", "columns", "exchange", "type", "kind", "label", "help", "shown_when", "scored", "checks", "list"}

// Fields are the entry's values in the order of EntryHead.
func (e Entry) Fields() []string {
	scored := "no"
	if e.Scored {
		scored = "yes"
	}
	return []string{e.Section, e.Key, e.Columns, e.Exchange, e.Type, e.Kind, e.Label, e.Help, e.Shown, scored, e.Checks, e.List}
}

// Dictionary lists every declared column: child details, the forms in the order of the step menu, then the lists. Conditions
// are in the words of the code lists as they stand; nil: as this release has them.
func Dictionary(as ask.Lists) []Entry {
	var entries []Entry
	for _, s := range Stored() {
		for _, item := range s.Items {
			switch item := item.(type) {
			case *ask.Question:
				entries = append(entries, entryOf(s, item, as))
			case ask.Held:
				entries = append(entries, heldEntry(s, item))
			}
		}
	}
	return entries
}

func entryOf(s *ask.Section, q *ask.Question, as ask.Lists) Entry {
	e := Entry{
		Section: s.Key, Key: q.Key, Type: q.Columns[0].Type, Kind: string(q.Kind), Label: q.Label, Help: q.Advice,
		Shown: q.ShownWhenIn(as), Scored: q.Scored, Checks: strings.Join(q.Checks(s), "; "), List: q.ListName(),
	}
	var columns, exchanged []string
	for _, c := range q.Columns {
		columns = append(columns, c.Name)
		if c.Exchange != "-" {
			exchanged = append(exchanged, s.Exchange+"."+c.Exchange)
		}
	}
	for _, c := range q.Columns { // what each tile means
		if c.Hint != "" {
			e.Help += " " + c.Label + ": " + c.Hint
		}
	}
	if q.Kind == ask.KindOrganisation { // an organisation is exchanged as a row of the list sites, with its role as a flag
		exchanged = []string{"sites.organisation"}
	}
	e.Columns, e.Exchange = strings.Join(columns, " "), strings.Join(exchanged, " ")
	return e
}

func heldEntry(s *ask.Section, held ask.Held) Entry {
	c := s.Holding(held)
	return Entry{
		Section: s.Key, Key: c.Name, Columns: c.Name, Exchange: s.Exchange + "." + c.Exchange, Type: c.Type, Kind: "held",
		Label: held.Label, Help: heldHelp,
	}
}

const heldHelp = "Which of the two lists the record belongs to; fixed when the record is added."

// Lists are the code lists of the declared questions, each once, in the order in which they are first used.
func Lists() []*ask.List {
	var lists []*ask.List
	seen := map[*ask.List]bool{nil: true}
	for _, s := range Stored() {
		for _, q := range s.Questions {
			if list := q.List(); !seen[list] {
				seen[list] = true
				lists = append(lists, list)
			}
		}
	}
	return lists
}
