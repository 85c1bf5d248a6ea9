package ask

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// Days on which an entry may be chosen: from its first until before the day on which it is retired.
func TestAnEntryIsOfferedOnItsDays(t *testing.T) {
	first, last := Date{2024, 3, 1}, Date{2024, 3, 31}
	for _, c := range []struct {
		name        string
		entry       Option
		before, on  Date // not offered on the day before, and offered on this one; zero: no such day
		until, gone Date // offered on this day still, and not on the next
	}{
		{"ever since, and still", Option{}, Date{}, Date{1948, 7, 5}, Date{2099, 1, 1}, Date{}},
		{"from a day on", Option{From: first}, Date{2024, 2, 29}, first, Date{2099, 1, 1}, Date{}},
		{"until a day", Option{Until: Date{2024, 4, 1}}, Date{}, Date{1948, 7, 5}, last, Date{2024, 4, 1}},
		{"from one to the other", Option{From: first, Until: Date{2024, 4, 1}}, Date{2024, 2, 29}, first, last, Date{2024, 4, 1}},
		{"one day only", Option{From: first, Until: Date{2024, 3, 2}}, Date{2024, 2, 29}, first, first, Date{2024, 3, 2}},
		{"never", Option{Retired: true}, first, Date{}, Date{}, last},
	} {
		for day, want := range map[Date]bool{c.before: false, c.on: true, c.until: true, c.gone: false} {
			if !day.IsZero() && c.entry.IsOffered(day) != want {
				t.Errorf("%s: on %s %v", c.name, day, !want)
			}
		}
	}
}

// A list of another content stands in for the declared one in everything that is asked of it.
func TestListsStandInForTheDeclaredOnes(t *testing.T) {
	x := newToy()
	x.Animal = ref("1")
	animal, colours := question(t, visits, "animal"), question(t, visits, "colours")
	x.Lists = Lists{"animals": {Name: "animals", Options: []Option{{Code: "9", Label: "Newt", Alias: []string{"triton"}}, {Code: "1", Label: "House cat"}}}}
	if got := animal.Offered(x.Input); len(got) != 2 || got[0].Code != "9" || got[1].Label != "House cat" {
		t.Errorf("offered %+v", got)
	}
	if got := animal.Words(x.Input); got != "House cat" {
		t.Errorf("in words %q", got)
	}
	if got := animal.Say(x.Input, []string{"2"}); got != "2" { // gone from the list, and nobody knows its words
		t.Errorf("what the list lacks is %q", got)
	}
	x.give(t, "animal", "9")
	if p := x.refuses(t, "animal", "2"); p.Code != CodeUnknownChoice {
		t.Errorf("what only the declared list has: %+v", p)
	}
	if o, ok := animal.Recognise(x.Input, "triton"); !ok || o.Code != "9" {
		t.Errorf("by its other name: %+v", o)
	}
	if got := len(colours.Offered(x.Input)); got != 3 {
		t.Errorf("%d of a list that is as declared", got)
	}
	if got := question(t, visits, "breed").ShownWhenIn(x.Lists); !strings.Contains(got, "House cat") {
		t.Errorf("shown when %q", got)
	}
	if x.Lists.Of(animals) == animals || x.Lists.Of(drugList) != drugList || Lists(nil).Of(animals) != animals {
		t.Error("the wrong list")
	}
}

// Of several choices, one that is retired stays while it is ticked, and does not come back once it was not.
func TestRetiredAmongSeveral(t *testing.T) {
	x := newToy()
	x.Colours = []string{"w"}
	x.Lists = Lists{"colours": {Name: "colours", Options: []Option{{Code: "b", Label: "Black"}, {Code: "w", Label: "White", Until: today}}}}
	x.give(t, "colours", "b", "w")
	if got := x.holds("colours"); !slices.Equal(got, []string{"b", "w"}) {
		t.Errorf("kept %v", got)
	}
	if change := x.give(t, "colours", "b"); len(change.Columns) != 1 {
		t.Error("it cannot be taken off")
	}
	if p := x.refuses(t, "colours", "b", "w"); p.Code != CodeRetired || p.Message != "“White” is no longer in use." {
		t.Errorf("ticked again: %+v", p)
	}
	if got := question(t, visits, "colours").Offered(x.Input); len(got) != 1 {
		t.Errorf("offered %+v", got)
	}
	x.Today = today.AddDays(-1)
	x.give(t, "colours", "b", "w")
	x.Lists["colours"].Options[0].From = today
	x.Colours = []string{"w"}
	if p := x.refuses(t, "colours", "b", "w"); p.Message != "“Black” can be chosen from 29 February 2024 on." {
		t.Errorf("too early: %+v", p)
	}
}

// What was answered is put back, whatever has become of its entry since.
func TestRestoreKnowsRetiredEntries(t *testing.T) {
	row := &stay{}
	input := Input{Row: row, Today: today}
	question(t, stays, "kind").Restore(input, []string{"old"})
	if row.Kind == nil || *row.Kind != "old" {
		t.Errorf("restored %v", row.Kind)
	}
}

// Keywords: one that was added is recognised; one that is retired stays with its text while it stands there, and is not found
// anew; one that only another process knows is not lost.
func TestKeywordsOfAListThatChanges(t *testing.T) {
	row := &seizure{Described: ref(true)}
	in := Input{Row: row, Today: today}
	text, keywords := question(t, seizures, "text"), question(t, seizures, "found")
	with := func(options ...Option) {
		in.Lists = Lists{"signs": {Name: "signs", Options: append(slices.Clone(signs.Options), options...)}}
	}
	give := func(q *Question, sent string) string {
		t.Helper()
		if _, err := seizures.Answer(in, q, []string{sent}); err != nil {
			t.Fatalf("%q: %v", sent, err)
		}
		return strings.Join(row.Found, " ")
	}
	if got := give(text, "anger and glossolalia"); got != "2" {
		t.Errorf("before: %q", got)
	}
	with(Option{Code: "10", Label: "glossolalia"})
	if got := give(text, "anger, and glossolalia"); got != "2 10" {
		t.Errorf("added: %q", got)
	}
	with(Option{Code: "10", Label: "glossolalia", Until: today})
	if got := give(text, "anger; glossolalia"); got != "2 10" {
		t.Errorf("retired, and still in the text: %q", got)
	}
	give(text, "anger")
	if got := give(text, "anger and glossolalia"); got != "2" {
		t.Errorf("retired, and typed anew: %q", got)
	}
	var p *Problem
	if _, err := seizures.Answer(in, keywords, []string{"10"}); !errors.As(err, &p) || p.Code != CodeRetired {
		t.Errorf("retired, and put on: %v", err)
	}
	row.Found = []string{"2", "77"}
	if got := give(text, "anger again"); got != "2 77" {
		t.Errorf("another process's, when the text changes: %q", got)
	}
	if got := give(keywords, Removing("2")); got != "77" {
		t.Errorf("another process's, when one is taken off: %q", got)
	}
	if got := give(text, ""); got != "" {
		t.Errorf("without a text: %q", got)
	}
}
