package compare

import (
	"slices"
	"strconv"

	"github.com/pinktick/pinktick/pkg/dataset"
)

// Dimension is what the children of a unit are told apart by.
type Dimension struct {
	Key    string // in tables and addresses
	Title  string
	Scales []Scale // in each the categories stand in their own order, never by their figures
}

// Scale are categories that belong into one order. England and Wales rank their areas by deprivation each for itself: these are two
// scales, and a fifth of one is nothing beside a fifth of the other.
type Scale struct {
	Country    string // whose index of deprivation it is; empty for every other scale
	Categories []Category
}

// Category is one group of children.
type Category struct{ Code, Label string }

// Title names the index of deprivation, with the edition that describes the cohort; empty where the scale needs no name.
func (s Scale) Title(cohort int) string {
	return dataset.IndexName(s.Country, dataset.IndexEdition(s.Country, cohort))
}

const notKnown = "not_known"

// The dimensions of the equity view, and the quarters of first assessment.
var (
	Deprivation = Dimension{"deprivation", "Deprivation", []Scale{fifths(dataset.England), fifths(dataset.Wales), {Categories: []Category{{notKnown, "Not known"}}}}}
	Sex         = Dimension{"sex", "Sex", []Scale{{Categories: sexes()}}}
	Age         = Dimension{"age", "Age at first assessment", []Scale{{Categories: ages()}}}
	Ethnicity   = Dimension{"ethnicity", "Ethnicity", []Scale{{Categories: ethnicities()}}}
	Quarter     = Dimension{"quarter", "Quarter of first assessment", []Scale{{Categories: []Category{
		{"1", "December to February"}, {"2", "March to May"}, {"3", "June to August"}, {"4", "September to November"}}}}}
)

// Equity are the dimensions of the equity view, in its order.
var Equity = []Dimension{Deprivation, Sex, Age, Ethnicity}

// DimensionByKey finds one of the equity view.
func DimensionByKey(key string) (Dimension, bool) {
	i := slices.IndexFunc(Equity, func(d Dimension) bool { return d.Key == key })
	if i < 0 {
		return Dimension{}, false
	}
	return Equity[i], true
}

func fifths(country string) Scale {
	s := Scale{Country: country}
	for n, words := range []string{"1, most deprived", "2", "3", "4", "5, least deprived"} {
		s.Categories = append(s.Categories, Category{country + " " + strconv.Itoa(n+1), words})
	}
	return s
}

func sexes() (all []Category) {
	for _, code := range []string{"1", "2", "9", "0"} {
		o, _ := dataset.Sexes.Find(code)
		all = append(all, Category{o.Code, o.Label})
	}
	return all
}

func ages() (all []Category) {
	for _, band := range dataset.AgeBands {
		all = append(all, Category{band.Code, band.Label})
	}
	return append(all, Category{notKnown, "Not known"})
}

// ethnicities are the headings of the list, as this release has it.
func ethnicities() (all []Category) {
	for _, o := range dataset.Ethnicities.Options {
		if len(all) == 0 || all[len(all)-1].Code != o.Group {
			all = append(all, Category{o.Group, o.Group})
		}
	}
	return all
}

// codes are the categories in their order.
func (d Dimension) codes() (all []string) {
	for _, s := range d.Scales {
		for _, c := range s.Categories {
			all = append(all, c.Code)
		}
	}
	return all
}

// Group is the children of a unit in one category.
type Group struct {
	Category
	Counted int     // who count in the measures; Gone where the number is small
	Counts  []Count // of the measures asked for, in their order
}

// Breakdown is one unit, whole and by category.
type Breakdown struct {
	Figures                    // all children together
	Whole   []Count            // of the measures asked for
	Groups  map[string][]Group // by the key of the dimension: those declared, in their order, then any other that was counted
}

// CohortBreakdown are units of one cohort, smallest level first.
type CohortBreakdown struct {
	Counting
	Units []Breakdown
}

// Of finds the unit of a level; false where none of that code was there on the last day of the cohort.
func (c CohortBreakdown) Of(level Level) (Breakdown, bool) {
	i := slices.IndexFunc(c.Units, func(b Breakdown) bool { return b.Level == level })
	if i < 0 {
		return Breakdown{}, false
	}
	return c.Units[i], true
}
