package dataset

import (
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Comment says what a table, or one of its columns, holds: for whoever reads the database without the forms beside it.
type Comment struct {
	Table  string
	Column string // empty for the table itself
	Text   string
}

// Comments are those of every declared table and column, from the declarations alone.
func Comments() []Comment {
	var all []Comment
	for _, s := range Stored() {
		all = append(all, Comment{Table: s.Table, Text: tableWords(s)})
		for _, item := range s.Items {
			switch item := item.(type) {
			case *ask.Question:
				for _, c := range item.Columns {
					all = append(all, Comment{s.Table, c.Name, columnWords(item, c)})
				}
			case ask.Held:
				all = append(all, Comment{s.Table, s.Holding(item).Name, sentence(item.Label) + " " + heldHelp})
			}
		}
	}
	return all
}

func tableWords(s *ask.Section) string {
	words := sentence(s.Title)
	for _, repeating := range Repeating() {
		if s == repeating {
			return words + " Many rows a child."
		}
	}
	return words + " One row a child."
}

// fixed are the lists whose codes are those of the release.
var fixed = func() map[string]bool {
	names := map[string]bool{}
	for _, l := range CodeLists() {
		names[l.Name] = l.Fixed
	}
	return names
}()

// longestList is the longest code list that is spelt out in a comment.
const longestList = 6

func columnWords(q *ask.Question, c *ask.Column) string {
	words := []string{sentence(c.Label)}
	if c == q.Columns[0] && q.Advice != "" {
		words = append(words, q.Advice)
	}
	if shown := q.ShownWhen(); shown != "" {
		words = append(words, sentence("Asked when "+shown))
	}
	if list := q.List(); list != nil && len(list.Options) <= longestList && fixed[list.Name] {
		var codes []string
		for _, o := range list.Options {
			codes = append(codes, o.Code+" "+o.Label)
		}
		words = append(words, sentence("Codes: "+strings.Join(codes, ", ")))
	} else if list != nil {
		words = append(words, sentence("Codes: list "+list.Name+" in code_entries"))
	}
	return strings.Join(append(words, "NULL: not answered."), " ")
}

func sentence(words string) string { return strings.TrimSuffix(words, ".") + "." }
