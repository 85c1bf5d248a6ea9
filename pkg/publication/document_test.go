package publication

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/compare/comparetest"
	"github.com/pinktick/pinktick/pkg/measure"
)

// where is a hospital with the units it belongs to.
type where = comparetest.Place

var small = comparetest.Plain

// country counts hospitals with so many passed and failed children each.
func country(places []where, passed, failed []int) compare.Set {
	children := make([]comparetest.Children, len(places))
	for i := range places {
		children[i] = comparetest.Children{Passed: passed[i], Failed: failed[i]}
	}
	return comparetest.Country(places, children)
}

func under5(before *Document) Terms {
	policy := compare.DefaultPolicy
	return Terms{Version: 1, Lowest: compare.Trust, Policy: policy, Before: before}
}

func made(t *testing.T, set compare.Set, terms Terms) Document {
	t.Helper()
	d, err := Make(set, terms)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func result(t *testing.T, d Document, level compare.Level, code string) Result {
	t.Helper()
	l, found := d.Level(level)
	u, there := l.Unit(code)
	if !found || !there {
		t.Fatalf("%s %s is not in the document", level, code)
	}
	return u.Results[0]
}

// What is shown of the six centres of comparing-centres.md, section 8: C (9 of 9), D (60 of 64) and F (3 of 6) are hidden.
func TestTheSixCentres(t *testing.T) {
	var places []where
	for _, c := range "ABCDEF" {
		places = append(places, where{"H" + string(c), "T" + string(c), "", "B1", "R1", "N1", "ENG", "EW"})
	}
	d := made(t, country(places, []int{18, 41, 9, 60, 27, 3}, []int{12, 11, 0, 4, 33, 3}), under5(nil))
	for code, want := range map[string]string{"TA": "18/30", "TB": "41/52", "TC": "hidden", "TD": "hidden", "TE": "27/60 alarm_low", "TF": "hidden"} {
		r, got := result(t, d, compare.Trust, code), "hidden"
		if r.Numbers != nil {
			got = fmt.Sprintf("%d/%d", r.Numbers.Passed, r.Numbers.Eligible)
		}
		if r.State.Flagged() {
			got += " " + string(r.State)
		}
		if got != want || (r.Numbers == nil) != (r.State == measure.Suppressed) {
			t.Errorf("%s: %s (%s), want %s", code, got, r.State, want)
		}
	}
	if r := result(t, d, compare.National, "EW"); r.Numbers == nil || r.Numbers.Passed != 158 || r.Numbers.Eligible != 221 {
		t.Errorf("the nation: %+v", r)
	}
	terms := under5(nil)
	terms.Policy.Profile = measure.NHSSubnational2018
	d = made(t, country(places, []int{18, 41, 9, 60, 27, 3}, []int{12, 11, 0, 4, 33, 3}), terms)
	for code, want := range map[string]Rate{"TA": {20, 30}, "TB": {40, 50}, "TC": {10, 10}, "TD": {60, 65}, "TE": {25, 60}} {
		if r := result(t, d, compare.Trust, code); r.Numbers == nil || r.Numbers.Rate != want {
			t.Errorf("rounded %s: %+v, want %+v", code, r.Numbers, want)
		}
	}
	if r := result(t, d, compare.Trust, "TF"); r.Numbers != nil {
		t.Errorf("rounded F: %+v", r.Numbers)
	}
}

// One hidden trust takes another with it, and where its care board has no other, the board.
func TestWhatWouldGiveATrustAway(t *testing.T) {
	d := made(t, country(small, []int{20, 10, 2, 15, 30}, []int{20, 10, 20, 15, 30}), under5(nil))
	if r := result(t, d, compare.Trust, "T2"); r.Numbers != nil {
		t.Errorf("2 of 22 are shown: %+v", r.Numbers)
	}
	if one, other := result(t, d, compare.Trust, "T1"), result(t, d, compare.CareBoard, "B1"); one.Numbers != nil && other.Numbers != nil {
		t.Error("the trust beside it and the board of both are shown: the difference is the hidden one")
	}
}

// A country of one hospital, outside the total, is hidden by itself and hides nobody else.
func TestJerseyStandsBeside(t *testing.T) {
	places := append(slices.Clone(small), where{"J1", "", "", "", "", "", "JEY", ""})
	d := made(t, country(places, []int{20, 10, 12, 15, 30, 2}, []int{20, 10, 20, 15, 30, 1}), under5(nil))
	if r := result(t, d, compare.Country, "JEY"); r.Numbers != nil {
		t.Errorf("3 children are shown: %+v", r.Numbers)
	}
	for _, code := range []string{"ENG", "WLS"} {
		if r := result(t, d, compare.Country, code); r.Numbers == nil {
			t.Errorf("%s is hidden with it", code)
		}
	}
}

// Smaller units than the lowest level are in no byte of the document; single organisations in none at all.
func TestTheLowestLevel(t *testing.T) {
	set := country(small, []int{20, 20, 40, 50, 60}, []int{20, 20, 40, 50, 60})
	for lowest, want := range map[compare.Level]string{compare.Trust: "T1 W1 B1 R1 N1 ENG EW", compare.CareBoard: "W1 B1 R1 N1 ENG EW", compare.Region: "R1 N1 ENG EW", compare.Country: "ENG EW"} {
		terms := under5(nil)
		terms.Lowest = lowest
		raw, err := made(t, set, terms).Encode()
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, code := range []string{"H1", "T1", "W1", "B1", "R1", "N1", "ENG", "EW"} {
			if bytes.Contains(raw, []byte(`"`+code+`"`)) {
				found = append(found, code)
			}
		}
		if got := strings.Join(found, " "); got != want {
			t.Errorf("%s: %s, want %s", lowest, got, want)
		}
	}
	terms := under5(nil)
	terms.Lowest = compare.Organisation
	if _, err := Make(set, terms); err == nil {
		t.Error("single organisations are published")
	}
}

// The same counts make the same bytes, in whatever order they come, and what is written can be read.
func TestTheSameBytes(t *testing.T) {
	first, err := made(t, country(small, []int{20, 3, 2, 15, 30}, []int{20, 3, 20, 15, 2}), under5(nil)).Encode()
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		again, err := made(t, country(small, []int{20, 3, 2, 15, 30}, []int{20, 3, 20, 15, 2}), under5(nil)).Encode()
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("other bytes: %v\n%s\n%s", err, first, again)
		}
	}
	d, err := Decode(first)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := d.Encode(); !bytes.Equal(first, again) {
		t.Errorf("read and written again: %s\n%s", first, again)
	}
	if _, err := Decode([]byte(`{"cohort":8,"more":1}`)); err == nil {
		t.Error("a document with something unknown in it was read")
	}
}

// A correction by a few children does not show whom it concerned.
func TestACorrectionByAFew(t *testing.T) {
	before := made(t, country(small, []int{20, 20, 40, 50, 60}, []int{20, 20, 40, 50, 60}), under5(nil))
	if r := result(t, before, compare.Trust, "T2"); r.Numbers == nil {
		t.Fatal("nothing is small, and T2 is hidden")
	}
	for _, c := range []struct {
		passed, failed int
		shown          bool
	}{{40, 40, true}, {41, 39, false}, {44, 36, false}, {45, 35, true}, {40, 43, false}, {40, 46, true}, {45, 41, false}, {50, 34, false}} {
		d := made(t, country(small, []int{20, 20, c.passed, 50, 60}, []int{20, 20, c.failed, 50, 60}), under5(&before))
		if r := result(t, d, compare.Trust, "T2"); (r.Numbers != nil) != c.shown {
			t.Errorf("from 40 of 80 to %d of %d: shown %v", c.passed, c.passed+c.failed, r.Numbers != nil)
		}
	}
}
