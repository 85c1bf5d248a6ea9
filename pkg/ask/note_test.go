package ask

import (
	"errors"
	"slices"
	"testing"
)

type stay struct {
	Row
	Kind   *string
	Detail *string
	From   *Date
	Until  *Date
}

var (
	st    stay
	kinds = &List{Name: "kinds", Options: []Option{{Code: "a", Label: "A"}, {Code: "b", Label: "B"}, {Code: "old", Label: "Old", Retired: true}}}
	stays = NewSection("stay", "Stay", &st,
		Heading("Where"),
		Select(&st.Kind, "Kind", kinds).Promises(1).Note(func(in Input) string {
			if k := in.Row.(*stay).Kind; k != nil && *k == "b" {
				return "Nothing more is asked."
			}
			return ""
		}),
		Select(&st.Detail, "Detail", kinds).ShowIf(Is(&st.Kind, "a")),
		Points{Intro: "Think of:", Points: []string{"this"}},
		Day(&st.From, "From"),
		Day(&st.Until, "Until").WaitFrom(&st.From),
	).OldestFirst(&st.From).SummedUpBy(&st.Until)
	place  struct{ Named *bool }
	places = NewSection("place", "Place", &place, YesNo(&place.Named, "Named"), visitsOfA)
	// visitsOfA needs a stay of kind a.
	visitsOfA = Repeat("stays", "Stays", "Add", stays).AtLeastOne("A stay of kind A is required.", Is(&st.Kind, "a"))
)

func TestWaitsAreNotedWhereBothDatesAre(t *testing.T) {
	row := &stay{}
	input := Input{Row: row, Today: today}
	until := question(t, stays, "until")
	say := func(key, sent, want string, noted ...string) {
		t.Helper()
		change, err := stays.Answer(input, question(t, stays, key), []string{sent})
		var keys []string
		for _, q := range change.Noted {
			keys = append(keys, q.Key)
		}
		if err != nil || until.Notes(input) != want || !slices.Equal(keys, noted) {
			t.Errorf("%s %s: %v, %q, noted %q; want %q, %q", key, sent, err, until.Notes(input), keys, want, noted)
		}
	}
	say("until", "2024-01-20", "")
	say("from", "2024-01-03", "Wait: 2 weeks, 3 days", "until")
	say("from", "2024-01-15", "Wait: 5 days", "until")
	say("until", "2024-01-15", "Wait: 0 days", "until")
	say("from", "", "", "until")
	row.From, row.Until = &Date{2024, 2, 1}, &Date{2024, 1, 1} // only an import can bring them
	if got := until.Notes(input); got != "" {
		t.Errorf("a wait below zero is noted as %q", got)
	}
	say("kind", "b", "", "kind")
	if got := question(t, stays, "kind").Notes(input); got != "Nothing more is asked." {
		t.Errorf("noted %q", got)
	}
}

func TestAPromisedSlotCountsUntilTheAnswer(t *testing.T) {
	row := &stay{}
	for _, c := range []struct {
		kind string
		want Progress
	}{{"", Progress{4, 0}}, {"a", Progress{4, 1}}, {"b", Progress{3, 1}}} {
		if row.Kind = nil; c.kind != "" {
			row.Kind = &c.kind
		}
		if got := stays.Progress(Input{Row: row}); got != c.want {
			t.Errorf("kind %q: %+v, want %+v", c.kind, got, c.want)
		}
	}
}

func TestAListThatNeedsARow(t *testing.T) {
	var rows []any
	input := Input{Row: places.NewRow(), Rows: func(*Section) []any { return rows }}
	check := func(what string, want Progress, missing string) {
		t.Helper()
		if got := visitsOfA.Progress(input); got != want || visitsOfA.Missing(input) != missing {
			t.Errorf("%s: %+v, missing %q; want %+v, %q", what, got, visitsOfA.Missing(input), want, missing)
		}
	}
	words := "A stay of kind A is required."
	check("no row", Progress{4, 0}, words)
	rows = append(rows, &stay{Row: Row{1}})
	check("an empty row, and the one that is missing", Progress{8, 0}, words)
	rows[0].(*stay).Kind = ref("b")
	check("a row of another kind", Progress{3 + 4, 1}, words)
	rows = append(rows, &stay{Row: Row{2}, Kind: ref("a")})
	check("both", Progress{3 + 4, 2}, "")
}

func TestRowsAreShownOldestFirst(t *testing.T) {
	rows := []any{&stay{Row: Row{1}}, &stay{Row: Row{2}, From: &Date{2024, 2, 1}}, &stay{Row: Row{3}, From: &Date{2024, 1, 1}}}
	var got []int64
	for _, row := range visitsOfA.Rows(Input{Rows: func(*Section) []any { return rows }}) {
		got = append(got, RowID(row))
	}
	if !slices.Equal(got, []int64{3, 2, 1}) {
		t.Errorf("rows %v", got)
	}
}

func TestWhatARowSaysOfItself(t *testing.T) {
	if got := stays.Summary(); len(got) != 1 || got[0].Key != "until" {
		t.Errorf("summed up by %v", got)
	}
	if got := seizures.Summary(); len(got) != 2 {
		t.Errorf("without a choice, all but the first: %v", got)
	}
	if got := question(t, stays, "kind").Heading; got != "Where" {
		t.Errorf("heading %q", got)
	}
}

// An entry that is retired is not offered and not accepted, except where it is the answer already.
func TestRetiredEntries(t *testing.T) {
	row := &stay{}
	q := question(t, stays, "kind")
	input := Input{Row: row}
	if got := len(q.Offered(input)); got != 2 {
		t.Errorf("%d are offered", got)
	}
	var p *Problem
	if _, err := stays.Answer(input, q, []string{"old"}); !errors.As(err, &p) || p.Code != CodeRetired {
		t.Errorf("retired: %v", err)
	}
	if o, ok := q.Recognise(input, "Old"); !ok || o.Code != "old" {
		t.Error("exchange does not know the retired entry")
	}
	row.Kind = ref("old")
	if got := len(q.Offered(input)); got != 3 {
		t.Errorf("%d are offered where it is stored", got)
	}
	if _, err := stays.Answer(input, q, []string{"old"}); err != nil || len(stays.Problems(input)) > 0 {
		t.Errorf("kept: %v, %v", err, stays.Problems(input))
	}
}

// Two tiles at once can come from outside only; they are told.
func TestTwoTilesAreAProblem(t *testing.T) {
	x := newToy()
	x.LimpsLeft, x.LimpsRight = ref(true), ref(true)
	if got := visits.Problems(x.Input); len(got) != 1 || got[0].Code != CodeUnknownChoice {
		t.Errorf("%v", got)
	}
}
