// Package compare counts the audit's measures by centre and area and reads the counts. Who counts, and where, is kpis.md,
// sections 7 to 11. Counting spans all tenants and happens in the database behind one door, which stores numbers and gives none
// but the total (migrations/0031_recount.sql); pages read what is stored. What a hospital's people see of other centres has
// passed a profile for small numbers first.
package compare

import (
	"sync"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

// Store reads and renews the stored counts.
type Store struct {
	DB  *gorm.DB
	Now func() time.Time

	Queue  Queue     // of Refresh
	Rules  kpi.Rules // in force; none: kpi.R4
	Policy *Policy   // of comparing; none: DefaultPolicy

	mu    sync.Mutex
	lands map[int]*landscape // by cohort
	veils map[veiled]*veil
}

func (s *Store) rules() kpi.Rules {
	if s.Rules.Name == "" {
		return kpi.R4
	}
	return s.Rules
}

func (s *Store) policy() Policy {
	if s.Policy == nil {
		return DefaultPolicy
	}
	return *s.Policy
}

// Level is a kind of unit that children are counted for.
type Level string

// The levels, smallest first. Wales has no trusts, care boards and regions, England no health boards; Jersey has only hospitals
// and itself.
const (
	Organisation Level = "organisation"
	Trust        Level = "trust"
	HealthBoard  Level = "local_health_board"
	CareBoard    Level = "integrated_care_board"
	Region       Level = "nhs_region"
	Network      Level = "network"
	Country      Level = "country"
	National     Level = "national" // England and Wales
)

// Levels are all there are, in the order in which they are shown.
var Levels = []Level{Organisation, Trust, HealthBoard, CareBoard, Region, Network, Country, National}

var levelWords = map[Level]string{Organisation: "Organisation", Trust: "Trust", HealthBoard: "Local health board", CareBoard: "Integrated care board",
	Region: "NHS England region", Network: "OPEN UK network", Country: "Country", National: "National"}

// Words is the level in words.
func (l Level) Words() string { return levelWords[l] }

// Centre tells whether a unit of the level is one centre, whose unpublished figures others do not see.
func (l Level) Centre() bool { return l == Organisation || l == Trust }

// Unit is what children are counted for.
type Unit struct {
	Level  Level
	Code   string // ODS code, or the area's
	Name   string // on the last day of the cohort
	Region string // NHS England region in which it lies, where there is one
	Own    bool   // of the tenant in hand: shown as it is
}

// Expected is how many children a unit should have registered, and who says so.
type Expected struct {
	Children int
	Source   string
	Of       string // the date of the source
}

// Children are the children of a unit in a cohort. A number that is small and hidden is Gone.
type Children struct {
	Registered int
	YearOver   int // of the registered, whose first year of care is over
	Counted    int // of those, who count in the measures: all forms are complete
	Withdrawn  int // complete after the first year, with the diagnosis withdrawn
	Answered   int // required answers given by those whose first year is over
	Asked      int // and required of them
	Expected   *Expected
}

// Incomplete are the registered children whose first year is over and whose record is not complete: they count
// nowhere. Where withdrawn diagnoses do not count, they are among them.
func (c Children) Incomplete() int {
	if c.YearOver == Gone || c.Counted == Gone {
		return Gone
	}
	return c.YearOver - c.Counted
}

// Completeness are the required answers that are there; its rate is none where none is required yet.
func (c Children) Completeness() measure.Count { return measure.Count{R: c.Answered, N: c.Asked} }

// Ascertainment is registered over expected children, false where nobody knows how many to expect. It may be above 1.
func (c Children) Ascertainment() (float64, bool) {
	if c.Expected == nil || c.Registered == Gone {
		return 0, false
	}
	return float64(c.Registered) / float64(c.Expected.Children), true
}

// Count are the four numbers of one measure in a unit. Where Hidden is true the numbers are small and gone.
type Count struct {
	Passed, Failed, NotApplicable, Incomplete int
	Hidden                                    bool
}

// Of is the numerator and the denominator.
func (c Count) Of() measure.Count { return measure.Count{R: c.Passed, N: c.Passed + c.Failed} }

// Eligible are the children whom the measure concerns and whose answers are complete.
func (c Count) Eligible() int { return c.Passed + c.Failed }

// All are the children counted: the same number for every measure of a unit.
func (c Count) All() int { return c.Passed + c.Failed + c.NotApplicable + c.Incomplete }

// minus is the count of the others, where one group is part of another.
func (c Count) minus(d Count) Count {
	return Count{Passed: c.Passed - d.Passed, Failed: c.Failed - d.Failed, NotApplicable: c.NotApplicable - d.NotApplicable, Incomplete: c.Incomplete - d.Incomplete}
}

func (c Count) plus(d Count) Count {
	return Count{Passed: c.Passed + d.Passed, Failed: c.Failed + d.Failed, NotApplicable: c.NotApplicable + d.NotApplicable, Incomplete: c.Incomplete + d.Incomplete}
}
