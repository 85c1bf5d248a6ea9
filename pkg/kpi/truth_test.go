package kpi

import (
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

func milestone(field func(*dataset.Milestones) **bool) column {
	return yesNo(func(c *dataset.Child) **bool { return field(c.Milestones()) })
}

func treatment(field func(*dataset.Management) **bool) column {
	return yesNo(func(c *dataset.Child) **bool { return field(c.Management()) })
}

func diagnosis(field func(*dataset.MultiaxialDiagnosis) **bool) column {
	return yesNo(func(c *dataset.Child) **bool { return field(c.MultiaxialDiagnosis()) })
}

// dates is a pair of dates so many days apart.
func dates(pair func(*dataset.Child) (from, to **ask.Date)) column {
	words := map[string]int{"-1 days": -1, "0 days": 0, "14 days": 14, "15 days": 15, "42 days": 42, "43 days": 43}
	c := column{values: []string{"none", "first only", "second only"}}
	for word := range words {
		c.values = append(c.values, word)
	}
	c.set = func(child *dataset.Child, value string) {
		from, to := pair(child)
		start := day("2024-03-01")
		end := start.AddDays(words[value])
		if value != "none" && value != "second only" {
			*from = &start
		}
		if value != "none" && value != "first only" {
			*to = &end
		}
	}
	return c
}

func TestPaediatricianWithExpertise(t *testing.T) {
	columns := map[string]column{
		"paediatrician": milestone(func(m *dataset.Milestones) **bool { return &m.PaediatricianReferred }),
		"to being seen": dates(func(c *dataset.Child) (_, _ **ask.Date) {
			return &c.Milestones().PaediatricianReferredOn, &c.Milestones().PaediatricianSeenOn
		}),
		"neurologist": milestone(func(m *dataset.Milestones) **bool { return &m.NeurologistReferred }),
		"to neurologist": dates(func(c *dataset.Child) (_, _ **ask.Date) {
			return &c.Milestones().NeurologistReferredOn, &c.Milestones().NeurologistSeenOn
		}),
	}
	truthTable(t, &PaediatricianWithExpertise, R4, columns, `
		paediatrician | to being seen                           | neurologist | to neurologist                           | outcome
		T             | -1 days or 0 days or 14 days            | any         | any                                      | pass
		any           | any                                     | T           | -1 days or 0 days or 14 days             | pass
		–             | any                                     | any         | any                                      | incomplete
		any           | any                                     | –           | any                                      | incomplete
		T             | none or first only or second only       | any         | any                                      | incomplete
		any           | any                                     | T           | none or first only or second only        | incomplete
		any           | any                                     | any         | any                                      | fail`)
}

func TestEpilepsySpecialistNurse(t *testing.T) {
	truthTable(t, &EpilepsySpecialistNurse, R4, map[string]column{
		"referred":    milestone(func(m *dataset.Milestones) **bool { return &m.NurseReferred }),
		"referred on": dated(func(c *dataset.Child) **ask.Date { return &c.Milestones().NurseReferredOn }, inYear),
		"seen on":     dated(func(c *dataset.Child) **ask.Date { return &c.Milestones().NurseSeenOn }, inYear),
	}, `
		referred | referred on | seen on                          | outcome
		F        | any         | any                              | fail
		–        | any         | any                              | incomplete
		T        | –           | any                              | incomplete
		T        | any         | –                                | incomplete
		T        | any         | before FPA or in year or on ANN  | pass
		T        | any         | after ANN                        | fail`)
}

// What makes a child one for tertiary care, and the evidence that it was had.
func TestTertiaryInput(t *testing.T) {
	truthTable(t, &TertiaryInput, R4, map[string]column{
		"age":               age("3 less a day", "3", "4 less a day", "4", "12"),
		"episode":           episodeColumn,
		"medicines in year": medicinesColumn,
		"surgery criteria":  milestone(func(m *dataset.Milestones) **bool { return &m.SurgeryCriteriaMet }),
		"neurologist saw":   dated(func(c *dataset.Child) **ask.Date { return &c.Milestones().NeurologistSeenOn }, inYear),
		"surgery referral":  milestone(func(m *dataset.Milestones) **bool { return &m.SurgeryReferred }),
		"referred on":       dated(func(c *dataset.Child) **ask.Date { return &c.Milestones().SurgeryReferredOn }, inYear),
	}, tertiaryTable)
}

const tertiaryTable = `
	age          | episode                                                | medicines in year | surgery criteria | neurologist saw                 | surgery referral | referred on                         | outcome
	3 or 4 less a day | none or MAb or MTC or myoclonic, not epileptic or split over two or unanswered | none or two or three, one without date or three, one rescue or three, one on ANN or three, but given no | – | any | any | any | incomplete
	3 or 4 less a day | none or MAb or MTC or myoclonic, not epileptic or split over two or unanswered | none or two or three, one without date or three, one rescue or three, one on ANN or three, but given no | F | any | any | any | not_applicable
	4 or 12      | any                                                    | none or two or three, one without date or three, one rescue or three, one on ANN or three, but given no | – | any | any | any | incomplete
	4 or 12      | any                                                    | none or two or three, one without date or three, one rescue or three, one on ANN or three, but given no | F | any | any | any | not_applicable
	any          | any                                                    | any               | any              | before FPA or in year or on ANN | any              | any                                 | pass
	any          | any                                                    | any               | any              | any                             | T                | – or before FPA or in year or on ANN | pass
	any          | any                                                    | any               | any              | any                             | –                | any                                 | incomplete
	any          | any                                                    | any               | any              | any                             | any              | any                                 | fail`

func TestEpilepsySurgeryReferral(t *testing.T) {
	truthTable(t, &EpilepsySurgeryReferral, R4, map[string]column{
		"criteria":    milestone(func(m *dataset.Milestones) **bool { return &m.SurgeryCriteriaMet }),
		"referral":    milestone(func(m *dataset.Milestones) **bool { return &m.SurgeryReferred }),
		"referred on": dated(func(c *dataset.Child) **ask.Date { return &c.Milestones().SurgeryReferredOn }, inYear),
		"neurologist": dated(func(c *dataset.Child) **ask.Date { return &c.Milestones().NeurologistSeenOn }, inYear),
	}, `
		criteria | referral | referred on                          | neurologist | outcome
		–        | any      | any                                  | any         | incomplete
		F        | any      | any                                  | any         | not_applicable
		T        | –        | any                                  | any         | incomplete
		T        | F        | any                                  | any         | fail
		T        | T        | – or before FPA or in year or on ANN | any         | pass
		T        | T        | after ANN                            | any         | fail`)
}

func TestECG(t *testing.T) {
	truthTable(t, &ECG, R4, map[string]column{
		"convulsive": yesNo(func(c *dataset.Child) **bool { return &c.EpilepsyContext().AnyConvulsiveSeizure }),
		"ECG":        yesNo(func(c *dataset.Child) **bool { return &c.Investigations().TwelveLeadECGPerformed }),
	}, `
		convulsive | ECG | outcome
		F          | any | not_applicable
		–          | any | incomplete
		T          | –   | incomplete
		T          | T   | pass
		T          | F   | fail`)
}

func TestMRI(t *testing.T) {
	truthTable(t, &MRI, R4, map[string]column{
		"syndrome?": diagnosis(func(m *dataset.MultiaxialDiagnosis) **bool { return &m.SyndromePresent }),
		"syndrome":  syndromeColumn,
		"obtained":  yesNo(func(c *dataset.Child) **bool { return &c.Investigations().MRIObtained }),
		"declined":  yesNo(func(c *dataset.Child) **bool { return &c.Investigations().MRIDeclined }),
		"request to report": dates(func(c *dataset.Child) (_, _ **ask.Date) {
			return &c.Investigations().MRIRequestedOn, &c.Investigations().MRIReportedOn
		}),
	}, `
		syndrome? | syndrome                | obtained | declined | request to report                          | outcome
		T or –    | centrotemporal or JME or JAE or CAE or GTCS alone | any | any | any                            | not_applicable
		any       | any                     | F        | any      | any                                        | fail
		any       | any                     | any      | T        | any                                        | fail
		any       | any                     | any      | any      | none or first only or second only          | incomplete
		any       | any                     | any      | any      | -1 days                                    | incomplete
		any       | any                     | any      | any      | 0 days or 14 days or 15 days or 42 days    | pass
		any       | any                     | any      | any      | 43 days                                    | fail`)
}

func TestMentalHealth(t *testing.T) {
	truthTable(t, &MentalHealthAssessment, R4, map[string]column{
		"age":    age("4", "5 less a day", "5", "17"),
		"screen": diagnosis(func(m *dataset.MultiaxialDiagnosis) **bool { return &m.MentalHealthScreened }),
	}, `
		age                 | screen | outcome
		4 or 5 less a day   | any    | not_applicable
		any                 | –      | incomplete
		any                 | T      | pass
		any                 | F      | fail`)
	truthTable(t, &MentalHealthSupport, R4, map[string]column{
		"age":      age("1", "12"),
		"problem":  diagnosis(func(m *dataset.MultiaxialDiagnosis) **bool { return &m.MentalHealthProblemFound }),
		"support":  treatment(func(m *dataset.Management) **bool { return &m.MentalHealthSupportInPlace }),
		"referred": treatment(func(m *dataset.Management) **bool { return &m.MentalHealthSupportReferred }),
	}, `
		age | problem | referred | support | outcome
		any | –       | any      | any     | incomplete
		any | F       | any      | any     | not_applicable
		any | T       | any      | –       | incomplete
		any | T       | any      | T       | pass
		any | T       | any      | F       | fail`)
}

func TestSodiumValproate(t *testing.T) {
	truthTable(t, &SodiumValproate, R4, map[string]column{
		"age": age("12 less a day", "12"),
		"sex": {[]string{"–", "not known", "male", "female", "not specified"}, func(c *dataset.Child, value string) {
			if code, ok := map[string]string{"not known": "0", "male": "1", "female": "2", "not specified": "9"}[value]; ok {
				c.Case().Sex = &code
			}
		}},
		"given":     treatment(func(m *dataset.Management) **bool { return &m.AntiseizureMedicineGiven }),
		"valproate": valproateColumn,
	}, `
		age           | sex    | given | valproate                                                                     | outcome
		12 less a day | any    | any   | any                                                                           | not_applicable
		12            | – or not known or male or not specified | any | any                                            | not_applicable
		12            | female | –     | any                                                                           | incomplete
		12            | female | F     | any                                                                           | not_applicable
		12            | female | T     | no row or another medicine or as rescue                                       | not_applicable
		12            | female | T     | programme –, form T or programme T, form – or programme –, form – or no, then unanswered | incomplete
		12            | female | T     | programme T, form T or programme T, form F or programme F, form T or undated T, then none or stopped T | pass
		12            | female | T     | programme F, form F                                                           | fail`)
}

func TestCarePlanningAgreement(t *testing.T) {
	columns := map[string]column{
		"plan":    treatment(func(m *dataset.Management) **bool { return &m.CarePlanStarted }),
		"agreed":  treatment(func(m *dataset.Management) **bool { return &m.CarePlanAgreed }),
		"updated": treatment(func(m *dataset.Management) **bool { return &m.CarePlanUpdated }),
	}
	truthTable(t, &CarePlanningAgreement, R4, columns, `
		plan | agreed | updated | outcome
		–    | any    | any     | incomplete
		F    | any    | any     | fail
		T    | –      | any     | incomplete
		T    | any    | –       | incomplete
		T    | T      | T       | pass
		T    | any    | any     | fail`)
	truthTable(t, &CarePlanDocument, R4, columns, `
		plan | outcome
		–    | incomplete
		T    | pass
		F    | fail`)
}

// Every single content of the plan follows one table.
func TestContentsOfTheCarePlan(t *testing.T) {
	for m, field := range map[*Measure]func(*dataset.Management) **bool{
		&CarePlanAgreed:       func(m *dataset.Management) **bool { return &m.CarePlanAgreed },
		&CarePlanUpdated:      func(m *dataset.Management) **bool { return &m.CarePlanUpdated },
		&WaterSafety:          func(m *dataset.Management) **bool { return &m.CarePlanCoversWaterSafety },
		&FirstAid:             func(m *dataset.Management) **bool { return &m.CarePlanCoversFirstAid },
		&ParticipationAndRisk: func(m *dataset.Management) **bool { return &m.CarePlanCoversParticipation },
		&SUDEP:                func(m *dataset.Management) **bool { return &m.CarePlanCoversSUDEP },
		&ServiceContact:       func(m *dataset.Management) **bool { return &m.CarePlanHasServiceContact },
	} {
		t.Run(m.Code, func(t *testing.T) {
			truthTable(t, m, R4, map[string]column{
				"plan": treatment(func(m *dataset.Management) **bool { return &m.CarePlanStarted }), "content": treatment(field),
			}, `
				plan | content | outcome
				F    | any     | fail
				any  | –       | incomplete
				any  | T       | pass
				any  | F       | fail`)
		})
	}
}

func TestCarePlanningContent(t *testing.T) {
	columns := map[string]column{
		"plan":      treatment(func(m *dataset.Management) **bool { return &m.CarePlanStarted }),
		"rescue":    treatment(func(m *dataset.Management) **bool { return &m.RescueMedicinePrescribed }),
		"prolonged": treatment(func(m *dataset.Management) **bool { return &m.CarePlanCoversProlongedSeizure }),
		"the five":  fiveColumn,
	}
	truthTable(t, &CarePlanningContent, R4, columns, `
		plan | rescue | prolonged | the five                   | outcome
		–    | any    | any       | any                        | incomplete
		F    | any    | any       | any                        | fail
		T    | –      | any       | any                        | incomplete
		T    | any    | any       | none answered or one missing, one no or one missing | incomplete
		T    | T      | –         | any                        | incomplete
		T    | F      | any       | all                        | pass
		T    | T      | T         | all                        | pass
		T    | any    | any       | any                        | fail`)
	truthTable(t, &ProlongedSeizuresPlan, R4, columns, `
		rescue | plan | prolonged | outcome
		F      | any  | any       | not_applicable
		–      | any  | any       | incomplete
		T      | F    | any       | fail
		T      | any  | –         | incomplete
		T      | any  | T         | pass
		T      | any  | F         | fail`)
}

func TestSchoolPlan(t *testing.T) {
	truthTable(t, &SchoolPlan, R4, map[string]column{
		"age":    age("5 less a day", "5"),
		"plan":   treatment(func(m *dataset.Management) **bool { return &m.CarePlanStarted }),
		"school": treatment(func(m *dataset.Management) **bool { return &m.CarePlanHasSchoolPlan }),
	}, `
		age          | plan | school | outcome
		5 less a day | any  | any    | not_applicable
		5            | F    | any    | fail
		5            | any  | –      | incomplete
		5            | any  | T      | pass
		5            | any  | F      | fail`)
}
