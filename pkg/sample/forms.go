package sample

import (
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// forms answers the forms after registration.
func (m *maker) forms() {
	if m.stage == registered {
		return
	}
	for _, s := range dataset.Sections {
		if s == dataset.RegistrationSection || m.stage == begun && m.chance(40) {
			continue
		}
		in := m.child.In(s, m.at)
		m.section(s, in)
		for _, list := range s.Lists {
			if list.IsShown(in) {
				m.rows(list, in)
			}
		}
	}
}

// section answers the questions of one row from top to bottom, then what appeared above.
func (m *maker) section(s *ask.Section, in ask.Input) {
	tried := map[*ask.Question]bool{}
	for again := true; again; {
		again = false
		for _, q := range s.Questions {
			if tried[q] || !q.IsShown(in) {
				continue
			}
			tried[q], again = true, true
			if q.Scored && m.answers() || !q.Scored && m.chance(25) {
				m.answer(s, in, q)
			}
		}
	}
}

// rows adds rows to a list: one at least where the record is complete, and then until the list has the row it needs.
func (m *maker) rows(list *ask.Records, in ask.Input) {
	n := 1 + m.IntN(3)
	if m.stage < complete && m.chance(25) {
		n = 0
	}
	for ; n > 0 || m.stage == complete && list.Missing(in) != ""; n-- {
		row := list.NewRow()
		ask.SetRowID(row, int64(len(m.child.Rows(list.Section))+1))
		m.child.AddRow(list.Section, row)
		m.section(list.Section, list.In(in, row))
	}
}

// answer tries what could be said until the engine accepts it. What is refused once too often stays unanswered, except a date,
// for which today always will do.
func (m *maker) answer(s *ask.Section, in ask.Input, q *ask.Question) {
	for range 12 {
		if _, err := s.Answer(in, q, m.draw(in, q)); err == nil {
			return
		}
	}
	if q.Columns[0].Type == "date" {
		m.must(s, in, q, m.today.String())
	}
}

// draw makes form values for a question of any kind.
func (m *maker) draw(in ask.Input, q *ask.Question) []string {
	switch q.Kind {
	case ask.KindYesNo:
		if few, rare := rareYes[q.Key]; rare {
			return []string{m.yesOrNo(few)}
		}
		return []string{m.yesOrNo(70)}
	case ask.KindConfirm:
		return []string{"yes"}
	case ask.KindDayOrDeclined:
		if m.chance(15) {
			return []string{"declined"}
		}
	case ask.KindDayIfKnown:
		if m.chance(15) {
			return []string{"unknown"}
		}
	case ask.KindChoice, ask.KindSelect, ask.KindSearch, ask.KindOrganisation:
		return m.someOf(codes(q.Offered(in)), 1)
	case ask.KindChoices:
		return m.someOf(codes(q.Offered(in)), 3)
	case ask.KindTiles:
		return m.someOf(names(q.Columns), 1)
	case ask.KindTicks:
		return m.someOf(names(q.Columns), 3)
	case ask.KindText, ask.KindLongText:
		return []string{m.sentence(in, q)}
	case ask.KindKeywords: // recognised already; somebody takes one off
		if found := q.Format(in.Row); len(found) > 0 {
			return []string{ask.Removing(pick(m, found))}
		}
		return nil
	}
	return []string{m.day().String()}
}

// rareYes are questions that few answer with yes, and of how many in a hundred. As common as the others it would make odd figures.
var rareYes = map[string]int{"diagnosis_withdrawn": 5}

func (m *maker) yesOrNo(percent int) string {
	if m.chance(percent) {
		return "yes"
	}
	return "no"
}

// day is one in the year of care, most of them early in it, and none after today.
func (m *maker) day() ask.Date {
	longest := min(365, m.first.DaysUntil(m.today))
	if m.chance(70) {
		longest = min(longest, 60)
	}
	return m.first.AddDays(m.IntN(longest + 1))
}

// someOf draws up to n different ones, one at least; none where there are none.
func (m *maker) someOf(all []string, n int) []string {
	if len(all) == 0 {
		return nil
	}
	m.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(len(all), 1+m.IntN(n))]
}

func codes(options []ask.Option) []string {
	var all []string
	for _, o := range options {
		all = append(all, o.Code)
	}
	return all
}

func names(columns []*ask.Column) []string {
	var all []string
	for _, c := range columns {
		all = append(all, c.Name)
	}
	return all
}

var words = []string{"Synthetic", "text", "for", "a", "test", "staring", "stiff", "jerking", "brief", "asleep", "eyes", "left", "arm"}

// sentence makes up a text; one in which keywords are recognised has some of them.
func (m *maker) sentence(in ask.Input, q *ask.Question) string {
	said := make([]string, 3+m.IntN(12))
	for i := range said {
		if k := q.Keywords(); k != nil && m.chance(25) {
			said[i] = pick(m, k.AllOptions(in)).Label
		} else {
			said[i] = pick(m, words)
		}
	}
	return strings.Join(said, " ") + "."
}
