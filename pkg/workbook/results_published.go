package workbook

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/publication"
)

// Published takes up the document of a publication, and nothing that is not in it.
func Published(d publication.Document) Results {
	r := Results{
		Cohort: d.Cohort, Version: d.Version, Source: fmt.Sprintf("Publication of cohort %d, version %d", d.Cohort, d.Version),
		CountedAt: d.CountedAt.UTC(), Rules: d.Rules, Profile: d.Profile,
	}
	for _, m := range d.Measures {
		r.Measures = append(r.Measures, Defined{m.Key, m.Code, m.Title, isHeadline(m.Key), m.Numerator, m.Denominator})
	}
	named := namedWithin(d)
	for _, l := range d.Levels {
		level := Level{l.Key, l.Words, nil}
		for _, u := range l.Units {
			level.Units = append(level.Units, publishedUnit(d, l.Key, u, named[l.Key][u.Code]))
		}
		slices.SortFunc(level.Units, func(a, b Unit) int { return cmp.Compare(a.Code, b.Code) })
		r.Levels = append(r.Levels, level)
	}
	return r
}

func publishedUnit(d publication.Document, level compare.Level, from publication.Unit, named bool) Unit {
	u := Unit{Code: from.Code, Name: from.Name, within: map[compare.Level][]string{}}
	for larger, code := range from.Within {
		u.within[larger] = []string{code}
	}
	u.national = level == compare.National || from.Within[compare.National] != ""
	u.audited = named || level.Centre() || from.People == nil || from.People.Registered > 0
	if p := from.People; p != nil {
		u.Registered, u.Complete = &p.Registered, &p.Counted
	}
	for i, result := range from.Results {
		of := Result{Measure: d.Measures[i].Key, Hidden: result.Numbers == nil}
		if n := result.Numbers; n != nil {
			of.Numbers = &Numbers{n.Passed, n.Eligible, n.NotApplicable, n.Incomplete}
		}
		u.Results = append(u.Results, of)
	}
	return u
}

// namedWithin are the units in which a smaller one lies.
func namedWithin(d publication.Document) map[compare.Level]map[string]bool {
	named := map[compare.Level]map[string]bool{}
	for _, l := range d.Levels {
		for _, u := range l.Units {
			for level, code := range u.Within {
				if named[level] == nil {
					named[level] = map[string]bool{}
				}
				named[level][code] = true
			}
		}
	}
	return named
}
