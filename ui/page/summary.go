package page

// Summary is an organisation's first page: where its cohorts stand, and its indicators beside those of the areas around it.
type Summary struct {
	Name, Parent string
	Cohorts      []CohortCard
	Kpis         Kpis
}

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
	Choices                            []FilterOption
	AsOf                               string // when it was counted; empty: never
	Published                          string
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
