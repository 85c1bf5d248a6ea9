package server

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/part"
)

// stateChoices are the states in the words and addresses of the list.
var stateChoices = []struct {
	slug, label string
	state       record.State
	soon        bool
}{
	{"not-registered", "Not registered", record.NotRegistered, false},
	{"incomplete", "Incomplete", record.Open, false},
	{"complete", "Complete", record.Complete, false},
	{"due", "Complete, due in 7 days", record.Complete, true},
	{"submitted", "Submitted", record.Submitted, false},
	{"passed", "Deadline passed", record.Closed, false},
	{"unregistered", "Unregistered", record.Unregistered, false},
	{"opted-out", "Opted out", record.OptedOut, false},
}

type stateChoice struct {
	state record.State
	soon  bool
}

func stateBySlug(slug string) (stateChoice, bool) {
	for _, choice := range stateChoices {
		if choice.slug == slug {
			return stateChoice{choice.state, choice.soon}, true
		}
	}
	return stateChoice{}, false
}

func slugOf(state record.State, soon bool) string {
	for _, choice := range stateChoices {
		if choice.state == state && choice.soon == soon {
			return choice.slug
		}
	}
	return ""
}

var daysChoices = []int{7, 14, 30, 60}

// filters are what the list can be narrowed by, as it is narrowed now.
func (s *Server) filters(l *caseList) (page.Filters, error) {
	f := l.query.Filter
	own := []string{"cohort", "state", "form", "days", "incomplete", "transfer", "warnings", "lead", "centre"}
	view := page.Filters{Action: l.base, Keep: l.kept(own...)}
	cohorts := page.FilterSelect{Name: "cohort", Label: "Cohort", Options: []page.FilterOption{{Label: "All"}}}
	calendar, err := s.Records.Calendar(l.c.Request.Context())
	if err != nil {
		return page.Filters{}, err
	}
	for _, period := range slices.Backward(calendar) {
		if period.Visible && !period.RecruitsFrom.After(l.today) {
			cohorts.Options = append(cohorts.Options, option(strconv.Itoa(period.Cohort), period.Label, f.Cohort == period.Cohort))
		}
	}
	states := page.FilterSelect{Name: "state", Label: "State", Options: []page.FilterOption{{Label: "Any"}}}
	for _, choice := range stateChoices {
		states.Options = append(states.Options, option(choice.slug, choice.label, f.State == choice.state && f.Soon == choice.soon))
	}
	forms := page.FilterSelect{Name: "form", Label: "Form not complete", Options: []page.FilterOption{{Label: "Any or none"}}}
	for _, section := range dataset.Sections {
		forms.Options = append(forms.Options, option(section.Key, section.Title, f.Form == section.Key))
	}
	days := page.FilterSelect{Name: "days", Label: "Days left", Options: []page.FilterOption{{Label: "Any"}}}
	for _, n := range daysChoices {
		days.Options = append(days.Options, option(strconv.Itoa(n), "Under "+strconv.Itoa(n), f.DaysUnder == n))
	}
	view.Selects = []page.FilterSelect{cohorts, states, forms, days}
	view.Ticks = []page.FilterTick{
		{Name: "incomplete", Value: "yes", Label: "Incomplete only", On: f.Incomplete}, {Name: "warnings", Value: "yes", Label: "Answers to check", On: f.Warnings},
		{Name: "transfer", Value: "yes", Label: "Transfer pending", On: f.Transfer},
	}
	if l.query.Scope != record.Nation {
		return view, nil
	}
	view.Ticks = append(view.Ticks, page.FilterTick{Name: "lead", Value: "none", Label: "No lead centre", On: f.NoLead})
	centres, err := s.centres(l)
	view.Selects = append(view.Selects, centres)
	return view, err
}

func option(value, label string, selected bool) page.FilterOption {
	return page.FilterOption{Value: value, Label: label, Selected: selected}
}

// centres are all trusts and boards that take part, each with its hospitals.
func (s *Server) centres(l *caseList) (page.FilterSelect, error) {
	choice := page.FilterSelect{Name: "centre", Label: "Trust or hospital", Options: []page.FilterOption{{Label: "All"}}}
	all, err := s.Directory.AllOrganisations(l.c.Request.Context())
	if err != nil {
		return choice, err
	}
	slices.SortStableFunc(all, func(a, b tenants.Organisation) int { return strings.Compare(a.ParentName, b.ParentName) })
	var last tenants.ID
	for _, o := range all {
		if o.TenantID != last {
			last = o.TenantID
			tenant, err := s.Directory.Tenant(l.c.Request.Context(), o.TenantID)
			if err != nil {
				return choice, err
			}
			choice.Options = append(choice.Options, page.FilterOption{
				Value: tenant.ODSCode, Label: "All of " + o.ParentName, Group: o.ParentName, Selected: l.centre == tenant.ODSCode,
			})
		}
		choice.Options = append(choice.Options, page.FilterOption{Value: o.ODSCode, Label: o.Name, Group: o.ParentName, Selected: l.centre == o.ODSCode})
	}
	return choice, nil
}

// chips are the filters in use. Each leads to the list without it.
func (l *caseList) chips(f page.Filters) []part.Chip {
	var chips []part.Chip
	add := func(name, label string) {
		values := l.values(l.query)
		values.Del(name)
		values.Del("page")
		chips = append(chips, part.Chip{Label: label, Href: l.base + "?" + values.Encode(), On: true, Off: "Remove filter:"})
	}
	for _, choice := range f.Selects {
		for _, o := range choice.Options {
			if o.Selected && o.Value != "" {
				add(choice.Name, chipWords(choice.Name, o.Label))
			}
		}
	}
	for _, tick := range f.Ticks {
		if tick.On {
			add(tick.Name, tick.Label)
		}
	}
	if cohort := l.query.Cohort; cohort != 0 && !slices.ContainsFunc(f.Selects[0].Options, func(o page.FilterOption) bool { return o.Selected }) {
		add("cohort", "Cohort "+strconv.Itoa(cohort))
	}
	return chips
}

func chipWords(name, label string) string {
	switch name {
	case "form":
		return "Not complete: " + label
	case "days":
		return label + " days left"
	}
	return label
}
