package workbook

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/kpi"
)

// Live takes up a set of counts, and how many registered children of each organisation have a complete record, by its code.
func Live(set compare.Set, complete map[string]int) Results {
	r := Results{Cohort: set.Cohort, Live: true, Source: "Live figures, which have not been published", CountedAt: set.At.UTC(), Rules: set.Rules}
	for _, m := range kpi.All {
		r.Measures = append(r.Measures, Defined{m.Key, m.Code, m.Title, isHeadline(m.Key), m.Done, m.Counts})
	}
	for _, level := range compare.Levels {
		if figures := set.Of(level); len(figures) > 0 {
			r.Levels = append(r.Levels, Level{level, level.Words(), liveUnits(set, figures, complete)})
		}
	}
	return r
}

func liveUnits(set compare.Set, figures []compare.Figures, complete map[string]int) []Unit {
	units := make([]Unit, len(figures))
	for i, f := range figures {
		u := Unit{Code: f.Code, Name: f.Name, Registered: &f.Registered, within: map[compare.Level][]string{}}
		whole := 0
		for organisation, of := range set.Members {
			if of[f.Level] != f.Code {
				continue
			}
			u.audited, whole = true, whole+complete[organisation]
			for level, code := range of {
				if !slices.Contains(u.within[level], code) {
					u.within[level] = append(u.within[level], code)
				}
			}
		}
		u.national = len(u.within[compare.National]) > 0
		whole = min(whole, f.Registered) // records may have changed since the cohort was counted
		u.Complete = &whole
		for _, m := range kpi.All {
			c := f.Of(m)
			u.Results = append(u.Results, Result{Measure: m.Key, Numbers: &Numbers{c.Passed, c.Eligible(), &c.NotApplicable, &c.Incomplete}})
		}
		units[i] = u
	}
	return units
}
