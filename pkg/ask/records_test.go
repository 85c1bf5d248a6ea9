package ask

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func (x *toy) add(list *Records, id int64, name string) *drug {
	row := list.NewRow().(*drug)
	SetRowID(row, id)
	if name != "" {
		row.Drug = &name
	}
	x.drugs = append(x.drugs, row)
	return row
}

func TestTwoListsShareOneTable(t *testing.T) {
	x := newToy()
	pill, cream := x.add(internal, 1, "pill"), x.add(external, 2, "cream")
	if *pill.External || !*cream.External {
		t.Fatalf("the list does not fix its column: %v %v", *pill.External, *cream.External)
	}
	if got := internal.Rows(x.Input); len(got) != 1 || got[0] != pill {
		t.Errorf("drugs: %v", got)
	}
	if got := external.Rows(x.Input); len(got) != 1 || got[0] != cream {
		t.Errorf("creams: %v", got)
	}
	if column, value := external.Fixed(); column.Name != "external" || value != true {
		t.Errorf("fixed: %v %v", column, value)
	}
	if RowID(cream) != 2 || internal.Parent != visits || column(drugs, "external").Label != "For external use" {
		t.Errorf("id %d, parent %v", RowID(cream), internal.Parent)
	}
}

func column(s *Section, name string) *Column {
	return s.Columns[slices.IndexFunc(s.Columns, func(c *Column) bool { return c.Name == name })]
}

func TestOptionsOfARow(t *testing.T) {
	x := newToy()
	x.add(internal, 1, "pill")
	second := x.add(internal, 2, "")
	in := internal.In(x.Input, second)
	q := question(t, drugs, "drug")
	var codes []string
	for _, o := range q.Offered(in) {
		codes = append(codes, o.Code)
	}
	if !slices.Equal(codes, []string{"drops"}) { // the pill is taken, the cream is of the other list
		t.Errorf("offered %q", codes)
	}
	for sent, code := range map[string]string{"pill": CodeAlreadyUsed, "cream": CodeUnknownChoice, "tea": CodeUnknownChoice} {
		var p *Problem
		if _, err := drugs.Answer(in, q, []string{sent}); !errors.As(err, &p) || p.Code != code {
			t.Errorf("%s: %v, want %s", sent, err, code)
		}
	}
	first := internal.In(x.Input, x.drugs[0]) // its own answer again is not a second one
	if _, err := drugs.Answer(first, q, []string{"pill"}); err != nil {
		t.Errorf("own answer again: %v", err)
	}
}

func TestRecognisesCodesBeforeLabelsBeforeAliases(t *testing.T) {
	for name, want := range map[string]string{"1": "1", "Dog": "2", "2": "2", "felis": "1", "CAT": "1", "3": "3", "mouse": ""} {
		if got, _ := animals.Recognise(name); got.Code != want {
			t.Errorf("%s is recognised as %q, want %q", name, got.Code, want)
		}
	}
	row := external.NewRow()
	if o, ok := question(t, drugs, "drug").Recognise(Input{Row: row}, "Pill"); ok {
		t.Errorf("a cream is recognised as %s", o.Code)
	}
}

func TestListsOpenAndEmpty(t *testing.T) {
	x := newToy()
	change := x.give(t, "has_drugs", "yes")
	if len(change.Opened) != 2 || change.Opened[0] != internal {
		t.Errorf("opened %v", change.Opened)
	}
	if change = x.give(t, "has_drugs", "no"); len(change.Emptied) != 2 {
		t.Errorf("emptied %v", change.Emptied)
	}
	if r, ok := visits.List("creams"); !ok || r != external {
		t.Error("the list is not found by its key")
	}
	if _, ok := visits.List("tablets"); ok {
		t.Error("a list that is not there is found")
	}
}

func TestRowWithNothingEnteredIsEmpty(t *testing.T) {
	row := internal.NewRow().(*drug)
	if !internal.IsEmpty(row) {
		t.Error("what the list fixes counts as entered")
	}
	row.GivenOn = &today
	if internal.IsEmpty(row) {
		t.Error("a date does not count as entered")
	}
}

