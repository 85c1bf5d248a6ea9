package page

import "github.com/pinktick/pinktick/ui/part"

// Behind is the children behind a figure of the own centre, one page of them.
type Behind struct {
	Title, Place, Cohort string
	Back                 string // to the measure
	Figure               string // what they make
	Notes                []string
	Outcomes             []Tab
	Rows                 []BehindRow
	Paging               part.Paging
	Empty                string // why there is none
}

// BehindRow is one child.
type BehindRow struct {
	Name, Number, Href string
	Outcome, Words     string
	Reasons            []Reason
}

// MeasureCentre is one centre's figure among all, for national roles. Action is empty for those who may not go to its pages.
type MeasureCentre struct {
	Name, Code, Level, Cohort string
	Measure, Says             string
	Sentence, Source          string
	Back, Action, As          string
}
