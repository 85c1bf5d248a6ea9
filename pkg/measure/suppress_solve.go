package measure

import (
	"math"
	"slices"
)

// equation is what is known of the hidden cells: the sum of coefficients times cells is a number.
type equation struct {
	coefficients map[int]float64
	sum          float64
}

// fixed finds hidden cells whose value the sums leave no doubt about, given that no count is below zero: by elimination, and by
// narrowing each cell between what the others leave it.
func fixed(cells []Cell, sums []Sum) []int {
	equations := known(cells, sums)
	equations = append(equations, eliminate(equations)...)
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
		e := equation{coefficients: map[int]float64{}}
		add := func(i int, sign float64) {
			if cells[i].Hidden {
				e.coefficients[i] += sign
			} else {
				e.sum -= sign * float64(cells[i].Value)
			}
		}
		add(s.Total, -1)
		for _, i := range s.Parts {
			add(i, 1)
		}
		if len(e.coefficients) > 0 {
			equations = append(equations, e)
		}
	}
	return equations
}

// eliminate brings the equations to reduced form (Gauss and Jordan), in which combinations of sums stand as equations of their own.
func eliminate(equations []equation) []equation {
	rows := make([]equation, len(equations))
	for i, e := range equations {
		rows[i] = equation{map[int]float64{}, e.sum}
		for cell, c := range e.coefficients {
			rows[i].coefficients[cell] = c
		}
	}
	for i := range rows {
		pivot, ok := firstCell(rows[i])
		if !ok {
			continue
		}
		scale(&rows[i], 1/rows[i].coefficients[pivot])
		for j := range rows {
			if c := rows[j].coefficients[pivot]; j != i && c != 0 {
				subtract(&rows[j], rows[i], c)
			}
		}
	}
	return slices.DeleteFunc(rows, func(e equation) bool { return len(e.coefficients) == 0 })
}

func firstCell(e equation) (int, bool) {
	first := -1
	for cell := range e.coefficients {
		if first < 0 || cell < first {
			first = cell
		}
	}
	return first, first >= 0
}

func scale(e *equation, by float64) {
	e.sum *= by
	for cell := range e.coefficients {
		e.coefficients[cell] *= by
	}
}

func subtract(from *equation, e equation, times float64) {
	from.sum -= times * e.sum
	for cell, c := range e.coefficients {
		if left := from.coefficients[cell] - times*c; math.Abs(left) > 1e-9 {
			from.coefficients[cell] = left
		} else {
			delete(from.coefficients, cell)
		}
	}
}

// narrow brings the bounds of every hidden cell together until the equations say no more.
func narrow(cells []Cell, equations []equation) (low, high []float64) {
	low, high = make([]float64, len(cells)), make([]float64, len(cells))
	for i := range high {
		high[i] = math.Inf(1)
	}
	for changed := true; changed; {
		changed = false
		for _, e := range equations {
			for cell, c := range e.coefficients {
				changed = narrowOne(low, high, e, cell, c) || changed
			}
		}
	}
	return low, high
}

// narrowOne holds one cell between the least and the most that the rest of an equation leaves it.
func narrowOne(low, high []float64, e equation, cell int, c float64) bool {
	least, most := e.sum, e.sum // of c times the cell
	for other, k := range e.coefficients {
		switch {
		case other == cell:
		case k > 0:
			least, most = least-k*high[other], most-k*low[other]
		default:
			least, most = least-k*low[other], most-k*high[other]
		}
	}
	from, to := least/c, most/c
	if c < 0 {
		from, to = to, from
	}
	changed := false
	if from = math.Ceil(from - 1e-6); from > low[cell] {
		low[cell], changed = from, true
	}
	if to = math.Floor(to + 1e-6); to < high[cell] {
		high[cell], changed = to, true
	}
	return changed
}
