package page

import "github.com/pinktick/pinktick/ui/plot"

// Summary is an organisation's first page: what needs doing, where its cohorts stand, its indicators beside those of the areas around
// it, and its children.
type Summary struct {
	Name, Parent string
	Picker       *OrganisationPicker
	Buttons      []Button
	Filter       SummaryFilter
	WholePath    string // the page with every part in it
	Widgets      []Widget
	Kpis         Kpis
}

// OrganisationPicker shows the page of another organisation.
type OrganisationPicker struct {
	Action, As string // POST organisation=…
	Options    []FilterOption
}

// Button leads to another page.
type Button struct{ Label, Href string }

// SummaryFilter chooses what all parts of the page are about.
type SummaryFilter struct {
	Action   string
	Cohorts  []FilterOption
	Children []FilterOption
}

// Widget is a part of an organisation's page that loads, refreshes and fails by itself: "#w-<name>".
type Widget struct {
	Name, Title string
	Path        string // GET it
	Pending     bool   // it fetches itself
	Failed      string // why there is nothing to show
	Intro       string
	Empty       string // what is said where there is nothing
	Notice      string // what waits beside the tasks, and where it leads
	NoticeHref  string
	Tasks       []Task
	Cohorts     []CohortCard
	Facts       []Fact
	Distances   []Distance
	Figures     []plot.Figure
	Links       []Button
}

// Alone is a widget on a page of its own: for browsers without script.
type Alone struct {
	Name, Parent string
	Widget       Widget
	BackHref     string
}

// Task is a kind of work that waits: it leads to the children it is about.
type Task struct {
	Words    string
	Children string
	Href     string
	Soon     bool
}

// Fact is one line of the address card.
type Fact struct {
	Key   string
	Lines []string
	Href  string
}

// Distance is how far children live.
type Distance struct{ Words, Kilometres, Miles string }

// CohortCard is where a cohort stands today.
type CohortCard struct {
	Title    string // what is being done with it
	Cohort   string
	Dates    string
	Status   string
	Days     string // left until the deadline
	DaysUnit string
	Deadline string
	Extended string // until when this organisation was granted longer
}

// Kpis are the indicators of one cohort: "#kpis", which can fetch itself.
type Kpis struct {
	Path, SummaryPath, RefreshPath, As string
	Cohort                             string
	Pending                            bool   // it fetches itself
	AsOf                               string // when it was counted; empty: never
	Published, PublishedHref           string // whether and when; where to read it
	Note                               string // what is going on
	WaitPath                           string // GET it after a moment: a count is on its way
	Failed                             string // why there is nothing to show
	Units                              []KpiUnit
	Basis                              []KpiLine // what the figures rest on
	Groups                             []KpiGroup
}

// KpiUnit is a column.
type KpiUnit struct {
	Level, Name, Counted string
	Own                  bool
}

// label is the column in short, for a screen on which each row is a card: countries and regions by their names.
func (u KpiUnit) label() string {
	if u.Level == "Country" || u.Level == "NHS England region" {
		return u.Name
	}
	return u.Level
}

// KpiGroup is one table of measures.
type KpiGroup struct {
	Title string
	Lines []KpiLine
}

// KpiLine is a row: a measure, or a number of children.
type KpiLine struct {
	Title string
	Href  string // where more is told of it; empty for nowhere
	Says  string // what the measure asks
	Part  bool   // of the measure above
	Cells []KpiCell
}

// KpiCell is what is shown of a unit, and what is said of it when asked. A hidden number is not in it.
type KpiCell struct {
	Shown string
	Quiet bool // no figure
	More  []string
}
