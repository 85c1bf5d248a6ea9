package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// schoolAge is the age from which mental health is to be asked about and a school plan to be had (kpis.md, D-15).
const schoolAge = 5

// MentalHealthAssessment is measure 6.
var MentalHealthAssessment = Measure{
	Code: "6", Key: "assessment_of_mental_health_issues", Title: "6. Assessment of mental health issues", Group: MentalHealth,
	Says:   "Is there evidence that a child aged 5 or over was asked about mental health, in conversation or with a questionnaire?",
	Counts: "Aged 5 years or over at the first paediatric assessment.",
	Done:   "Mental health was asked about.",
	Reads:  []string{"child", "registration", "multiaxial-diagnosis"},

	Eligible: func(f *Facts) measure.Finding { return f.aged(schoolAge) },
	Achieved: func(f *Facts) measure.Finding { return f.yes(&f.MultiaxialDiagnosis().MentalHealthScreened) },
}
