package page

import (
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/part"
)

// Exports is the page on which exports are asked for and fetched.
type Exports struct {
	Whose  string // the trust or board, or the nation
	Intro  string
	Action string // POST: asks for one
	As     string
	Offers []ExportOffer
	Wrong  []Wrong
	List   ExportList
}

// ExportOffer is a kind of export, with what it can be narrowed to.
type ExportOffer struct {
	Kind, Name, Says string
	Selects          []FilterSelect
	Buttons          []control.Option // a format each
	Names            *ExportNames     // of the audit team, which is told who the children are for a reason
}

// ExportNames asks whether the children are to be named, and why.
type ExportNames struct {
	Always     bool // it cannot be had without
	On         bool
	Note       string // what is wrong with the tick
	Reason     string
	ReasonNote string
}

// ExportList is what was asked for: "#exports", which looks again by itself while something is being made.
type ExportList struct {
	Rows     []ExportRow
	WaitPath string // GET it after a moment
	Href     string // of the page, to look again
	Action   string // POST: asks again
	As       string
	Note     string
}

// ExportRow is one export, and what became of it.
type ExportRow struct {
	ID, Name, Narrowed, Format string
	Asked                      string // when, by whom
	State                      part.Tag
	Note                       string // how many rows, until when, or why it failed
	FileHref                   string // fetches it
	FileName                   string
	Again                      []Kept // asks for the same; none: it cannot be
}
