package server

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

// showSummary is an organisation's first page. What needs doing comes with it; the other parts fetch themselves, or come with it too
// where the whole is asked for.
func (s *Server) showSummary(c *gin.Context) error {
	d, err := s.dashboard(c)
	if err != nil {
		return err
	}
	view := page.Summary{Widgets: s.widgets(c, d), Kpis: s.pendingKpis(c, d)}
	if isFragment(c) {
		return render(c, http.StatusOK, page.SummaryRegion(view))
	}
	view.Name, view.Parent, view.Filter = d.organisation.Name, d.organisation.ParentName, d.filter()
	view.Buttons, view.WholePath = d.buttons(), d.address("")+"&whole=yes"
	if view.Picker, err = s.organisationPicker(c, d); err != nil {
		return err
	}
	frame, err := s.frame(c, d.organisation.Name)
	if err != nil {
		return err
	}
	frame.Wide = true
	return render(c, http.StatusOK, page.SummaryPage(frame, view))
}

// dashboard is one request for an organisation's page or a part of it.
type dashboard struct {
	organisation tenants.Organisation
	base         string // the organisation's part of addresses
	role         tenants.Role
	cohorts      reported
	everyone     bool // the children of every cohort are described, those not registered yet too
	whole        bool // nothing is fetched later
}

func (s *Server) dashboard(c *gin.Context) (dashboard, error) {
	cohorts, err := s.reportedCohorts(c)
	if err != nil {
		return dashboard{}, err
	}
	person, _ := tenants.PersonFrom(c.Request.Context())
	return dashboard{
		organisation: organisationOf(c), base: "/" + c.Param("org"), role: person.Role, cohorts: cohorts,
		everyone: c.Query("children") == "all", whole: c.Query("whole") == "yes",
	}, nil
}

// address is the page, or a part of it, with what is chosen.
func (d dashboard) address(widget string) string {
	path := d.base + "/summary"
	if widget != "" {
		path += "/" + widget
	}
	path += "?cohort=" + strconv.Itoa(d.cohorts.chosen)
	if d.everyone {
		path += "&children=all"
	}
	return path
}

// whose are the children who are described: those the organisation leads, of the chosen cohort or all.
func (d dashboard) whose() record.Whose {
	w := record.Whose{OrganisationID: d.organisation.ID, Cohort: d.cohorts.chosen}
	if d.everyone {
		w.Cohort = 0
	}
	return w
}

func (d dashboard) whoseWords() string {
	if d.everyone {
		return "All children whose care the organisation leads, of every cohort and not registered yet."
	}
	return "Children of cohort " + strconv.Itoa(d.cohorts.chosen) + " whose care the organisation leads."
}

func (d dashboard) filter() page.SummaryFilter {
	f := page.SummaryFilter{Action: d.base + "/summary", Cohorts: d.cohorts.options()}
	f.Children = []page.FilterOption{option("", "Of the cohort", !d.everyone), option("all", "All, of every cohort", d.everyone)}
	return f
}

// buttons lead to the pages of the organisation that are no part of this one.
func (d dashboard) buttons() []page.Button {
	var all []page.Button
	add := func(action tenants.Action, label, path string) {
		if d.role.May(action) {
			all = append(all, page.Button{Label: label, Href: d.base + path})
		}
	}
	add(tenants.ListChildren, "View children", "/cases?scope=organisation")
	add(tenants.AddChild, "Add a child", "/cases/new")
	add(tenants.ListChildren, "Transfers", "/transfers")
	add(tenants.SeeDashboard, "Outliers", "/outliers")
	add(tenants.DownloadOwn, "Exports", "/exports")
	add(tenants.SeeExtensions, "Extensions", "/extensions")
	add(tenants.RestoreChild, "Deleted records", "/deleted")
	return all
}

// firstReported is the earliest cohort of which there are reports.
const firstReported = 5

// reported are the cohorts that may be chosen, newest first, and the one that is.
type reported struct {
	all    []dataset.Period
	chosen int
}

// options are the cohorts as choices.
func (r reported) options() []page.FilterOption {
	var all []page.FilterOption
	for _, p := range r.all {
		all = append(all, option(strconv.Itoa(p.Cohort), p.Label, p.Cohort == r.chosen))
	}
	return all
}

// period is the chosen one.
func (r reported) period() dataset.Period {
	for _, p := range r.all {
		if p.Cohort == r.chosen {
			return p
		}
	}
	return dataset.Period{Cohort: r.chosen}
}

// reportedCohorts reads which cohort is asked for: the submitting one where none is, or no known one.
func (s *Server) reportedCohorts(c *gin.Context) (reported, error) {
	calendar, err := s.Records.Calendar(c.Request.Context())
	if err != nil {
		return reported{}, err
	}
	today := ask.DateOf(s.Records.Now())
	asked := c.Query("cohort")
	if c.Request.Method == http.MethodPost {
		asked = c.Request.PostForm.Get("cohort")
	}
	var r reported
	if submitting, ok := calendar.Submitting(today); ok {
		r.chosen = submitting.Cohort
	}
	for _, p := range calendar {
		if p.Cohort < firstReported || !p.Visible || p.RecruitsFrom.After(today) {
			continue
		}
		r.all = append([]dataset.Period{p}, r.all...)
		if strconv.Itoa(p.Cohort) == asked {
			r.chosen = p.Cohort
		}
	}
	if len(r.all) == 0 {
		return r, fault.New(fault.NotFound, "no_cohort", "There is no cohort to report on yet.")
	}
	return r, nil
}
