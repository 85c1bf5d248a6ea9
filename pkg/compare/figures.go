package compare

import (
	"time"

	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

// Counting is when and by what rules a cohort was counted. The zero Counting was never.
type Counting struct {
	Cohort     int
	At         time.Time
	Rules      string
	OtherRules int // children counted by results of another rule set, which are being made anew
}

// Ever tells whether the cohort was counted at all.
func (c Counting) Ever() bool { return !c.At.IsZero() }

// Figures are a unit's children and its counts.
type Figures struct {
	Unit
	Children
	Counts  []Count         // of kpi.All, in its order
	Average []measure.Count // of all units of the level together
}

// Of is the count of a measure.
func (f Figures) Of(m *kpi.Measure) Count { return f.Counts[position(m)] }

func position(m *kpi.Measure) int {
	for i, other := range kpi.All {
		if other == m {
			return i
		}
	}
	panic("compare: no measure " + m.Code)
}
