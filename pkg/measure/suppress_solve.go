package measure

import (
	"math"
	"slices"
)

// term is a cell of an equation with its coefficient.
type term struct {
	cell int
	by   float64
}

// equation is what is known of the hidden cells: the sum of coefficients times cells is a number, or no more than it.
type equation struct {
	terms  []term
	sum    float64
	atMost bool
}

// fixed finds hidden cells whose value the sums leave no doubt about, given that no count is below zero or above its most: by
// elimination, and by narrowing each cell between what the others leave it.
func fixed(cells []Cell, sums []Sum) []int {
	equations := known(cells, sums)
	equations = append(equations, eliminate(equations, len(cells))...)
	low, high := narrow(cells, equations)
	var found []int
	for i, c := range cells {
		if c.Hidden && high[i]-low[i] < 0.5 {
			found = append(found, i)
		}
	}
	return found
}

func known(cells []Cell, sums []Sum) []equation {
	var equations []equation
	for _, s := range sums {
		e := equation{atMost: s.Rest}
		add := func(all []int, sign float64) {
			for _, i := range all {
				if cells[i].Hidden {
					e.terms = append(e.terms, term{i, sign})
				} else {
					e.sum -= sign * float64(cells[i].Value)
				}
			}
		}
		add(s.Parts, 1)
		add(s.More, -1)
		add([]int{s.Total}, -1)
		if len(e.terms) > 0 {
			equations = append(equations, e)
		}
	}
	return equations
}

// eliminate brings the equations to reduced form (Gauss and Jordan), in which combinations of sums stand as equations of their own.
func eliminate(equations []equation, cells int) []equation {
	column := make([]int, cells) // of a cell, from 1
	var columns []int            // the cell of each
	equations = slices.DeleteFunc(slices.Clone(equations), func(e equation) bool { return e.atMost })
	for _, e := range equations {
		for _, t := range e.terms {
			if column[t.cell] == 0 {
				columns = append(columns, t.cell)
				column[t.cell] = len(columns)
			}
		}
	}
	rows := make([][]float64, len(equations)) // with the sum at the end
	for i, e := range equations {
		rows[i] = make([]float64, len(columns)+1)
		for _, t := range e.terms {
			rows[i][column[t.cell]-1] += t.by
		}
		rows[i][len(columns)] = e.sum
	}
	reduce(rows)
	var reduced []equation
	for _, row := range rows {
		e := equation{sum: row[len(columns)]}
		for c, by := range row[:len(columns)] {
			if by != 0 {
				e.terms = append(e.terms, term{columns[c], by})
			}
		}
		if len(e.terms) > 0 {
			reduced = append(reduced, e)
		}
	}
	return reduced
}

func reduce(rows [][]float64) {
	for i, row := range rows {
		pivot := -1
		for c, by := range row[:len(row)-1] {
			if by != 0 {
				pivot = c
				break
			}
		}
		if pivot < 0 {
			continue
		}
		scale := 1 / row[pivot]
		for c := range row {
			row[c] *= scale
		}
		for j, other := range rows {
			if times := other[pivot]; j != i && times != 0 {
				for c, by := range row {
					if other[c] -= times * by; math.Abs(other[c]) < 1e-9 {
						other[c] = 0
					}
				}
			}
		}
	}
}

// narrow brings the bounds of every hidden cell together until the equations say no more.
func narrow(cells []Cell, equations []equation) (low, high []float64) {
	low, high = make([]float64, len(cells)), make([]float64, len(cells))
	for i, c := range cells {
		high[i] = math.Inf(1)
		if c.Most > 0 {
			high[i] = float64(c.Most)
		}
	}
	for changed := true; changed; {
		changed = false
		for _, e := range equations {
			changed = e.narrow(low, high) || changed
		}
	}
	return low, high
}

// narrow holds each cell of an equation between the least and the most that the others leave it.
func (e equation) narrow(low, high []float64) bool {
	least, most, free, which := 0.0, 0.0, 0, -1 // of all terms; those without an upper bound apart
	freeLow, lowWhich := 0, -1
	if e.atMost {
		free = 2 // nothing says how little it is
	}
	for _, t := range e.terms {
		from, to := t.span(low, high)
		if math.IsInf(from, 0) {
			freeLow, lowWhich = freeLow+1, t.cell
		} else {
			least += from
		}
		if math.IsInf(to, 0) {
			free, which = free+1, t.cell
		} else {
			most += to
		}
	}
	changed := false
	for _, t := range e.terms {
		from, to := t.span(low, high)
		upper, lower := math.Inf(1), math.Inf(-1) // of the term
		if freeLow == 0 {
			upper = e.sum - (least - from)
		} else if freeLow == 1 && lowWhich == t.cell {
			upper = e.sum - least
		}
		if free == 0 {
			lower = e.sum - (most - to)
		} else if free == 1 && which == t.cell {
			lower = e.sum - most
		}
		changed = t.hold(low, high, lower, upper) || changed
	}
	return changed
}

// span is between what a term may be.
func (t term) span(low, high []float64) (from, to float64) {
	if t.by > 0 {
		return t.by * low[t.cell], t.by * high[t.cell]
	}
	return t.by * high[t.cell], t.by * low[t.cell]
}

// hold keeps a cell within what its term may be, in whole numbers.
func (t term) hold(low, high []float64, lower, upper float64) bool {
	from, to := lower/t.by, upper/t.by
	if t.by < 0 {
		from, to = to, from
	}
	changed := false
	if from = math.Ceil(from - 1e-6); from > low[t.cell] {
		low[t.cell], changed = from, true
	}
	if to = math.Floor(to + 1e-6); to < high[t.cell] {
		high[t.cell], changed = to, true
	}
	return changed
}
