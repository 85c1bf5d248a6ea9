package server

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
)

// usualNational is the level of the national page where none is asked for.
const usualNational = compare.Trust

// nationalKpis is the address of the measures across all centres.
const nationalKpis = "/national/kpis"

// measureAsked is what the address of one measure's page asks for.
type measureAsked struct {
	measure *kpi.Measure
	cohorts reported
	level   compare.Level // empty: the usual one
	view    string        // a kind of figure; empty, or one that the level has not: the first
	base    string        // the address of all measures: /R0A03/kpis
	moved   bool          // the form has chosen another measure than the address names
}

// askedMeasure reads the address. A level that is none is as good as unsaid.
func (s *Server) askedMeasure(c *gin.Context, base string) (measureAsked, error) {
	a := measureAsked{base: base, view: c.Query("view")}
	var known bool
	if a.measure, known = kpi.ByAddress(c.Param("measure")); !known {
		return a, errGone
	}
	if chosen, known := kpi.ByAddress(c.Query("measure")); known {
		a.measure, a.moved = chosen, true
	}
	if level := compare.Level(c.Query("level")); slices.Contains(compare.Levels, level) && level != compare.National {
		a.level = level
	}
	var err error
	a.cohorts, err = s.reportedCohorts(c)
	return a, err
}

// deadline is the last day of the cohort, on which everybody belonged where they are counted.
func (a measureAsked) deadline() ask.Date {
	for _, p := range a.cohorts.all {
		if p.Cohort == a.cohorts.chosen {
			return p.Deadline
		}
	}
	return ask.Date{}
}

// path is the measure's address, with a page below it or none.
func (a measureAsked) path(below string) string { return a.base + "/" + a.measure.Address() + below }

// at is an address below the measure's, of the cohort that is asked for.
func (a measureAsked) at(below string, level compare.Level, view string) string {
	values := url.Values{"cohort": {strconv.Itoa(a.cohorts.chosen)}}
	if level != "" {
		values.Set("level", string(level))
	}
	if view != "" {
		values.Set("view", view)
	}
	return a.path(below) + "?" + values.Encode()
}

// here is the address of what is asked for.
func (a measureAsked) here() string { return a.at("", a.level, a.view) }

// fileName names a file of a figure: measure, cohort, level and kind, of letters that every system takes.
func (a measureAsked) fileName(kind string) string {
	name := "measure-" + a.measure.Address() + "-cohort-" + strconv.Itoa(a.cohorts.chosen)
	if a.level != "" && kind != ringsFigure {
		name += "-" + strings.ReplaceAll(string(a.level), "_", "-")
	}
	return name + "-" + kind
}

// numbersAsked tells whether a figure's numbers are asked for, not its picture.
func numbersAsked(c *gin.Context) bool { return strings.HasSuffix(c.FullPath(), ".csv") }
