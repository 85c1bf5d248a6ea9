package compare_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/compare/comparetest"
)

// People of one centre, who know their own children and have every page about areas before them, try every way in which the others
// could be spread over the other hospitals: they find no hidden number.
func TestNobodyLooksBehindTheVeil(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 11))
	secrets := map[string]int{}
	countries := [][]comparetest.Place{comparetest.Plain, comparetest.Crossing, comparetest.Straddling, comparetest.Wide}
	for i := range 80 {
		places := countries[i%len(countries)]
		children := make([]comparetest.Children, len(places))
		for i := range children {
			children[i] = comparetest.Children{Passed: random.IntN(13), Failed: max(0, random.IntN(22)-9), Incomplete: max(0, random.IntN(16)-6), Registered: max(0, random.IntN(12)-6)}
		}
		own := random.IntN(len(places))
		look(t, places, comparetest.Country(places, children), own, secrets)
	}
	for _, n := range ofAreas {
		if secrets[n.name] < 20 {
			t.Errorf("%s: only %d hidden numbers were looked for", n.name, secrets[n.name])
		}
	}
}

// areaNumber is one that is shown of an area, or hidden.
type areaNumber struct {
	name  string
	of    func(compare.Figures) int
	shown func(compare.Figures) bool
	small bool // hidden only for being small: a large one may be found out
}

// limited tells whether the number is no more than the eligible.
func (n areaNumber) limited() bool { return n.name == "passed" || n.name == "failed" }

var ofAreas = []areaNumber{
	{"passed", func(f compare.Figures) int { return f.Counts[0].Passed }, isCounted, false},
	{"failed", func(f compare.Figures) int { return f.Counts[0].Failed }, isCounted, false},
	{"eligible", func(f compare.Figures) int { return f.Counts[0].Eligible() }, isCounted, true},
	{"registered", func(f compare.Figures) int { return f.Registered }, func(f compare.Figures) bool { return f.Registered != compare.Gone }, true},
	{"incomplete", compare.Figures.Incomplete, func(f compare.Figures) bool { return f.Incomplete() != compare.Gone }, true},
}

func isCounted(f compare.Figures) bool { return !f.Counts[0].Hidden }

// look tries every number with what is known of the others' children.
func look(t *testing.T, places []comparetest.Place, set compare.Set, own int, secrets map[string]int) {
	t.Helper()
	areas := compare.Behind(set, places[own][0])
	for _, n := range ofAreas {
		var facts []comparetest.Fact
		most := 0
		mine := n.of(set.Units[own]) // hospitals come first, in their order
		everybody, nobody := true, true
		for i, u := range set.Units[:len(places)] {
			most = max(most, n.of(u))
			if i != own {
				everybody, nobody = everybody && n.of(u) == u.Counts[0].Eligible(), nobody && n.of(u) == 0
			}
		}
		if nobody || everybody && n.limited() {
			continue // which the nation tells
		}
		for _, a := range areas {
			if f := factOf(places, set, a, n, own, mine); len(f.Places) > 0 {
				facts = append(facts, f)
			}
		}
		found, looked := comparetest.Found(len(places), most+4, facts)
		secrets[n.name] += looked
		if len(found) > 0 {
			t.Errorf("%s finds out: %v\n%+v", places[own][0], found, facts)
		}
	}
}

func factOf(places []comparetest.Place, set compare.Set, shown compare.Figures, n areaNumber, own, mine int) comparetest.Fact {
	in := comparetest.In(places, slices.Index(compare.Levels, shown.Level), shown.Code)
	i := slices.IndexFunc(set.Units, func(u compare.Figures) bool { return u.Level == shown.Level && u.Code == shown.Code })
	truth, eligible := n.of(set.Units[i]), set.Units[i].Counts[0].Eligible()
	if at := slices.Index(in, own); at >= 0 {
		in, truth, eligible = slices.Delete(in, at, at+1), truth-mine, eligible-set.Units[own].Counts[0].Eligible()
	}
	f := comparetest.Fact{What: fmt.Sprintf("%s of %s %s", n.name, shown.Level, shown.Code), Places: in, Value: truth, Shown: n.shown(shown), Most: -1}
	if n.limited() && (eligible == 0 || eligible >= 5) {
		f.Most = eligible
	}
	nation := set.Units[len(set.Units)-1].Counts[0].Eligible() - set.Units[own].Counts[0].Eligible()
	whole := len(in) == len(places)-1 || n.limited() && eligible == nation // the nation, which is shown
	f.Secret = !f.Shown && !whole && (!n.small || truth > 0 && truth < 5)
	return f
}
