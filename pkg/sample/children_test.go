package sample

import (
	"bytes"
	"slices"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/pkg/nhs"
	"pgregory.net/rapid"
)

var (
	today = ask.Date{Year: 2026, Month: 3, Day: 15}
	leads = []string{"RGT01", "RJZ01", "7A1A1"}
)

func encoded(t interface{ Fatal(...any) }, child *dataset.Child) []byte {
	raw, err := export.Encode(child, export.EncodeOptions{Today: today})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestOneSeedAlwaysMakesTheSameChildren(t *testing.T) {
	var first, again, other [][]byte
	for child := range Children(7, 50, today, leads) {
		first = append(first, encoded(t, child))
	}
	for child := range Children(7, 50, today, leads) {
		again = append(again, encoded(t, child))
	}
	for child := range Children(8, 50, today, leads) {
		other = append(other, encoded(t, child))
	}
	if !slices.EqualFunc(first, again, bytes.Equal) {
		t.Error("the same seed makes other children")
	}
	if slices.EqualFunc(first, other, bytes.Equal) {
		t.Error("another seed makes the same children")
	}
}

// Whatever the seed and the day, no child holds what the forms would refuse, or what is not asked; numbers are of the test
// range and never come twice.
func TestChildrenAreAsTheFormsWouldHaveThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := ask.Date{Year: 2022, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 3650).Draw(t, "day"))
		seen := map[string]bool{}
		for child := range Children(rapid.Uint64().Draw(t, "seed"), 20, day, leads) {
			if problems := export.Check(child, day, nil); len(problems) > 0 {
				t.Fatalf("on %s: %+v", day, problems)
			}
			number := *child.Case().NHSNumber
			if seen[number] || !nhs.IsNumber(number) || number[:3] != "999" {
				t.Fatalf("NHS number %s, seen before: %v", number, seen[number])
			}
			seen[number] = true
			at := dataset.Circumstances{Today: day}
			for _, s := range dataset.Sections {
				if left := s.Settle(child.In(s, at)); len(left.Columns) > 0 {
					t.Fatalf("%s holds what is not asked: %v", s.Key, left.Columns)
				}
				for _, list := range s.Lists {
					for _, row := range list.Rows(child.In(s, at)) {
						if left := list.Section.Settle(list.In(child.In(s, at), row)); len(left.Columns) > 0 {
							t.Fatalf("%s holds what is not asked: %v", list.Key, left.Columns)
						}
					}
				}
			}
		}
	})
}

// Out of enough children every question is answered, every entry of every list is chosen, and every stage is there.
func TestAllBranchesAreReached(t *testing.T) {
	answered, led := map[string]bool{}, map[string]int{}
	var none, registered, half, full int
	at := dataset.Circumstances{Today: today}
	for child := range Children(1, 6000, today, leads) {
		led[*child.Registration().LeadOrganisationID]++
		for _, s := range dataset.Stored() {
			rows := child.Rows(s)
			if rows == nil {
				rows = []any{child.Row(s)}
			}
			for _, row := range rows {
				for _, q := range s.Questions {
					for _, value := range q.Format(row) {
						answered[s.Key+"."+q.Key] = true
						answered[s.Key+"."+q.Key+"="+value] = true
					}
				}
			}
		}
		switch p := child.Completion(at).Total; {
		case !child.IsRegistered():
			none++
		case p.Completed == 3:
			registered++
		case p.Complete():
			full++
		default:
			half++
		}
	}
	for _, want := range everything() {
		if !answered[want] {
			t.Errorf("no child has %s", want)
		}
	}
	if min(none, registered, half, full) < 200 || len(led) != 3 || led["RGT01"] != 2000 {
		t.Errorf("%d not registered, %d just registered, %d half done, %d complete; led by %v", none, registered, half, full, led)
	}
}

// everything is what could be answered.
func everything() []string {
	var all []string
	for _, s := range dataset.Stored() {
		for _, q := range s.Questions {
			if q.Key == "unique_reference_number" { // for Jersey, in place of the NHS number
				continue
			}
			name := s.Key + "." + q.Key
			all = append(all, name)
			switch {
			case q.Kind == ask.KindYesNo:
				all = append(all, name+"=yes", name+"=no")
			case q.Kind == ask.KindDayOrDeclined:
				all = append(all, name+"=declined")
			case q.List() != nil:
				for _, o := range q.List().Options {
					if !o.Retired {
						all = append(all, name+"="+o.Code)
					}
				}
			case q.Kind == ask.KindTiles || q.Kind == ask.KindTicks:
				for _, c := range q.Columns {
					all = append(all, name+"="+c.Name)
				}
			case q.Kind == ask.KindDayIfKnown:
				all = append(all, name+"=unknown")
			}
		}
	}
	return all
}

