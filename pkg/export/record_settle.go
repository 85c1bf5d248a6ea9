package export

import (
	"fmt"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// Settle empties what a record answers although it is not asked, given its other answers, and drops the rows of lists that are not
// asked for: here such answers are not kept. It says what went, each with its path.
func Settle(child *dataset.Child, today ask.Date, as ask.Lists) []Problem {
	at := circumstances(child, today, as)
	var gone []Problem
	for again := true; again; { // what went in one form may have asked for something in another
		found := settleForms(child, at)
		again, gone = len(found) > 0, append(gone, found...)
	}
	return gone
}

func settleForms(child *dataset.Child, at dataset.Circumstances) []Problem {
	var gone []Problem
	for _, s := range dataset.Sections {
		in := child.In(s, at)
		gone = append(gone, settled("answers."+s.Exchange, s, in)...)
		for _, list := range s.Lists {
			rows := list.Rows(child.In(s, at))
			if !list.IsShown(in) {
				for range rows {
					gone = append(gone, Problem{"records." + list.Section.Exchange, ask.CodeNotAsked, "This list is not asked for, given the other answers. The entry was left out."})
				}
				for _, row := range rows {
					child.RemoveRow(list.Section, row)
				}
				continue
			}
			for _, row := range rows {
				gone = append(gone, settled(fmt.Sprintf("records.%s[%d]", list.Section.Exchange, ask.RowID(row)-1), list.Section, list.In(in, row))...)
			}
		}
	}
	return gone
}

func settled(path string, s *ask.Section, in ask.Input) []Problem {
	var gone []Problem
	for _, c := range s.Settle(in).Columns {
		name := c.Column.Exchange
		if name == "-" {
			name = exchangeName(c.Question)
		}
		gone = append(gone, Problem{path + "." + name, ask.CodeNotAsked, "This is not asked, given the other answers. It was left out."})
	}
	return gone
}

// PathOf is where a record has the answer to a question.
func PathOf(s *ask.Section, question string) string {
	q, ok := s.Question(question)
	if ok && q.Kind == ask.KindOrganisation {
		return "records.sites"
	}
	if ok {
		return "answers." + s.Exchange + "." + exchangeName(q)
	}
	return "answers." + s.Exchange
}

// exchangeName is what a record calls a question: by its first column.
func exchangeName(q *ask.Question) string {
	if name := q.Columns[0].Exchange; name != "-" {
		return name
	}
	return q.Key
}
