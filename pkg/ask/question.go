package ask

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Question is one thing that is asked, stored in one or more columns of its section. Declare it with the function of its
// kind (YesNo, Choice, Day …) and the chain below; read it through its fields and methods.
type Question struct {
	Key     string // of its first column: the last part of its URL
	Kind    Kind
	Label   string
	Advice  string // the clinical help tip
	Columns []*Column
	Scored  bool   // counts in the progress of its section
	Needs   string // the permission it takes beyond answering; empty for most
	Asks    string // words of the confirmation before it is saved; empty for most
	Button  string // words on the button of a one-way question; empty for the usual ones
	Heading string // of the group that the question begins in its section
	Max     int    // for text: the most characters accepted

	fields   []any // pointers into the prototype row, until NewSection resolves them
	list     *List
	listName string
	offered  func(Input, Option) bool
	shown    Condition
	expected Condition // where expectation differs from being shown
	open     Condition
	resets   []any // fields whose change clears this question
	floors   []Ref
	partners []partner
	rules    []rule
	once     bool
	flag     string // the form code of the second column of a date: declined or unknown
	tiles    []Tile
	tidy     func(string) string // for text: what is stored of what was typed
	written  func(string) string // for text: what is stored, as people write it
	reasons  *List               // for text: why there may be none
	needed   bool                // the section, saved as one form, cannot do without
	promised int                 // slots that count while it is unanswered, for what its answer will open
	note     func(Input) string
	waits    any // the field of the date from which a wait is counted

	waitsFrom *Column
	text      any       // for keywords: the field of the text they are recognised in
	source    *Question // for keywords: the question of that text
	keywords  *Question // for a text: the question of its keywords
	kind      behaviour
}

// behaviour is what a kind of question does with its columns.
type behaviour struct {
	parse    func(q *Question, in Input, sent []string) ([]any, *Problem) // form values to column values, one each
	format   func(q *Question, row any) []string                          // column values to form values; none when unanswered
	answered func(q *Question, row any) bool
}

type rule struct {
	words string
	test  func(in Input, value any) *Problem
}

// Help adds the clinical help tip.
func (q *Question) Help(text string) *Question { q.Advice = text; return q }

// NotScored leaves the question out of the progress of its section.
func (q *Question) NotScored() *Question { q.Scored = false; return q }

// ShowIf says when the question is asked. When it no longer is, its answer is cleared in the same change.
func (q *Question) ShowIf(c Condition) *Question { q.shown = c; return q }

// ExpectIf says when the question counts, where that is not simply when it is shown.
func (q *Question) ExpectIf(c Condition) *Question { q.expected = c; return q }

// Promises counts n slots more while the question is unanswered: those of a question that nearly any answer opens, so that
// the form does not grow as it is filled in.
func (q *Question) Promises(n int) *Question { q.promised = n; return q }

// OpenIf says when the question, though shown, may be answered.
func (q *Question) OpenIf(c Condition) *Question { q.open = c; return q }

// ClearedBy clears the answer whenever the answer in the given field of the same section changes.
func (q *Question) ClearedBy(field any) *Question { q.resets = append(q.resets, field); return q }

// NeedsTo names the permission that answering takes.
func (q *Question) NeedsTo(permission string) *Question { q.Needs = permission; return q }

// Confirm asks the person to confirm in these words before the answer is sent.
func (q *Question) Confirm(words string) *Question { q.Asks = words; return q }

// Press puts words on the button of a one-way question.
func (q *Question) Press(words string) *Question { q.Button = words; return q }

// AtMost limits a text to n characters.
func (q *Question) AtMost(n int) *Question { q.Max = n; return q }

// Tidy stores a text as clean gives it, such as a number without the spaces in which it is written.
func (q *Question) Tidy(clean func(string) string) *Question { q.tidy = clean; return q }

// Written shows a stored text as people write it, such as a number in groups. What Tidy makes of that is what is stored.
func (q *Question) Written(write func(string) string) *Question { q.written = write; return q }

// OncePerChild refuses a code that another row of the same list already holds, and leaves it out of the options.
func (q *Question) OncePerChild() *Question { q.once = true; return q }

// Offer limits the options of a list to those the test accepts.
func (q *Question) Offer(test func(Input, Option) bool) *Question { q.offered = test; return q }

// Must adds a rule of its own: test gives nil for an acceptable stored value.
func (q *Question) Must(words string, test func(in Input, value any) *Problem) *Question {
	q.rules = append(q.rules, rule{words, test})
	return q
}

