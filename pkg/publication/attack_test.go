package publication

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/compare/comparetest"
)

// Somebody who tries every way in which the children could be spread over the hospitals finds no hidden number: not who passed or
// failed, not how few a measure concerns, not how few children there are.
func TestNoWayToAHiddenNumber(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 5))
	secrets := map[string]int{}
	for i := range 60 {
		places := [][]where{comparetest.Plain, comparetest.Crossing, comparetest.Untidy, comparetest.Straddling, comparetest.Wide}[i%5]
		children := make([]comparetest.Children, len(places))
		for i := range children {
			children[i] = comparetest.Children{Passed: random.IntN(13), Failed: max(0, random.IntN(22)-9), Incomplete: max(0, random.IntN(16)-6), Registered: max(0, random.IntN(12)-6)}
		}
		terms := under5(nil)
		if i >= 42 && i%5 != 2 { // in a country where each hospital is in a board
			terms.Lowest = LowestLevels[1+i%2]
		}
		set := comparetest.Country(places, children)
		attack(t, places, set, made(t, set, terms), secrets)
	}
	for _, number := range numbers {
		if secrets[number.name] < 15 {
			t.Errorf("%s: only %d hidden numbers were looked for", number.name, secrets[number.name])
		}
	}
}

// number is one that a document shows of units, or hides.
type number struct {
	name  string
	of    func(compare.Figures) int
	shown func(Unit) bool
	small bool // hidden only for being small: a large one may be found out
	most  func(compare.Figures) int
}

var numbers = []number{
	{"passed", func(f compare.Figures) int { return f.Counts[0].Passed }, resulted, false, eligibleOf},
	{"failed", func(f compare.Figures) int { return f.Counts[0].Failed }, resulted, false, eligibleOf},
	{"eligible", func(f compare.Figures) int { return f.Counts[0].Eligible() }, resulted, true, nobodyKnows},
	{"registered", func(f compare.Figures) int { return f.Registered }, peopled, true, nobodyKnows},
	{"counted", func(f compare.Figures) int { return f.Counted }, peopled, true, nobodyKnows},
	{"incomplete", func(f compare.Figures) int { return f.Incomplete() }, func(u Unit) bool { return peopled(u) && u.People.Incomplete != nil }, true, nobodyKnows},
}

func resulted(u Unit) bool { return u.Results[0].Numbers != nil }
func peopled(u Unit) bool  { return u.People != nil }

// eligibleOf is what an attacker knows anyhow: how many children are eligible, unless they are few.
func eligibleOf(f compare.Figures) int {
	if n := f.Counts[0].Eligible(); n == 0 || n >= 5 {
		return n
	}
	return -1
}

func nobodyKnows(compare.Figures) int { return -1 }

func attack(t *testing.T, places []where, set compare.Set, d Document, secrets map[string]int) {
	t.Helper()
	if n := d.Levels[len(d.Levels)-1]; n.Key != compare.National || n.Units[0].Results[0].Numbers == nil || n.Units[0].People == nil {
		t.Error("the nation is hidden")
	}
	whole := set.Units[len(set.Units)-1]
	for _, number := range numbers {
		if all := number.of(whole); all == 0 || number.most(whole) == all {
			continue // of everybody or nobody in the nation, which is shown
		}
		var facts []comparetest.Fact
		most := 0
		for _, f := range set.Units {
			level, found := d.Level(f.Level)
			if f.Level == compare.Organisation {
				most = max(most, number.of(f))
			}
			if !found {
				continue
			}
			u, _ := level.Unit(f.Code)
			n, in := number.of(f), comparetest.In(places, slices.Index(compare.Levels, f.Level), f.Code)
			secret := !number.shown(u) && (!number.small || n > 0 && n < 5) && len(in) < len(places) // who are the nation is known
			facts = append(facts, comparetest.Fact{What: fmt.Sprintf("%s of %s %s", number.name, f.Level, f.Code), Places: in, Value: n, Shown: number.shown(u), Most: number.most(f), Secret: secret})
		}
		for _, l := range d.Levels {
			if average := l.Average[0]; average != nil && (number.name == "passed" || number.name == "failed") {
				facts = append(facts, averageFact(places, l.Key, number.name, *average))
			}
		}
		found, looked := comparetest.Found(len(places), most+6, facts)
		secrets[number.name] += looked
		if len(found) > 0 {
			t.Errorf("found out: %v\n%s", found, told(facts))
		}
	}
}

func averageFact(places []where, level compare.Level, name string, r Rate) comparetest.Fact {
	f := comparetest.Fact{What: "average of " + string(level), Value: r.Passed, Shown: true}
	if name == "failed" {
		f.Value = r.Eligible - r.Passed
	}
	for i, p := range places {
		if p[slices.Index(compare.Levels, level)] != "" {
			f.Places = append(f.Places, i)
		}
	}
	return f
}

func told(facts []comparetest.Fact) string {
	var b strings.Builder
	for _, f := range facts {
		shown := ""
		if !f.Shown {
			shown = " hidden"
		}
		fmt.Fprintf(&b, "\t%s: %d%s, at most %d, of %v\n", f.What, f.Value, shown, f.Most, f.Places)
	}
	return b.String()
}
