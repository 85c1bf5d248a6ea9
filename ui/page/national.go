package page

// National is the first page of national roles.
type National struct {
	Picker  *OrganisationPicker
	Filter  SummaryFilter
	Pages   []NationalLink
	Figures NationalFigures
}

// NationalLink is the way to another page of the nation.
type NationalLink struct{ Title, What, Href string }

// NationalFigures are the counts of a cohort by trust and board, and the measures of the areas, without a child: "#nation".
type NationalFigures struct {
	Cohort, Path string
	AsOf         string // when it was counted; empty: never
	Failed       string // why there is nothing to show
	Centres      []NationalRow
	Totals       []NationalRow
	Units        []KpiUnit
	Basis        []KpiLine
	Groups       []KpiGroup
}

// NationalRow is one trust's or board's counts.
type NationalRow struct {
	Name                                      string
	Registered, YearOver, Counted, Incomplete string
	Answers, Expected                         KpiCell
}

// nationalHeads are the columns of the counts.
var nationalHeads = []string{"Registered", "First year over", "Counted: complete", "Not complete", "Required answers given", "Registered of expected"}
