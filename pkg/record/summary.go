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
		leadID: registration.LeadOrganisationID, firstOn: registration.FirstAssessmentOn, closesOn: r.closesOn(),
		done: done.Total, warnings: r.Child.Warnings(r.At), recountOn: r.Child.CountsChangeOn(r.At.Today),
	}
	if s.closesOn != nil {
		cohort := r.Child.Cohort()
		s.cohort = &cohort
	}
	for i, form := range done.Forms {
		if !form.Complete() {
			s.incomplete |= 1 << i
		}
	}
	return s
}

// closesOn is the last day on which the record is open; nil while the child is not registered.
func (r *Record) closesOn() *ask.Date {
	if !r.Child.IsRegistered() || r.Child.Cohort() == 0 {
		return nil
	}
	deadline := dataset.DeadlineOf(r.Child.Cohort())
	return &deadline
}

// summaryColumns are those of the case that hold the summary, with their types, in the order of values.
var summaryColumns = [...]struct{ name, kind string }{
	{"lead_organisation_id", "uuid"}, {"first_assessment_on", "date"}, {"cohort", "smallint"}, {"closes_on", "date"},
	{"expected", "smallint"}, {"completed", "smallint"}, {"forms_incomplete", "smallint"}, {"warnings", "smallint"}, {"recount_on", "date"},
}

// values are the summary as a statement takes it, in the order of summaryColumns.
func (s summary) values() []any {
	return []any{orNull(s.leadID), day(s.firstOn), orNull(s.cohort), day(s.closesOn),
		s.done.Expected, s.done.Completed, s.incomplete, s.warnings, day(s.recountOn)}
}

// orNull is an untyped NULL for a nil pointer, whose type no statement could tell.
func orNull[T any](value *T) any {
	if value == nil {
		return nil
	}
	return *value
}

func day(d *ask.Date) any {
	if d == nil {
		return nil
	}
	return d.String()
}

// bump is the update by which every change of a record makes its next revision and keeps the list's columns true: the one
// place in which a case is written.
func (r *Record) bump() (string, []any) {
	sets := []string{"revision = ?", "updated_at = now()"}
	for _, c := range summaryColumns {
		sets = append(sets, c.name+" = ?::"+c.kind)
	}
	return "update cases set " + strings.Join(sets, ", ") + " where id = ?", append(append([]any{r.Revision}, r.summary().values()...), r.ID)
}
