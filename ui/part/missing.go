package part

import (
	"fmt"
	"strings"
)

// Missing is what a form expects and has not yet. It fetches itself when an answer of the form is saved.
type Missing struct {
	Section string // its key: "tests"
	Title   string
	Path    string // GET it
	Ring    Ring
	Items   []MissingItem
	AllHref string // where everything that the record misses is listed; empty there
	Closed  string // why the form cannot be answered yet; its items are not listed then
}

// MissingItem is one thing that is missing, with the way to it.
type MissingItem struct {
	Place string // the entry of a list: "Episode 2, 1 May 2024"; empty for the form's own questions
	Label string
	Href  string
	Row   string // id of the row's element, which is opened where it is closed; empty for none
	Slots int    // how many answers it stands for
}

// ID is the id of the region of a form.
func (m Missing) ID() string { return "missing-" + m.Section }

// Left is how many answers are missing.
func (m Missing) Left() int { return m.Ring.Asked - m.Ring.Answered }

func (m Missing) words() string {
	switch m.Left() {
	case 0:
		return "Nothing is missing"
	case 1:
		return "1 answer is missing"
	}
	return fmt.Sprintf("%d answers are missing", m.Left())
}

// room is the class of how much room the unfolded list has, which stays while answers change it.
func (m Missing) room() string {
	switch n := len(m.Items); {
	case n <= 3:
		return "pt-missing--few"
	case n <= 7:
		return "pt-missing--some"
	}
	return "pt-missing--many"
}

func (i MissingItem) more() string { return fmt.Sprintf("%d answers", i.Slots) }

// MissingAll is what every form of a record misses. It fetches itself when an answer of any of them is saved.
type MissingAll struct {
	Path  string
	Ring  Ring
	Forms []Missing
}

func (m MissingAll) trigger() string {
	names := make([]string, len(m.Forms))
	for i, form := range m.Forms {
		names[i] = "answered-" + form.Section + " from:document"
	}
	return strings.Join(names, ", ")
}

func (m MissingAll) words() string { return Missing{Ring: m.Ring}.words() }
