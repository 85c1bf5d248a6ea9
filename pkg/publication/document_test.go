package publication

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

// where is a hospital with the units it belongs to, in the order of the levels below.
type where [8]string

var levels = compare.Levels

// country counts hospitals with so many passed and failed children each, the same for every measure.
func country(places []where, passed, failed []int) compare.Set {
	set := compare.Set{Counting: compare.Counting{Cohort: 8, At: time.Date(2027, 1, 20, 3, 0, 0, 0, time.UTC), Rules: "R4"}, Members: map[string]map[compare.Level]string{}}
	sums := map[unitKey]*compare.Figures{}
	var order []unitKey
	for i, place := range places {
		set.Members[place[0]] = map[compare.Level]string{}
		for l, code := range place {
			if code == "" {
				continue
			}
			set.Members[place[0]][levels[l]] = code
			key := unitKey{levels[l], code}
			if sums[key] == nil {
				sums[key] = &compare.Figures{Unit: compare.Unit{Level: levels[l], Code: code, Name: "Name of " + code}, Counts: make([]compare.Count, len(kpi.All))}
				order = append(order, key)
			}
			f, n := sums[key], passed[i]+failed[i]
			f.Registered, f.YearOver, f.Counted, f.Asked, f.Answered = f.Registered+n, f.YearOver+n, f.Counted+n, f.Asked+n*10, f.Answered+n*9
			for m := range f.Counts[:2] { // the others concern nobody
				f.Counts[m].Passed += passed[i]
				f.Counts[m].Failed += failed[i]
			}
		}
	}
	for _, level := range levels {
		for _, key := range order {
			if key.level == level {
				set.Units = append(set.Units, *sums[key])
			}
		}
	}
	return set
}

// small is a country in which networks cross care boards; in crossing a trust has hospitals in two of them as well.
var small = []where{
	{"H1", "T1", "", "B1", "R1", "N1", "ENG", "EW"},
	{"H2", "T1", "", "B1", "R1", "N1", "ENG", "EW"},
	{"H3", "T2", "", "B1", "R1", "N2", "ENG", "EW"},
	{"H4", "T3", "", "B2", "R1", "N2", "ENG", "EW"},
	{"H5", "", "W1", "", "", "N2", "WLS", "EW"},
}

var crossing = []where{
	{"H1", "T1", "", "B1", "R1", "N1", "ENG", "EW"},
	{"H2", "T2", "", "B1", "R1", "N1", "ENG", "EW"},
	{"H3", "T2", "", "B2", "R1", "N1", "ENG", "EW"},
	{"H4", "T3", "", "B3", "R2", "N2", "ENG", "EW"},
	{"H5", "", "W1", "", "", "N2", "WLS", "EW"},
}

// untidy has a care board in two regions and a hospital in none.
var untidy = []where{
	{"H1", "T1", "", "B1", "R1", "N1", "ENG", "EW"},
	{"H2", "T2", "", "B1", "R1", "N1", "ENG", "EW"},
	{"H3", "T2", "", "B2", "R1", "N1", "ENG", "EW"},
	{"H4", "T3", "", "B2", "R2", "N2", "ENG", "EW"},
	{"H5", "T4", "", "", "R2", "N2", "ENG", "EW"},
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

// Somebody who tries every way in which the children could be spread over the hospitals finds no hidden number.
func TestNoWayToAHiddenNumber(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 5))
	hidden := 0
	for i := range 180 {
		places := [][]where{small, crossing, untidy}[i%3]
		passed, failed := make([]int, len(places)), make([]int, len(places))
		for i := range places {
			passed[i], failed[i] = random.IntN(14), random.IntN(14)
		}
		set := country(places, passed, failed)
		terms := under5(nil)
		if i >= 90 {
			terms.Lowest = LowestLevels[1+i%2]
		}
		hidden += attack(t, places, set, made(t, set, terms))
	}
	if hidden < 200 {
		t.Errorf("only %d hidden numbers were looked for", hidden)
	}
}

// attack tries all that fits what is shown, knowing also how many children are eligible wherever these are not few.
func attack(t *testing.T, places []where, set compare.Set, d Document) int {
	t.Helper()
	type fact struct {
		members        []int
		passed, atMost int // −1: not known
		hidden         bool
		values         map[int]bool
	}
	var facts []*fact
	exact := map[unitKey]measure.Count{}
	for _, u := range set.Units {
		exact[keyOf(u.Unit)] = u.Counts[0].Of()
	}
	for _, l := range d.Levels {
		for _, u := range l.Units {
			f, c := &fact{passed: -1, atMost: 1000, values: map[int]bool{}}, exact[unitKey{l.Key, u.Code}]
			for i, p := range places {
				if p[slices.Index(levels, l.Key)] == u.Code {
					f.members = append(f.members, i)
				}
			}
			if n := u.Results[0].Numbers; n != nil {
				f.passed = n.Passed
			} else {
				f.hidden = true
				if c.N == 0 || c.N >= 5 {
					f.atMost = c.N
				}
			}
			facts = append(facts, f)
		}
		if a := l.Average[0]; a != nil {
			f := &fact{passed: a.Passed, atMost: 1000, values: map[int]bool{}}
			for i, p := range places {
				if p[slices.Index(levels, l.Key)] != "" {
					f.members = append(f.members, i)
				}
			}
			facts = append(facts, f)
		}
	}
	guess := make([]int, len(places))
	var try func(int)
	try = func(i int) {
		for _, f := range facts { // what is settled by the hospitals so far
			sum, open := 0, false
			for _, m := range f.members {
				if m < i {
					sum += guess[m]
				} else {
					open = true
				}
			}
			if sum > f.atMost || f.passed >= 0 && (sum > f.passed || !open && sum != f.passed) {
				return
			}
		}
		if i == len(places) {
			for _, f := range facts {
				sum := 0
				for _, m := range f.members {
					sum += guess[m]
				}
				f.values[sum] = true
			}
			return
		}
		for guess[i] = 0; guess[i] <= 26; guess[i]++ {
			try(i + 1)
		}
		guess[i] = 0
	}
	try(0)
	n := 0
	for _, f := range facts {
		if f.hidden {
			n++
			if len(f.values) == 1 {
				t.Errorf("%v is %v for sure", f.members, slices.Collect(maps.Keys(f.values)))
			}
		}
	}
	return n
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
	}{{40, 40, true}, {41, 39, false}, {44, 36, false}, {45, 35, true}, {40, 43, false}, {40, 46, true}} {
		d := made(t, country(small, []int{20, 20, c.passed, 50, 60}, []int{20, 20, c.failed, 50, 60}), under5(&before))
		if r := result(t, d, compare.Trust, "T2"); (r.Numbers != nil) != c.shown {
			t.Errorf("from 40 of 80 to %d of %d: shown %v", c.passed, c.passed+c.failed, r.Numbers != nil)
		}
	}
}
