package export

import (
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// derivedOf are the values of a form that are computed: they go out for the reference system, and are never read back.
func derivedOf(form string, child *dataset.Child, options EncodeOptions) members {
	switch form {
	case dataset.CaseSection.Exchange:
		return members{{"index_of_multiple_deprivation_quintile", quintile(options.DeprivationQuintile)}}
	case dataset.RegistrationSection.Exchange:
		cohort, ends, deadline := registrationDates(child)
		return members{{"cohort", cohort}, {"completed_first_year_of_care_date", ends}, {"audit_submission_date", deadline}}
	}
	return nil
}

func quintile(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

// registrationDates are what follows from the first paediatric assessment by the audit's rule; nil where nothing does.
func registrationDates(child *dataset.Child) (cohort *int, firstYearEnds, deadline *ask.Date) {
	first := child.Registration().FirstAssessmentOn
	if first == nil {
		return nil, nil, nil
	}
	ends := dataset.FirstYearEnds(*first)
	period, ok := dataset.RuleCalendar().On(*first)
	if !ok {
		return nil, &ends, nil
	}
	return &period.Cohort, &ends, &period.Deadline
}

func derivedOfRow(list string, in ask.Input) members {
	if list != dataset.MedicineSection.Exchange {
		return nil
	}
	applies, _ := dataset.MedicineSection.Question("pregnancy_prevention_in_place")
	return members{{"is_a_pregnancy_prevention_programme_needed", applies.IsShown(in)}}
}
