package lookup

import (
	"context"
	"errors"
	"testing"
)

// said is a source that always says the same.
type said struct {
	area  Area
	fifth int
	err   error
}

func (s said) Area(context.Context, string) (Area, error)                 { return s.area, s.err }
func (s said) Quintile(context.Context, string, int, string) (int, error) { return s.fifth, s.err }

func TestFinderAsksOneAfterTheOther(t *testing.T) {
	here := Area{Country: "ENG", LSOA2011: "E01900001", LSOA2021: "E01800001"}
	away := errors.New("away")
	for _, c := range []struct {
		what    string
		places  []Postcodes
		indices []Indices
		cohort  int
		want    Place
		err     error
		partial bool // what is returned beside the error is nobody's
	}{
		{"the first that knows", []Postcodes{said{err: ErrUnknown}, said{area: here}}, []Indices{said{fifth: 4}}, 8, Place{Country: "ENG", LSOA: "E01800001", Edition: 2025, Quintile: 4}, nil, false},
		{"an earlier cohort", []Postcodes{said{area: here}}, []Indices{said{fifth: 4}}, 7, Place{Country: "ENG", LSOA: "E01900001", Edition: 2019, Quintile: 4}, nil, false},
		{"not loaded, then a service", []Postcodes{said{err: ErrNone}, said{area: here}}, []Indices{said{err: ErrNone}, said{fifth: 1}}, 0, Place{Country: "ENG", LSOA: "E01800001", Edition: 2025, Quintile: 1}, nil, false},
		{"no index", []Postcodes{said{area: here}}, []Indices{said{err: ErrNone}}, 8, Place{Country: "ENG", LSOA: "E01800001", Edition: 2025}, nil, false},
		{"an area without a rank", []Postcodes{said{area: here}}, []Indices{said{err: ErrUnknown}}, 8, Place{Country: "ENG", LSOA: "E01800001", Edition: 2025}, nil, false},
		{"Scotland", []Postcodes{said{area: Area{Country: "SCT"}}}, []Indices{said{err: away}}, 8, Place{Country: "SCT"}, nil, false},
		{"nobody knows it", []Postcodes{said{err: ErrUnknown}, said{err: ErrNone}}, nil, 8, Place{}, ErrUnknown, false},
		{"whoever might know is away", []Postcodes{said{err: ErrUnknown}, said{err: away}}, nil, 8, Place{}, away, false},
		{"the index is away", []Postcodes{said{area: here}}, []Indices{said{err: away}}, 8, Place{}, away, true},
		{"there is nothing", []Postcodes{said{err: ErrNone}}, nil, 8, Place{}, ErrNone, false},
	} {
		got, err := Finder{c.places, c.indices}.Find(t.Context(), "QQ11AA", c.cohort)
		if !errors.Is(err, c.err) || !c.partial && got != c.want {
			t.Errorf("%s: %+v, %v; want %+v, %v", c.what, got, err, c.want, c.err)
		}
	}
}
