package server

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/pkg/outlier"
	"github.com/pinktick/pinktick/tenants"
	"github.com/pinktick/pinktick/ui/page"
)

// showFind is what the policy finds in a cohort that is over: candidates beside what chance alone would find.
func (s *Server) showFind(c *gin.Context) error { return s.drawFind(c, http.StatusOK, nil) }

// openOutliers makes records of the candidates in the groups that are ticked, all in one act.
func (s *Server) openOutliers(c *gin.Context) error {
	form := c.Request.PostForm
	cohort, err := strconv.Atoi(form.Get("cohort"))
	counted, malformed := time.Parse(time.RFC3339Nano, form.Get("counted"))
	if err != nil || malformed != nil {
		return fault.New(fault.Unacceptable, "form_malformed", "The form could not be read.")
	}
	made, err := s.Outliers.Open(c.Request.Context(), cohort, counted, form["value"])
	if f, ok := fault.As(err); ok && (len(f.Fields) > 0 || f.Kind == fault.Conflict) {
		status := statuses[f.Kind]
		s.note(c, status, f.Kind, f.Code)
		return s.drawFind(c, status, f)
	}
	if err != nil {
		return err
	}
	s.log(c).Info("records of outliers are opened", "cohort", cohort, "made", made)
	return leadTo(c, nationalOutliers+"?cohort="+strconv.Itoa(cohort)+"&done="+doneOpened)
}

func (s *Server) drawFind(c *gin.Context, status int, refused *fault.Error) error {
	cohort, ended, err := s.endedCohorts(c)
	if err != nil {
		return err
	}
	view := page.FindOutliers{Cohort: strconv.Itoa(cohort), Cohorts: ended, ListHref: nationalOutliers, Policy: s.policyWords()}
	if refused != nil {
		view.Wrong = []page.Wrong{{Href: "#open-form", Text: refused.Message}}
	}
	if err := s.fillFind(c, &view, cohort, refused); err != nil {
		return err
	}
	frame, err := s.frame(c, "Look for outliers")
	if err != nil {
		return err
	}
	frame.Wide = true
	return render(c, status, page.FindOutliersPage(frame, view))
}

// endedCohorts are the cohorts whose deadline has passed, the latest first and chosen where none is asked for.
func (s *Server) endedCohorts(c *gin.Context) (int, []page.FilterOption, error) {
	cohorts, err := s.reportedCohorts(c)
	if err != nil {
		return 0, nil, err
	}
	asked := c.Query("cohort") + c.Request.PostForm.Get("cohort")
	chosen, today := 0, ask.DateOf(s.Records.Now())
	var options []page.FilterOption
	for _, p := range cohorts.all {
		if !p.Over(today) {
			continue
		}
		if chosen == 0 || strconv.Itoa(p.Cohort) == asked {
			chosen = p.Cohort
		}
		options = append(options, page.FilterOption{Value: strconv.Itoa(p.Cohort), Label: p.Label})
	}
	for i := range options {
		options[i].Selected = options[i].Value == strconv.Itoa(chosen)
	}
	return chosen, options, nil
}

// fillFind looks. What stands in the way of looking is said on the page.
func (s *Server) fillFind(c *gin.Context, view *page.FindOutliers, cohort int, refused *fault.Error) error {
	if cohort == 0 {
		view.Closed = "Outliers are looked for once the deadline of a cohort has passed. None has yet."
		return nil
	}
	d, err := s.Outliers.Look(c.Request.Context(), cohort)
	if f, ok := fault.As(err); ok && f.Kind == fault.Closed {
		view.Closed = f.Message
		return nil
	}
	if err != nil {
		return err
	}
	there, err := s.Outliers.Of(c.Request.Context(), cohort)
	if err != nil {
		return err
	}
	view.AsOf, view.Counted = ", as counted "+inLondon(d.At)+" by rules "+d.Rules, d.At.UTC().Format(time.RFC3339Nano)
	view.Tests, view.Total = testRows(d, s.Counts.InForce().Tails)
	view.Groups = candidateGroups(d, there, c, refused)
	for _, u := range d.Insufficient {
		view.Insufficient = append(view.Insufficient, page.OutlierCandidate{Centre: u.Name, Sentence: completenessWords(u.Children) + "; case ascertainment: " + ascertainmentWords(u.Children) + "."})
	}
	if person, _ := tenants.PersonFrom(c.Request.Context()); person.Role.May(tenants.ManageOutliers) {
		view.Action, view.As = findOutliers, s.seal(c.Request.Context())
	}
	return nil
}

