package ask

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// What each kind accepts, and what it then holds as form values; nothing means unanswered.
func TestAccepts(t *testing.T) {
	for _, c := range []struct {
		key  string
		sent []string
		want []string
	}{
		{"confirmed", []string{"yes"}, []string{"yes"}},
		{"insured", []string{"yes"}, []string{"yes"}},
		{"insured", []string{"no"}, []string{"no"}},
		{"insured", []string{"yes", "no"}, []string{"no"}}, // the last of several fields of one name
		{"insured", []string{" yes "}, []string{"yes"}},
		{"animal", []string{"2"}, []string{"2"}},
		{"colours", []string{"", "g", "w", "g"}, []string{"w", "g"}}, // in the order of the list, each once
		{"colours", []string{""}, nil},
		{"colours", nil, nil},
		{"practice", []string{"p2"}, []string{"p2"}},
		{"arrived_on", []string{"2024-02-29"}, []string{"2024-02-29"}}, // today, and a leap day
		{"arrived_on", []string{"3/2/2024"}, []string{"2024-02-03"}},
		{"arrived_on", []string{"03.02.2024"}, []string{"2024-02-03"}},
		{"arrived_on", []string{"03-02-2024"}, []string{"2024-02-03"}},
		{"arrived_on", []string{"3 February 2024"}, []string{"2024-02-03"}},
		{"arrived_on", []string{"3 feb 2024"}, []string{"2024-02-03"}},
		{"arrived_on", []string{""}, nil},
		{"vaccinated_on", []string{"2024-02-28"}, []string{"2024-02-28"}},
		{"vaccinated_on", []string{"declined"}, []string{"declined"}},
		{"vaccinated_on", []string{""}, nil},
		{"born_on", []string{"unknown"}, []string{"unknown"}},
		{"born_on", []string{"1 1 2020"}, []string{"2020-01-01"}},
		{"returned_on", []string{"2024-01-01"}, []string{"2024-01-01"}},
		{"first_on", []string{"2024-01-01"}, []string{"2024-01-01"}},
		{"name", []string{"  Rex "}, []string{"REX"}},
		{"name", []string{" "}, nil},
		{"notes", []string{"one\r\ntwo\tthree"}, []string{"one\ntwo\tthree"}},
		{"notes", []string{strings.Repeat("é", 2000)}, []string{strings.Repeat("é", 2000)}}, // characters, not bytes
		{"limping_side", []string{"limps_right"}, []string{"limps_right"}},
		{"limping_side", []string{""}, nil},
		{"signs", []string{"sneezes", "coughs", ""}, []string{"coughs", "sneezes"}},
		{"signs", []string{""}, nil},
	} {
		x := newToy()
		x.give(t, c.key, c.sent...)
		if got := x.holds(c.key); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q is held as %q, want %q", c.key, c.sent, got, c.want)
		}
		if q := question(t, visits, c.key); q.IsAnswered(x.visit) != (len(c.want) > 0) {
			t.Errorf("%s: %q: answered is %v", c.key, c.sent, q.IsAnswered(x.visit))
		}
	}
}

func TestRefuses(t *testing.T) {
	for _, c := range []struct {
		key  string
		sent []string
		code string
		says string
	}{
		{"confirmed", []string{"no"}, CodeUnknownChoice, "only be confirmed"},
		{"insured", []string{""}, CodeUnknownChoice, "Yes or No"}, // no way back to unanswered
		{"insured", nil, CodeUnknownChoice, "Yes or No"},
		{"insured", []string{"YES"}, CodeUnknownChoice, "Yes or No"},
		{"animal", []string{"Dog"}, CodeUnknownChoice, "listed options"}, // the label is no code
		{"animal", []string{""}, CodeUnknownChoice, "listed options"},
		{"colours", []string{"w", "blue"}, CodeUnknownChoice, "listed options"},
		{"practice", []string{"p3"}, CodeUnknownChoice, "listed options"},
		{"arrived_on", []string{"2024-02-30"}, CodeDateInvalid, "real date"},
		{"arrived_on", []string{"29/2/2023"}, CodeDateInvalid, "real date"},
		{"arrived_on", []string{"3/2/24"}, CodeDateInvalid, "real date"},
		{"arrived_on", []string{"1899-12-31"}, CodeDateInvalid, "real date"},
		{"arrived_on", []string{"tomorrow"}, CodeDateInvalid, "real date"},
		{"arrived_on", []string{"2024-03-01"}, CodeDateInFuture, "later than today"},
		{"arrived_on", []string{"declined"}, CodeDateInvalid, "real date"}, // only where it is declared
		{"vaccinated_on", []string{"unknown"}, CodeDateInvalid, "real date"},
		{"vaccinated_on", []string{"2024-02-25"}, "sunday", "Closed on Sundays."},
		{"born_on", []string{"declined"}, CodeDateInvalid, "real date"},
		{"name", []string{"R\x00x"}, CodeTextInvalid, "cannot be shown"},
		{"name", []string{"R\xffx"}, CodeTextInvalid, "cannot be shown"},
		{"name", []string{strings.Repeat("x", 201)}, CodeTooLong, "at most 200"},
		{"notes", []string{strings.Repeat("x", 1<<20)}, CodeTooLong, "at most 2000"},
		{"limping_side", []string{"limps_left", "limps_right"}, CodeUnknownChoice, "Choose one."},
		{"limping_side", []string{"coughs"}, CodeUnknownChoice, "listed options"},
		{"signs", []string{"coughs", "limps_left"}, CodeUnknownChoice, "listed options"},
		{"insurer", []string{"Acme"}, CodeNotAsked, "not asked"},
	} {
		p := newToy().refuses(t, c.key, c.sent...)
		if p.Code != c.code || !strings.Contains(p.Message, c.says) || p.Question != c.key {
			t.Errorf("%s: %.20q is refused with %q %s %q, want %s %q", c.key, c.sent, p.Question, p.Code, p.Message, c.code, c.says)
		}
		if strings.Contains(p.Error(), "Rx") || p.Error() != c.key+": "+c.code {
			t.Errorf("the error %q should be question and code only", p.Error())
		}
	}
}

