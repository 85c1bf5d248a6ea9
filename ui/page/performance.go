package page

import (
	"fmt"
	"strings"

	"github.com/pinktick/pinktick/ui/part"
)

// Performance is what the measures say of one child.
type Performance struct {
	Child    Child
	Watch    part.Watch
	Tabs     []Tab
	Steps    part.Steps
	Summary  MeasureSummary
	Previous *part.Way
}

// MeasureSummary is every measure in its group, and why each came out as it did: "#performance". It fetches itself when an answer
// of a form is saved that a measure looks at.
type MeasureSummary struct {
	Path   string   // GET it
	Forms  []string // the keys of those forms
	Gate   []Reason // what is needed before anything is scored; empty once it is
	Groups []MeasureGroup
	Rules  string   // by which it is scored
	Notes  []string // readings of the rules that the audit's owner has turned round, and what else is to be known
}

// MeasureGroup are the measures that are reported together.
type MeasureGroup struct {
	Title    string
	Measures []Measure
}

// Measure is one measure of one child.
type Measure struct {
	ID      string // of its element: measure-9a-i
	Title   string
	Part    bool   // of the measure above
	Outcome string // pass, fail, not_applicable or incomplete
	Words   string
	Help    string // what it asks, who counts, what counts as achieved
	Reasons []Reason
}

// Reason is an answer that decided an outcome, or one that is missing, with the way to its question.
type Reason struct {
	Place  string // the entry of a list; empty for a form's own questions
	Label  string
	Answer string // empty: not answered
	Href   string
	Row    string // id of the row's element; empty for none
	Note   string // what hangs on the answer
}

// outcomes in the order in which they are summed up.
var outcomes = []string{"pass", "fail", "not_applicable", "incomplete"}

// tally says how many measures came out how.
func (s MeasureSummary) tally() []part.Pair {
	counts, words := map[string]int{}, map[string]string{}
	for _, g := range s.Groups {
		for _, m := range g.Measures {
			counts[m.Outcome]++
			words[m.Outcome] = m.Words
		}
	}
	var pairs []part.Pair
	for _, o := range outcomes {
		if counts[o] > 0 {
			pairs = append(pairs, part.Pair{Key: words[o], Value: fmt.Sprint(counts[o])})
		}
	}
	return pairs
}

func (s MeasureSummary) trigger() string {
	names := make([]string, len(s.Forms))
	for i, form := range s.Forms {
		names[i] = "answered-" + form + " from:document"
	}
	return strings.Join(names, ", ")
}

// Drawn is the mark of the summary.
func (s MeasureSummary) Drawn() string { return part.Drawn("performance", s) }

// lead opens the list of reasons.
func (m Measure) lead() string {
	if m.Outcome == "incomplete" {
		return "Still needed:"
	}
	return "Decided by:"
}
