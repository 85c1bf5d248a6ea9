package export

import (
	"fmt"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// Check finds the stored answers that break a rule of the dictionary on a day, each with its path in the record. They are
// kept: a date that is in doubt is for people to put right. The code lists are as they stand; nil: as this release has them.
func Check(child *dataset.Child, today ask.Date, as ask.Lists) []Problem {
	var found []Problem
	at := circumstances(child, today, as)
	for _, s := range dataset.Stored() {
		if lists[s.Exchange] == nil {
			found = append(found, problemsOf("answers."+s.Exchange, forms[s.Exchange], child.In(s, at))...)
		}
	}
	for _, s := range dataset.Repeating() {
		for i, row := range child.Rows(s) {
			in := child.In(dataset.CaseSection, at)
			in.Row = row
			for j, other := range child.Rows(s) {
				if i != j {
					in.Others = append(in.Others, other)
				}
			}
			found = append(found, problemsOf(fmt.Sprintf("records.%s[%d]", s.Exchange, i), lists[s.Exchange], in)...)
		}
	}
	return found
}

// circumstances are those of the national team: a record that was registered in its time is not late today. The lead, and
// who has the other roles, is whoever the record says.
func circumstances(child *dataset.Child, today ask.Date, as ask.Lists) dataset.Circumstances {
	return dataset.Circumstances{Today: today, National: true, Lists: as, Options: func(string) []ask.Option {
		var named []ask.Option
		for _, r := range roles {
			if id := *r.of(child); id != nil {
				named = append(named, ask.Option{Code: *id})
			}
		}
		return named
	}}
}

func problemsOf(path string, f *form, in ask.Input) []Problem {
	var found []Problem
	for _, p := range f.Problems(in) {
		q, _ := f.Question(p.Question)
		found = append(found, Problem{path + "." + exchangeName(q), p.Code, p.Message})
	}
	return found
}
