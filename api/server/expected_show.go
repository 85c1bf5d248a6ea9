package server

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/plot"
)

// nationalExpected is the address of the children to expect.
const nationalExpected = "/national/expected"

// expectedLevel are levels whose units stand on one page, and whose codes may stand in one file.
type expectedLevel struct {
	key, label string
	levels     []compare.Level
}

// expectedLevels are what may be chosen: first the lowest that is ever published.
var expectedLevels = append([]expectedLevel{{"centre", "Trusts and boards", []compare.Level{compare.Trust, compare.HealthBoard}}}, oneEach(
	compare.Organisation, compare.CareBoard, compare.Region, compare.Network, compare.Country, compare.National)...)

func oneEach(levels ...compare.Level) (all []expectedLevel) {
	for _, level := range levels {
		all = append(all, expectedLevel{string(level), level.Words(), []compare.Level{level}})
	}
	return all
}

// shownChanges is how many changes the page lists.
const shownChanges = 50

// showExpected is how many children each unit should have registered, and how many it has.
func (s *Server) showExpected(c *gin.Context) error {
	a, err := s.askedExpected(c, c.Query("level"))
	if err != nil {
		return err
	}
	return s.renderExpected(c, http.StatusOK, a, page.ExpectedForm{})
}

// expectedAsked is which cohort and level are looked at.
type expectedAsked struct {
	cohorts reported
	level   expectedLevel
}

func (s *Server) askedExpected(c *gin.Context, level string) (expectedAsked, error) {
	a := expectedAsked{level: expectedLevels[0]}
	if i := slices.IndexFunc(expectedLevels, func(l expectedLevel) bool { return l.key == level }); i >= 0 {
		a.level = expectedLevels[i]
	}
	var err error
	a.cohorts, err = s.reportedCohorts(c)
	return a, err
}

// units are those of the level, by name.
func (a expectedAsked) units(set compare.Set) (all []compare.Figures) {
	for _, level := range a.level.levels {
		all = append(all, set.Of(level)...)
	}
	slices.SortFunc(all, func(x, y compare.Figures) int { return strings.Compare(x.Name+" "+x.Code, y.Name+" "+y.Code) })
	return all
}

// renderExpected draws the page with the form as it was filled in so far.
func (s *Server) renderExpected(c *gin.Context, status int, a expectedAsked, form page.ExpectedForm) error {
	ctx := c.Request.Context()
	frame, err := s.frame(c, "Children to expect")
	if err != nil {
		return err
	}
	frame.Wide = true
	view := page.Expected{Action: nationalExpected, Cohort: strconv.Itoa(a.cohorts.chosen)}
	for _, p := range a.cohorts.all {
		view.Cohorts = append(view.Cohorts, page.FilterOption{Value: strconv.Itoa(p.Cohort), Label: p.Label, Selected: p.Cohort == a.cohorts.chosen})
	}
	for _, l := range expectedLevels {
		view.Levels = append(view.Levels, page.FilterOption{Value: l.key, Label: l.label, Selected: l.key == a.level.key})
	}
	if person, _ := tenants.PersonFrom(ctx); person.Role.May(tenants.ManageAudit) {
		form.Action, form.As, form.Cohort, form.Level = nationalExpected, s.seal(ctx), view.Cohort, a.level.key
		view.Form = &form
	}
	if form.Preview == nil {
		s.fillExpected(c, a, &view)
	}
	return render(c, status, page.ExpectedPage(frame, view))
}

// fillExpected reads the units and the latest changes. When they cannot be read the page says so, and what was typed stands.
func (s *Server) fillExpected(c *gin.Context, a expectedAsked, view *page.Expected) {
	set, err := s.Counts.ReadSet(c.Request.Context(), a.cohorts.chosen)
	var log []compare.ExpectedChange
	if err == nil {
		log, err = s.Counts.ExpectedChanges(c.Request.Context(), a.cohorts.chosen, shownChanges)
	}
	switch {
	case err != nil:
		s.log(c).Error("read the children to expect", "error", err)
		view.Failed = "The units cannot be read just now. Try again."
		return
	case !set.Ever():
		view.None = notCounted
	}
	for _, u := range a.units(set) {
		view.Rows = append(view.Rows, expectedRow(u))
	}
	for _, change := range log {
		view.Log = append(view.Log, page.ExpectedLog{When: inLondon(change.At), Who: change.By, Unit: change.Unit.Code + ", " + change.Unit.Level.Words(),
			Change: expectedWords(change.Was) + " → " + expectedWords(change.Now)})
	}
}

func expectedRow(u compare.Figures) page.ExpectedRow {
	row := page.ExpectedRow{Name: u.Name, Code: u.Code, Registered: strconv.Itoa(u.Registered), Expected: "Not known", Share: "–"}
	if share, known := u.Ascertainment(); known {
		row.Expected, row.Share, row.More = strconv.Itoa(u.Expected.Children), plot.Percent(share), share > 1
		row.Source = u.Expected.Source + ", " + u.Expected.Of
	}
	return row
}

func expectedWords(e *compare.Expected) string {
	if e == nil {
		return "none"
	}
	return fmt.Sprintf("%d (%s, %s)", e.Children, e.Source, e.Of)
}
