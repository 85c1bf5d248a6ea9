package page

import "github.com/pinktick/pinktick/ui/plot"

// Apart is one measure of a unit and of the nation, by groups of its children (the equity view) or over time: "#kpi-apart".
type Apart struct {
	Heading       string // what the page is
	Title         string // of the measure
	Place, Within string
	Says          string

	Action   string // GET it with what is chosen
	Measures []FilterOption
	Cohorts  []FilterOption // none: of all cohorts
	Levels   []FilterOption
	Units    []FilterOption // none: the level decides
	Charts   []FilterOption

	AsOf      string // of what the figures are
	Basis     string // completeness and ascertainment beside them
	Chosen    string // whose figures they are
	Words     []string
	Figures   []plot.Figure
	None      string // why there is nothing to show
	Failed    string // or could not be read
	Retry     string
	Elsewhere []Tab // other pages of the measure
}

// groups are the measures to choose from by their groups.
func (a Apart) groups() [][]FilterOption { return OneMeasure{Measures: a.Measures}.groups() }
