package workbook

import (
	"time"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
)

// Results are a cohort's counts as a workbook takes them up: live ones with nothing hidden, or those of a publication, in which a
// small number is not there.
type Results struct {
	Cohort    int       `json:"cohort"`
	Source    string    `json:"source"` // in words
	Live      bool      `json:"live"`
	Version   int       `json:"version,omitempty"` // of the publication
	CountedAt time.Time `json:"counted_at"`
	Rules     string    `json:"rules"`
	Profile   string    `json:"small_numbers,omitempty"` // by which small numbers are hidden
	Measures  []Defined `json:"measures"`
	Levels    []Level   `json:"levels"`
}

// Defined is a measure in words.
type Defined struct {
	Key         string `json:"key"`
	Code        string `json:"code"`
	Title       string `json:"title"`
	Headline    bool   `json:"headline"` // one of those of the sheets
	Numerator   string `json:"numerator"`
	Denominator string `json:"denominator"`
}

// Level are all units of one kind, by code.
type Level struct {
	Key   compare.Level `json:"level"`
	Words string        `json:"name"`
	Units []Unit        `json:"units"`
}

// Unit is a centre or area. Where Registered is nil the numbers of its children are small and hidden.
type Unit struct {
	Code       string   `json:"code"`
	Name       string   `json:"name"`
	Registered *int     `json:"registered"`
	Complete   *int     `json:"complete"` // of the registered, whose record is complete
	Results    []Result `json:"results"`  // in the order of the measures

	within   map[compare.Level][]string // the larger units to which its organisations belong
	audited  bool                       // with at least one organisation
	national bool                       // counts in England and Wales
}

// Result are the four numbers of a measure (kpis.md, section 9), or nothing where they are hidden.
type Result struct {
	Measure  string `json:"measure"`
	*Numbers        // nil: hidden
	Hidden   bool   `json:"hidden,omitempty"`
}

// Numbers are what a measure found among a unit's children.
type Numbers struct {
	Passed     int  `json:"passed"`
	Eligible   int  `json:"total_eligible"`
	Ineligible *int `json:"ineligible"` // null where it is small and rounded away
	Incomplete *int `json:"incomplete"`
}

// Rate is the share that passed, not rounded; false where nobody is eligible.
func (n Numbers) Rate() (float64, bool) {
	if n.Eligible == 0 {
		return 0, false
	}
	return float64(n.Passed) / float64(n.Eligible), true
}

// of finds a measure's numbers; nil where they are hidden.
func (u Unit) of(key string) *Numbers {
	for _, r := range u.Results {
		if r.Measure == key {
			return r.Numbers
		}
	}
	return nil
}

// units are those of a level; none where the level is not there.
func (r Results) units(key compare.Level) []Unit {
	for _, l := range r.Levels {
		if l.Key == key {
			return l.Units
		}
	}
	return nil
}

// headline are the measures of the sheets, in their order.
func (r Results) headline() []Defined {
	var all []Defined
	for _, m := range r.Measures {
		if m.Headline {
			all = append(all, m)
		}
	}
	return all
}

func isHeadline(key string) bool {
	for _, m := range kpi.Headline() {
		if m.Key == key {
			return true
		}
	}
	return false
}
