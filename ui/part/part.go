// Package part draws the small things pages are made of: rings, the step menu, tables, paging, alerts. It is given values only.
package part

import (
	"fmt"
	"strconv"
	"strings"
)

// Ring is how far a section has come.
type Ring struct {
	Answered, Asked int
}

// Words is the ring for people who do not see it.
func (r Ring) Words() string { return fmt.Sprintf("%d of %d answered", r.Answered, r.Asked) }

// Complete says whether everything asked is answered.
func (r Ring) Complete() bool { return r.Asked > 0 && r.Answered >= r.Asked }

// dash is the drawn part of a circle whose length is 100.
func (r Ring) dash() string {
	if r.Asked == 0 {
		return "0 100"
	}
	done := min(100, r.Answered*100/r.Asked)
	return strconv.Itoa(done) + " 100"
}

// Way is the way on: the next section.
type Way struct{ Label, Href string }

// Wheel is the progress ring of the open section; it fetches itself when an answer of the section is saved.
type Wheel struct {
	Section string // its key: "tests"
	Title   string
	Path    string // GET it
	Ring    Ring
	Next    *Way
}

// Step is one section in the step menu.
type Step struct {
	Section string
	Label   string
	Href    string
	Ring    Ring
	Current bool
	Closed  string // why it cannot be opened yet; empty when it can
	Summary bool   // it asks nothing: it shows what the answers amount to
}

// Steps is the step menu; it fetches itself when an answer of any section is saved.
type Steps struct {
	Path  string // GET it, with ?at= the open section
	Steps []Step
}

// trigger lists the events of every section. Events are heard on the document, as those of a deleted row start there.
func (s Steps) trigger() string {
	names := make([]string, 0, len(s.Steps))
	for _, step := range s.Steps {
		if !step.Summary {
			names = append(names, "answered-"+step.Section+" from:document")
		}
	}
	return strings.Join(names, ", ")
}

func (s Steps) current() Step {
	for _, step := range s.Steps {
		if step.Current {
			return step
		}
	}
	return Step{}
}

// AlertKind is how urgent an alert is.
type AlertKind string

// The kinds of alert.
const (
	AlertInfo    AlertKind = "info"
	AlertSuccess AlertKind = "success"
	AlertWarning AlertKind = "warning"
	AlertError   AlertKind = "error"
)

// Alert is a notice above the content of a page.
type Alert struct {
	Kind        AlertKind
	Title, Text string
}

// Colour is one of NHS.UK's tag colours; empty is the default blue.
type Colour string

// The colours of tags.
const (
	Blue   Colour = ""
	White  Colour = "white"
	Grey   Colour = "grey"
	Green  Colour = "green"
	Aqua   Colour = "aqua-green"
	Purple Colour = "purple"
	Pink   Colour = "pink"
	Red    Colour = "red"
	Orange Colour = "orange"
	Yellow Colour = "yellow"
)

// Tag is the state of something in a word or two.
type Tag struct {
	Label  string
	Colour Colour
}

// Crumb is one step of the way to this page.
type Crumb struct{ Label, Href string }

// Pair is a key and its value in a summary list.
type Pair struct{ Key, Value string }

// Hidden is a value a form carries along.
type Hidden struct{ Name, Value string }
