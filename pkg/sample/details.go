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

// details enters who the child is. Ages at the first assessment spread over childhood; that day lies in a cohort that is still
// open, so that a clinician could have entered it.
func (m *maker) details(nhsNumber string) {
	submitting, _ := dataset.RuleCalendar().Submitting(m.today)
	opens := submitting.RecruitsFrom
	m.first = opens.AddDays(m.IntN(opens.DaysUntil(m.today) + 1))
	m.born = m.first.AddDays(-30 - m.IntN(17*365))
	given := map[string]string{
		"first_name": pick(m, firstNames), "surname": pick(m, surnames), "date_of_birth": m.born.String(),
		"nhs_number": nhsNumber, "postcode": pick(m, postcodes),
	}
	in := m.child.In(dataset.CaseSection, m.at)
	for _, q := range dataset.CaseSection.Questions {
		switch value, ok := given[q.Key]; {
		case ok:
			m.must(dataset.CaseSection, in, q, value)
		case q.List() != nil:
			m.must(dataset.CaseSection, in, q, m.entry(in, q))
		}
	}
}

// entry draws from a list as children are: nearly all of a known sex.
func (m *maker) entry(in ask.Input, q *ask.Question) string {
	options := q.Offered(in)
	if q.Key == "sex" && m.chance(96) {
		return options[1+m.IntN(2)].Code
	}
	return pick(m, options).Code
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
	testNumbers = 1_000_000
	apart       = 10_000
	step        = 617_003 // shares no factor with the range: none comes twice
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
