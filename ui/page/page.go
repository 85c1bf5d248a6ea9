// Package page has one typed struct and one component for each page, and for each region of a page that is swapped by itself.
package page

import (
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/part"
)

// Provider is a way to sign in.
type Provider struct {
	Name string // of the trust, or of the service
	ODS  string
	Href string // GET: starts the sign-in
}

// Welcome is the first page: what this is, and which trust to sign in at.
type Welcome struct {
	Search     part.SearchBox
	Query      string
	Found      []Provider
	Remembered *Provider // the trust chosen last on this browser
	CIS2       *Provider
	Previous   string // date, time and address of the previous sign-in, when signed in
	Continue   string // to where their work begins, when signed in
}

// Trust is the page of a deep link: sign in at this one.
type Trust struct {
	Name, ODS string
	SignIn    Provider
	CIS2      *Provider
	OtherHref string
}

// Child is the heading of a record.
type Child struct {
	Name, Number, LeadCentre, Cohort, Deadline, DaysLeft string
	Late                                                 bool
	Standing                                             Standing
	EditHref                                             string // the form of the details; empty when the person may not change them
}

// Standing is where a record stands, and what the person can do about it: "#record-state".
type Standing struct {
	State    part.Tag
	Extended string // until when the centre was granted longer
	Note     string // since when, by whom
	Act      *Act
}

// Act is a button that changes a record as a whole. It asks first.
type Act struct {
	Label, Path, Asks string
	Quiet             bool // not what the person is here for
	Key, As           string
	At                string // the section that the person is on, to come back to
}

// Unregister takes a child out of the audit's counts: "#unregister".
type Unregister struct {
	Act
	Reasons []control.Option
	Error   string // no reason was given
}

// Tab is one view of a record.
type Tab struct {
	Label, Href string
	Current     bool
}

// Item is a question, a repeating list, or criteria to have before one when answering.
type Item struct {
	Question *control.Question
	List     *control.List
	Points   *Points
}

// Points are criteria under a line that says of what.
type Points struct {
	Intro  string
	Points []string
}

// Group is a run of questions under a heading.
type Group struct {
	Title, Intro string
	Items        []Item
}

// Record is one section of one child's record.
type Record struct {
	Child    Child
	Watch    part.Watch
	Tabs     []Tab
	Steps    part.Steps
	Wheel    part.Wheel
	Missing  part.Missing
	Title    string // of the section
	ReadOnly string // why nothing may be answered here
	Groups   []Group
	Previous *part.Way
	Next     *part.Way
}

// Centre is a centre that led the care.
type Centre struct {
	Name, Parent string
	From, Until  string // empty: not known
	Roles        string // what it still does for the child
}

func (c Centre) when() string {
	switch {
	case c.From == "":
		return "until " + c.Until
	case c.Until == "":
		return "from " + c.From
	}
	return c.From + " to " + c.Until
}

// Registration is the first section: its questions stand in three panels.
type Registration struct {
	Child       Child
	Watch       part.Watch
	Tabs        []Tab
	Steps       part.Steps
	Wheel       part.Wheel
	Missing     part.Missing
	ReadOnly    string
	AllOf       []string // the criteria of which all must hold
	NoneOf      []string // and of which none may
	Eligibility control.Question
	Lead        control.Question
	Transfer    LeadTransfer
	Dates       []control.Question
	Facts       RegistrationFacts
	Unregister  *Unregister // where the person may
	Next        *part.Way
}

// RegistrationFacts are what registering works out: cohort, end of the first year, deadline. It fetches itself after an answer.
type RegistrationFacts struct {
	Path  string // GET it; empty when it is swapped out of band instead
	Facts []part.Pair
	OOB   bool
}

// Missing is what a whole record misses.
type Missing struct {
	Child   Child
	Tabs    []Tab
	Missing part.MissingAll
}

// Change is one line of the history.
type Change struct {
	When, Who, Section, Row, Question, Old, New string
}

// History is what was changed in a record.
type History struct {
	Child   Child
	Tabs    []Tab
	Changes []Change
	Paging  part.Paging
}
