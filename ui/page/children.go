package page

import (
	"fmt"

	"github.com/pinktick/pinktick/ui/part"
)

// Children is the list of children of a scope.
type Children struct {
	Whose      string // the hospital, the trust, or all
	AddHref    string // empty for those who may not
	Statistics Statistics
	Scopes     Scopes
	Waiting    TransfersBlock // what waits for the person's answer
	Search     part.SearchBox
	Table      ChildrenTable
}

// Statistics are how many children a scope has, in words.
type Statistics struct {
	Path              string // GET it
	Total, Registered string
}

// Scopes are whose children may be shown.
type Scopes struct {
	Action        string // POST scope=…
	As            string
	Buttons       []Scope
	PickAction    string // POST organisation=…
	Organisations []FilterOption
}

// Scope is one of them.
type Scope struct {
	Value, Label string
	Current      bool
}

// ChildrenTable is the region of the list that search, filters, sort and paging swap: "#case-table".
type ChildrenTable struct {
	Filters     Filters
	Chips       []part.Chip   // the filters in use; each leads to the list without it
	Columns     []part.Column // in the order of the row
	Rows        []ChildRow
	Paging      part.Paging
	Empty       string // why there is no row
	EmptyHref   string // the way out: clear the search
	EmptyAction string
	RefreshPath string        // GET the region again
	SearchForm  string        // id of the form of the search box
	Keep        []part.Hidden // what that form sends besides the words: scope, filters, order and size
	Bulk        *Bulk         // several records may be submitted at once
	Open        string        // POST tenant=… case=…: opens a record of another trust
}

// Filters narrow the list; each choice is part of its address.
type Filters struct {
	Action  string
	Keep    []part.Hidden // scope, words, order and size
	Selects []FilterSelect
	Ticks   []FilterTick
}

// FilterSelect is a filter with several values.
type FilterSelect struct {
	Name, Label string
	Options     []FilterOption
}

// FilterOption is one of them; those of one group follow each other.
type FilterOption struct {
	Value, Label, Group string
	Selected            bool
}

// FilterTick is a filter that is on or off.
type FilterTick struct {
	Name, Value, Label string
	On                 bool
}

// Bulk submits the ticked records.
type Bulk struct{ Action, As, Return string }

// ChildRow is one child in the list.
type ChildRow struct {
	Key       string // the audit number, for addresses; empty when nothing of the child is shown
	Number    string
	Name      string
	Lead      string // the lead centre, where children of many are shown
	Sex       string
	NHSNumber string // 3-3-4, or the reference number in its place
	Deadline  string
	Cohort    string
	DaysLeft  string
	Href      string // of the record; empty where there is none to open
	EditHref  string // of the child's details
	Tenant    string // whose record it is, where opening it makes another trust the active one
	As        string
	States    []part.Tag
	Answered  int // of Asked, while the record is incomplete
	Asked     int
	Note      string // what is missing until when
	Soon      bool   // the deadline is near
	Muted     bool   // it has passed
	Pending   bool   // a transfer waits for an answer
	Masked    bool   // the child opted out
	Pick      bool   // may be ticked
	Actions   []RowAction
	Answers   *TransferRow // another centre asks for the child
}

// RowAction is something to do with the record, one press away.
type RowAction struct {
	Label, Action string
	Key           string // idempotency key
	Return        string // the list, as it is shown now
}

func (r ChildRow) progressWords() string {
	return fmt.Sprintf("%d %% (%d/%d)", (200*r.Answered+r.Asked)/(2*r.Asked), r.Answered, r.Asked)
}

func (r ChildRow) progressName() string {
	return fmt.Sprintf("%d of %d answered for %s", r.Answered, r.Asked, r.Name)
}

// paging is the table's paging without its count, which stands above the table.
func (t ChildrenTable) paging() part.Paging {
	p := t.Paging
	p.Showing = ""
	return p
}

// Submissions are several records to submit, or what became of them.
type Submissions struct {
	Title, Words string
	Outcomes     []Outcome
	Action, Yes  string // POST, with Fields; empty when it is done
	Fields       []part.Hidden
	BackHref     string
}

// Outcome is one of the records.
type Outcome struct {
	Name, Number, Words string
	Refused             bool
}
