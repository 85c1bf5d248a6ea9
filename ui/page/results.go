package page

import (
	"github.com/pinktick/pinktick/ui/part"
	"github.com/pinktick/pinktick/ui/plot"
)

// Results is one page of published results: "#results", which the pickers swap. A draft is previewed by the same page.
type Results struct {
	Title, Note string
	Alerts      []part.Alert
	Newest      *ResultLink // the version that took the place of this one
	Tabs        []ResultLink
	Pickers     []ResultPicker
	Source      string // which version, published and counted when
	Correction  string // what it is for, or what it corrects
	Intro       []string
	Larger      []ResultLink // units in which it lies
	Facts       []part.Pair
	Tables      []ResultTable
	Remarks     []string // below the tables
	Figures     []plot.Figure
	Units       []ResultUnits
	Definitions []ResultDefinition
	Files       []ResultLink
}

// ResultLink leads somewhere.
type ResultLink struct {
	Label, Href string
	Current     bool
}

// ResultPicker chooses a cohort, a centre or area, or a measure: a form that is sent by its choices, or by its button.
type ResultPicker struct {
	ID, Action string
	Keep       []part.Hidden
	Fields     []ResultField
}

// ResultField is one list to choose from, by groups where its options have such.
type ResultField struct {
	Name, Label string
	Options     []FilterOption
}

// ResultTable is measures by units.
type ResultTable struct {
	Title string
	Units []ResultUnit
	Lines []ResultLine
}

// ResultUnit is a column.
type ResultUnit struct {
	Level, Name, Counted string
	Short                string // by which a cell is named where there is no room for columns
	Main                 bool   // the unit whose page it is
}

// ResultLine is a row: a measure, or a number of children.
type ResultLine struct {
	Title, Says, Href string
	Part              bool // of the measure above
	Cells             []ResultCell
}

// ResultCell is what is shown of a unit, and what is said of it when asked. A hidden number is not in it.
type ResultCell struct {
	Shown string
	Flag  string // that chance alone would seldom put it where it is
	Quiet bool   // no figure
	More  []string
}

// ResultUnits are all units of a level by name.
type ResultUnits struct {
	Title string
	Units []ResultLink
}

// ResultDefinition is a measure in words.
type ResultDefinition struct {
	ID, Title, Group, Says, Numerator, Denominator, Href string
	Part                                                 bool
}
