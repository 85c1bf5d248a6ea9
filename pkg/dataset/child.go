package dataset

import (
	"reflect"
	"slices"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Child is one child's whole record: a row a form, and the rows of the lists. A form never opened has an empty row.
type Child struct {
	rows  map[reflect.Type]any
	lists map[reflect.Type][]any
}

// NewChild makes a child of whom nothing is known.
func NewChild() *Child {
	return &Child{rows: map[reflect.Type]any{}, lists: map[reflect.Type][]any{}}
}

// row gives the child's row of a form by its struct: so that a section's rules can name other sections without a cycle.
func row[T any](c *Child) *T {
	t := reflect.TypeFor[T]()
	if found, ok := c.rows[t]; ok {
		return found.(*T)
	}
	fresh := new(T)
	c.rows[t] = fresh
	return fresh
}

// Row gives the child's row of a form.
func (c *Child) Row(s *ask.Section) any {
	if found, ok := c.rows[s.RowType()]; ok {
		return found
	}
	fresh := s.NewRow()
	c.rows[s.RowType()] = fresh
	return fresh
}

// Rows gives the child's rows of a section that repeats, in the order they were added.
func (c *Child) Rows(s *ask.Section) []any { return c.lists[s.RowType()] }

// rowsOf gives the child's rows of a section that repeats by its struct.
func rowsOf[T any](c *Child) []*T {
	stored := c.lists[reflect.TypeFor[T]()]
	all := make([]*T, len(stored))
	for i, row := range stored {
		all[i] = row.(*T)
	}
	return all
}

// AddRow adds a row of a section that repeats.
func (c *Child) AddRow(s *ask.Section, row any) {
	c.lists[s.RowType()] = append(c.lists[s.RowType()], row)
}

// RemoveRow removes a row of a section that repeats.
func (c *Child) RemoveRow(s *ask.Section, row any) {
	c.lists[s.RowType()] = slices.DeleteFunc(slices.Clone(c.Rows(s)), func(other any) bool { return other == row })
}

// Circumstances are what rules may look at beyond the child.
type Circumstances struct {
	Today    ask.Date
	National bool
	Options  func(list string) []ask.Option
	Country  string    // of the tenant, which says by what number a child is known; empty when it is not known
	Calendar Calendar  // nil: as the rule has it
	Lists    ask.Lists // the code lists as they stand; nil: as this release has them
	Rules    string    // name of the rule set that measures are scored by; empty: where nothing is scored
}

func (at Circumstances) calendar() Calendar {
	if at.Calendar == nil {
		return byRule
	}
	return at.Calendar
}

// In is the input for a form of the child.
func (c *Child) In(s *ask.Section, at Circumstances) ask.Input {
	return ask.Input{Child: c, Row: c.Row(s), Rows: c.Rows, Today: at.Today, National: at.National, Options: at.Options,
		Lists: at.Lists, Around: at}
}

// Progress counts the slots of one form.
func (c *Child) Progress(s *ask.Section, at Circumstances) ask.Progress {
	return s.Progress(c.In(s, at))
}

// Missing are the slots of one form that are expected and not answered.
func (c *Child) Missing(s *ask.Section, at Circumstances) []ask.Gap {
	return s.Missing(c.In(s, at))
}

// Completion is the progress of every form, in the order of Sections, and their sum.
type Completion struct {
	Forms []ask.Progress
	Total ask.Progress
}

// Complete tells whether all seven forms are complete.
func (p Completion) Complete() bool {
	for _, f := range p.Forms {
		if !f.Complete() {
			return false
		}
	}
	return true
}

// Completion counts the slots of all forms (dataset.md, section 10).
func (c *Child) Completion(at Circumstances) Completion {
	var done Completion
	for _, s := range Sections {
		p := c.Progress(s, at)
		done.Forms = append(done.Forms, p)
		done.Total = done.Total.Plus(p)
	}
	return done
}

// childOf is the child a named rule may look at.
func childOf(in ask.Input) *Child { return in.Child.(*Child) }

// aroundOf are the circumstances a named rule may look at.
func aroundOf(in ask.Input) Circumstances {
	at, _ := in.Around.(Circumstances)
	return at
}

// calendarOf is the calendar a named rule may look at.
func calendarOf(in ask.Input) Calendar { return aroundOf(in).calendar() }

// countryOf is the country a named rule may look at; empty when it is not known.
func countryOf(in ask.Input) string { return aroundOf(in).Country }
