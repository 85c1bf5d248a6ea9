package plot

import (
	"fmt"
	"strconv"
)

// FlaggedList is the units that chance alone would rarely put where they are, beside how many were tested and how many of those
// chance alone would flag: without these numbers a list of names misleads.
type FlaggedList struct {
	Tested       int
	Low, High    int // found, alarms included
	LowAlarms    int // of which alarms
	HighAlarms   int
	Alert, Alarm float64 // one-sided probabilities
	Units        []Unit  // flagged, by name
}

// Flagged is the list of a funnel's flagged units.
func (f Funnel) Flagged() FlaggedList {
	list := FlaggedList{Alert: f.Inner.Tail, Alarm: f.Outer.Tail}
	for _, u := range prepared(f.Units) {
		if u.State.compared() {
			list.Tested++
		}
		switch u.State {
		case AlarmLow:
			list.LowAlarms++
			fallthrough
		case AlertLow:
			list.Low++
		case AlarmHigh:
			list.HighAlarms++
			fallthrough
		case AlertHigh:
			list.High++
		}
		if u.State.flagged() {
			list.Units = append(list.Units, u)
		}
	}
	return list
}

// Sentence says what was tested, found and expected by chance.
func (l FlaggedList) Sentence() string {
	if l.Tested == 0 {
		return "None was compared."
	}
	return fmt.Sprintf("%d compared. Found: %d low (%s), %d high (%s). By chance alone, were all ordinary: at most %s low (%s) and as many high.",
		l.Tested, l.Low, plural(l.LowAlarms, "alarm", "alarms"), l.High, plural(l.HighAlarms, "alarm", "alarms"),
		few(float64(l.Tested)*l.Alert), few(float64(l.Tested)*l.Alarm)+" alarms")
}

// few writes an expected number with two digits.
func few(v float64) string {
	if v >= 10 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 2, 64)
}
