package ask

import (
	"slices"
	"strings"
)

// Condition is a rule on a row with its own words, which pages and the dictionary print. The zero Condition always holds.
type Condition struct {
	Words string
	test  func(s *Section, in Input) bool
	say   func(s *Section, in Input) string    // its words, once the section is known; panics where a field is another struct's
	why   func(s *Section, in Input) string    // the words of the part that fails, where there are parts
	on    func(s *Section, in Input) *Question // the question on whose answer it hangs; nil: on something else
	sect  *Section
}

// Holds tells whether the condition is met for the row in hand.
func (c Condition) Holds(in Input) bool { return c.holds(c.sect, in) }

func (c Condition) holds(s *Section, in Input) bool { return c.test == nil || c.test(s, in) }

// Unmet gives the words of what is not met for the row in hand: of All, the first part that fails; empty when it holds.
func (c Condition) Unmet(in Input) string { return c.unmet(c.sect, in) }

func (c Condition) unmet(s *Section, in Input) string {
	switch {
	case c.holds(s, in):
		return ""
	case c.why != nil:
		return c.why(s, in)
	case c.say != nil:
		return c.say(s, in)
	}
	return c.Words
}

// In gives the condition's words with the labels of the lists as they stand.
func (c Condition) In(lists Lists) string {
	if c.say == nil {
		return c.Words
	}
	return c.say(c.sect, Input{Lists: lists})
}

// IsYes holds when the yes/no field of the same section is yes.
func IsYes(field **bool) Condition {
	return Condition{
		test: func(s *Section, in Input) bool { return s.at(field).Get(in.Row) == true },
		say:  func(s *Section, _ Input) string { return "“" + s.at(field).Label + "” is yes" },
		on:   func(s *Section, _ Input) *Question { return s.questionOn(field) },
	}
}

// Is holds when the field of the same section holds one of the codes.
func Is(field **string, codes ...string) Condition {
	return Condition{
		test: func(s *Section, in Input) bool {
			code, ok := s.at(field).Get(in.Row).(string)
			return ok && slices.Contains(codes, code)
		},
		say: func(s *Section, in Input) string {
			q, labels := s.questionOn(field), make([]string, len(codes))
			for i, code := range codes {
				labels[i] = code
				if q != nil { // nil for a held column, whose codes have no labels
					labels[i] = q.wordsOf(Input{Lists: in.Lists}, code)
				}
			}
			return "“" + s.at(field).Label + "” is " + strings.Join(labels, " or ")
		},
		on: func(s *Section, _ Input) *Question { return s.questionOn(field) },
	}
}

// When is a named rule that may look beyond the section: at the child, the day, the person.
func When(words string, test func(Input) bool) Condition {
	return Condition{
		Words: words,
		test:  func(_ *Section, in Input) bool { return test(in) },
		say:   func(*Section, Input) string { return words },
	}
}

// All holds when every part does.
func All(parts ...Condition) Condition {
	all := combine(" and ", parts, func(s *Section, in Input) bool {
		return !slices.ContainsFunc(parts, func(c Condition) bool { return !c.holds(s, in) })
	})
	all.why = func(s *Section, in Input) string {
		i := slices.IndexFunc(parts, func(c Condition) bool { return !c.holds(s, in) })
		return parts[i].unmet(s, in)
	}
	all.on = func(s *Section, in Input) *Question {
		i := slices.IndexFunc(parts, func(c Condition) bool { return !c.holds(s, in) })
		if i < 0 || parts[i].on == nil {
			return nil
		}
		return parts[i].on(s, in)
	}
	return all
}

// Any holds when at least one part does.
func Any(parts ...Condition) Condition {
	return combine(" or ", parts, func(s *Section, in Input) bool {
		return slices.ContainsFunc(parts, func(c Condition) bool { return c.holds(s, in) })
	})
}

// Not holds when the part does not.
func Not(part Condition) Condition {
	return Condition{
		test: func(s *Section, in Input) bool { return !part.holds(s, in) },
		say:  func(s *Section, in Input) string { return "not (" + part.say(s, in) + ")" },
	}
}

func combine(joint string, parts []Condition, test func(*Section, Input) bool) Condition {
	return Condition{test: test, say: func(s *Section, in Input) string {
		words := make([]string, len(parts))
		for i, p := range parts {
			words[i] = p.Words
			if p.say != nil {
				words[i] = p.say(s, in)
			}
		}
		return strings.Join(words, joint)
	}}
}

// bind ties a condition to its section and fails where it names a field the section has not.
func (c *Condition) bind(s *Section) {
	c.sect = s
	if c.say != nil {
		c.Words = c.say(s, Input{})
	}
}
