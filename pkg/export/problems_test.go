package export

import (
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Answers that break a rule are kept, counted, and named by their path in the record.
func TestScoreKeepsAndNamesBadDates(t *testing.T) {
	s := scoreOne(t, `{"answers": {
		"case": {"date_of_birth": "2020-01-01", "nhs_number": "9990000017", "sex": 7},
		"registration": {"first_paediatric_assessment_date": "2024-06-01"},
		"investigations": {"eeg_indicated": true, "eeg_request_date": "2019-12-31", "eeg_performed_date": "1915-04-15",
			"mri_indicated": true, "mri_brain_requested_date": "2024-06-10", "mri_brain_reported_date": "2024-06-09", "nonsense": 1},
		"management": {"has_an_aed_been_given": true, "individualised_care_plan_in_place": true, "individualised_care_plan_date": "2999-01-01"}},
		"records": {"medicines": [
			{"is_rescue_medicine": false, "medicine_name": "Clobazam", "antiepilepsy_medicine_start_date": "2024-05-31"},
			{"is_rescue_medicine": false, "medicine_name": "Clobazam", "antiepilepsy_medicine_start_date": "2024-06-01"}]}}`, asOf)
	var got []string
	for _, p := range s.Problems {
		got = append(got, p.Path+" "+p.Code)
	}
	want := []string{"answers.case.sex unknown_choice", "answers.investigations.nonsense unknown_key",
		"answers.case.nhs_number nhs_number_invalid",
		"answers.investigations.eeg_request_date date_before_birth",
		"answers.investigations.mri_brain_requested_date date_after_partner",
		"answers.investigations.mri_brain_reported_date date_before_partner",
		"answers.management.individualised_care_plan_date date_in_future",
		"records.medicines[0].medicine_name already_recorded",
		"records.medicines[0].antiepilepsy_medicine_start_date date_before_first_assessment",
		"records.medicines[1].medicine_name already_recorded"}
	if !slices.Equal(got, want) {
		t.Errorf("problems\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if f := s.Forms["investigations"]; f.Expected != 8 || f.Completed != 6 {
		t.Errorf("investigations %+v", f)
	}
	if f := s.Forms["management"]; f.Expected != 15+6 || f.Completed != 3+4 {
		t.Errorf("management %+v", f)
	}
	for _, p := range s.Problems {
		if strings.Contains(p.Message, "9990000017") || strings.Contains(p.Message, "2999") {
			t.Errorf("%s repeats the value: %s", p.Path, p.Message)
		}
	}
}

// A record of a cohort that has closed is no problem: it was registered in its time.
func TestScoreOfAClosedCohort(t *testing.T) {
	s := scoreOne(t, `{"answers": {"registration": {"first_paediatric_assessment_date": "2021-06-01"}}}`, asOf)
	if len(s.Problems) > 0 || *s.Cohort != 4 || *s.SubmissionDeadline != "2023-01-10" {
		t.Errorf("%+v", s)
	}
	s = scoreOne(t, `{"answers": {"registration": {"first_paediatric_assessment_date": "2020-11-30"}}}`, asOf)
	if len(s.Problems) != 1 || s.Problems[0].Code != "before_first_cohort" || s.Cohort != nil || s.SubmissionDeadline != nil || *s.FirstYearEnds != "2021-11-30" {
		t.Errorf("%+v", s)
	}
}

// The same day decides the same score: valproate's questions are asked of a girl from her twelfth birthday on.
func TestScoreOnTheDayAsked(t *testing.T) {
	raw := `{"answers": {"case": {"date_of_birth": "2013-03-02", "sex": 2}, "management": {"has_an_aed_been_given": true}},
		"records": {"medicines": [{"is_rescue_medicine": false, "medicine_name": "Sodium valproate"}]}}`
	for day, expected := range map[string]int{"2025-03-01": 5 + 3, "2025-03-02": 5 + 5} {
		today, _ := ask.ParseDate(day)
		if s := scoreOne(t, raw, ScoreOptions{Today: today}); s.Forms["management"].Expected != expected {
			t.Errorf("on %s: %+v", day, s.Forms["management"])
		}
	}
}
