package server

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/control"
)

// viewer draws the questions of one record for one person: it knows the addresses, the seal and what is closed to them.
type viewer struct {
	record *record.Record
	person tenants.Person
	path   string // of the case: /{org}/cases/{case}
	seal   string
	done   *dataset.Completion // cached progress, when the record was only glanced at
}

// place is where a question stands: a section, or a row of one of its lists.
type place struct {
	section *ask.Section
	list    *ask.Records
	in      ask.Input
}

func (p place) id(q *ask.Question) string {
	if p.list != nil {
		return fmt.Sprintf("q-%s-%d-%s", p.list.Key, ask.RowID(p.in.Row), q.Key)
	}
	return "q-" + p.section.Key + "-" + q.Key
}

func (p place) path(base string, q *ask.Question) string {
	if p.list != nil {
		return rowPath(base, p) + "/" + q.Key
	}
	return base + "/" + p.section.Key + "/" + q.Key
}

func rowPath(base string, p place) string {
	return base + "/" + p.list.Key + "/" + strconv.FormatInt(ask.RowID(p.in.Row), 10)
}

// question gives everything its control draws.
func (v viewer) question(p place, q *ask.Question) control.Question {
	view := control.Question{
		ID: p.id(q), Section: p.section.Key, Column: q.Key, Kind: q.Kind,
		Label: q.Label, HelpTitle: q.Label, Help: q.Advice,
		Path: p.path(v.path, q), Key: uuid.NewString(), As: v.seal, Version: v.record.Revision,
		Shown: q.IsShown(p.in), Scored: q.IsExpected(p.in),
		MaxLength: q.Max, Confirm: q.Asks, Action: q.Button,
	}
	if p.list != nil { // a page has its own headings, a row none
		view.Heading = q.Heading
	}
	if !view.Shown {
		return view
	}
	view.Values, view.Display, view.Answered = q.Format(p.in.Row), q.Words(p.in), q.IsAnswered(p.in.Row)
	view.Hint, view.ReadOnly = q.Notes(p.in), v.closed(p, q)
	if k := q.Keywords(); k != nil {
		view.Keywords = chosen(k, p.in)
	}
	if view.ReadOnly == "" {
		view.Options = options(q, p.in)
		view.Max = p.in.Today.String()
	}
	return view
}

// closed says why the person may not answer the question, and nothing when they may.
func (v viewer) closed(p place, q *ask.Question) string {
	if words := v.record.ClosedWords(v.person, p.section); words != "" {
		return firstSentence(words)
	}
	if q.Needs != "" && !v.person.Role.May(tenants.Action(q.Needs)) {
		return "Your role does not allow this."
	}
	if open, words := q.IsOpen(p.in); !open {
		return words
	}
	return ""
}

// firstSentence is all that stands at each question: the head of the page has the rest.
func firstSentence(words string) string {
	if first, _, more := strings.Cut(words, ". "); more {
		return first + "."
	}
	return words
}

func options(q *ask.Question, in ask.Input) []control.Option {
	if q.Kind == ask.KindTiles || q.Kind == ask.KindTicks {
		var tiles []control.Option
		for _, c := range q.Columns {
			tiles = append(tiles, control.Option{Code: c.Name, Label: c.Label, Hint: c.Hint})
		}
		return tiles
	}
	var offered []control.Option
	for _, o := range q.Offered(in) {
		option := control.Option{Code: o.Code, Label: o.Label, Hint: o.Hint, Group: o.Group}
		if q.Kind == ask.KindSearch {
			option.Concept = o.Concept
		}
		if !o.IsOffered(in.Today) { // it is the answer already
			option.Label += " – no longer in use"
		}
		offered = append(offered, option)
	}
	return offered
}

// chosen are the stored answers of a question on a list.
func chosen(q *ask.Question, in ask.Input) []control.Option {
	var stored []control.Option
	for _, code := range q.Format(in.Row) {
		stored = append(stored, control.Option{Code: code, Label: q.Say(in, []string{code})})
	}
	return stored
}

// list gives everything a repeating list draws; the rows numbered open are drawn with their questions.
func (v viewer) list(section *ask.Section, list *ask.Records, open ...int64) control.List {
	in := v.record.In(section)
	view := control.List{
		ID: "list-" + list.Key, Key: list.Key, Title: list.Title, Path: v.path + "/" + list.Key, AddLabel: list.Add,
		ReadOnly: v.record.ClosedWords(v.person, section), As: v.seal, NextKey: uuid.NewString(), Version: v.record.Revision,
		Shown: list.IsShown(in),
	}
	if !view.Shown {
		return view
	}
	view.Warning = list.Missing(in)
	for _, row := range list.Rows(in) {
		view.Rows = append(view.Rows, v.row(section, list, row, slices.Contains(open, ask.RowID(row))))
	}
	return view
}

// row gives one entry of a list, closed as facts or open as questions.
func (v viewer) row(section *ask.Section, list *ask.Records, row any, open bool) control.Row {
	p := place{section, list, list.In(v.record.In(section), row)}
	view := control.Row{
		ID: fmt.Sprintf("row-%s-%d", list.Key, ask.RowID(row)), Path: rowPath(v.path, p),
		Title: v.rowTitle(p), Complete: list.Section.Progress(p.in).Complete(), Open: open,
		ReadOnly: v.record.ClosedWords(v.person, section), As: v.seal, Key: uuid.NewString(), Version: v.record.Revision,
	}
	if open {
		for _, q := range list.Section.Questions {
			if q.DrawnBy() == q {
				view.Questions = append(view.Questions, v.question(p, q))
			}
		}
		return view
	}
	for _, q := range list.Section.Summary() {
		if words := q.Words(p.in); words != "" {
			view.Facts = append(view.Facts, control.Fact{Label: q.Label, Value: words})
		}
	}
	return view
}

// rowTitle is the answer to a row's first question; a date alone would name nothing.
func (v viewer) rowTitle(p place) string {
	first, kind := p.list.Section.Questions[0], p.list.Section.Title
	switch words := first.Words(p.in); {
	case words == "":
		return "New " + strings.ToLower(kind)
	case first.Kind == ask.KindDay:
		return kind + " of " + words
	default:
		return words
	}
}
