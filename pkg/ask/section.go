package ask

import (
	"fmt"
	"reflect"
)

// Row is embedded in the struct of a section that repeats: it carries the row's number.
type Row struct{ ID int64 }

// Item is what a section shows, in order: a *Question, a Heading, Points, *Records, or a Held column.
type Item interface{ attach(*Section) }

// Heading opens a group of questions.
type Heading string

func (Heading) attach(*Section) {}

// Points are criteria that people have before them when they answer the question below.
type Points struct {
	Intro  string
	Points []string
}

func (Points) attach(*Section) {}

// Section is one page of the form: one table, one struct, one progress ring.
type Section struct {
	Key       string // in URLs and HTML ids
	Title     string
	Table     string
	Exchange  string // the name of the form, or list, in the exchange record
	Items     []Item
	Questions []*Question
	Columns   []*Column
	Lists     []*Records

	prototype reflect.Value
	columnAt  map[uintptr]*Column // by the address of its field in the prototype
	byAddress map[uintptr]*Column // of the prototype's fields, by which declarations name them
	open      Condition
	order     *Column // a date by which the rows of its lists are shown
	newest    bool    // first, else the oldest
	summary   []*Question
}

// NewSection declares a section. row points to the prototype of its struct: only the addresses of its fields are used. It
// panics, so the program does not start, where a field has no question or two, or a rule names another struct's field.
func NewSection(key, title string, row any, items ...Item) *Section {
	s := &Section{Key: key, Title: title, Items: items, prototype: reflect.ValueOf(row).Elem()}
	t := s.prototype.Type()
	s.Table, s.Exchange = snake(t.Name()), snake(t.Name())
	s.Columns, s.columnAt = columnsOf(t), map[uintptr]*Column{}
	for _, c := range s.Columns {
		s.columnAt[s.prototype.Field(c.field).Addr().Pointer()] = c
	}
	s.byAddress = map[uintptr]*Column{}
	for _, c := range s.Columns {
		s.byAddress[s.prototype.Field(c.field).Addr().Pointer()] = c
	}
	var heading Heading // of the item before
	for _, item := range items {
		item.attach(s)
		if q, ok := item.(*Question); ok {
			q.Heading = string(heading)
		}
		heading, _ = item.(Heading)
	}
	for _, q := range s.Questions {
		s.bindColumns(q)
	}
	s.mustAskEveryColumnOnce()
	for _, q := range s.Questions {
		s.bindRules(q)
	}
	for _, r := range s.Lists {
		r.shown.bind(s)
		r.needed.bind(r.Section)
	}
	return s
}

// StoredIn names the table, where that is not the struct's name.
func (s *Section) StoredIn(table string) *Section { s.Table = table; return s }

// ExchangedAs names the form in the exchange record, where that is not the struct's name.
func (s *Section) ExchangedAs(name string) *Section { s.Exchange = name; return s }

// NewestFirst shows the rows of a section that repeats by a date, the newest first; those without one come last, as added.
func (s *Section) NewestFirst(field **Date) *Section { s.order, s.newest = s.at(field), true; return s }

// OldestFirst shows the rows of a section that repeats by a date, the oldest first; those without one come last, as added.
func (s *Section) OldestFirst(field **Date) *Section { s.order = s.at(field); return s }

// SummedUpBy names the fields that stand for a row of a section that repeats while it is closed, besides its first.
func (s *Section) SummedUpBy(fields ...any) *Section {
	for _, field := range fields {
		s.summary = append(s.summary, s.questionOn(field))
	}
	return s
}

// Summary are the questions that stand for a closed row: those named, else all but the first, which is its title.
func (s *Section) Summary() []*Question {
	if s.summary != nil {
		return s.summary
	}
	return s.Questions[1:]
}

// OpenIf says when the section may be answered at all.
func (s *Section) OpenIf(c Condition) *Section {
	c.bind(s)
	s.open = c
	return s
}

