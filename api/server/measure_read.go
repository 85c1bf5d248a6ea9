package server

import (
	"fmt"
	"math"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/pkg/publication"
	"github.com/pinktick/pinktick/tenants"
)

// across is the measure over all units of the asked level, as the person may see it. none says why there is nothing to be seen.
type across struct {
	compared
	none string
}

// readAcross reads what is asked for. A hospital's people see all areas and their own hospitals live, small numbers hidden, and of
// other trusts what is published; national roles see all live. What is live and what is published is never in one figure.
func (s *Server) readAcross(c *gin.Context, a measureAsked, own []compare.Figures) (across, error) {
	person, _ := tenants.PersonFrom(c.Request.Context())
	read := s.liveAcross
	if a.level == compare.Trust && !person.Role.May(tenants.SeeUnpublished) {
		read = s.publishedAcross
	}
	found, err := read(c, a)
	if err != nil {
		return found, err
	}
	found.Title, found.Level, found.Cohort, found.MapOn = measureName(a.measure), a.level, a.cohorts.chosen, a.deadline()
	if level, has := outlineLevels[a.level]; has {
		if found.Outlines, err = s.Outlines.Of(c.Request.Context(), level); err != nil {
			return found, err
		}
	}
	for i := range found.Units {
		u := &found.Units[i]
		u.Own = slices.ContainsFunc(own, func(f compare.Figures) bool { return f.Level == u.Level && f.Code == u.Code })
	}
	found.SVGHref = func(kind string) string { return a.at("/figure.svg", a.level, kind) }
	found.CSVHref = func(kind string) string { return a.at("/figure.csv", a.level, kind) }
	return found, nil
}

func (s *Server) liveAcross(c *gin.Context, a measureAsked) (across, error) {
	found, err := s.Counts.Across(c.Request.Context(), a.level, a.measure, a.cohorts.chosen)
	if err != nil {
		return across{}, err
	}
	if !found.Ever() {
		return across{none: notCounted}, nil
	}
	all := across{compared: compared{Policy: s.Counts.InForce(), Average: found.Average, AverageHidden: found.AverageHidden, Source: "live figures counted on " + countedAt(found.Counting)}}
	for _, u := range found.Units {
		all.Units = append(all.Units, comparedUnit{Unit: u.Unit, Children: u.Children, Count: u.Count, State: u.State})
	}
	return all, nil
}

const notCounted = "This cohort has not been counted yet. New figures are counted within minutes."

func countedAt(c compare.Counting) string {
	return c.At.In(ask.London).Format("2 January 2006 at 15:04")
}

// newest is the newest publication of a cohort; false where there is none.
func (s *Server) newest(c *gin.Context, cohort int) (publication.Publication, bool, error) {
	all, err := s.Published.Open(c.Request.Context())
	if err != nil {
		return publication.Publication{}, false, err
	}
	i := slices.IndexFunc(all, func(p publication.Publication) bool { return p.Cohort == cohort && p.State == publication.Published })
	if i < 0 {
		return publication.Publication{}, false, nil
	}
	return all[i], true, nil
}

func (s *Server) publishedAcross(c *gin.Context, a measureAsked) (across, error) {
	p, found, err := s.newest(c, a.cohorts.chosen)
	if err != nil {
		return across{}, err
	}
	none := across{none: fmt.Sprintf("Of other trusts you see what is published. Of cohort %d nothing has been published yet. Figures of your own trust are in the rings above.", a.cohorts.chosen)}
	if !found {
		return none, nil
	}
	document, err := s.Published.Document(c.Request.Context(), p)
	if err != nil {
		return across{}, err
	}
	level, has := document.Level(a.level)
	at := slices.IndexFunc(document.Measures, func(d publication.Definition) bool { return d.Code == a.measure.Code })
	if !has || at < 0 {
		return none, nil
	}
	all := across{compared: publishedLevel(document, level, at, s.Counts.InForce())}
	all.Source = fmt.Sprintf("published on %s, version %d", p.When(publication.Published).In(ask.London).Format("2 January 2006"), p.Version)
	return all, nil
}

// publishedLevel is one measure of a published level. The limits are those that the document was made by.
func publishedLevel(d publication.Document, level publication.Level, at int, policy compare.Policy) compared {
	for _, tails := range []measure.Tails{measure.Percentages, measure.StandardDeviations} {
		if tails.Name == d.Limits {
			policy.Tails = tails
		}
	}
	c := compared{Policy: policy, AverageHidden: level.Average[at] == nil}
	if !c.AverageHidden {
		c.Average = level.Average[at].Count()
	}
	for _, u := range level.Units {
		result := u.Results[at]
		unit := comparedUnit{Unit: compare.Unit{Level: level.Key, Code: u.Code, Name: u.Name, Region: u.Within[compare.Region]},
			Children: publishedChildren(u.People), Count: compare.Count{Hidden: true}, State: result.State}
		if u.People != nil {
			unit.Completed = u.People.Completeness
		}
		if n := result.Numbers; n != nil {
			unit.Count = compare.Count{Passed: n.Passed, Failed: n.Eligible - n.Passed, NotApplicable: orGone(n.NotApplicable), Incomplete: orGone(n.Incomplete)}
		}
		c.Units = append(c.Units, unit)
	}
	return c
}

func publishedChildren(p *publication.Children) compare.Children {
	if p == nil {
		return compare.Children{Registered: compare.Gone, YearOver: compare.Gone, Counted: compare.Gone, Withdrawn: compare.Gone}
	}
	children := compare.Children{Registered: p.Registered, Counted: p.Counted}
	switch {
	case p.Expected != nil:
		children.Expected = &compare.Expected{Children: p.Expected.Children, Source: p.Expected.Source, Of: p.Expected.Of}
	case p.Ascertainment != nil && *p.Ascertainment > 0:
		children.Expected = &compare.Expected{Children: int(math.Round(float64(p.Registered) / *p.Ascertainment))}
	}
	return children
}

func orGone(n *int) int {
	if n == nil {
		return compare.Gone
	}
	return *n
}