// Both columns of a date that may be declined are one question: answering one way takes back the other.
func TestDeclinedAndDateTakeTurns(t *testing.T) {
	x := newToy()
	x.give(t, "vaccinated_on", "2024-02-28")
	change := x.give(t, "vaccinated_on", "declined")
	if x.VaccinatedOn != nil || x.VaccineRefused == nil || len(change.Columns) != 2 {
		t.Fatalf("after declined: %v %v, changed %v", x.VaccinatedOn, x.VaccineRefused, change.Columns)
	}
	x.give(t, "vaccinated_on", "2024-02-28")
	if x.VaccinatedOn == nil || x.VaccineRefused != nil {
		t.Fatalf("after a date: %v %v", x.VaccinatedOn, x.VaccineRefused)
	}
	x.give(t, "vaccinated_on", "")
	if question(t, visits, "vaccinated_on").HasValue(x.visit) {
		t.Fatal("after removing it, something is left")
	}
}

// A no that came with an import is not what the question asks for, and does not answer it.
func TestStoredNoIsNoAnswerWhereOnlyYesCounts(t *testing.T) {
	x := newToy()
	x.Confirmed, x.VaccineRefused, x.BornUnknown, x.LimpsLeft, x.Coughs = ref(false), ref(false), ref(false), ref(false), ref(false)
	x.Colours = []string{}
	for _, key := range []string{"confirmed", "vaccinated_on", "born_on", "limping_side", "signs", "colours"} {
		if question(t, visits, key).IsAnswered(x.visit) || len(x.holds(key)) > 0 {
			t.Errorf("%s counts as answered, and holds %q", key, x.holds(key))
		}
	}
}

func TestTilesExcludeOneAnother(t *testing.T) {
	x := newToy()
	x.give(t, "limping_side", "limps_left")
	x.give(t, "limping_side", "limps_right")
	if x.LimpsLeft != nil || x.LimpsRight == nil {
		t.Errorf("left %v, right %v", x.LimpsLeft, x.LimpsRight)
	}
}

func TestSameAnswerAgainChangesNothing(t *testing.T) {
	x := newToy()
	x.give(t, "colours", "w", "b")
	if change := x.give(t, "colours", "b", "w"); len(change.Columns) != 0 {
		t.Errorf("changed %v", change.Columns)
	}
}

func TestChangeTellsOldAndNew(t *testing.T) {
	x := newToy()
	x.give(t, "arrived_on", "2024-02-01")
	change := x.give(t, "arrived_on", "2024-02-02")
	got := change.Columns[0]
	if got.Old != (Date{2024, 2, 1}) || got.New != (Date{2024, 2, 2}) || got.Column.Name != "arrived_on" || got.Question.Key != "arrived_on" {
		t.Errorf("changed %+v", got)
	}
}

func TestStoredAnswersInWords(t *testing.T) {
	x := newToy()
	x.Colours, x.Practice, x.BornUnknown, x.VaccineRefused = []string{"w", "g"}, ref("p1"), ref(true), ref(true)
	x.Name, x.Insured, x.ArrivedOn, x.LimpsLeft = ref("unknown"), ref(false), &Date{2021, 3, 3}, ref(true)
	x.Notes = ref("2021-03-03")
	for key, want := range map[string]string{
		"colours": "White, Grey", "practice": "Mill Lane", "born_on": "Date not known", "vaccinated_on": "Declined or not possible",
		"insured": "No", "arrived_on": "3 March 2021", "limping_side": "Left", "animal": "",
		"name":  "unknown",    // what somebody typed is nobody's code
		"notes": "2021-03-03", // nor a date
	} {
		if got := question(t, visits, key).Words(x.Input); got != want {
			t.Errorf("%s reads %q, want %q", key, got, want)
		}
	}
}

// Stored answers are checked again after something they are compared with was corrected; they are kept.
func TestProblemsOfStoredAnswers(t *testing.T) {
	x := newToy()
	x.ArrivedOn, x.VaccinatedOn, x.VaccineRefused, x.Animal = &Date{2023, 12, 1}, &Date{2024, 2, 25}, ref(true), ref("9")
	x.Child = &clinic{Opened: &Date{2024, 1, 1}}
	var codes []string
	for _, p := range visits.Problems(x.Input) {
		codes = append(codes, p.Question+" "+p.Code)
	}
	want := []string{"animal unknown_choice", "arrived_on before_opening", "vaccinated_on sunday"}
	if !reflect.DeepEqual(codes, want) {
		t.Errorf("problems %q, want %q", codes, want)
	}
}
