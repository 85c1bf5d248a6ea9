package kpi

import (
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/measure"
)

// Facts are a child's answers as measures read them. Every answer is read through them, so that a result can name the answers
// that decided it.
type Facts struct {
	*dataset.Child
	rules   Rules
	lists   ask.Lists
	explain bool
	ann     *ask.Date // the first anniversary of the first paediatric assessment
}

func gather(child *dataset.Child, rules Rules, lists ask.Lists, explain bool) *Facts {
	f := &Facts{Child: child, rules: rules, lists: lists, explain: explain}
	if seen := child.Registration().FirstAssessmentOn; seen != nil {
		end := dataset.FirstYearEnds(*seen)
		f.ann = &end
	}
	return f
}

// says is a finding that rests on some answers.
func (f *Facts) says(truth measure.Truth, a measure.Source, more ...measure.Source) measure.Finding {
	if !f.explain {
		return measure.Finding{Truth: truth}
	}
	return measure.Finding{Truth: truth, Because: append([]measure.Source{a}, more...)}
}

// yes is the answer to a question of yes and no.
func (f *Facts) yes(field **bool) measure.Finding {
	return f.says(truth(*field), field)
}

// by tells whether a day is no later than the first anniversary, which itself counts, as does a day before the assessment.
func (f *Facts) by(field **ask.Date) measure.Finding {
	if *field == nil {
		return f.says(measure.Unknown, field)
	}
	return f.says(known(!(*field).After(*f.ann)), field)
}

// aged tells whether the child had reached an age on the day of the first paediatric assessment.
func (f *Facts) aged(years int) measure.Finding {
	born, seen := &f.Case().DateOfBirth, &f.Registration().FirstAssessmentOn
	if *born == nil {
		return f.says(measure.Unknown, born)
	}
	return f.says(known((*born).AgeOn(**seen) >= years), born, seen)
}

// registered is the gate: without an assessment date and confirmed eligibility nothing is scored.
func (f *Facts) registered() measure.Finding {
	r := f.Registration()
	seen := f.says(measure.Unknown, &r.FirstAssessmentOn)
	if r.FirstAssessmentOn != nil {
		seen.Truth = measure.Yes
	}
	eligible := f.yes(&r.EligibilityConfirmed)
	if eligible.Truth == measure.No { // only an import can say so: not confirmed yet
		eligible.Truth = measure.Unknown
	}
	return measure.All(seen, eligible)
}

func everyone(*Facts) measure.Finding { return measure.Is(true) }

// given tells whether a date is there at all.
func (f *Facts) given(field **ask.Date) measure.Finding {
	if *field == nil {
		return f.says(measure.Unknown, field)
	}
	return f.says(measure.Yes, field)
}

func truth(answer *bool) measure.Truth {
	if answer == nil {
		return measure.Unknown
	}
	return known(*answer)
}

func known(yes bool) measure.Truth {
	if yes {
		return measure.Yes
	}
	return measure.No
}
