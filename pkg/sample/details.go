package sample

import (
	"fmt"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/nhs"
)

// Names nobody mistakes for a patient's.
var (
	firstNames = []string{"Amber", "Basil", "Clover", "Dale", "Fern", "Hazel", "Indigo", "Jasper", "Linden", "Marlow", "Olive", "Pepper",
		"Quill", "Robin", "Sorrel", "Teal"}
	surnames = []string{"Exampleton", "Mockford", "Placeholder", "Sampleby", "Synthwell", "Testerley", "Trialson", "Dummyman",
		"Fabricate", "Notareal", "O’Sample", "Specimen-Jones"}
	// Pseudo-postcodes only: a made-up address might be somebody's.
	postcodes = []string{"ZZ993WZ", "ZZ993CZ", "ZZ993VZ"}
)

// cohort draws the day of the first assessment: in a cohort that is still open, so that a clinician could have entered it, or in
// one that has closed.
func (m *maker) cohort(past bool) {
	calendar := dataset.RuleCalendar()
	submitting, _ := calendar.Submitting(m.today)
	opens, until := submitting.RecruitsFrom, m.today
	if earliest := calendar[0].RecruitsFrom; past && earliest.Before(opens) {
		m.past, opens, until = true, earliest, opens.AddDays(-1)
	}
	m.first = opens.AddDays(m.IntN(opens.DaysUntil(until) + 1))
}

// ages at the first assessment, in days, and how many children in a hundred are of them: epilepsy begins most often in the first
// year and around school age.
var ages = []share[[2]int]{{14, [2]int{30, 365}}, {26, [2]int{365, 5 * 365}}, {33, [2]int{5 * 365, 10 * 365}}, {22, [2]int{10 * 365, 15 * 365}}, {5, [2]int{15 * 365, 17 * 365}}}

// sexes and ethnicities, in thousands: about those of children in England and Wales. An entry that is not named here comes once
// in a thousand.
var (
	sexes       = []share[string]{{515, "1"}, {475, "2"}, {6, "0"}, {4, "9"}}
	ethnicities = []share[string]{{640, "A"}, {5, "B"}, {48, "C"}, {18, "D"}, {8, "E"}, {17, "F"}, {16, "G"}, {34, "H"}, {52, "J"}, {22, "K"},
		{22, "L"}, {11, "M"}, {38, "N"}, {12, "P"}, {6, "R"}, {21, "S"}, {30, "Z"}}
)

// details enters who the child is.
func (m *maker) details(numberQuestion, number string) {
	age := drawn(m, ages)
	m.born = m.first.AddDays(-age[0] - m.IntN(age[1]-age[0]))
	given := map[string]string{
		"first_name": pick(m, firstNames), "surname": pick(m, surnames), "date_of_birth": m.born.String(),
		numberQuestion: number, "postcode": pick(m, postcodes),
	}
	in := m.child.In(dataset.CaseSection, m.at)
	for _, q := range dataset.CaseSection.Questions {
		switch value, ok := given[q.Key]; {
		case ok:
			m.must(dataset.CaseSection, in, q, value)
		case q.List() != nil:
			m.must(dataset.CaseSection, in, q, m.entry(q))
		}
	}
}

// entry draws from a list as children are.
func (m *maker) entry(q *ask.Question) string {
	switch {
	case m.IntN(1000) < len(q.List().Options): // each entry comes at times
		return pick(m, q.List().Options).Code
	case q.Key == "sex":
		return drawn(m, sexes)
	case q.Key == "ethnicity":
		return drawn(m, ethnicities)
	}
	return pick(m, q.List().Options).Code
}

// share is how often something comes, beside the others.
type share[T any] struct {
	parts int
	of    T
}

func drawn[T any](m *maker, from []share[T]) T {
	all := 0
	for _, s := range from {
		all += s.parts
	}
	n := m.IntN(all)
	for _, s := range from {
		if n -= s.parts; n < 0 {
			return s.of
		}
	}
	return from[0].of
}

// register takes the child through registration, as far as its stage goes.
func (m *maker) register(lead string) {
	in := m.child.In(dataset.RegistrationSection, m.at)
	given := map[string]string{"eligibility_confirmed": "yes", "lead_organisation_id": lead, "first_assessment_on": m.first.String()}
	for _, q := range dataset.RegistrationSection.Questions {
		value := given[q.Key]
		if m.stage == entered && q.Kind != ask.KindOrganisation || m.stage == eligible && q.Kind == ask.KindDayConfirmed {
			continue // the lead is there from the first save on
		}
		m.must(dataset.RegistrationSection, in, q, value)
	}
}

// must gives an answer that the forms accept, or the declaration and this package have drifted apart.
func (m *maker) must(s *ask.Section, in ask.Input, q *ask.Question, value string) {
	if _, err := s.Answer(in, q, []string{value}); err != nil {
		panic(fmt.Sprintf("sample: %s.%s refuses what was made for it: %v", s.Key, q.Key, err))
	}
}

// numbers are the NHS numbers of the test range, 999 000 000x on, each once, in an order that looks like none. The seed says
// where to begin: a hundred seeds in a row begin ten thousand apart, so that several trusts can be filled, each by a call.
type numbers struct{ at int }

const (
	testNumbers    = 1_000_000
	numbersInRange = 900_000 // of which at least so many have a check digit
	apart          = 10_000
	step           = 617_003 // shares no factor with the range: none comes twice
)

func newNumbers(seed uint64) *numbers {
	return &numbers{at: int(seed%100) * apart * step % testNumbers}
}

func (n *numbers) next() string {
	for {
		n.at = (n.at + step) % testNumbers
		nine := fmt.Sprintf("999%06d", n.at)
		if digit, ok := nhs.CheckDigit(nine); ok {
			if number := fmt.Sprintf("%s%d", nine, digit); nhs.IsNumber(number) {
				return number
			}
		}
	}
}
