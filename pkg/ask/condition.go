package ask

import (
	"slices"
	"strings"
)

// Condition is a rule on a row with its own words, which pages and the dictionary print. The zero Condition always holds.
type Condition struct {
	Words string
	test  func(s *Section, in Input) bool
	say   func(s *Section) string // its words, once the section is known; panics where a field is another struct's
	sect  *Section
}

// Holds tells whether the condition is met for the row in hand.
func (c Condition) Holds(in Input) bool { return c.test == nil || c.test(c.sect, in) }

// IsYes holds when the yes/no field of the same section is yes.
func IsYes(field **bool) Condition {
	return Condition{
		test: func(s *Section, in Input) bool { return s.at(field).Get(in.Row) == true },
		say:  func(s *Section) string { return "“" + s.questionOn(field).Label + "” is yes" },
	}
}

// Is holds when the field of the same section holds one of the codes.
func Is(field **string, codes ...string) Condition {
	return Condition{
		test: func(s *Section, in Input) bool {
			code, ok := s.at(field).Get(in.Row).(string)
			return ok && slices.Contains(codes, code)
		},
		say: func(s *Section) string {
			q := s.questionOn(field)
			labels := make([]string, len(codes))
			for i, code := range codes {
				labels[i] = q.wordsOf(Input{}, code)
			}
			return "“" + q.Label + "” is " + strings.Join(labels, " or ")
		},
	}
}

// When is a named rule that may look beyond the section: at the child, the day, the person.
func When(words string, test func(Input) bool) Condition {
	return Condition{
		Words: words,
		test:  func(_ *Section, in Input) bool { return test(in) },
		say:   func(*Section) string { return words },
	}
}

// All holds when every part does.
func All(parts ...Condition) Condition {
	return combine(" and ", parts, func(s *Section, in Input) bool {
		return !slices.ContainsFunc(parts, func(c Condition) bool { return !c.test(s, in) })
	})
}

// Any holds when at least one part does.
func Any(parts ...Condition) Condition {
	return combine(" or ", parts, func(s *Section, in Input) bool {
		return slices.ContainsFunc(parts, func(c Condition) bool { return c.test(s, in) })
	})
}

// Not holds when the part does not.
func Not(part Condition) Condition {
	return Condition{
		test: func(s *Section, in Input) bool { return !part.test(s, in) },
		say:  func(s *Section) string { return "not (" + part.say(s) + ")" },
	}
}

func combine(joint string, parts []Condition, test func(*Section, Input) bool) Condition {
	return Condition{test: test, say: func(s *Section) string {
		words := make([]string, len(parts))
		for i, p := range parts {
			words[i] = p.say(s)
		}
		return strings.Join(words, joint)
	}}
}

// bind ties a condition to its section and fails where it names a field the section has not.
func (c *Condition) bind(s *Section) {
	c.sect = s
	if c.say != nil {
		c.Words = c.say(s)
	}
}
