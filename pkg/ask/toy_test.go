package ask

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

// The toy questionnaire of these tests: a visit of a pet to a vet. It has every kind of question.
type visit struct {
	Confirmed      *bool
	Insured        *bool
	Insurer        *string
	Animal         *string
	Breed          *string
	Colours        []string
	Practice       *string
	ArrivedOn      *Date
	LeftOn         *Date
	VaccinatedOn   *Date
	VaccineRefused *bool
	BornOn         *Date
	BornUnknown    *bool
	ReturnedOn     *Date
	FirstOn        *Date
	Name           *string
	Notes          *string
	LimpsLeft      *bool
	LimpsRight     *bool
	Coughs         *bool
	Sneezes        *bool
	HasDrugs       *bool
}

type drug struct {
	Row
	External *bool
	Drug     *string
	GivenOn  *Date
	Checked  *bool
}

type clinic struct{ Opened *Date }

var (
	v visit
	d drug

	animals = &List{Name: "animals", Options: []Option{
		{Code: "1", Label: "Cat", Alias: []string{"felis", "2"}}, {Code: "2", Label: "Dog"}, {Code: "3", Label: "cat"},
	}}
	colours  = &List{Name: "colours", Options: []Option{{Code: "w", Label: "White"}, {Code: "b", Label: "Black"}, {Code: "g", Label: "Grey"}}}
	drugList = &List{Name: "drugs", Options: []Option{
		{Code: "pill", Label: "Pill"}, {Code: "drops", Label: "Drops"},
		{Code: "cream", Label: "Cream", Tags: map[string]string{"external": "true"}},
	}}

	arrival = Ref{Label: "the day the practice opened", Code: "before_opening", Of: func(in Input) *Date { return in.Child.(*clinic).Opened }}

	drugs = NewSection("drug", "Drug", &d,
		Held{Field: &d.External, Label: "For external use"},
		Search(&d.Drug, "Drug", drugList).OncePerChild().Offer(func(in Input, o Option) bool {
			external := in.Row.(*drug).External
			return external == nil || *external == (o.Tags["external"] == "true")
		}),
		Day(&d.GivenOn, "Given on"),
		YesNo(&d.Checked, "Dose checked").ShowIf(Is(&d.Drug, "pill")).ClearedBy(&d.Drug),
	)

	internal = Repeat("drugs", "Drugs", "Add a drug", drugs).Where(&d.External, false).ShowIf(IsYes(&v.HasDrugs))
	external = Repeat("creams", "Creams", "Add a cream", drugs).Where(&d.External, true).ShowIf(IsYes(&v.HasDrugs))

	visits = NewSection("visit", "Visit", &v,
		Confirm(&v.Confirmed, "Owner agrees"),
		Heading("Money"),
		YesNo(&v.Insured, "Insured"),
		Text(&v.Insurer, "Insurer").AtMost(10).ShowIf(IsYes(&v.Insured)),
		Choice(&v.Animal, "Animal", animals),
		Select(&v.Breed, "Breed", colours).ShowIf(All(Is(&v.Animal, "1", "2"), Not(IsYes(&v.Insured)))),
		Choices(&v.Colours, "Colours", colours),
		Organisation(&v.Practice, "Practice", "practices"),
		Day(&v.ArrivedOn, "Arrived on").NotBefore(arrival),
		Day(&v.LeftOn, "Left on").From(&v.ArrivedOn),
		DayOrDeclined(&v.VaccinatedOn, &v.VaccineRefused, "Vaccinated on").From(&v.ArrivedOn).
			Must("not a Sunday", func(_ Input, value any) *Problem {
				if value.(Date).utc().Weekday() == 0 {
					return &Problem{Code: "sunday", Message: "Closed on Sundays."}
				}
				return nil
			}),
		DayIfKnown(&v.BornOn, &v.BornUnknown, "Born on"),
		OptionalDay(&v.ReturnedOn, "Returned on"),
		DayOnce(&v.FirstOn, "First seen on"),
		Text(&v.Name, "Name").Tidy(strings.ToUpper),
		LongText(&v.Notes, "Notes"),
		Tiles("Limping side", Tile{Field: &v.LimpsLeft, Label: "Left"}, Tile{Field: &v.LimpsRight, Label: "Right"}),
		Ticks("Signs", Tile{Field: &v.Coughs, Label: "Coughs"}, Tile{Field: &v.Sneezes, Label: "Sneezes"}),
		YesNo(&v.HasDrugs, "Drugs given"),
		internal,
		external,
	)
)

var today = Date{2024, 2, 29}

// toy is a visit in hand, with its drugs.
type toy struct {
	*visit
	drugs []any
	Input
}

func newToy() *toy {
	x := &toy{visit: visits.NewRow().(*visit)}
	x.Input = Input{
		Child: &clinic{}, Row: x.visit, Today: today,
		Rows: func(s *Section) []any { return x.drugs },
		Options: func(list string) []Option {
			if list != "practices" {
				return nil
			}
			return []Option{{Code: "p1", Label: "Mill Lane"}, {Code: "p2", Label: "High Street"}}
		},
	}
	return x
}

func (x *toy) give(t *testing.T, key string, sent ...string) Change {
	t.Helper()
	change, err := visits.Answer(x.Input, question(t, visits, key), sent)
	if err != nil {
		t.Fatalf("%s: %q is refused: %v", key, sent, err)
	}
	return change
}

func (x *toy) refuses(t *testing.T, key string, sent ...string) *Problem {
	t.Helper()
	before := *x.visit
	_, err := visits.Answer(x.Input, question(t, visits, key), sent)
	var p *Problem
	if !errors.As(err, &p) {
		t.Fatalf("%s: %q is accepted", key, sent)
	}
	if !reflect.DeepEqual(before, *x.visit) {
		t.Fatalf("%s: %q is refused, and the row changed", key, sent)
	}
	return p
}

func (x *toy) holds(key string) []string {
	q, _ := visits.Question(key)
	return q.Format(x.visit)
}

func question(t *testing.T, s *Section, key string) *Question {
	t.Helper()
	q, ok := s.Question(key)
	if !ok {
		t.Fatalf("no question %s", key)
	}
	return q
}

func ref[T any](value T) *T { return &value }
