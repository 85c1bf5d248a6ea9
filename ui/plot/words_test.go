package plot

import (
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/measure"
)

// What is said of a unit, as a clinician reads it.
func TestSentences(t *testing.T) {
	six, _ := theSix()
	e := six[4]
	e.Missing, e.NotApplicable, e.Registered, e.Expected, e.Complete = Number{}, Number{}, Number{}, Number{}, nil
	bare := func(met, eligible Number, state State) Unit { return Unit{Met: met, Eligible: eligible, State: state} }
	for _, c := range []struct {
		unit Unit
		says string
	}{
		{e, "27 of 60 (45 %, 33 to 58). Lower than expected by chance: alarm."},
		{six[3], "60 of 64 (94 %, 85 to 98). Higher than expected by chance: alarm. 2 not applicable. 4 with answers missing. 92 % of the required answers given. 70 of 76 expected children registered (92 %)."},
		{six[2], "9 of 9 (100 %, 70 to 100). As expected. 2 not applicable. 4 with answers missing. 92 % of the required answers given. 15 of 21 expected children registered (71 %)."},
		{Unit{Met: Of(27), Eligible: Of(60), State: AlarmLow, Adjusted: AsExpected}, "27 of 60 (45 %). Lower than expected by chance: alarm. Adjusted for over-dispersion: as expected."},
		{bare(Of(1), Of(3), TooFew), "1 of 3 (33 %). Too few children to compare."},
		{bare(Of(9), Of(20), InsufficientData), "9 of 20 (45 %). Insufficient data."},
		{bare(Of(1), Of(8), ""), "1 of 8 (13 %)."}, // halves are rounded up
		{Unit{Met: Of(0), Eligible: Of(0), NotApplicable: Of(3), Missing: Of(2)}, "None eligible. 3 not applicable. 2 with answers missing."},
		{bare(Number{}, Number{}, NotParticipating), "Not participating."},
		{bare(Hidden(), Of(60), ""), "Numbers too small to show."},
		{bare(Of(27), Of(60), Suppressed), "Numbers too small to show."},
		{Unit{Met: Of(5), Eligible: Of(10), Registered: Of(21), Expected: Of(20)}, "5 of 10 (50 %). 21 of 20 expected children registered (105 %, more than expected)."},
		{Unit{}, "No figures."},
	} {
		if got := strings.ReplaceAll(c.unit.Sentence(), "\u00a0", " "); got != c.says {
			t.Errorf("%q\nwant %q", got, c.says)
		}
	}
}

func TestCapital(t *testing.T) {
	for words, want := range map[string]string{"": "", "none": "None", "ŵyn": "Ŵyn", "◆ x": "◆ x"} {
		if got := capital(words); got != want {
			t.Errorf("%q: %q", words, got)
		}
	}
}

// The states are those of pkg/measure, in the same words.
func TestStatesAreThoseOfTheMeasures(t *testing.T) {
	for _, s := range []measure.State{measure.AsExpected, measure.AlertLow, measure.AlarmLow, measure.AlertHigh, measure.AlarmHigh,
		measure.NotParticipating, measure.InsufficientData, measure.TooFew, measure.Suppressed} {
		if State(s).Words() != s.Words() || State(s).flagged() != s.Flagged() {
			t.Errorf("%s: %q, want %q", s, State(s).Words(), s.Words())
		}
	}
	if len(stateWords) != 10 {
		t.Errorf("%d states, want nine and the empty one", len(stateWords))
	}
}

// No state that comes before a comparison is drawn or worded as expected.
func TestNothingPassesAsExpected(t *testing.T) {
	for _, s := range []State{NotParticipating, InsufficientData, TooFew, Suppressed, "", "something new"} {
		u := Unit{Name: "X", Met: Of(5), Eligible: Of(9), State: s}
		if strings.Contains(strings.ToLower(u.Sentence()+s.Words()), "expected") {
			t.Errorf("%q: %s", s, u.Sentence())
		}
		for _, p := range marked(u, 0, 0) {
			if p.class == "expected" {
				t.Errorf("%q has the mark of one as expected", s)
			}
		}
	}
}

// A list of flagged units stands beside the number tested and the number expected by chance (comparing-centres.md, section 6).
func TestFlaggedBesideChance(t *testing.T) {
	units, b := mixed()
	list := funnelOf(units, b).Flagged()
	if list.Tested != 8 || list.Low != 2 || list.LowAlarms != 2 || list.High != 1 || len(list.Units) != 3 {
		t.Errorf("%+v", list)
	}
	if got := list.Sentence(); got != "8 compared. Found: 2 low (2 alarms), 1 high (1 alarm). By chance alone, were all ordinary: at most 0.2 low (0.008 alarms) and as many high." {
		t.Error(got)
	}
	// 180 centres by 12 measures.
	if got := (FlaggedList{Tested: 2160, Alert: 0.025, Alarm: 0.001}).Sentence(); !strings.Contains(got, "at most 54 low (2.2 alarms)") {
		t.Error(got)
	}
	d := pageOf(t, funnelOf(units, b))
	if n := len(d.All(".pt-plot__flagged li")); n != 3 {
		t.Errorf("%d are listed", n)
	}
	if !strings.Contains(d.Text, "8 compared. Found: 2 low") {
		t.Error("the list does not say what was tested")
	}
}
