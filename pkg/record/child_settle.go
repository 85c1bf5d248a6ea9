package record

import (
	"fmt"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// eachRow goes through every row that the record has: of the forms, and of their lists.
func (r *Record) eachRow(do func(section *ask.Section, list *ask.Records, in ask.Input)) {
	for _, section := range dataset.Sections {
		in := r.In(section)
		do(section, nil, in)
		for _, list := range section.Lists {
			for _, row := range list.Rows(in) {
				do(section, list, list.In(in, row))
			}
		}
	}
}

// settle clears what is no longer asked anywhere in the record, and gives the lines of the log for it.
func (w *write) settle(person tenants.Person) []entry {
	var lines []entry
	w.record.eachRow(func(section *ask.Section, list *ask.Records, in ask.Input) {
		asked, place, row := section, section.Key, int64(0)
		if list != nil {
			asked, place, row = list.Section, list.Key, ask.RowID(in.Row)
		}
		before := clone(in.Row)
		change := asked.Settle(in)
		if len(change.Columns) == 0 {
			return
		}
		for _, q := range changedQuestions(change) {
			lines = append(lines, entry{place, row, q.Key, q.Format(before), q.Format(in.Row)})
		}
		var sets []string
		for _, c := range change.Columns {
			sets = append(sets, c.Column.Name+" = null")
		}
		where, args := "case_id = ?", []any{person.ID, w.record.ID}
		if list != nil {
			where, args = where+" and id = ?", append(args, row)
		}
		w.with(fmt.Sprintf("settled%d", len(w.parts)), "update "+asked.Table+" set "+strings.Join(sets, ", ")+
			", updated_at = now(), updated_by = ? where "+where, args...)
	})
	return lines
}

// Clash is a stored date that does not go with the rest of the record any more, such as one before a corrected date of birth.
// It is kept: only people can tell which of the two is wrong.
type Clash struct {
	Section  *ask.Section
	List     *ask.Records // where the date stands in a row of a list
	RowID    int64
	Question *ask.Question
	Words    string // the date in words
	Problem  ask.Problem
}

// Clashes are the stored dates of all forms and lists that break a rule. Rules about the moment of entry do not apply to them.
func (r *Record) Clashes() []Clash {
	var found []Clash
	r.eachRow(func(section *ask.Section, list *ask.Records, in ask.Input) {
		asked, row := section, int64(0)
		if list != nil {
			asked, row = list.Section, ask.RowID(in.Row)
		}
		in.National = true // a date that was in time when it was entered is not late today
		for _, p := range asked.Problems(in) {
			if q, ok := asked.Question(p.Question); ok && q.Columns[0].Type == "date" {
				found = append(found, Clash{section, list, row, q, q.Words(in), p})
			}
		}
	})
	return found
}
