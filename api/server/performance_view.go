package server

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/ui/page"
)

// measures are all measures of the child in their groups, each with the answers that decided it.
func (v viewer) measures() page.MeasureSummary {
	rules := v.record.Rules()
	summary := page.MeasureSummary{Path: v.path + "/" + performance, Rules: rules.Name, Notes: v.measureNotes(rules)}
	for _, s := range append([]*ask.Section{dataset.CaseSection}, dataset.Sections...) {
		if kpi.AreReadFrom(s.Key) {
			summary.Forms = append(summary.Forms, s.Key)
		}
	}
	scored := kpi.IsScored(v.record.Child)
	for i, result := range v.record.Explain() {
		m := kpi.All[i]
		if n := len(summary.Groups); n == 0 || summary.Groups[n-1].Title != m.Group {
			summary.Groups = append(summary.Groups, page.MeasureGroup{Title: m.Group})
		}
		view := page.Measure{
			ID: "measure-" + strings.ToLower(m.Code), Title: m.Title, Part: m.Parent != "", Outcome: result.Outcome.String(), Words: result.Outcome.Words(),
			Help: m.Says + " Who counts: " + m.Counts + " Achieved: " + m.Done,
		}
		if scored {
			view.Reasons = v.reasons(result.Because)
		} else {
			summary.Gate = v.reasons(result.Because) // the same for all
		}
		last := &summary.Groups[len(summary.Groups)-1]
		last.Measures = append(last.Measures, view)
	}
	return summary
}

// measureNotes say what is not to be seen from the outcomes.
func (v viewer) measureNotes(rules kpi.Rules) []string {
	var notes []string
	if withdrawn := v.record.Child.EpilepsyContext().DiagnosisWithdrawn; withdrawn != nil && *withdrawn {
		note := "The diagnosis of epilepsy was withdrawn. The child counts in the results all the same."
		if !rules.Holds(kpi.WithdrawnCount) {
			note = "The diagnosis of epilepsy was withdrawn, so the child does not count in the results."
		}
		notes = append(notes, note)
	}
	for _, d := range rules.Reversed() {
		notes = append(notes, fmt.Sprintf("By a decision of the audit (%s): %s.", d.Number, d.Reversed))
	}
	return notes
}

// reasons are the answers an outcome rests on, each question once.
func (v viewer) reasons(because []measure.Source) []page.Reason {
	var all []page.Reason
	for _, source := range because {
		place, ok := kpi.PlaceOf(v.record.Child, source)
		if !ok {
			continue
		}
		if reason := v.reason(place); !slices.Contains(all, reason) {
			all = append(all, reason)
		}
	}
	return all
}

// reason is one answer. Where its question is not asked, it is the answer because of which it is not.
func (v viewer) reason(at kpi.Place) page.Reason {
	p := v.placeOf(at)
	q, note := at.Question.DrawnBy(), ""
	for before := q.WaitsFor(p.in); before != nil; before = q.WaitsFor(p.in) {
		note = "While this is so, “" + at.Question.Label + "” is not asked."
		q = before
	}
	reason := page.Reason{Label: q.Label, Answer: q.Words(p.in), Note: cmp.Or(note, q.Notes(p.in)), Href: v.path + "/" + p.section.Key + "#" + p.id(q)}
	switch {
	case at.Section == dataset.CaseSection:
		reason.Href = v.detailsHref(p.id(q))
	case p.list != nil:
		row := ask.RowID(p.in.Row)
		reason.Place, reason.Row = v.rowName(p.list, p.in.Row, 1+slices.Index(p.list.Rows(v.record.In(p.section)), p.in.Row)), fmt.Sprintf("row-%s-%d", p.list.Key, row)
		reason.Href = fmt.Sprintf("%s/%s?open=%d#%s", v.path, p.section.Key, row, p.id(q))
	}
	return reason
}

// placeOf finds the form on whose page an answer stands, and the list for a row's.
func (v viewer) placeOf(at kpi.Place) place {
	for _, form := range dataset.Sections {
		in := v.record.In(form)
		for _, list := range form.Lists {
			if list.Section == at.Section && slices.Contains(list.Rows(in), at.Row) {
				return place{form, list, list.In(in, at.Row)}
			}
		}
	}
	return place{at.Section, nil, v.record.In(at.Section)}
}

// detailsHref leads to a field of the details' form, or to the details where the person may not change them.
func (v viewer) detailsHref(id string) string {
	if form := v.editHref(); form != "" {
		return form + "#" + id
	}
	return v.path + "/" + dataset.CaseSection.Key
}
