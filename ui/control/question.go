// Package control draws one component for each kind of question. It is given values and writes HTML: it knows no
// database, no request and no trust. Every control saves by itself, with script and without.
package control

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Option is one answer that may be chosen.
type Option struct {
	Code    string // what is stored and posted
	Label   string
	Hint    string // a synonym or a second line
	Group   string // the heading it stands under: a trust, for organisations
	Concept string // its SNOMED CT id, by which it is found too, though not shown
}

// Conflict is somebody else's newer answer to the same question.
type Conflict struct {
	Theirs, Mine string // both answers in words
	By, At       string
	TheirVersion int64    // the revision to post with to overrule it
	MineValues   []string // what to post to overrule it
}

// Question is one question as it is to be drawn.
type Question struct {
	ID      string // of the wrapper: "q-tests-eeg_indicated", in rows "q-medicines-12-started_on"
	Section string
	Column  string
	Kind    ask.Kind

	Label           string
	HelpTitle, Help string // the help tip: short title, clinical help; no tip when both are empty
	Hint            string // a line under the label
	Heading         string // of the group that the question begins, above it; it comes and goes with the question
	Path            string // where the answer is posted; GET of it is the question as it stands now
	Name            string // of its field in a form of several questions; "value" in a form of its own

	Key, As string // idempotency key; seal of the person and trust the page was drawn for
	Version int64  // revision of the case the question was drawn from

	Values   []string // stored: "yes"/"no", option codes, "2023-01-02", "declined", "unknown", text
	Typed    []string // what was sent and refused; nil means nothing was
	Error    string   // what is wrong with it
	Conflict *Conflict
	Clearing *Clearing // what the answer that was sent would remove, if it is saved
	Options  []Option
	Keywords []Option // recognised in a long text, each can be taken off
	Display  string   // the stored answer in words

	Scored, Answered bool
	Shown, OOB       bool   // not Shown: the empty wrapper only; OOB: swapped out of band
	Appears          bool   // out of band only where its empty wrapper stands: what is there already stays as it is
	ReadOnly         string // why it may not be answered; empty when it may
	MaxLength        int
	Confirm          string // words of the confirmation; empty when none is asked
	Action           string // words on the button of a one-way question; "Confirm" when empty
	State            string // words on how its saving goes; script sets them, the gallery shows them
	Min, Max         string // ISO bounds of the date picker
}

// Value is what the field shows: what was typed and refused, else what is stored.
func (q Question) Value() string {
	values := q.shownValues()
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// Has says whether the field shows this code as chosen.
func (q Question) Has(code string) bool { return slices.Contains(q.shownValues(), code) }

// Stored is the first stored value.
func (q Question) Stored() string {
	if len(q.Values) == 0 {
		return ""
	}
	return q.Values[0]
}

func (q Question) shownValues() []string {
	if q.Typed != nil {
		return q.Typed
	}
	return q.Values
}

// DayText is the day in the field: as typed when it was refused, else the stored day as people write it.
func (q Question) DayText() string {
	if q.Typed != nil {
		return q.Value()
	}
	day, err := time.Parse(time.DateOnly, q.Stored())
	if err != nil {
		return ""
	}
	return day.Format("02/01/2006")
}

// hasDay says whether a real day is stored, not "declined" or "unknown".
func (q Question) hasDay() bool {
	_, err := time.Parse(time.DateOnly, q.Stored())
	return err == nil
}

// words is the stored answer for people to read.
func (q Question) words() string {
	if q.Display != "" {
		return q.Display
	}
	return "Not answered"
}

// FieldName is the name under which the answer is sent.
func (q Question) FieldName() string {
	if q.Name != "" {
		return q.Name
	}
	return "value"
}

// InputID is the id of the field, for links to it.
func (q Question) InputID() string { return q.inputID() }

func (q Question) inputID() string   { return q.ID + "-input" }
func (q Question) labelID() string   { return q.ID + "-label" }
func (q Question) errorID() string   { return q.ID + "-error" }
func (q Question) hintID() string    { return q.ID + "-hint" }
func (q Question) problemID() string { return q.ID + "-problem" }

// describedBy lists the ids of what explains the field, for aria-describedby.
func (q Question) describedBy(more ...string) string {
	ids := ""
	add := func(id string) {
		if ids != "" {
			ids += " "
		}
		ids += id
	}
	if q.hint() != "" {
		add(q.hintID())
	}
	if q.Error != "" {
		add(q.errorID())
	}
	for _, id := range more {
		add(id)
	}
	return ids
}

// hint is the line under the label: its own, or how to write a day.
func (q Question) hint() string {
	if q.Hint != "" || q.ReadOnly != "" {
		return q.Hint
	}
	switch q.Kind {
	case ask.KindDay, ask.KindDayConfirmed:
		return "For example, 27/3/2025"
	default:
		return ""
	}
}

// oob is where something drawn out of band goes: onto what has its id, or only onto that while it is empty.
func oob(id string, appears bool) string {
	if appears {
		return "outerMorph:#" + id + "[hidden]"
	}
	return "outerMorph"
}

// single says whether the label belongs to one field; other kinds are a named group of buttons or boxes.
func (q Question) single() bool {
	if q.ReadOnly != "" {
		return false
	}
	switch q.Kind {
	case ask.KindText, ask.KindLongText, ask.KindSelect, ask.KindSearch, ask.KindDay, ask.KindDayConfirmed:
		return true
	default:
		return false
	}
}

// group is a run of options under one heading.
type group struct {
	Name    string
	Options []Option
}

// groups gathers options under their headings, in the order they come.
func (q Question) groups() []group {
	var found []group
	at := map[string]int{}
	for _, o := range q.Options {
		i, ok := at[o.Group]
		if !ok {
			i = len(found)
			at[o.Group] = i
			found = append(found, group{Name: o.Group})
		}
		found[i].Options = append(found[i].Options, o)
	}
	return found
}

// label is an option's label with its synonym in brackets.
func (o Option) label() string {
	if o.Hint == "" {
		return o.Label
	}
	return o.Label + " (" + o.Hint + ")"
}

// confirmWords is what a confirmation asks; kinds that always ask have words of their own.
func (q Question) confirmWords() string {
	if q.Confirm != "" {
		return q.Confirm
	}
	return "Are you sure? This cannot be undone."
}

// left is the number of characters that may still be typed; negative when there are too many.
func (q Question) left() int { return q.MaxLength - utf8.RuneCountInString(q.Value()) }

func (q Question) leftWords() string {
	switch n := q.left(); {
	case n < 0:
		return fmt.Sprintf("%d %s too many", -n, characters(-n))
	default:
		return fmt.Sprintf("%d %s left", n, characters(n))
	}
}

func characters(n int) string {
	if n == 1 {
		return "character"
	}
	return "characters"
}
