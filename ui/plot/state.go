package plot

// State is what may be said of a unit beside the others: the states of pkg/measure by their names. Empty where nothing is compared.
type State string

// The states that the counts decide, and those that come before any comparison.
const (
	AsExpected       State = "as_expected"
	AlertLow         State = "alert_low"
	AlarmLow         State = "alarm_low"
	AlertHigh        State = "alert_high"
	AlarmHigh        State = "alarm_high"
	NotParticipating State = "not_participating"
	InsufficientData State = "insufficient_data"
	TooFew           State = "too_few"
	Suppressed       State = "suppressed"
)

var stateWords = map[State]string{
	"":         "not compared",
	AsExpected: "as expected", AlertLow: "lower than expected by chance: alert", AlarmLow: "lower than expected by chance: alarm",
	AlertHigh: "higher than expected by chance: alert", AlarmHigh: "higher than expected by chance: alarm",
	NotParticipating: "not participating", InsufficientData: "insufficient data", TooFew: "too few children to compare", Suppressed: hiddenWords,
}

// Words is the state in words. One that is not known here is not compared.
func (s State) Words() string {
	if words, ok := stateWords[s]; ok {
		return words
	}
	return stateWords[""]
}

// compared tells whether the unit was tested at all.
func (s State) compared() bool { return s == AsExpected || s.flagged() }

func (s State) flagged() bool { return s.low() || s.high() }

func (s State) low() bool { return s == AlertLow || s == AlarmLow }

func (s State) high() bool { return s == AlertHigh || s == AlarmHigh }

func (s State) alarm() bool { return s == AlarmLow || s == AlarmHigh }

// nameless states tell no number at all.
func (s State) nameless() bool { return s == Suppressed || s == NotParticipating }
