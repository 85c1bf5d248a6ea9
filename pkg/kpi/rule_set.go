package kpi

import (
	"fmt"
	"slices"
	"strings"
)

// Rules are a rule set: its name, which every result carries, and the switches that are on.
type Rules struct {
	Name string
	on   Switch
}

// R4 is the rule set of the fourth round, for cohort 5 and later: every switch off.
var R4 = Rules{Name: "R4"}

// RuleSets are the rule sets there are.
var RuleSets = []Rules{R4}

// With gives the rule set with decisions turned round, named by their numbers, such as Q-03. Its name tells them.
func (r Rules) With(numbers ...string) (Rules, error) {
	set, _, _ := strings.Cut(r.Name, " ")
	for _, number := range numbers {
		if number == "Q-02" { // the open question is about the decision
			number = "D-09"
		}
		i := slices.IndexFunc(Decisions, func(d Decision) bool { return d.Number == number })
		if i < 0 {
			return Rules{}, fmt.Errorf("no decision %q can be turned round; known are %s", number, numbersOf(Decisions))
		}
		r.on |= Decisions[i].Switch
	}
	r.Name = set
	for _, d := range r.Reversed() {
		r.Name += " " + d.Number
	}
	return r, nil
}

// ParseRules gives the rule set of a name: R4, or R4 Q-03 where a decision is turned round.
func ParseRules(name string) (Rules, error) {
	set, reversed, _ := strings.Cut(name, " ")
	for _, r := range RuleSets {
		if r.Name == set {
			return r.With(strings.Fields(reversed)...)
		}
	}
	return Rules{}, fmt.Errorf("no rule set %q; there is %s", set, RuleSets[0].Name)
}

// Holds tells whether a decision is read as the register has it.
func (r Rules) Holds(s Switch) bool { return r.on&s == 0 }

// Reversed are the decisions that are turned round.
func (r Rules) Reversed() []Decision {
	var all []Decision
	for _, d := range Decisions {
		if !r.Holds(d.Switch) {
			all = append(all, d)
		}
	}
	return all
}

func numbersOf(decisions []Decision) string {
	all := make([]string, len(decisions))
	for i, d := range decisions {
		all[i] = d.Number
	}
	return strings.Join(all, ", ")
}
