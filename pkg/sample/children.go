// Package sample makes synthetic children out of the data dictionary alone, for tests, the demonstration and load. Every
// answer is given to the question engine as a person's would be, so a child never holds what the forms would refuse, and a new
// question is answered here without a line of code. All names are made up and every NHS number is of the test range.
package sample

import (
	"fmt"
	"iter"
	"math/rand/v2"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// Children makes n children, as on a day, always the same for one seed. Each is led by one of the organisations, in turn, and in
// a cohort that is still open. No NHS number comes twice within one call, nor between calls of up to 9,000 with neighbouring seeds.
func Children(seed uint64, n int, today ask.Date, leadOrganisations []string) iter.Seq[*dataset.Child] {
	set := NewSet(Options{Seed: seed, Today: today, Leads: leadOrganisations}, n)
	return func(yield func(*dataset.Child) bool) {
		for i := range n {
			if !yield(set.Make(i).Child) {
				return
			}
		}
	}
}

// Options say which children are made.
type Options struct {
	Seed  uint64
	Today ask.Date
	Leads []string // organisations that lead them, in turn; without any nobody is registered
	// Past makes three children in ten of the cohorts that have closed, as the national team would enter them. Most records whose first
	// year is over are complete then; complete ones may be submitted, and a few children unregistered.
	Past bool
	// Numberless tells of which leads' children have a unique reference number in place of the NHS number, as in Jersey.
	Numberless func(lead string) bool
}

// Made is one child of a set.
type Made struct {
	ID           string // the same for the same seed and place, whatever else is in the set
	Child        *dataset.Child
	Submitted    bool   // complete, and handed in
	Unregistered string // why the child was taken out of all counts; empty where it was not
}

// Set makes children by their place, so that those of one trust can be made without the others. It may be used by many at once.
type Set struct {
	Options
	numbers []string
}

// NewSet makes a set of n children. The first 900,000 of a set have an NHS number; the test range has no more.
func NewSet(o Options, n int) *Set {
	s, numbers := &Set{Options: o}, newNumbers(o.Seed)
	for range min(n, numbersInRange) {
		s.numbers = append(s.numbers, numbers.next())
	}
	return s
}

// Make makes the child at a place, from 0; always the same one.
func (s *Set) Make(i int) Made {
	//nolint:gosec // a seed must make the same children again; nothing here is secret
	m := &maker{Rand: rand.New(rand.NewPCG(s.Seed, uint64(i))), today: s.Today, child: dataset.NewChild()}
	m.stage = stages[m.IntN(len(stages))]
	m.cohort(s.Past && m.chance(30))
	if s.Past && m.first.AddYears(1).Before(s.Today) && m.chance(60) {
		m.stage = complete // the deadline is near, or over
	}
	m.at = dataset.Circumstances{Today: s.Today, National: m.past, Options: organisations(s.Leads)}
	made := Made{ID: fmt.Sprintf("sample-%d-%d", s.Seed, i), Child: m.child}
	m.details(s.number(i))
	if len(s.Leads) > 0 {
		m.register(s.Leads[i%len(s.Leads)])
	}
	if m.child.IsRegistered() {
		m.forms()
	}
	handsIn := m.chance(30) || m.past && m.chance(85)
	made.Submitted = s.Past && handsIn && m.stage == complete && m.child.Completion(m.at).Complete()
	if s.Past && !made.Submitted && m.child.IsRegistered() && m.chance(3) {
		made.Unregistered = pick(m, dataset.UnregisterReasons()).Code
	}
	return made
}

// number is the child's NHS number, or else its reference number.
func (s *Set) number(i int) (question, value string) {
	numberless := len(s.Leads) > 0 && s.Numberless != nil && s.Numberless(s.Leads[i%len(s.Leads)])
	if i >= len(s.numbers) || numberless {
		return "unique_reference_number", fmt.Sprintf("S%d-%d", s.Seed%1_000_000, i)
	}
	return "nhs_number", s.numbers[i]
}

func organisations(ids []string) func(string) []ask.Option {
	options := make([]ask.Option, len(ids))
	for i, id := range ids {
		options[i] = ask.Option{Code: id, Label: id}
	}
	return func(string) []ask.Option { return options }
}

// stage is how far a record has come.
type stage int

const (
	entered    stage = iota // child details only
	eligible                // eligibility and lead, no date yet
	registered              // nothing after registration
	begun                   // some answers of some forms
	nearly                  // most answers
	complete                // every expected answer of the declared forms
)

// stages is drawn from at random: a trust's list has some of each.
var stages = []stage{entered, eligible, registered, begun, begun, nearly, nearly, complete, complete, complete}

// maker makes one child.
type maker struct {
	*rand.Rand
	child *dataset.Child
	at    dataset.Circumstances
	today ask.Date
	stage stage
	past  bool     // of a cohort that has closed
	first ask.Date // the first paediatric assessment, from which the year of care runs
	born  ask.Date
}

// chance is true that many times in a hundred.
func (m *maker) chance(percent int) bool { return m.IntN(100) < percent }

func pick[T any](m *maker, from []T) T { return from[m.IntN(len(from))] }

// answers tells whether a question gets an answer at the child's stage.
func (m *maker) answers() bool {
	switch m.stage {
	case complete:
		return true
	case nearly:
		return m.chance(85)
	}
	return m.chance(40)
}
