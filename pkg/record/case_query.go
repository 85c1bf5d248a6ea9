package record

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/tenants"
)

// Scope says whose children a list shows.
type Scope string

// The scopes.
const (
	Organisation Scope = "organisation" // those that one organisation of the tenant leads
	Trust        Scope = "trust"        // all of the tenant's
	Nation       Scope = "national"     // all there are, also those nobody leads yet
)

// Query is what the address of a list of children says.
type Query struct {
	Scope          Scope
	OrganisationID string     // of the organisation scope; in the national one a filter
	TenantID       tenants.ID // a filter of the national scope
	Search         string
	Filter
	Sort string // one of SortKeys
	Down bool
	Page int // from 1
	Size int
}

// Filter narrows a list. Its zero value does not.
type Filter struct {
	Cohort     int
	State      State
	Soon       bool   // with State: only those that close within a week
	Incomplete bool   // whatever else its state
	Form       string // the key of a section that is not complete
	DaysUnder  int    // still open, with fewer days left
	Transfer   bool   // waiting for an answer to a transfer
	NoLead     bool
	Warnings   bool // with stored answers that no longer pass their checks
}

// narrows tells whether the list may be shorter than its scope.
func (q Query) narrows() bool {
	f := q.Filter
	return q.Search != "" || f.Cohort != 0 || f.State != "" || f.Incomplete || f.Form != "" || f.DaysUnder != 0 || f.Transfer || f.NoLead ||
		f.Warnings || q.Scope == Nation && (q.OrganisationID != "" || q.TenantID != "")
}

// words are the filters for the log of who read what: that somebody searched, but never for which name or number.
func (q Query) words() string {
	var all []string
	add := func(given bool, name string, value any) {
		if given {
			all = append(all, fmt.Sprintf("%s=%v", name, value))
		}
	}
	add(q.Search != "", "search", "yes")
	add(q.TenantID != "", "tenant", q.TenantID)
	add(q.OrganisationID != "", "organisation", q.OrganisationID)
	add(q.Cohort != 0, "cohort", q.Cohort)
	add(q.State != "", "state", q.State)
	add(q.Soon, "soon", "yes")
	add(q.Incomplete, "incomplete", "yes")
	add(q.Form != "", "form", q.Form)
	add(q.DaysUnder != 0, "days", q.DaysUnder)
	add(q.Transfer, "transfer", "yes")
	add(q.NoLead, "lead", "none")
	add(q.Warnings, "warnings", "yes")
	add(true, "sort", q.Sort)
	add(true, "page", q.Page)
	return strings.Join(all, " ")
}

// order is a way to sort. Its keys are those of an index, within a tenant and across all; the first may be NULL, which comes last
// either way.
type order []string

var orders = map[string]order{
	"number":   {"id"},
	"name":     {"lower(surname)", "lower(first_name)", "id"},
	"sex":      {"sex", "id"},
	"nhs":      {"nhs_number", "id"},
	"deadline": {"closes_on", "id"},
	"days":     {"closes_on", "id"},
	"cohort":   {"cohort", "closes_on", "id"},
}

// SortKeys are the keys a list can be sorted by.
func SortKeys() []string {
	return []string{"number", "name", "sex", "nhs", "deadline", "cohort", "days"}
}

// order is the one asked for. Children who are not registered have neither cohort nor deadline: among them alone it is that of
// their numbers, so that nobody reads through all the registered ones to come to those.
func (q Query) order() order {
	by, known := orders[q.Sort]
	if !known {
		by = orders["name"]
	}
	if (by[0] == "closes_on" || by[0] == "cohort") && (q.State == NotRegistered || q.NoLead || q.Form == dataset.RegistrationSection.Key) {
		by = orders["number"]
	}
	return by
}

// by is the ORDER BY of a direction.
func (o order) by(down bool) string {
	if !down {
		return strings.Join(o, ", ")
	}
	return strings.Join(o, " desc, ") + " desc"
}

// masksWith are the values of forms_incomplete with a form in them: a short list of numbers, which an index is searched by,
// where a bit of a number could not be.
func masksWith(form string) []int64 {
	at := slices.IndexFunc(dataset.Sections, func(s *ask.Section) bool { return s.Key == form })
	var masks []int64
	for mask := range int64(1) << len(dataset.Sections) {
		if at >= 0 && mask&(1<<at) != 0 {
			masks = append(masks, mask)
		}
	}
	return masks
}
