package ask

import (
	"slices"
	"testing"
)

func keys(questions []*Question) []string {
	var all []string
	for _, q := range questions {
		all = append(all, q.Key)
	}
	return all
}

func TestWhatIsNoLongerAskedIsCleared(t *testing.T) {
	x := newToy()
	change := x.give(t, "insured", "yes")
	if got := keys(change.Appeared); !slices.Equal(got, []string{"insurer"}) || change.Cleared != nil {
		t.Fatalf("appeared %q, cleared %q", got, keys(change.Cleared))
	}
	x.give(t, "insurer", "Acme")
	change = x.give(t, "insured", "no")
	if x.Insurer != nil || !slices.Equal(keys(change.Cleared), []string{"insurer"}) || !slices.Equal(keys(change.Gone), []string{"insurer"}) {
		t.Fatalf("insurer %v, cleared %q, gone %q", x.Insurer, keys(change.Cleared), keys(change.Gone))
	}
	if c := change.Columns[1]; c.Old != "Acme" || c.New != nil || c.Column.Name != "insurer" {
		t.Errorf("the cleared answer is not in the change: %+v", c)
	}
}

type chain struct {
	A, B, C, D *bool
}

var (
	ch chain
	// Declared from the far end, so that one pass from top to bottom would not do.
	chained = NewSection("chain", "Chain", &ch,
		YesNo(&ch.D, "D").ShowIf(IsYes(&ch.C)),
		YesNo(&ch.C, "C").ShowIf(IsYes(&ch.B)),
		YesNo(&ch.B, "B").ShowIf(IsYes(&ch.A)),
		YesNo(&ch.A, "A"))
)

func TestClearingReachesAFixpoint(t *testing.T) {
	row := &chain{A: ref(true), B: ref(true), C: ref(true), D: ref(false)}
	change, err := chained.Answer(Input{Row: row}, question(t, chained, "a"), []string{"no"})
	if err != nil || row.B != nil || row.C != nil || row.D != nil || !slices.Equal(keys(change.Cleared), []string{"b", "c", "d"}) {
		t.Fatalf("%v %+v, cleared %q", err, row, keys(change.Cleared))
	}
	if len(change.Columns) != 4 {
		t.Errorf("%d columns changed, want 4", len(change.Columns))
	}
}

func TestSettleClearsWithoutAnAnswer(t *testing.T) {
	row := &chain{B: ref(true), C: ref(true), D: ref(false)}
	change := chained.Settle(Input{Row: row})
	if row.B != nil || row.D != nil || len(change.Columns) != 3 {
		t.Fatalf("%+v, changed %v", row, change.Columns)
	}
	if again := chained.Settle(Input{Row: row}); len(again.Columns) != 0 {
		t.Errorf("settled twice, changed %v", again.Columns)
	}
}

func TestClearedByAChangeOnly(t *testing.T) {
	row := &drug{Drug: ref("pill"), Checked: ref(true)}
	in := Input{Row: row}
	if _, err := drugs.Answer(in, question(t, drugs, "drug"), []string{"pill"}); err != nil || row.Checked == nil {
		t.Fatalf("the same drug again: %v, checked %v", err, row.Checked)
	}
	change, err := drugs.Answer(in, question(t, drugs, "drug"), []string{"drops"})
	if err != nil || row.Checked != nil || !slices.Equal(keys(change.Cleared), []string{"checked"}) {
		t.Fatalf("another drug: %v, checked %v, cleared %q", err, row.Checked, keys(change.Cleared))
	}
}

// ClearedBy where the question stays asked: what was said of one thing is not carried over to another.
func TestClearedByWhileStillAsked(t *testing.T) {
	type pair struct {
		What *string
		Good *bool
	}
	var p pair
	s := NewSection("pair", "Pair", &p, Text(&p.What, "What"), YesNo(&p.Good, "Good").ClearedBy(&p.What))
	row := &pair{What: ref("a"), Good: ref(true)}
	change, err := s.Answer(Input{Row: row}, question(t, s, "what"), []string{"b"})
	if err != nil || row.Good != nil || len(change.Gone) != 0 {
		t.Fatalf("%v, good %v, gone %q", err, row.Good, keys(change.Gone))
	}
}

func TestPairsAreCheckedFromBothSides(t *testing.T) {
	x := newToy()
	x.give(t, "arrived_on", "2024-02-10")
	if p := x.refuses(t, "left_on", "2024-02-09"); p.Code != CodeBeforePartner || p.Message != "The date cannot be earlier than “Arrived on” (10 February 2024)." {
		t.Errorf("left before: %s %q", p.Code, p.Message)
	}
	x.give(t, "left_on", "2024-02-10") // equal dates are fine
	if p := x.refuses(t, "arrived_on", "2024-02-11"); p.Code != CodeAfterPartner || p.Message != "The date cannot be later than “Left on” (10 February 2024)." {
		t.Errorf("arrived after: %s %q", p.Code, p.Message)
	}
	x.give(t, "left_on", "")
	x.give(t, "vaccinated_on", "declined")
	x.give(t, "arrived_on", "2024-02-11") // a declined result has no date to compare with
}

func TestFloorsAreComparedOnlyWhenKnown(t *testing.T) {
	x := newToy()
	x.give(t, "arrived_on", "1950-01-01")
	x.Child = &clinic{Opened: &Date{2020, 1, 1}}
	p := x.refuses(t, "arrived_on", "2019-12-31")
	if p.Code != "before_opening" || p.Message != "The date cannot be earlier than the day the practice opened (1 January 2020)." {
		t.Errorf("%s %q", p.Code, p.Message)
	}
	x.give(t, "arrived_on", "2020-01-01")
}
