package export

import (
	"encoding/json"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// Outcome is what a child's record scores on a day.
type Outcome struct {
	ID                 json.RawMessage `json:"id"`
	Measures           MeasureOutcomes `json:"measures"`
	Forms              FormOutcomes    `json:"forms"`
	Expected           int             `json:"expected"`
	Completed          int             `json:"completed"`
	Complete           bool            `json:"complete"`
	Cohort             *int            `json:"cohort"`
	FirstYearEnds      *ask.Date       `json:"first_year_ends"`
	SubmissionDeadline *ask.Date       `json:"submission_deadline"`
	Problems           []Problem       `json:"problems"`
	Explained          *Explained      `json:"explained,omitempty"`
}

// Explained says by which rules the measures were scored, and why each came out as it did.
type Explained struct {
	Rules    string       `json:"rules"`
	Measures Explanations `json:"measures"`
}

// FormOutcome is how far one form has come.
type FormOutcome struct {
	Form string `json:"-"`
	ask.Progress
	Complete bool `json:"complete"`
}

// FormOutcomes are written as one object, form to outcome, in the order of the step menu.
type FormOutcomes []FormOutcome

// MarshalJSON writes the outcomes by form.
func (f FormOutcomes) MarshalJSON() ([]byte, error) {
	all := make(members, len(f))
	for i, one := range f {
		all[i] = member{one.Form, one}
	}
	return json.Marshal(all)
}

// OutcomeOf scores a child, wherever the record came from: a file, or the database with its code lists.
func OutcomeOf(id json.RawMessage, child *dataset.Child, today ask.Date, as ask.Lists) Outcome {
	done := child.Completion(circumstances(child, today, as))
	outcome := Outcome{
		ID: id, Measures: measuresOf(child, as),
		Expected: done.Total.Expected, Completed: done.Total.Completed, Complete: done.Complete(),
		Problems: append([]Problem{}, Check(child, today, as)...),
	}
	for i, s := range dataset.Sections {
		outcome.Forms = append(outcome.Forms, FormOutcome{s.Exchange, done.Forms[i], done.Forms[i].Complete()})
	}
	outcome.Cohort, outcome.FirstYearEnds, outcome.SubmissionDeadline = registrationDates(child)
	return outcome
}
