package page

import (
	"strings"

	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/part"
)

// Publications are all publications there are, by cohort, with the form that prepares the next.
type Publications struct {
	Cohorts []PublicationCohort
	Form    *PublicationForm // where the person may
}

// PublicationCohort is the publications of one cohort, newest first.
type PublicationCohort struct {
	Title string
	Rows  []PublicationRow
}

// PublicationRow is one of them.
type PublicationRow struct {
	Version, Href string
	State         part.Tag
	Since         string // when it came to that state, by whom
	Note          string
}

// PublicationForm prepares a draft. What was typed stays when it is refused.
type PublicationForm struct {
	Action, As           string
	Cohorts, Levels      []control.Option
	Cohort, Lowest, Note string
	Errors               map[string]string // by field: cohort, lowest, note
}

// publicationFields are the fields of the form in their order.
var publicationFields = []string{"cohort", "lowest", "note"}

func (f PublicationForm) wrong() []Wrong {
	var all []Wrong
	for _, name := range publicationFields {
		if f.Errors[name] != "" {
			all = append(all, Wrong{"#publication-" + name, f.Errors[name]})
		}
	}
	return all
}

// Publication is one publication: what it shows and hides, what differs from the version before, and what can be done with it.
type Publication struct {
	Title       string
	State       part.Tag
	Facts       []part.Pair
	PreviewHref string
	PublicHref  string // where everybody reads it
	Acts        []PublicationAct
	Hidden      []PublicationHiding
	HiddenNote  string
	Before      string // the version it is compared with; empty: there is none
	Differences []PublicationDifference
	Standings   []string // figures of which something else is said
	Events      []part.Pair
}

// PublicationAct is a button that asks first.
type PublicationAct struct {
	Label, Path, As, To string
	Quiet               bool
}

// PublicationHiding is how much of a level is not shown.
type PublicationHiding struct{ Level, Units, Children, Figures, Hidden string }

// PublicationDifference is what a level has otherwise.
type PublicationDifference struct{ Level, Came, Gone, Changed, Shown, Hidden string }

// publicationDescribed names the hint and the error of a field.
func publicationDescribed(f PublicationForm, name string, hint bool) string {
	var ids []string
	if hint {
		ids = append(ids, "publication-"+name+"-hint")
	}
	if f.Errors[name] != "" {
		ids = append(ids, "publication-"+name+"-error")
	}
	return strings.Join(ids, " ")
}
