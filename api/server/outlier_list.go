package server

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/outlier"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

// The addresses of records of outliers: every centre's, for the audit team, and a centre's own.
const (
	nationalOutliers = "/national/outliers"
	findOutliers     = nationalOutliers + "/find"
	nationalOutlier  = nationalOutliers + "/:outlier"
	ownOutliers      = "/:org/outliers"
	ownOutlier       = ownOutliers + "/:outlier"
)

const outliersSize = 50

// listOutliers is every centre's records, narrowed by what the address says.
func (s *Server) listOutliers(c *gin.Context) error {
	filter, at := outlierFilter(c), pageNumber(c)
	all, total, err := s.Outliers.List(c.Request.Context(), filter, at, outliersSize)
	if err != nil {
		return err
	}
	cohorts, err := s.cohortChoices(c, filter.Cohort)
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "Outliers")
	if err != nil {
		return err
	}
	frame.Wide = true
	view := page.Outliers{
		Title: "Outliers", Note: "All trusts and health boards: " + countOf(total, "record"), National: true, FindHref: findOutliers, States: stateOptions(filter.State), Cohorts: cohorts, Overdue: filter.Overdue,
		Intro: "Centres that differ from what chance explains, on either side, and those that took no part. A centre sees its record once it is with the centre.",
		Empty: "No record is like this.",
	}
	for _, r := range all {
		view.Rows = append(view.Rows, s.outlierRow(r, nationalOutliers))
	}
	view.Paging = paging(total, at, outliersSize, func(n int) string { return nationalOutliers + "?" + outlierQuery(filter, n) })
	view.Paging.Label = "Outliers"
	return render(c, http.StatusOK, page.OutliersPage(frame, view))
}

// outlierFilter reads the filters. What is not known narrows nothing.
func outlierFilter(c *gin.Context) outlier.Filter {
	f := outlier.Filter{State: outlier.State(c.Query("state")), Overdue: c.Query("overdue") == "yes"}
	if !slices.Contains(outlier.States, f.State) {
		f.State = ""
	}
	if cohort, err := strconv.Atoi(c.Query("cohort")); err == nil && cohort > 0 && cohort < 1000 {
		f.Cohort = cohort
	}
	return f
}

func outlierQuery(f outlier.Filter, at int) string {
	q := url.Values{"state": {string(f.State)}, "page": {strconv.Itoa(at)}}
	if f.Cohort > 0 {
		q.Set("cohort", strconv.Itoa(f.Cohort))
	}
	if f.Overdue {
		q.Set("overdue", "yes")
	}
	return q.Encode()
}

func stateOptions(chosen outlier.State) []page.FilterOption {
	options := []page.FilterOption{{Label: "Any"}}
	for _, state := range outlier.States {
		options = append(options, page.FilterOption{Value: string(state), Label: state.Words(), Selected: state == chosen})
	}
	return options
}

// cohortChoices are the cohorts there are reports of, any of them first.
func (s *Server) cohortChoices(c *gin.Context, chosen int) ([]page.FilterOption, error) {
	cohorts, err := s.reportedCohorts(c)
	if err != nil {
		return nil, err
	}
	options := []page.FilterOption{{Label: "Any"}}
	for _, p := range cohorts.all {
		options = append(options, page.FilterOption{Value: strconv.Itoa(p.Cohort), Label: p.Label, Selected: p.Cohort == chosen})
	}
	return options, nil
}

// listOwnOutliers is the centre's own records, of which it has been told.
func (s *Server) listOwnOutliers(c *gin.Context) error {
	all, err := s.Outliers.Own(c.Request.Context())
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "Outlier records")
	if err != nil {
		return err
	}
	frame.Wide = true
	view := page.Outliers{Title: "Outlier records", Note: organisationOf(c).ParentName,
		Intro: "Where the figures of this centre differ from those of all centres by more than chance explains, the audit team asks the centre to check its data before anything is concluded.",
		Empty: "The audit team has no outlier record with this centre."}
	for _, r := range all {
		view.Rows = append(view.Rows, s.outlierRow(r, "/"+c.Param("org")+"/outliers"))
	}
	return render(c, http.StatusOK, page.OutliersPage(frame, view))
}

// outlierNotice is one line for the dashboard of the active tenant, and where it leads: "1 outlier record waits for your answer by …".
// There is none where no record waits, or where the person does not answer.
func (s *Server) outlierNotice(c *gin.Context) (words, href string, err error) {
	person, _ := tenants.PersonFrom(c.Request.Context())
	if !person.Role.May(tenants.AnswerOutlier) {
		return "", "", nil
	}
	n, by, err := s.Outliers.Waiting(c.Request.Context())
	if err != nil || n == 0 {
		return "", "", err
	}
	words = strconv.Itoa(n) + " outlier records wait for your answer"
	if n == 1 {
		words = "1 outlier record waits for your answer"
	}
	if by != nil {
		words += " by " + by.Words()
	}
	return words, "/" + c.Param("org") + "/outliers", nil
}
