package page

import "github.com/pinktick/pinktick/ui/control"

// Wrong is one line of an error summary: what is wrong, with the way to it.
type Wrong struct{ Href, Text string }

// Duplicate says that the child is in the audit already: here, or at a centre that is named and no more.
type Duplicate struct {
	Text      string
	OwnHref   string // of the record, in the person's own trust
	AskAction string // POST: ask the other centre for a transfer
	Fields    []Kept
}

// ChildForm is a child's details as one form, to add a child or to change the details.
type ChildForm struct {
	Title      string
	Lead       string // which centre will lead, said beforehand; empty when the child is there already
	Wrong      []Wrong
	Overtaken  bool // somebody else changed some of it meanwhile: those questions carry a conflict
	Duplicate  *Duplicate
	Action     string // POST
	As, Key    string
	Version    int64
	Questions  []control.Question
	Button     string
	CancelHref string
}

// typed tells the page's script whether the form holds what is saved nowhere yet.
func (c ChildForm) typed() string {
	if len(c.Wrong) > 0 || c.Overtaken || c.Duplicate != nil {
		return "yes"
	}
	return "no"
}

// Clash is a stored date that does not go with the rest of the record.
type Clash struct{ Where, Question, Value, Problem, Href string }

// Detail is one of a child's details in words, with what is doubtful about it.
type Detail struct{ Label, Value, Doubt string }

// ChildDetails is who the child is, to read.
type ChildDetails struct {
	Child      Child
	Tabs       []Tab
	Details    []Detail
	Clashes    []Clash
	EditHref   string // empty when the person may not change them
	Closed     string // why they may not be changed
	DeleteHref string
	OptOutHref string
	Next       *Onward
}

// Onward is what to do next, as a button.
type Onward struct{ Label, Href string }

// EndRecord asks before a record is deleted, or a child opted out.
type EndRecord struct {
	Child      Child
	Title      string
	Points     []string // what will happen
	Wrong      []Wrong
	Reasons    []control.Option // none: no reason is asked
	Reason     string
	ReasonNote string // what is wrong with it
	TypedLabel string
	Typed      string
	TypedNote  string
	Action     string // POST
	As, Key    string
	Button     string
	CancelHref string
}

// DeletedRow is a record in quarantine.
type DeletedRow struct {
	Number, Name, Reason, By, When, Left string
	Action, Key                          string // POST: restore it
}

// DeletedRecords are a trust's records in quarantine.
type DeletedRecords struct {
	Organisation string
	As           string
	Rows         []DeletedRow
	ListHref     string
}