// IsOpen tells whether the section may be answered; if not, in which words it is closed.
func (s *Section) IsOpen(in Input) (bool, string) {
	return s.open.Holds(in), s.open.Unmet(in)
}

// RowType is the section's struct.
func (s *Section) RowType() reflect.Type { return s.prototype.Type() }

// NewRow makes an empty row of the section's struct.
func (s *Section) NewRow() any { return reflect.New(s.prototype.Type()).Interface() }

// Question finds a question by its key.
func (s *Section) Question(key string) (*Question, bool) {
	for _, q := range s.Questions {
		if q.Key == key {
			return q, true
		}
	}
	return nil, false
}

// List finds one of the section's lists by its key.
func (s *Section) List(key string) (*Records, bool) {
	for _, r := range s.Lists {
		if r.Key == key {
			return r, true
		}
	}
	return nil, false
}

// KeyOf is the key of the question on a field of the section's prototype.
func (s *Section) KeyOf(field any) string { return s.questionOn(field).Key }

func (q *Question) attach(s *Section) { s.Questions = append(s.Questions, q) }

// at finds the column of a field by its address in the prototype.
func (s *Section) at(field any) *Column {
	if c, ok := s.byAddress[reflect.ValueOf(field).Pointer()]; ok {
		return c
	}
	panic(fmt.Sprintf("section %q: a rule names a field of another struct", s.Title))
}

func (s *Section) questionOn(field any) *Question {
	column := s.at(field)
	for _, q := range s.Questions {
		for _, c := range q.Columns {
			if c == column {
				return q
			}
		}
	}
	return nil
}

// bindColumns resolves the fields a question was declared on into columns of the section.
func (s *Section) bindColumns(q *Question) {
	for i, f := range q.fields {
		c := s.at(f)
		c.Label = q.Label
		if i < len(q.tiles) {
			c.Label, c.Hint = q.tiles[i].Label, q.tiles[i].Hint
		} else if i > 0 {
			c.Label = q.Label + ": " + q.flag
		}
		q.Columns = append(q.Columns, c)
	}
	q.Key = q.Columns[0].Name
	if len(q.tiles) > 0 {
		q.Key = snake(lastWordless(q.Label))
	}
}

// bindRules ties what a question's rules name to the section. All columns are bound by then, so that a rule may name a
// question that is declared further down.
func (s *Section) bindRules(q *Question) {
	q.shown.bind(s)
	q.expected.bind(s)
	q.open.bind(s)
	s.bindKeywords(q)
	if q.waits != nil {
		q.waitsFrom = s.at(q.waits)
	}
	for _, field := range q.resets {
		s.at(field)
	}
	for _, p := range q.partners {
		if p.before { // the earlier date is checked against this one too
			other := s.questionOn(p.field)
			other.partners = append(other.partners, partner{q.fields[0], false})
		}
	}
}

// lastWordless makes a key of a label: "Side of onset" becomes SideOfOnset before snake case.
func lastWordless(label string) string {
	key, upper := "", true
	for _, r := range label {
		switch {
		case r == ' ' || r == '-' || r == '/' || r == ',':
			upper = true
		case upper:
			key, upper = key+string(toUpper(r)), false
		default:
			key += string(r)
		}
	}
	return key
}

func toUpper(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r - 'a' + 'A'
	}
	return r
}

func (s *Section) mustAskEveryColumnOnce() {
	asked := map[*Column]int{}
	for _, q := range s.Questions {
		for _, c := range q.Columns {
			asked[c]++
		}
	}
	for _, item := range s.Items {
		if h, ok := item.(Held); ok {
			asked[s.at(h.Field)]++
		}
	}
	for _, c := range s.Columns {
		if asked[c] != 1 {
			panic(fmt.Sprintf("section %q: column %s has %d questions, want 1", s.Title, c.Name, asked[c]))
		}
	}
	keys := map[string]bool{}
	for _, q := range s.Questions {
		if keys[q.Key] {
			panic(fmt.Sprintf("section %q: two questions have the key %s", s.Title, q.Key))
		}
		keys[q.Key] = true
	}
}