// IsShown tells whether the question is asked for the row in hand.
func (q *Question) IsShown(in Input) bool { return q.shown.Holds(in) }

// WaitsFor is the question of the same section whose answer keeps this one from being asked; nil where it is asked, or where
// something else decides.
func (q *Question) WaitsFor(in Input) *Question {
	if q.IsShown(in) || q.shown.on == nil {
		return nil
	}
	return q.shown.on(q.shown.sect, in)
}

// IsConditional tells whether the question is shown only under a condition.
func (q *Question) IsConditional() bool { return q.shown.test != nil }

// IsExpected tells whether the question counts for the row in hand.
func (q *Question) IsExpected(in Input) bool {
	if q.expected.test != nil {
		return q.expected.Holds(in)
	}
	return q.Scored && q.IsShown(in)
}

// IsOpen tells whether the question may be answered; if not, in which words it is closed.
func (q *Question) IsOpen(in Input) (bool, string) {
	return q.open.Holds(in), q.open.Unmet(in)
}

// IsAnswered tells whether the row in hand answers the question.
func (q *Question) IsAnswered(row any) bool { return q.kind.answered(q, row) }

// HasValue tells whether any column of the question holds anything, answered or not.
func (q *Question) HasValue(row any) bool {
	v := reflect.ValueOf(row).Elem()
	return slices.ContainsFunc(q.Columns, func(c *Column) bool { return c.has(v) })
}

// Format gives the stored answer as form values: "yes", option codes, an ISO date, "declined", text. None when unanswered.
func (q *Question) Format(row any) []string { return q.kind.format(q, row) }

// ListName is the name of the question's code list, if it has one.
func (q *Question) ListName() string { return q.listName }

// AllOptions are the entries of the question's list, whoever may choose them.
func (q *Question) AllOptions(in Input) []Option {
	if q.list != nil {
		return in.Lists.Of(q.list).Options
	}
	if q.listName != "" && in.Options != nil {
		return in.Options(q.listName)
	}
	return nil
}

// Offered are the options that may be chosen for the row in hand.
func (q *Question) Offered(in Input) []Option {
	var offered []Option
	for _, o := range q.AllOptions(in) {
		if (q.offered == nil || q.offered(in, o)) && !q.usedElsewhere(in, o.Code) && (o.IsOffered(in.Today) || q.holds(in.Row, o.Code)) {
			offered = append(offered, o)
		}
	}
	return offered
}

// holds tells whether the code is, or is among, the stored answer: an entry that is retired since stays where it was recorded.
func (q *Question) holds(row any, code string) bool { return slices.Contains(q.Format(row), code) }

func (q *Question) usedElsewhere(in Input, code string) bool {
	return q.once && slices.ContainsFunc(in.Others, func(row any) bool { return q.Columns[0].Get(row) == code })
}

// Words gives the stored answer in words, for history and read-only pages; empty when unanswered.
func (q *Question) Words(in Input) string { return q.Say(in, q.Format(in.Row)) }

// Say puts form values in words.
func (q *Question) Say(in Input, values []string) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = q.wordsOf(in, v)
	}
	return strings.Join(words, ", ")
}

// wordsOf words one form value. What was typed as text is nobody's code: "unknown" as a surname stays as it is.
func (q *Question) wordsOf(in Input, value string) string {
	switch q.Kind {
	case KindText, KindLongText, KindTextOrReason:
		return q.spelt(value)
	case KindTiles, KindTicks:
		for _, c := range q.Columns {
			if c.Name == value {
				return c.Label
			}
		}
		return value
	}
	if o, ok := find(q.AllOptions(in), value); ok {
		return o.Label
	}
	if q.Kind == KindOrganisation {
		return "An organisation that is no longer listed"
	}
	if d, ok := readDate(value); ok { // as stored, or as typed
		return d.Words()
	}
	if words, ok := fixedWords[value]; ok {
		return words
	}
	return value
}

var fixedWords = map[string]string{
	"yes": "Yes", "no": "No", "declined": "Declined or not possible", "unknown": "Date not known",
}

func (q *Question) problem(code, message string, args ...any) *Problem {
	return &Problem{Question: q.Key, Code: code, Message: fmt.Sprintf(message, args...)}
}

// newQuestion starts a question on the given fields of a prototype row.
func newQuestion(kind Kind, label string, does behaviour, fields ...any) *Question {
	return &Question{Kind: kind, Label: label, Scored: true, fields: fields, kind: does}
}

// FollowsOthers tells whether the question opens and closes with other answers while it stays shown.
func (q *Question) FollowsOthers() bool { return q.open.test != nil }
