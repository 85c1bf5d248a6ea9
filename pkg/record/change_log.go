package record

import (
	"slices"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/tenants"
)

// entry is one line of the change log: one question's answer before and after, as form values.
type entry struct {
	section  string
	row      int64
	question string
	old, new []string
}

// entries are the lines a write leaves: each question whose answer changed, and each answer of the rows that went.
func entries(w *write) []entry {
	var all []entry
	for _, q := range changedQuestions(w.change) {
		line := entry{w.answer.place(), w.answer.RowID, q.Key, q.Format(w.before), q.Format(w.row)}
		if q == w.answer.Question || !slices.Equal(line.old, line.new) { // else nobody would see a change
			all = append(all, line)
		}
	}
	for _, list := range w.change.Emptied {
		for _, row := range list.Rows(w.record.In(list.Parent)) {
			all = append(all, removed(list, row)...)
			w.record.Child.RemoveRow(list.Section, row)
		}
	}
	return all
}

func changedQuestions(change ask.Change) []*ask.Question {
	var questions []*ask.Question
	seen := map[*ask.Question]bool{}
	for _, c := range change.Columns {
		if !seen[c.Question] {
			seen[c.Question] = true
			questions = append(questions, c.Question)
		}
	}
	return questions
}

// removed are the lines for a row that is deleted: the row itself, and every answer it held.
func removed(list *ask.Records, row any) []entry {
	all := []entry{{list.Key, ask.RowID(row), rowItself, []string{"entry"}, nil}}
	for _, q := range list.Section.Questions {
		if q.HasValue(row) {
			all = append(all, entry{list.Key, ask.RowID(row), q.Key, q.Format(row), nil})
		}
	}
	return all
}

// rowItself stands in the question's place where a whole row of a list was added or deleted.
const rowItself = "*"

// What stands in the section's and the question's place where a record changes as a whole.
const (
	recordItself     = "record"
	submittedLine    = "submitted"
	unregisteredLine = "unregistered"
	offeredLine      = "transfer offered"
	transferredLine  = "transferred"
)

// log is the insert that writes the lines; it ends the statement, so its parameters come last.
func (w *write) log(lines []entry, tenant tenants.Tenant, person tenants.Person, request string) string {
	var marks []string
	for _, e := range lines {
		marks = append(marks, "(?, ?, ?, ?, ?::bigint, ?, ?, ?, ?, ?, ?)")
		w.args = append(w.args, string(tenant.ID), w.record.ID, w.record.Revision, e.section, rowNumber(e.row), e.question,
			stored(e.old), stored(e.new), person.ID, person.Name, request)
	}
	return "insert into change_log (tenant_id, case_id, revision, section, row_id, question, old_value, new_value, person_id, person_name, request_id) values " +
		strings.Join(marks, ", ")
}

// stored joins form values as the log keeps them; nothing is NULL.
func stored(values []string) *string {
	if len(values) == 0 {
		return nil
	}
	text := strings.Join(values, "\x1f")
	return &text
}

// split takes the values of a log line apart again.
func split(text *string) []string {
	if text == nil {
		return nil
	}
	return strings.Split(*text, "\x1f")
}
