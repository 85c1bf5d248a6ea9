package record

import (
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// summary is what the list of children shows of a record, as it stands on its case.
type summary struct {
	leadID     *string
	firstOn    *ask.Date
	cohort     *int
	closesOn   *ask.Date
	done       ask.Progress
	incomplete int // forms: a bit each, in the order of dataset.Sections
	warnings   int
	recountOn  *ask.Date
}

// summary counts the record as it is in hand.
func (r *Record) summary() summary {
	registration, done := r.Child.Registration(), r.Child.Completion(r.At)
	r.counted = &counted{r.Revision, done}
	s := summary{
		leadID: registration.LeadOrganisationID, firstOn: registration.FirstAssessmentOn,
		done: done.Total, warnings: r.Child.Warnings(r.At), recountOn: r.Child.CountsChangeOn(r.At.Today, r.At.Lists),
	}
	if r.Child.IsRegistered() {
		period, _ := r.Period() // a date in no period is of cohort 0, which is closed
		closes := closingOf(period, r.At.Today)
		s.cohort, s.closesOn = &period.Cohort, &closes
	}
	for i, form := range done.Forms {
		if !form.Complete() {
			s.incomplete |= 1 << i
		}
	}
	return s
}

// closingOf is the last day on which a record of the period is open. One that the audit team has closed before its time ended
// the day before it was seen: after a change of the calendar everything is counted again (api recount).
func closingOf(period dataset.Period, today ask.Date) ask.Date {
	if period.Cohort == 0 || !period.Open && !period.Over(today) {
		return today.AddDays(-1)
	}
	return period.ClosesOn()
}

// summaryColumns are those of the case that hold the summary, with their types, in the order of values.
var summaryColumns = [...]struct{ name, kind string }{
	{"lead_organisation_id", "uuid"}, {"first_assessment_on", "date"}, {"cohort", "smallint"}, {"closes_on", "date"},
	{"expected", "smallint"}, {"completed", "smallint"}, {"forms_incomplete", "smallint"}, {"warnings", "smallint"}, {"recount_on", "date"},
}

// cells are the summary as columns of the case, in the order of summaryColumns.
func (s summary) cells() []cell {
	values := [...]any{orNull(s.leadID), orNull(s.firstOn), orNull(s.cohort), orNull(s.closesOn),
		s.done.Expected, s.done.Completed, s.incomplete, s.warnings, orNull(s.recountOn)}
	cells := make([]cell, len(summaryColumns))
	for i, c := range summaryColumns {
		cells[i] = cell{c.name, c.kind, values[i]}
	}
	return cells
}

// orNull is an untyped NULL for a nil pointer, whose type no statement could tell.
func orNull[T any](value *T) any {
	if value == nil {
		return nil
	}
	return *value
}

// bump is the update by which every change of a record makes its next revision and keeps the list's columns true, with whatever
// else changes in the case's own row.
func (r *Record) bump(more ...cell) (string, []any) {
	sets, args := []string{"revision = ?", "updated_at = now()"}, []any{r.Revision}
	for _, c := range append(r.summary().cells(), more...) {
		sets, args = append(sets, c.name+" = ?::"+c.kind), append(args, parameter(c.value))
	}
	return "update cases set " + strings.Join(sets, ", ") + " where id = ?", append(args, r.ID)
}
