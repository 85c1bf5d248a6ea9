package compare

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/measure"
)

// exact tells whether a level is shown as it is: a profile hides what is smaller than the nation.
func exact(level Level) bool { return level == National }

// rank says what is hidden rather than what: a small unit before a large one.
func rank(level Level) int { return slices.Index(Levels, level) }

// Conceal finds the units whose numbers of a measure are not shown: small ones, those that must be hidden for another reason, and
// whatever else would let one of them be worked out from the sums. Of a unit all numbers go, or none. How many children are
// eligible often follows from another measure, so it is taken as known unless it is small itself; that a measure concerns nobody
// is no secret.
func (p Policy) Conceal(units []Unit, sums []measure.Sum, counts []measure.Count, also func(i int) bool) []bool {
	cells := make([]measure.Cell, len(units))
	for i, u := range units {
		open := exact(u.Level) || counts[i].N == 0
		cells[i] = measure.Cell{Rank: rank(u.Level), Value: counts[i].N, Open: open, Hidden: !open && p.small(counts[i].N)}
	}
	measure.Conceal(cells, sums)
	for i, c := range counts {
		if !p.small(c.N) {
			cells[i].Most = c.N
		}
		cells[i].Hidden = cells[i].Hidden || !cells[i].Open && (p.Profile.Primary(c) || also(i))
	}
	for again := true; again; { // what is hidden for who passed is for who failed, and may need more
		before := hiddenOf(cells)
		for _, number := range []func(measure.Count) int{func(c measure.Count) int { return c.R }, func(c measure.Count) int { return c.N - c.R }} {
			for i, c := range counts {
				cells[i].Value = number(c)
			}
			measure.Conceal(cells, sums)
		}
		again = !slices.Equal(before, hiddenOf(cells))
	}
	return hiddenOf(cells)
}

// ConcealNumbers finds the units of which a number of children is not shown: small ones, and whatever else would let one of them be
// worked out. known tells where everybody knows the number.
func (p Policy) ConcealNumbers(units []Unit, sums []measure.Sum, numbers []int, known, also func(i int) bool) []bool {
	cells := make([]measure.Cell, len(units))
	for i, u := range units {
		open := exact(u.Level) || known(i)
		cells[i] = measure.Cell{Rank: rank(u.Level), Value: numbers[i], Open: open, Hidden: !open && (p.small(numbers[i]) || also(i))}
	}
	measure.Conceal(cells, sums)
	return hiddenOf(cells)
}

func hiddenOf(cells []measure.Cell) []bool {
	hidden := make([]bool, len(cells))
	for i, c := range cells {
		hidden[i] = c.Hidden
	}
	return hidden
}

// None hides nothing besides what is small.
func None(int) bool { return false }
