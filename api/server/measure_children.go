package server

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/record"
	"github.com/pinktick/pinktick/ui/page"
	"github.com/pinktick/pinktick/ui/plot"
)

// behindSize is how many children stand on a page: each with the answers that decided its outcome.
const behindSize = 25

// behindOutcomes are the outcomes by which the children are looked at: as addresses name them, as they are stored, in words.
var behindOutcomes = []struct{ address, stored, words string }{
	{"all", "", "All"}, {"passed", "pass", "Achieved"}, {"failed", "fail", "Not achieved"},
	{"not_applicable", "not_applicable", "Not applicable"}, {"incomplete", "incomplete", "Data incomplete"},
}

// listBehind is the children behind a figure of the own centre: exactly those who make it, each with the answers that decided.
func (s *Server) listBehind(c *gin.Context) error {
	a, err := s.askedMeasure(c, "/"+c.Param("org")+"/kpis")
	if err != nil {
		return err
	}
	unit, counting, err := s.unitBehind(c, &a)
	if err != nil {
		return err
	}
	at := pageNumber(c)
	found, err := s.Records.ChildrenBehind(c.Request.Context(), a.behind(unit.Unit, c.Query("outcome")), at, behindSize)
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "Children behind "+a.measure.Title)
	if err != nil {
		return err
	}
	frame.Wide = true
	view := a.behindView(unit, counting, found, c.Query("outcome"), at)
	for _, r := range found.Rows {
		view.Rows = append(view.Rows, s.viewer(c, r).behindRow(a.measure))
	}
	return render(c, http.StatusOK, page.BehindPage(frame, view))
}

// unitBehind is the figure that is looked into: of the organisation, or of the trust or board that is the own centre. There is no
// other.
func (s *Server) unitBehind(c *gin.Context, a *measureAsked) (compare.Figures, compare.Counting, error) {
	d, err := s.Counts.Dashboard(c.Request.Context(), organisationOf(c).ODSCode, a.cohorts.chosen)
	if err != nil {
		return compare.Figures{}, d.Counting, err
	}
	a.level = cmp.Or(a.level, compare.Organisation)
	unit, found := d.Of(a.level)
	switch {
	case !found && !d.Ever():
		o := organisationOf(c)
		return compare.Figures{Unit: compare.Unit{Level: compare.Organisation, Code: o.ODSCode, Name: o.Name}, Counts: make([]compare.Count, len(kpi.All))}, d.Counting, nil
	case !found || !ownUnit(c, unit.Unit):
		return unit, d.Counting, errGone
	}
	return unit, d.Counting, nil
}

func (a measureAsked) behind(u compare.Unit, outcome string) record.Figure {
	f := record.Figure{Measure: a.measure, Cohort: a.cohorts.chosen, Level: string(u.Level), Code: u.Code}
	for _, o := range behindOutcomes {
		if o.address == outcome {
			f.Outcome = o.stored
		}
	}
	return f
}

func (a measureAsked) behindHref(outcome string, n int) string {
	href := a.at("/children", a.level, "")
	if outcome != "all" && outcome != "" {
		href += "&outcome=" + outcome
	}
	if n > 1 {
		href += "&page=" + fmt.Sprint(n)
	}
	return href
}

// behindView is the list but for its rows.
func (a measureAsked) behindView(u compare.Figures, counting compare.Counting, found record.Behind, outcome string, at int) page.Behind {
	if !slices.ContainsFunc(behindOutcomes, func(o struct{ address, stored, words string }) bool { return o.address == outcome }) {
		outcome = "all"
	}
	view := page.Behind{Title: a.measure.Title, Place: u.Name, Cohort: fmt.Sprint(a.cohorts.chosen), Back: a.at("", a.level, "")}
	if !counting.Ever() {
		view.Empty = notCounted
		return view
	}
	view.Figure = a.figureWords(u, counting)
	if counting.At.Equal(found.CountedAt) {
		view.Notes = sinceCounted(u.Of(a.measure), found)
	}
	for _, o := range behindOutcomes {
		n := found.Children[o.stored]
		if o.stored == "" {
			n = found.All()
		}
		view.Outcomes = append(view.Outcomes, page.Tab{Label: fmt.Sprintf("%s (%d)", o.words, n), Href: a.behindHref(o.address, 1), Current: o.address == outcome})
	}
	view.Paging = paging(found.Found, at, behindSize, func(n int) string { return a.behindHref(outcome, n) })
	view.Paging.Label = "Children behind the figure"
	if found.Found == 0 {
		view.Empty = "No child of your centre is behind this figure."
	}
	return view
}

// figureWords is the figure that the children make.
func (a measureAsked) figureWords(u compare.Figures, counting compare.Counting) string {
	return plottedWords(u, a.measure) + " Counted on " + countedAt(counting) + "."
}

func plottedWords(u compare.Figures, m *kpi.Measure) string {
	drawn := plottedUnit(comparedUnit{Unit: u.Unit, Count: u.Of(m)})
	drawn.Registered = plot.Number{}
	return drawn.Sentence()
}

// sinceCounted says in what the list differs from the figure, and why.
func sinceCounted(stored compare.Count, found record.Behind) []string {
	if stored.Hidden {
		return nil
	}
	var notes []string
	switch gone := stored.All() - found.All(); {
	case gone == 1 && found.Changed == 0:
		notes = append(notes, "1 child counted here has moved since. It is not listed.")
	case gone > 1 && found.Changed == 0:
		notes = append(notes, fmt.Sprintf("%d children counted here have moved since. They are not listed.", gone))
	case gone > 0:
		notes = append(notes, fmt.Sprintf("Of the children counted here %d are not listed: they have moved since, or no longer count.", gone))
	case gone < 0:
		notes = append(notes, fmt.Sprintf("%d more children are listed than were counted: they have begun to count since.", -gone))
	}
	switch {
	case found.Changed == 1:
		notes = append(notes, "1 of the records has changed since the count. The figure follows within minutes.")
	case found.Changed > 1:
		notes = append(notes, fmt.Sprintf("%d of the records have changed since the count. The figure follows within minutes.", found.Changed))
	}
	return notes
}

// behindRow is one child: its outcome, and the answers it rests on.
func (v viewer) behindRow(m *kpi.Measure) page.BehindRow {
	result := v.record.Explain()[slices.Index(kpi.All, m)]
	kase := v.record.Child.Case()
	name := fullName(kase.FirstName, kase.Surname)
	return page.BehindRow{Name: cmp.Or(name, "No name"), Number: numberOf(v.record.ID), Href: v.path + "/" + performance + "#measure-" + m.Address(),
		Outcome: result.Outcome.String(), Words: result.Outcome.Words(), Reasons: v.reasons(result.Because)}
}
