package server

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

const atNational = "/national"

// nationalPage is a page of the nation: who may do its action finds it on the first one.
type nationalPage struct {
	title, what, path string
	action            tenants.Action
}

// nationalPages are all there are, in the order in which they are shown.
var nationalPages = []nationalPage{
	{"All children", "Find a child of any trust or health board and open the record.", nationalCases, tenants.ListNationally},
	{"All transfers", "What waits for an answer between centres, and for how long.", nationalTransfers, tenants.ListNationally},
	{"Measures across centres", "One measure after the other, for every hospital, trust, board and area.", nationalKpis + "/1", tenants.SeeUnpublished},
	{"Measures by group", "Each measure by deprivation, sex, age and ethnicity.", nationalKpis + "/1" + equityPage, tenants.SeeNationalCounts},
	{"Measures over time", "Each measure by cohort and by quarter of first assessment.", nationalKpis + "/1" + timePage, tenants.SeeNationalCounts},
	{"Outliers", "Centres that stand out, and what was done about it.", nationalOutliers, tenants.SeeOutliers},
	{"Publications", "Results prepared, checked and published, a cohort at a time.", atPublications, tenants.SeeUnpublished},
	{"Children to expect", "How many children each centre should register: for case ascertainment.", nationalExpected, tenants.SeeNationalCounts},
	{"Exports", "The workbook of a cohort, and organisations and areas, as files.", nationalExports, tenants.DownloadNational},
}

// showNational is the first page of national roles: every trust and board from stored counts, the measures of the nation, and the ways
// on. No child stands behind it.
func (s *Server) showNational(c *gin.Context) error {
	cohorts, err := s.reportedCohorts(c)
	if err != nil {
		return err
	}
	person, _ := tenants.PersonFrom(c.Request.Context())
	view := page.National{
		Filter: page.SummaryFilter{Action: atNational, Cohorts: cohorts.options()}, Pages: pagesOf(person.Role), Figures: s.nationalFigures(c, cohorts),
	}
	if isFragment(c) {
		return render(c, http.StatusOK, page.NationalRegion(view.Figures))
	}
	if person.Role.May(tenants.ListNationally) {
		options, err := s.everyOrganisation(c, "")
		if err != nil {
			return err
		}
		view.Picker = &page.OrganisationPicker{Action: atNational + "/organisation", As: s.seal(c.Request.Context()), Options: options}
	}
	frame, err := s.frame(c, "National")
	if err != nil {
		return err
	}
	frame.Wide = true
	return render(c, http.StatusOK, page.NationalPage(frame, view))
}

func pagesOf(role tenants.Role) []page.NationalLink {
	var all []page.NationalLink
	for _, p := range nationalPages {
		if role.May(p.action) {
			all = append(all, page.NationalLink{Title: p.title, What: p.what, Href: p.path})
		}
	}
	return all
}

// nationalFigures reads the cohort's counts in one statement. Where they cannot be read the rest of the page stands.
func (s *Server) nationalFigures(c *gin.Context, cohorts reported) page.NationalFigures {
	cohort := strconv.Itoa(cohorts.chosen)
	view := page.NationalFigures{Cohort: cohort, Path: atNational + "?cohort=" + cohort}
	nation, err := s.Counts.Nation(c.Request.Context(), cohorts.chosen)
	switch {
	case err != nil:
		s.log(c).Error("read the nation", "error", err)
		view.Failed = "The counts cannot be read just now."
		return view
	case !nation.Ever():
		return view
	}
	view.AsOf = "As of " + nation.At.In(ask.London).Format("15:04:05 on 2 January 2006") + ", by rules " + nation.Rules
	fillNation(&view, nation)
	return view
}
