package page

import "strings"

// Expected is how many children each unit of a cohort should have registered, beside how many it has.
type Expected struct {
	Action  string // GET it with another cohort or level
	Cohorts []FilterOption
	Levels  []FilterOption
	Cohort  string
	Rows    []ExpectedRow
	None    string // why there are no units
	Failed  string
	Form    *ExpectedForm // where the person may enter numbers
	Log     []ExpectedLog
}

// ExpectedRow is one unit.
type ExpectedRow struct {
	Name, Code, Registered, Expected, Share, Source string
	More                                            bool // registered than expected
}

// ExpectedLog is one change.
type ExpectedLog struct{ When, Who, Unit, Change string }

// ExpectedForm enters numbers. What was typed stays when it is refused.
type ExpectedForm struct {
	Action, As, Cohort, Level string
	CSV, Source, Of           string
	Errors                    map[string]string // by field: csv, source, of; one fault a line
	Preview                   *ExpectedPreview  // what would change: it waits for a yes
}

// ExpectedPreview is what would change, and its name, which the yes carries.
type ExpectedPreview struct {
	Lines  []ExpectedLine
	Same   int // lines that change nothing
	Digest string
	Note   string
}

// ExpectedLine is one change that would be made.
type ExpectedLine struct{ Name, Code, Was, Now string }

// faults are what is wrong with a field, one by one.
func (f ExpectedForm) faults(name string) []string {
	if f.Errors[name] == "" {
		return nil
	}
	return strings.Split(f.Errors[name], "\n")
}

func (f ExpectedForm) wrong() (all []Wrong) {
	for _, name := range []string{"source", "of", "csv"} {
		for _, words := range f.faults(name) {
			all = append(all, Wrong{Href: "#expected-" + name, Text: words})
		}
	}
	return all
}

func (f ExpectedForm) describedBy(name string) string {
	if f.Errors[name] == "" {
		return "expected-" + name + "-hint"
	}
	return "expected-" + name + "-hint expected-" + name + "-error"
}