// Several trusts are filled by a call each, with a seed of their own.
func TestNeighbouringSeedsShareNoNumber(t *testing.T) {
	seen := map[string]uint64{}
	for seed := range uint64(100) {
		numbers := newNumbers(seed)
		for range 9000 {
			number := numbers.next()
			if before, ok := seen[number]; ok {
				t.Fatalf("%s with seeds %d and %d", number, before, seed)
			}
			seen[number] = seed
		}
	}
}

func TestStoppingEarly(t *testing.T) {
	made := 0
	for range Children(1, 1000, today, leads) {
		if made++; made == 3 {
			break
		}
	}
	for child := range Children(1, 20, today, nil) {
		if child.IsRegistered() {
			t.Error("registered without a lead organisation")
		}
	}
}

func BenchmarkChildren(b *testing.B) {
	for range Children(1, b.N, today, leads) {
	}
}

// A child of a set is the same wherever it is asked for, and however many there are; with the past come all cohorts there have
// been, records that were handed in, and in the end children whom the test range has no number for.
func TestSetsAreMadeByPlace(t *testing.T) {
	few, many := NewSet(Options{Seed: 3, Today: today, Leads: leads, Past: true}, 10), NewSet(Options{Seed: 3, Today: today, Leads: leads, Past: true}, 3000)
	cohorts, submitted, unregistered, ids := map[int]int{}, 0, map[string]int{}, map[string]bool{}
	for i := 2999; i >= 0; i-- {
		made := many.Make(i)
		if i < 10 {
			if other := few.Make(i); other.ID != made.ID || !bytes.Equal(encoded(t, other.Child), encoded(t, made.Child)) {
				t.Errorf("child %d depends on the others", i)
			}
		}
		if ids[made.ID] {
			t.Errorf("%s twice", made.ID)
		}
		ids[made.ID] = true
		period, _ := made.Child.Period(dataset.RuleCalendar())
		cohorts[period.Cohort]++
		if made.Unregistered != "" {
			unregistered[made.Unregistered]++
			if made.Submitted || !made.Child.IsRegistered() {
				t.Errorf("%s was unregistered: submitted %v", made.ID, made.Submitted)
			}
		}
		if made.Submitted {
			submitted++
			if !made.Child.Completion(dataset.Circumstances{Today: today}).Complete() {
				t.Errorf("%s was handed in and is not complete", made.ID)
			}
		}
		if problems := export.Check(made.Child, today, nil); len(problems) > 0 {
			t.Fatalf("%s: %v", made.ID, problems)
		}
	}
	for cohort := 4; cohort <= 9; cohort++ {
		if cohorts[cohort] < 50 {
			t.Errorf("%d children in cohort %d: %v", cohorts[cohort], cohort, cohorts)
		}
	}
	if cohorts[0] < 200 || len(cohorts) != 7 || submitted < 200 || submitted > 1000 || len(unregistered) != len(dataset.UnregisterReasons()) {
		t.Errorf("cohorts %v, %d submitted, unregistered %v", cohorts, submitted, unregistered)
	}
	beyond := &Set{Options: Options{Seed: 3, Today: today, Leads: leads}} // as past the end of the range
	if c := beyond.Make(17).Child.Case(); c.NHSNumber != nil || c.UniqueReferenceNumber == nil || *c.UniqueReferenceNumber != "S3-17" {
		t.Errorf("%+v", c)
	}
}

// Ages, sexes and ethnicities come about as often as among children, and none is missing.
func TestChildrenAreMixedAsChildrenAre(t *testing.T) {
	set := NewSet(Options{Seed: 9, Today: today, Leads: leads}, 4000)
	in := map[string]int{}
	for i := range 4000 {
		c := set.Make(i).Child
		in["sex "+*c.Case().Sex]++
		in["ethnicity "+*c.Case().Ethnicity]++
		if first := c.Registration().FirstAssessmentOn; first != nil {
			in["seen"]++
			switch age := c.Case().DateOfBirth.AgeOn(*first); {
			case age < 1:
				in["under one"]++
			case age < 5:
				in["under five"]++
			case age < 10:
				in["under ten"]++
			}
		}
	}
	for what, share := range map[string][2]int{"sex 1": {1900, 2200}, "sex 2": {1750, 2050}, "ethnicity A": {2300, 2700}, "ethnicity R": {5, 100}} {
		if in[what] < share[0] || in[what] > share[1] {
			t.Errorf("%s: %d of 4000, want %v", what, in[what], share)
		}
	}
	for what, percent := range map[string][2]int{"under one": {11, 17}, "under five": {22, 30}, "under ten": {29, 37}} {
		if got := 100 * in[what] / in["seen"]; got < percent[0] || got > percent[1] {
			t.Errorf("%s: %d in a hundred, want %v", what, got, percent)
		}
	}
}
