package dataset

import "testing"

// Answers to the tests form → which questions are asked, and the score.
func TestTestsForm(t *testing.T) {
	for name, c := range map[string]struct {
		answers             []string
		asked, notAsked     string
		expected, completed int
	}{
		"untouched":                        {nil, "mri_obtained", "eeg_requested_on", 4, 0},
		"EEG yes":                          {[]string{"eeg_indicated: yes"}, "eeg_performed_on", "mri_requested_on", 6, 1},
		"EEG yes, requested":               {[]string{"eeg_indicated: yes", "eeg_requested_on: 2024-06-02"}, "eeg_performed_on", "", 6, 2},
		"EEG declined":                     {[]string{"eeg_indicated: yes", "eeg_performed_on: declined"}, "eeg_performed_on", "", 6, 2},
		"EEG dated after all":              {[]string{"eeg_indicated: yes", "eeg_performed_on: declined", "eeg_performed_on: 2024-07-01"}, "", "", 6, 2},
		"EEG changed to no: dates cleared": {[]string{"eeg_indicated: yes", "eeg_requested_on: 2024-06-02", "eeg_indicated: no"}, "", "eeg_requested_on", 4, 1},
		"EEG date removed again":           {[]string{"eeg_indicated: yes", "eeg_requested_on: 2024-06-02", "eeg_requested_on: "}, "", "", 6, 1},
		"dataset.md section 10: EEG yes with request date and declined, MRI no, ECG yes, CT unanswered": {
			[]string{"eeg_indicated: yes", "eeg_requested_on: 2024-06-02", "eeg_performed_on: declined", "mri_obtained: no",
				"twelve_lead_ecg_performed: yes"}, "", "mri_reported_on", 6, 5},
		"everything, MRI declined": {
			[]string{"eeg_indicated: no", "twelve_lead_ecg_performed: no", "ct_head_performed: no", "mri_obtained: yes",
				"mri_requested_on: 2024-06-02", "mri_reported_on: declined"}, "mri_reported_on", "", 6, 6},
	} {
		t.Run(name, func(t *testing.T) {
			child, at := boy("2020-01-01"), on("2025-03-01")
			give(t, child, TestsSection, at, c.answers...)
			checkScore(t, name, child, TestsSection, at, c.expected, c.completed)
			shown := asked(child, TestsSection, at)
			if c.asked != "" && !shown[c.asked] || c.notAsked != "" && shown[c.notAsked] {
				t.Errorf("asked are %v; want %s, and not %s", shown, c.asked, c.notAsked)
			}
		})
	}
}

func TestTestDates(t *testing.T) {
	for _, c := range []struct{ first, second, code string }{
		{"eeg_requested_on: 2024-06-10", "eeg_performed_on: 2024-06-09", "date_before_partner"},
		{"eeg_performed_on: 2024-06-09", "eeg_requested_on: 2024-06-10", "date_after_partner"},
		{"eeg_requested_on: 2024-06-10", "eeg_performed_on: 2024-06-10", ""},
		{"eeg_performed_on: declined", "eeg_requested_on: 2024-06-10", ""},
		{"mri_requested_on: 2024-06-10", "mri_reported_on: 2024-06-09", "date_before_partner"},
		{"mri_requested_on: 2024-06-10", "eeg_performed_on: 2024-06-09", ""}, // two different tests
		{"eeg_requested_on: 2019-12-31", "", "date_before_birth"},
		{"eeg_requested_on: 2020-01-01", "", ""}, // before the first assessment is fine
		{"mri_reported_on: 2025-03-02", "", "date_in_future"},
		{"mri_reported_on: 2025-03-01", "", ""},
		{"eeg_performed_on: 1915-04-15", "", "date_before_birth"}, // the exchange's mark is no date here
	} {
		child, at := boy("2020-01-01"), on("2025-03-01")
		give(t, child, TestsSection, at, "eeg_indicated: yes", "mri_obtained: yes")
		p := try(t, child, TestsSection, at, c.first)
		if p == nil && c.second != "" {
			p = try(t, child, TestsSection, at, c.second)
		}
		code := ""
		if p != nil {
			code = p.Code
		}
		if code != c.code {
			t.Errorf("%s, then %s: %q, want %q", c.first, c.second, code, c.code)
		}
	}
}
