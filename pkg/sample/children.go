// Package sample makes synthetic children out of the data dictionary alone, for tests, the demonstration and load. Every
// answer is given to the question engine as a person's would be, so a child never holds what the forms would refuse, and a new
// question is answered here without a line of code. All names are made up and every NHS number is of the test range.
package sample

import (
	"iter"
	"math/rand/v2"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// Children makes n children, as on a day, always the same for one seed. Each is led by one of the organisations, in turn. No
// NHS number comes twice within one call of up to 900,000 children, nor between calls of up to 9,000 with neighbouring seeds.
func Children(seed uint64, n int, today ask.Date, leadOrganisations []string) iter.Seq[*dataset.Child] {
	return func(yield func(*dataset.Child) bool) {
		numbers := newNumbers(seed)
		for i := range n {
			//nolint:gosec // a seed must make the same children again; nothing here is secret
			m := &maker{Rand: rand.New(rand.NewPCG(seed, uint64(i))), today: today, child: dataset.NewChild()}
			m.at = dataset.Circumstances{Today: today, Options: organisations(leadOrganisations)}
			m.stage = stages[m.IntN(len(stages))]
			m.details(numbers.next())
			if len(leadOrganisations) > 0 {
				m.register(leadOrganisations[i%len(leadOrganisations)])
			}
			if m.child.IsRegistered() {
				m.forms()
			}
			if !yield(m.child) {
				return
			}
		}
	}
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
