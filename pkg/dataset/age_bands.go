package dataset

// AgeBand is an age in whole years, from and to; To is 0 for the last.
type AgeBand struct {
	Code, Label string
	From, To    int
}

// AgeBands are those in which children are counted, youngest first. The database counts by the same ones (0031_recount.sql),
// which a test of pkg/compare holds to these.
var AgeBands = []AgeBand{
	{"0", "Under 1", 0, 0}, {"1-4", "1 to 4", 1, 4}, {"5-10", "5 to 10", 5, 10}, {"11-17", "11 to 17", 11, 17}, {"18", "18 and over", 18, 0},
}

// AgeBandOf finds the band of an age; false before birth, which only dates in the wrong order can give.
func AgeBandOf(age int) (AgeBand, bool) {
	for i := len(AgeBands) - 1; i >= 0; i-- {
		if age >= AgeBands[i].From {
			return AgeBands[i], true
		}
	}
	return AgeBand{}, false
}
