// Package publication makes the audit's published results: one document a cohort and version, with every unit and measure, fixed
// for good. Small numbers are hidden before it is written: a hidden one is in no byte of it. What is shown to the public
// is made from the document alone, never from live counts (kpis.md, section 11; comparing-centres.md, section 8).
package publication

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/measure"
)

// Document is a published set of results. Its encoding is the same bytes whenever and wherever it is made of the same counts.
type Document struct {
	Cohort    int           `json:"cohort"`
	Version   int           `json:"version"`    // of the cohort, from 1: a correction is a new version
	CountedAt time.Time     `json:"counted_at"` // UTC
	Rules     string        `json:"rules"`      // that scored the children
	Profile   string        `json:"profile"`    // by which small numbers are hidden
	Limits    string        `json:"limits"`     // by which centres are flagged
	Lowest    compare.Level `json:"lowest_level"`
	Measures  []Definition  `json:"measures"`
	Levels    []Level       `json:"levels"`
}

// Definition is a measure in words, as it was when the document was made.
type Definition struct {
	Code        string `json:"code"`
	Key         string `json:"key"`
	Title       string `json:"title"`
	Group       string `json:"group"`
	Parent      string `json:"part_of,omitempty"`
	Says        string `json:"question"`
	Numerator   string `json:"numerator"`
	Denominator string `json:"denominator"`
}

// Address is the measure in addresses: its code in small letters, such as 9b-i.
func (d Definition) Address() string { return strings.ToLower(d.Code) }

// Level is all units of one kind.
type Level struct {
	Key     compare.Level `json:"level"`
	Words   string        `json:"name"`
	Average []*Rate       `json:"average"` // of all eligible children of the level, in the order of the measures; null where hidden
	Units   []Unit        `json:"units"`   // by name
}

// Unit is a centre or area.
type Unit struct {
	Code    string                   `json:"code"`
	Name    string                   `json:"name"`
	Within  map[compare.Level]string `json:"within,omitempty"` // the one unit of a larger level in which all of it lies
	People  *Children                `json:"children"`         // null where the numbers are small
	Results []Result                 `json:"results"`          // in the order of the measures
}

// Children are how many a unit registered, and how far their records are.
type Children struct {
	Registered    int       `json:"registered"`
	Counted       int       `json:"counted"`      // complete after the first year: those of the measures
	Incomplete    *int      `json:"incomplete"`   // after the first year; they count nowhere
	Completeness  *float64  `json:"completeness"` // share of the required answers that are there
	Expected      *Expected `json:"expected,omitempty"`
	Ascertainment *float64  `json:"ascertainment"` // registered over expected, where known
}

// Expected is how many children a unit should have registered, and who says so.
type Expected struct {
	Children int    `json:"children"`
	Source   string `json:"source"`
	Of       string `json:"of"` // the date of the source
}

// Rate is a numerator and its denominator.
type Rate struct {
	Passed   int `json:"passed"`
	Eligible int `json:"eligible"`
}

// Count gives the rate to the statistics.
func (r Rate) Count() measure.Count { return measure.Count{R: r.Passed, N: r.Eligible} }

// Numbers are what a measure found among a unit's children.
type Numbers struct {
	Rate
	NotApplicable *int `json:"not_applicable"` // null where a profile that rounds hides it
	Incomplete    *int `json:"incomplete"`
}

// Result is one measure of one unit.
type Result struct {
	Numbers *Numbers      `json:"numbers"` // null where they are hidden
	State   measure.State `json:"state"`
}

// Encode writes the document: JSON in one line, keys in the order of the declarations.
func (d Document) Encode() ([]byte, error) { return json.Marshal(d) }

// Decode reads a document, and takes nothing it does not know.
func Decode(raw []byte) (Document, error) {
	var d Document
	from := json.NewDecoder(bytes.NewReader(raw))
	from.DisallowUnknownFields()
	err := from.Decode(&d)
	return d, err
}

// Digest names a document by its content: SHA-256 in hexadecimal digits.
func Digest(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// Level finds the units of a level.
func (d Document) Level(key compare.Level) (Level, bool) {
	for _, l := range d.Levels {
		if l.Key == key {
			return l, true
		}
	}
	return Level{}, false
}

// Unit finds a unit of the level.
func (l Level) Unit(code string) (Unit, bool) {
	for _, u := range l.Units {
		if u.Code == code {
			return u, true
		}
	}
	return Unit{}, false
}
