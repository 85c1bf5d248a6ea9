package comparetest

import "slices"

// Fact is what an attacker knows of the sum of a number over some places.
type Fact struct {
	What   string
	Places []int
	Value  int
	Shown  bool // the attacker knows the value
	Most   int  // or at least that it is no more than this; negative: not even that
	Secret bool // and is not to find it out
}

// Solve tries every way in which a number, at most so large, could be spread over so many places, and gives the values that each fact
// can have.
func Solve(places, most int, facts []Fact) []map[int]bool {
	a := attacker{facts: facts, guess: make([]int, places), most: most}
	for range facts {
		a.values = append(a.values, map[int]bool{})
	}
	a.try(0)
	return a.values
}

// Found are the secret facts of which only one value is possible, and how many secrets there were.
func Found(places, most int, facts []Fact) (found []string, secrets int) {
	for i, values := range Solve(places, most, facts) {
		switch {
		case len(values) == 0:
			found = append(found, facts[i].What+": the facts contradict each other")
		case facts[i].Secret && len(values) == 1:
			found = append(found, facts[i].What)
		}
		if facts[i].Secret {
			secrets++
		}
	}
	return found, secrets
}

type attacker struct {
	facts  []Fact
	guess  []int
	most   int
	values []map[int]bool
}

func (a *attacker) try(place int) {
	if !a.possible(place) {
		return
	}
	if place == len(a.guess) {
		for i, f := range a.facts {
			a.values[i][a.sum(f, place)] = true
		}
		return
	}
	for a.guess[place] = 0; a.guess[place] <= a.most; a.guess[place]++ {
		a.try(place + 1)
	}
	a.guess[place] = 0
}

// possible tells whether what is guessed so far, of the places before one, fits the facts.
func (a *attacker) possible(place int) bool {
	return !slices.ContainsFunc(a.facts, func(f Fact) bool {
		sum := a.sum(f, place)
		settled := f.Places[len(f.Places)-1] < place
		return f.Shown && (sum > f.Value || settled && sum != f.Value) || !f.Shown && f.Most >= 0 && sum > f.Most
	})
}

func (a *attacker) sum(f Fact, before int) int {
	sum := 0
	for _, p := range f.Places {
		if p < before {
			sum += a.guess[p]
		}
	}
	return sum
}

// In are the places of a country that belong to a unit, by the number of its level.
func In(country []Place, level int, code string) (places []int) {
	for i, p := range country {
		if p[level] == code {
			places = append(places, i)
		}
	}
	return places
}
