package measure

import "sort"

// State is what may be said of a centre beside the others (comparing-centres.md, section 3).
type State string

// The states that the counts decide.
const (
	AsExpected State = "as_expected"
	AlertLow   State = "alert_low"
	AlarmLow   State = "alarm_low"
	AlertHigh  State = "alert_high"
	AlarmHigh  State = "alarm_high"
)

// The states that come before any comparison. None may be drawn or worded as expected.
const (
	NotParticipating State = "not_participating" // no first-year form for the cohort
	InsufficientData State = "insufficient_data" // completeness or ascertainment under the measure's gate
	TooFew           State = "too_few"           // fewer children than the measure's minimum
	Suppressed       State = "suppressed"        // in public, where the numbers are small
)

var stateWords = map[State]string{
	AsExpected: "as expected", AlertLow: "lower than expected by chance: alert", AlarmLow: "lower than expected by chance: alarm",
	AlertHigh: "higher than expected by chance: alert", AlarmHigh: "higher than expected by chance: alarm",
	NotParticipating: "not participating", InsufficientData: "insufficient data", TooFew: "too few children to compare", Suppressed: "numbers too small to show",
}

// Words is the state in words.
func (s State) Words() string { return stateWords[s] }

// Flagged tells whether a state is an alert or an alarm.
func (s State) Flagged() bool {
	return s == AlertLow || s == AlarmLow || s == AlertHigh || s == AlarmHigh
}

// Tails are the one-sided probabilities below which a centre is an alert, and an alarm. A measure's version names them.
type Tails struct {
	Name         string
	Alert, Alarm float64
}

// The two conventions in use, which are not the same.
var (
	Percentages        = Tails{"95 % and 99.8 %", 0.025, 0.001}
	StandardDeviations = Tails{"2 and 3 standard deviations", 0.022750131948179207, 0.0013498980316300946}
)

// Compare decides by the exact tails of the binomial distribution, never by eye.
func (t Tails) Compare(c Count, theta float64) State {
	if c.N == 0 {
		return TooFew
	}
	low, high := AtMost(c.R, c.N, theta), AtLeast(c.R, c.N, theta)
	switch {
	case low < t.Alarm:
		return AlarmLow
	case high < t.Alarm:
		return AlarmHigh
	case low < t.Alert:
		return AlertLow
	case high < t.Alert:
		return AlertHigh
	}
	return AsExpected
}

// Critical are the counts from which a centre of some size is flagged. One that cannot happen is −1.
type Critical struct{ AlarmLow, AlertLow, AlertHigh, AlarmHigh int }

// CriticalCounts gives the largest low and the smallest high counts that are flagged among n children.
func (t Tails) CriticalCounts(n int, theta float64) Critical {
	return Critical{
		largest(n, func(r int) bool { return AtMost(r, n, theta) < t.Alarm }),
		largest(n, func(r int) bool { return AtMost(r, n, theta) < t.Alert }),
		smallest(n, func(r int) bool { return AtLeast(r, n, theta) < t.Alert }),
		smallest(n, func(r int) bool { return AtLeast(r, n, theta) < t.Alarm }),
	}
}

func largest(n int, flagged func(int) bool) int {
	found := -1
	for r := 0; r <= n && flagged(r); r++ {
		found = r
	}
	return found
}

func smallest(n int, flagged func(int) bool) int {
	found := -1
	for r := n; r >= 0 && flagged(r); r-- {
		found = r
	}
	return found
}

// SmallestSize is the least number of children among whom each state can happen: what a page says of a centre too small to be
// told apart. limit bounds the search; −1 is beyond it.
func (t Tails) SmallestSize(theta float64, limit int) Critical {
	none := func(n int) float64 { return AtMost(0, n, theta) } // a state on a side can happen where its outermost count is flagged
	all := func(n int) float64 { return AtLeast(n, n, theta) }
	first := func(of func(int) float64, tail float64) int {
		if n := 1 + sort.Search(limit, func(i int) bool { return of(i+1) < tail }); n <= limit {
			return n
		}
		return -1
	}
	return Critical{AlarmLow: first(none, t.Alarm), AlertLow: first(none, t.Alert), AlertHigh: first(all, t.Alert), AlarmHigh: first(all, t.Alarm)}
}
