package page

import "github.com/pinktick/pinktick/ui/plot"

// OneMeasure is one measure of an organisation beside the areas around it, and across all units of a level: "#kpi-detail".
type OneMeasure struct {
	Place, Within string // whose page it is
	Title         string
	Says          string // what is asked
	Counts, Done  string // the denominator and the numerator
	Rules         string // by which it is scored

	Action      string // GET it with another measure or cohort
	Measures    []FilterOption
	Cohorts     []FilterOption
	Cohort      string
	Level, View string // chosen: they stay when another measure is

	Rings       *plot.Figure
	RingsFailed string    // why there are no rings
	Units       []KpiUnit // of the rings
	Basis       []KpiLine // what their figures rest on
	Behind      []Tab     // to the children behind own figures
	Elsewhere   []Tab     // to the same measure by group and over time

	Levels    []Tab
	Views     []Tab // kinds of figure
	Regions   []Tab // figures of one region
	Figure    *plot.Figure
	None      string // why there is no figure to be seen
	Failed    string // or could not be read
	RetryPath string // what to ask for again, where something could not be read
}

// groups are the measures to choose from by their groups.
func (m OneMeasure) groups() [][]FilterOption {
	var all [][]FilterOption
	for _, o := range m.Measures {
		if n := len(all); n == 0 || all[n-1][0].Group != o.Group {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], o)
	}
	return all
}