// policyWords say by which policy is looked: fixed before results are seen.
func (s *Server) policyWords() []string {
	p, by := s.Outliers.Policy, s.Counts.InForce()
	level := "Trusts and health boards are compared with all of them together. Jersey stands beside them."
	if p.Level == outlier.Organisations {
		level = "Single organisations are compared with all of them together. Jersey’s stands beside them."
	}
	return []string{level,
		fmt.Sprintf("%d measures. Limits: %s, %s. At least %d eligible children.", len(p.Measures), by.Tails.Name, p.Limits.Words(), by.Least),
		"Gates: " + gateWords("completeness", by.Completeness) + "; " + gateWords("case ascertainment", by.Ascertainment) + ".",
		"Both sides are shown. Each measure says which side is worse: that is the negative one."}
}

func gateWords(of string, least float64) string {
	if least == 0 {
		return "none on " + of
	}
	return of + " at least " + wholePercent(least)
}

// testRows are the measures, and all of them together.
func testRows(d outlier.Detection, tails measure.Tails) ([]page.OutlierTest, page.OutlierTest) {
	var rows []page.OutlierTest
	total := outlier.Tested{Flagged: map[measure.State]int{}}
	for _, t := range d.Measures {
		row := testRow(t, tails)
		row.Measure, row.Benchmark = t.Measure.Title, "All centres: "+figureWords(t.Benchmark)
		if t.Tested > 0 {
			row.Spread = fmt.Sprintf("φ %.2f, τ² %.4f, %d centres", t.Dispersion.Phi, t.Dispersion.TauSq, t.Tested)
			if t.Dispersion.Present() {
				row.Spread += ": centres differ more than chance explains"
			}
		}
		rows = append(rows, row)
		total.Tested += t.Tested
		for state, n := range t.Flagged {
			total.Flagged[state] += n
		}
	}
	all := testRow(total, tails)
	all.Measure = "All measures"
	return rows, all
}

func testRow(t outlier.Tested, tails measure.Tails) page.OutlierTest {
	side := func(found int, tail float64) page.OutlierSide {
		return page.OutlierSide{Found: strconv.Itoa(found), Expected: strconv.FormatFloat(measure.ExpectedByChance(t.Tested, tail), 'f', 2, 64)}
	}
	row := page.OutlierTest{Tested: strconv.Itoa(t.Tested), LowAny: side(t.Beyond(measure.AlertLow, measure.AlarmLow), tails.Alert), LowAlarm: side(t.Flagged[measure.AlarmLow], tails.Alarm),
		HighAny: side(t.Beyond(measure.AlertHigh, measure.AlarmHigh), tails.Alert), HighAlarm: side(t.Flagged[measure.AlarmHigh], tails.Alarm)}
	if t.TooFew > 0 {
		row.Apart = countOf(t.TooFew, "centre") + " with too few children"
	}
	return row
}

// candidateGroups are the candidates in the groups for which records are opened, with the records that are there.
func candidateGroups(d outlier.Detection, there []outlier.Record, c *gin.Context, refused *fault.Error) []page.OutlierGroup {
	groups := []page.OutlierGroup{
		{Key: outlier.GroupNegative, Title: "Negative outliers", Empty: "No centre is on the worse side of the limits."},
		{Key: outlier.GroupPositive, Title: "Positive outliers", Empty: "No centre is on the better side of the limits."},
		{Key: outlier.GroupAbsent, Title: "Not participating", Empty: "Every centre has registered children."},
	}
	open := map[string]string{}
	for _, r := range there {
		open[string(r.Level)+" "+r.Code+" "+r.Measure] = nationalOutliers + "/" + numberOf(r.ID)
	}
	for i := range groups {
		g := &groups[i]
		g.Ticked = refused == nil
		for _, ticked := range c.Request.PostForm["value"] {
			g.Ticked = g.Ticked || ticked == g.Key
		}
		for _, candidate := range d.Candidates {
			if candidate.Group() != g.Key {
				continue
			}
			row := candidateRow(candidate, open)
			if row.Href == "" {
				g.New++
			}
			g.Rows = append(g.Rows, row)
		}
	}
	return groups
}

func candidateRow(found outlier.Candidate, open map[string]string) page.OutlierCandidate {
	row := page.OutlierCandidate{Centre: found.Name, Measure: "Participation", Found: stateTag(found.Found), Sentence: outlierSentence(found.Figures)}
	key := string(found.Level) + " " + found.Unit.Code + " "
	if found.Measure != nil {
		row.Measure, key = found.Measure.Title, key+found.Measure.Code
		f := found.Figures
		row.Adjusted = "Exact: " + f.Plain.Words() + ". Adjusted for over-dispersion: " + f.Adjusted.Words() + "."
	}
	row.Href = open[key]
	return row
}