func TestProgress(t *testing.T) {
	x := newToy()
	base := 14 // the scored questions that are always asked
	check := func(what string, want Progress) {
		t.Helper()
		if got := visits.Progress(x.Input); got != want {
			t.Errorf("%s: %+v, want %+v", what, got, want)
		}
	}
	check("empty", Progress{base, 0})
	x.Returned()
	check("an optional day is not scored", Progress{base, 0})
	x.Insurer = ref("left behind")
	check("what is not asked never counts", Progress{base, 0})
	x.Insured = ref(true)
	check("insured, insurer", Progress{base + 1, 2})
	x.HasDrugs = ref(true)
	check("two lists without a row: what an empty row of each expects", Progress{base + 1 + 2 + 2, 3})
	x.add(internal, 1, "pill")
	check("a pill asks for one answer more", Progress{base + 1 + 3 + 2, 4})
	x.add(external, 2, "cream").GivenOn = &today
	check("a whole cream", Progress{base + 1 + 3 + 2, 6})
}

func (x *toy) Returned() { x.ReturnedOn = &today }

func TestPercentAndComplete(t *testing.T) {
	for _, c := range []struct {
		Progress
		percent  int
		complete bool
	}{{Progress{43, 0}, 0, false}, {Progress{3, 1}, 33, false}, {Progress{3, 2}, 67, false}, {Progress{8, 1}, 13, false},
		{Progress{3, 3}, 100, true}, {Progress{}, 0, false}} {
		if c.Percent() != c.percent || c.Complete() != c.complete {
			t.Errorf("%+v: %d%%, complete %v", c.Progress, c.Percent(), c.Complete())
		}
	}
}

func TestRowsAreShownNewestFirst(t *testing.T) {
	older, newer := NewDate(2024, 1, 1), NewDate(2024, 1, 2)
	var toy struct {
		Row
		On *Date
	}
	section := NewSection("visits", "Visits", &toy, Day(&toy.On, "On")).NewestFirst(&toy.On)
	list := Repeat("visits", "Visits", "Add", section)
	var rows []any
	for i, on := range []*Date{nil, &older, &newer, nil, &older} {
		row := section.NewRow()
		SetRowID(row, int64(i+1))
		if on != nil {
			section.Columns[0].Set(row, *on)
		}
		rows = append(rows, row)
	}
	var got []int64
	for _, row := range list.Rows(Input{Rows: func(*Section) []any { return rows }}) {
		got = append(got, RowID(row))
	}
	if !slices.Equal(got, []int64{3, 2, 5, 1, 4}) {
		t.Errorf("rows %v, want the newest first and the undated last, as added", got)
	}
}

// What is missing, in the order of the form, is what Progress expects and does not count as completed.
func TestMissing(t *testing.T) {
	x := newToy()
	x.give(t, "has_drugs", "yes")
	x.give(t, "insured", "yes")
	x.add(internal, 1, "pill")
	var words []string
	slots := 0
	for _, gap := range visits.Missing(x.Input) {
		slots += gap.Slots
		switch {
		case gap.Question == nil:
			words = append(words, fmt.Sprintf("a row of %s (%d)", gap.List.Title, gap.Slots))
		case gap.List != nil:
			words = append(words, fmt.Sprintf("%s %d %s", gap.List.Title, gap.Number, gap.Question.Key))
		case gap.Question.Key == "insurer":
			words = append(words, "insurer")
		}
	}
	if want := "insurer, Drugs 1 given_on, Drugs 1 checked, a row of Creams (2)"; strings.Join(words, ", ") != want {
		t.Errorf("missing %q, want %q among them", words, want)
	}
	if p := visits.Progress(x.Input); slots != p.Expected-p.Completed {
		t.Errorf("%d slots are missing of %+v", slots, p)
	}
}

// A question that promises more stands for those slots too, until it is answered.
func TestMissingCountsWhatIsPromised(t *testing.T) {
	type pair struct {
		What *string
		More *bool
	}
	var p pair
	s := NewSection("pair", "Pair", &p, Text(&p.What, "What").Promises(1), YesNo(&p.More, "More").ShowIf(Is(&p.What, "a")))
	row := &pair{}
	if gaps := s.Missing(Input{Row: row}); len(gaps) != 1 || gaps[0].Slots != 2 {
		t.Errorf("unanswered: %+v", gaps)
	}
	row.What = ref("a")
	if gaps := s.Missing(Input{Row: row}); len(gaps) != 1 || gaps[0].Slots != 1 || gaps[0].Question.Key != "more" {
		t.Errorf("answered: %+v", gaps)
	}
}
