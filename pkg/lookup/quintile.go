package lookup

import "fmt"

// Quintile is the fifth of a rank among a country's areas, 1 the most deprived: the smallest k for which rank ≤ k·areas/5.
// 0 where the rank is none of theirs.
func Quintile(rank, areas int) int {
	if rank < 1 || rank > areas {
		return 0
	}
	return (5*rank + areas - 1) / areas
}

// published takes the fifth that the publisher gives, where the file gives one: no child's fifth differs from the national
// statistic. Publishers may round a border to either side of it; a difference anywhere else means that the columns were
// mistaken for others.
func published(rank, areas, given int) (int, error) {
	own := Quintile(rank, areas)
	switch {
	case own == 0:
		return 0, fmt.Errorf("rank %d is not one of %d areas: is the file whole?", rank, areas)
	case given == 0 || given == own:
		return own, nil
	case given == Quintile(rank-1, areas) || given == Quintile(rank+1, areas):
		return given, nil
	}
	return 0, fmt.Errorf("rank %d of %d is in fifth %d, and the file says %d", rank, areas, own, given)
}
