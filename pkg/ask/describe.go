package ask

import (
	"fmt"
	"strings"
)

// ShownWhen says in words when the question is asked; empty when it always is.
func (q *Question) ShownWhen() string { return q.shown.Words }

// ShownWhenIn is ShownWhen with the labels of the lists as they stand.
func (q *Question) ShownWhenIn(lists Lists) string { return q.shown.In(lists) }

// ShownWhen says in words when the list is asked for; empty when it always is.
func (r *Records) ShownWhen() string { return r.shown.Words }

// List is the declared code list of the question (see Lists.Of); nil where it has none or the list is kept outside the code.
func (q *Question) List() *List { return q.list }

// Checks says in words what is accepted, each rule once, for the dictionary.
func (q *Question) Checks(s *Section) []string {
	var words []string
	if q.needed {
		words = append(words, "needed to save the form")
	}
	switch {
	case q.Columns[0].Type == "date":
		words = append(words, "a real date", "not in the future")
	case q.listName != "":
		words = append(words, "one of the list")
	case q.Max > 0:
		words = append(words, fmt.Sprintf("at most %d characters", q.Max))
	}
	for _, floor := range q.floors {
		words = append(words, "not before "+floor.Label)
	}
	for _, p := range q.partners {
		side := "not after"
		if p.before {
			side = "not before"
		}
		words = append(words, side+" “"+s.questionOn(p.field).Label+"”")
	}
	for _, r := range q.rules {
		words = append(words, r.words)
	}
	if q.once {
		words = append(words, "once per child")
	}
	return words
}

// Clears says in words what else empties the answer; empty for most.
func (q *Question) Clears(s *Section) string {
	names := make([]string, len(q.resets))
	for i, field := range q.resets {
		names[i] = "“" + s.at(field).Label + "”"
	}
	return strings.Join(names, ", ")
}

// Recognise gives the option of the question's list that is known by that code, label or alias, of those that the row in
// hand may hold. Whether another row holds it already is for the checks to say.
func (q *Question) Recognise(in Input, name string) (Option, bool) {
	if q.offered == nil {
		return recognise(q.AllOptions(in), name)
	}
	var allowed []Option
	for _, o := range q.AllOptions(in) {
		if q.offered(in, o) {
			allowed = append(allowed, o)
		}
	}
	return recognise(allowed, name)
}

// Read turns form values into what would be stored, one value a column, without checking them against other answers.
func (q *Question) Read(in Input, sent []string) ([]any, *Problem) { return q.kind.parse(q, in, sent) }

// Holding is the column of a held field.
func (s *Section) Holding(h Held) *Column { return s.at(h.Field) }
