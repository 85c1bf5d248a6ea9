package dataset

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Doubt is a stored answer that no longer passes its checks, and where it stands.
type Doubt struct {
	ask.Problem
	Section *ask.Section // the form
	List    *ask.Records // nil for an answer of the form itself
	Row     any          // of the list
	Number  int          // of the row, from 1
}

// Warnings counts the doubts.
func (c *Child) Warnings(at Circumstances) int { return len(c.Doubts(at)) }

// Doubts are the stored answers that no longer pass their checks, such as a date before a date of birth that was
// corrected since. A record that was registered in its time is not late, and whoever has a role in the child's care may
// have closed since: neither is a doubt.
func (c *Child) Doubts(at Circumstances) []Doubt {
	at.National, at.Options = true, c.namedOrganisations(at.Options)
	var found []Doubt
	add := func(problems []ask.Problem, where Doubt) {
		for _, p := range problems {
			where.Problem = p
			found = append(found, where)
		}
	}
	add(CaseSection.Problems(c.In(CaseSection, at)), Doubt{Section: CaseSection})
	for _, s := range Sections {
		in := c.In(s, at)
		add(s.Problems(in), Doubt{Section: s})
		for _, list := range s.Lists {
			for i, row := range list.Rows(in) {
				add(list.Section.Problems(c.rowIn(list.Section, row, at)), Doubt{Section: s, List: list, Row: row, Number: i + 1})
			}
		}
	}
	return found
}

// rowIn is the input for a row of a section that repeats, told from the others by itself: before it is stored it has no number.
func (c *Child) rowIn(s *ask.Section, row any, at Circumstances) ask.Input {
	in := c.In(CaseSection, at)
	in.Row = row
	for _, other := range c.Rows(s) {
		if other != row {
			in.Others = append(in.Others, other)
		}
	}
	return in
}

// namedOrganisations accepts as an organisation whatever the record names as one.
func (c *Child) namedOrganisations(other func(string) []ask.Option) func(string) []ask.Option {
	var named []ask.Option
	for _, s := range Sections {
		for _, q := range s.Questions {
			if q.Kind == ask.KindOrganisation {
				for _, id := range q.Format(c.Row(s)) {
					named = append(named, ask.Option{Code: id})
				}
			}
		}
	}
	return func(list string) []ask.Option {
		if list == Organisations || list == AllOrganisations || other == nil {
			return named
		}
		return other(list)
	}
}

// CountsChangeOn is the next day on which completion or warnings may be others though nobody changes the record: the birthday
// that opens a question, or the day that a date in the future was for. Nil when there is none.
func (c *Child) CountsChangeOn(today ask.Date, lists ask.Lists) *ask.Date {
	days := append(c.birthdaysThatOpen(lists), c.datesAhead(today)...)
	days = slices.DeleteFunc(days, func(d ask.Date) bool { return !d.After(today) })
	if len(days) == 0 {
		return nil
	}
	next := slices.MinFunc(days, func(a, b ask.Date) int { return b.DaysUntil(a) })
	return &next
}

// datesAhead are stored dates that have not come yet, which only a record received from outside holds.
func (c *Child) datesAhead(today ask.Date) []ask.Date {
	var days []ask.Date
	look := func(s *ask.Section, row any) {
		for _, column := range s.Columns {
			if column.Type != "date" {
				continue
			}
			if d, ok := column.Get(row).(ask.Date); ok && d.After(today) {
				days = append(days, d)
			}
		}
	}
	look(CaseSection, c.Row(CaseSection))
	for _, s := range Sections {
		look(s, c.Row(s))
	}
	for _, s := range Repeating() {
		for _, row := range c.Rows(s) {
			look(s, row)
		}
	}
	return days
}
