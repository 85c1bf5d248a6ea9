package publication

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/compare"
)

// Difference is what one level of a document has that the version before had otherwise.
type Difference struct {
	Level         compare.Level
	Came, Gone    []string // units, by name
	Changed       int      // figures that both show, with other numbers
	NewlyShown    int      // figures that the version before hid
	NewlyHidden   int      // figures that the version before showed
	OtherStanding []Standing
}

// Standing is a figure of which something else is said than before.
type Standing struct {
	Unit    string
	Measure Definition
	Was, Is Result
}

// Since compares a document with the version before, level by level; measures are matched by their codes.
func (d Document) Since(before Document) []Difference {
	var all []Difference
	for _, key := range compare.Levels {
		now, isThere := d.Level(key)
		was, wasThere := before.Level(key)
		if isThere || wasThere {
			all = append(all, d.since(before, key, now, was))
		}
	}
	return all
}

func (d Document) since(before Document, key compare.Level, now, was Level) Difference {
	diff := Difference{Level: key}
	for _, u := range was.Units {
		if _, stays := now.Unit(u.Code); !stays {
			diff.Gone = append(diff.Gone, u.Name)
		}
	}
	for _, u := range now.Units {
		old, there := was.Unit(u.Code)
		if !there {
			diff.Came = append(diff.Came, u.Name)
			continue
		}
		for i, m := range d.Measures {
			if k := slices.IndexFunc(before.Measures, func(o Definition) bool { return o.Code == m.Code }); k >= 0 {
				diff.note(u.Name, m, old.Results[k], u.Results[i])
			}
		}
	}
	return diff
}

// note counts what became of one figure.
func (d *Difference) note(unit string, m Definition, was, is Result) {
	switch {
	case was.Numbers == nil && is.Numbers == nil:
		return
	case was.Numbers == nil:
		d.NewlyShown++
	case is.Numbers == nil:
		d.NewlyHidden++
	case was.Numbers.Rate != is.Numbers.Rate:
		d.Changed++
	}
	if was.State != is.State && (was.State.Flagged() || is.State.Flagged()) {
		d.OtherStanding = append(d.OtherStanding, Standing{unit, m, was, is})
	}
}

// Measure finds a measure by its address, and its place among the results.
func (d Document) Measure(address string) (int, Definition, bool) {
	i := slices.IndexFunc(d.Measures, func(m Definition) bool { return m.Address() == address })
	if i < 0 {
		return 0, Definition{}, false
	}
	return i, d.Measures[i], true
}
