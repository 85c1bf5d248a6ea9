package ask

import (
	"slices"
	"testing"
)

func TestConditionsPrintTheirWords(t *testing.T) {
	for key, want := range map[string]string{
		"insurer":   "“Insured” is yes",
		"breed":     "“Animal” is Cat or Dog and not (“Insured” is yes)",
		"confirmed": "",
	} {
		if got := question(t, visits, key).ShownWhen(); got != want {
			t.Errorf("%s is shown when %q, want %q", key, got, want)
		}
	}
	if got := internal.ShownWhen(); got != "“Drugs given” is yes" {
		t.Errorf("drugs are shown when %q", got)
	}
}

func TestConditionsHold(t *testing.T) {
	x := newToy()
	yes, no := IsYes(&v.Insured), When("never", func(Input) bool { return false })
	cat := Is(&v.Animal, "1")
	for _, c := range []*Condition{&yes, &no, &cat} {
		c.bind(visits)
	}
	x.Insured, x.Animal = ref(true), ref("1")
	for name, c := range map[string]struct {
		condition Condition
		want      bool
	}{
		"none": {Condition{}, true}, "yes": {yes, true}, "never": {no, false}, "cat": {cat, true},
		"all": {All(yes, cat), true}, "all but one": {All(yes, no), false}, "any": {Any(no, cat), true}, "any of none": {Any(no, no), false},
		"not": {Not(no), true}, "not yes": {Not(yes), false}, "all with an empty part": {All(Condition{}, yes), true},
	} {
		c.condition.bind(visits)
		if got := c.condition.Holds(x.Input); got != c.want {
			t.Errorf("%s holds: %v", name, got)
		}
	}
	x.Insured, x.Animal = nil, nil
	if yes.Holds(x.Input) || cat.Holds(x.Input) {
		t.Error("an unanswered question meets a condition")
	}
}

// The person is told the one thing that is missing, not the whole rule.
func TestClosedSaysWhy(t *testing.T) {
	type row struct{ A, B *bool }
	var r row
	q := YesNo(&r.B, "B").OpenIf(All(When("First do A.", func(in Input) bool { return in.Row.(*row).A != nil }),
		When("Only on a weekday.", func(Input) bool { return false })))
	s := NewSection("s", "S", &r, YesNo(&r.A, "A"), q).OpenIf(IsYes(&r.A))
	in := Input{Row: &row{}}
	if open, why := q.IsOpen(in); open || why != "First do A." {
		t.Errorf("open %v: %q", open, why)
	}
	if open, why := s.IsOpen(in); open || why != "“A” is yes" {
		t.Errorf("section open %v: %q", open, why)
	}
	in.Row = &row{A: ref(true)}
	if open, why := q.IsOpen(in); open || why != "Only on a weekday." {
		t.Errorf("open %v: %q", open, why)
	}
	if open, why := s.IsOpen(in); !open || why != "" {
		t.Errorf("section open %v: %q", open, why)
	}
}

// A rule may name a question that is declared further down, and a tile by its own label.
func TestRulesMayLookDown(t *testing.T) {
	type row struct {
		From, To *Date
		Left     *bool
		Right    *bool
		Which    *string
	}
	var r row
	s := NewSection("s", "S", &r,
		Day(&r.To, "To").From(&r.From),
		Text(&r.Which, "Which").ShowIf(IsYes(&r.Left)),
		Day(&r.From, "From"),
		Tiles("Side", Tile{Field: &r.Left, Label: "Left"}, Tile{Field: &r.Right, Label: "Right"}))
	if got := question(t, s, "side").ShownWhen(); got != "" {
		t.Errorf("side shown when %q", got)
	}
	if got := s.Questions[1].ShownWhen(); got != "“Left” is yes" {
		t.Errorf("which is shown when %q", got)
	}
	in := Input{Row: &row{To: &Date{2024, 1, 1}}, Today: today}
	if _, err := s.Answer(in, question(t, s, "from"), []string{"2024-01-02"}); err == nil {
		t.Error("the pair is not checked from the side declared later")
	}
}

func TestChecksInWords(t *testing.T) {
	for key, want := range map[string][]string{
		"arrived_on": {"a real date", "not in the future", "not before the day the practice opened", "not after “Left on”",
			"not after “Vaccinated on”"},
		"vaccinated_on": {"a real date", "not in the future", "not before “Arrived on”", "not a Sunday"},
		"insurer":       {"at most 10 characters"},
		"animal":        {"one of the list"},
		"insured":       nil,
	} {
		if got := question(t, visits, key).Checks(visits); !slices.Equal(got, want) {
			t.Errorf("%s checks %q, want %q", key, got, want)
		}
	}
	if got := question(t, drugs, "checked").Clears(drugs); got != "“Drug”" {
		t.Errorf("cleared by %q", got)
	}
}

// A question that is not asked waits for another's answer, where one decides; else nobody can be led to it.
func TestWhatAQuestionWaitsFor(t *testing.T) {
	x := newToy()
	insurer, insured, breed := question(t, visits, "insurer"), question(t, visits, "insured"), question(t, visits, "breed")
	if got := insurer.WaitsFor(x.Input); got != insured {
		t.Errorf("the insurer waits for %v", got)
	}
	x.Insured, x.Animal = ref(true), ref("1")
	if got := insurer.WaitsFor(x.Input); got != nil {
		t.Errorf("asked, the insurer waits for %s", got.Key)
	}
	if got := breed.WaitsFor(x.Input); got != nil { // what fails is a negation
		t.Errorf("the breed waits for %s", got.Key)
	}
}
