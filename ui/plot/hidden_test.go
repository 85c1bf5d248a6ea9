package plot

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// The numbers of a unit that may not be shown change no byte of what leaves, in any drawing: not the order, not a length, not a
// scale, not a title. They are not there, whatever they are.
func TestAHiddenNumberChangesNothing(t *testing.T) {
	units, b := mixed()
	random := rand.New(rand.NewPCG(5, 6))
	for _, state := range []State{Suppressed, NotParticipating} {
		want := map[string]string{}
		for try := range 12 {
			secret := unit("Marked", random.IntN(400), 400+random.IntN(9000), b.Rate)
			secret.State, secret.Missing, secret.NotApplicable = state, Of(random.IntN(77777)), Of(random.IntN(77777))
			secret.Registered, secret.Expected, secret.Children = Of(random.IntN(77777)), Of(random.IntN(77777)), Of(random.IntN(77777))
			if try == 0 {
				secret.Met, secret.Eligible, secret.Interval = Of(48271), Of(99991), &Range{0.48271, 0.99991}
			}
			for name, d := range everything(append(units[:3:3], secret), b) {
				if name == "shares" {
					continue // which has no state: a number is hidden or not
				}
				got := bytesOf(t, figure(d))
				if try == 0 {
					want[name] = got
					for _, marker := range []string{"48271", "99991", "0.48", "48 %", "48 %"} {
						if strings.Contains(got, marker) {
							t.Errorf("%s, %s: %s is in what leaves", name, state, marker)
						}
					}
				}
				if got != want[name] {
					t.Errorf("%s, %s: what leaves depends on what may not be shown", name, state)
				}
			}
		}
	}
}

// Where one category is hidden there is no ring, for the gap would be its size, and no share.
func TestNoRingAroundAHiddenNumber(t *testing.T) {
	shares := Shares{"children", []Category{{"Male", Of(40)}, {"Female", Hidden()}, {"Not known", Hidden()}}}
	for _, p := range ofThings(shares.scene(forPage)) {
		if strings.Contains(p.d, "A") {
			t.Errorf("a slice is drawn: %s", p.d)
		}
	}
	d := pageOf(t, shares)
	if words := d.Text; strings.Contains(words, "%") || !strings.Contains(words, "No ring is drawn") || strings.Count(words, ">*<") < 4 {
		t.Error(words)
	}
}

// Nothing is told of a hidden number by the way: not that it stands out, nor on which side of a limit it lies.
func TestNoWordOfAHiddenNumber(t *testing.T) {
	units, b := theSix()
	units[4].Met, units[4].Adjusted = Hidden(), AlertLow // its state would say that the number is low
	for name, d := range everything(units[:5], b) {
		if name == "run" || name == "shares" {
			continue
		}
		if got := bytesOf(t, figure(d)); strings.Contains(strings.ToLower(got), "lower than expected") {
			t.Errorf("%s tells the state of a hidden number", name)
		}
	}
	if n := funnelOf(units, b).Flagged(); n.Low != 0 || n.Tested != 5 {
		t.Errorf("flagged: %+v", n)
	}
	quarter := Moment{Unit: Unit{Name: "Q1", State: Suppressed, Met: Of(1), Eligible: Of(9)}, Signal: "far outside"}
	if got := bytesOf(t, figure(RunChart{Middle: "Mean", Stretches: []Stretch{{Middle: 0.5, Moments: []Moment{quarter}}}})); strings.Contains(got, "far outside") {
		t.Error("the signal of a hidden quarter is told")
	}
}

// Where one number of a pair may be shown and the other not, there is no rate, and the one that is shown stands.
func TestHalfOfAPair(t *testing.T) {
	units, b := theSix()
	units[5].Met, units[5].State, units[5].Interval = Hidden(), "", &Range{0.111, 0.222}
	for name, d := range everything(units, b) {
		got := bytesOf(t, figure(d))
		if strings.Contains(got, "0.111") || strings.Contains(got, "11 to 22") {
			t.Errorf("%s: an interval around nothing", name)
		}
		if name == "funnel" && !strings.Contains(got, "* of 6") {
			t.Errorf("%s: the number that may be shown is gone", name)
		}
	}
}
