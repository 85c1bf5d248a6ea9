package ask

import (
	"fmt"
	"strings"
	"testing"
)

// lossesOf is what an answer would take away, in words.
func (x *toy) lossesOf(t *testing.T, key string, sent ...string) ([]Loss, string) {
	t.Helper()
	before := *x.visit
	was := x.Input
	was.Row = &before
	lost := visits.Losses(was, x.give(t, key, sent...))
	var words []string
	for _, l := range lost {
		place := ""
		if l.List != nil {
			place = fmt.Sprintf("%s %d, ", l.List.Title, l.Number)
		}
		words = append(words, place+l.Question.Label+": "+l.Words)
	}
	return lost, strings.Join(words, "; ")
}

func TestLossesAreTheFilledAnswersThatGo(t *testing.T) {
	for _, c := range []struct {
		what        string
		given       []string
		question    string
		sent, wants string
	}{
		{"nothing depends on it", nil, "name", "Rex", ""},
		{"what depends on it is empty", []string{"insured=yes"}, "insured", "no", ""},
		{"a text goes", []string{"insured=yes", "insurer=Acme"}, "insured", "no", "Insurer: Acme"},
		{"the same answer again", []string{"insured=yes", "insurer=Acme"}, "insured", "yes", ""},
		{"another that leaves it asked", []string{"animal=1", "breed=w"}, "animal", "2", ""},
		{"a drop-down goes, said by its label", []string{"animal=1", "breed=w"}, "animal", "3", "Breed: White"},
		{"what it replaces itself is no loss", []string{"animal=1"}, "animal", "2", ""},
		{"an answer that opens one and closes another", []string{"animal=1", "breed=w"}, "insured", "yes", "Breed: White"},
	} {
		t.Run(c.what, func(t *testing.T) {
			x := newToy()
			for _, line := range c.given {
				key, value, _ := strings.Cut(line, "=")
				x.give(t, key, value)
			}
			lost, got := x.lossesOf(t, c.question, c.sent)
			if got != c.wants || (Covers(lost) == "") != (c.wants == "") {
				t.Errorf("lost %q, want %q; covers %q", got, c.wants, Covers(lost))
			}
		})
	}
}

func TestLossesOfLists(t *testing.T) {
	x := newToy()
	x.give(t, "has_drugs", "yes")
	x.add(internal, 1, "")
	x.add(internal, 2, "drops").GivenOn = &today
	x.add(external, 3, "cream")
	lost, words := x.lossesOf(t, "has_drugs", "no")
	if want := "Drugs 2, Drug: Drops; Drugs 2, Given on: 29 February 2024; Creams 1, Drug: Cream"; words != want {
		t.Errorf("lost %q, want %q", words, want)
	}
	if one := internal.Losses(x.Input, x.drugs[1]); len(one) != 2 || Covers(one) == Covers(lost) {
		t.Errorf("the row by itself loses %v", one)
	}
	if none := internal.Losses(x.Input, x.drugs[0]); Covers(none) != "" {
		t.Errorf("a row with nothing entered loses %v", none)
	}
}

// A yes to one set is no yes to another: more answers, other answers, or the same ones in another row.
func TestCoversTellsSetsApart(t *testing.T) {
	name, other := question(t, visits, "name"), question(t, visits, "insurer")
	one, two := internal.NewRow(), internal.NewRow()
	SetRowID(one, 1)
	SetRowID(two, 2)
	sets := [][]Loss{
		{{Question: name, Values: []string{"a"}}},
		{{Question: name, Values: []string{"b"}}},
		{{Question: name, Values: []string{"a", "b"}}},
		{{Question: other, Values: []string{"a"}}},
		{{Question: name, Values: []string{"a"}}, {Question: other, Values: []string{"a"}}},
		{{Question: name, Values: []string{"a"}, List: internal, Row: one}},
		{{Question: name, Values: []string{"a"}, List: internal, Row: two}},
		{{Question: name, Values: []string{"a"}, List: external, Row: one}},
		nil,
	}
	seen := map[string]int{}
	for i, set := range sets {
		covers := Covers(set)
		if j, ok := seen[covers]; ok {
			t.Errorf("sets %d and %d have one name", i, j)
		}
		seen[covers] = i
		if covers != Covers(set) {
			t.Errorf("set %d is named in two ways", i)
		}
	}
}
