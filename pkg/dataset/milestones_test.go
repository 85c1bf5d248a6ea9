package dataset

import (
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
)

var allReferred = []string{"paediatrician_referred: yes", "neurologist_referred: yes", "surgery_referred: yes", "nurse_referred: yes"}

// Answers to the milestones → slots expected and answered.
func TestMilestonesScoring(t *testing.T) {
	paediatrician := []string{"paediatrician_referred: yes", "paediatrician_referred_on: 2024-05-01", "paediatrician_seen_on: 2024-05-15",
		"general_paediatric_organisation_id: " + organisation}
	for name, c := range map[string]struct {
		answers             []string
		expected, completed int
	}{
		"untouched": {nil, 5, 0},
		"dataset.md section 10: all four referrals yes, nothing else": {allReferred, 5 + 3 + 3 + 2 + 2, 4},
		"all five no: complete": {[]string{"paediatrician_referred: no", "neurologist_referred: no", "surgery_criteria_met: no",
			"surgery_referred: no", "nurse_referred: no"}, 5, 5},
		"paediatrician in full":                       {paediatrician, 8, 4},
		"paediatrician changed to no: all of it goes": {with(paediatrician, "paediatrician_referred: no"), 5, 1},
		"and back to yes: asked again":                {with(paediatrician, "paediatrician_referred: no", "paediatrician_referred: yes"), 8, 1},
		"surgery seen on is not scored":               {[]string{"surgery_referred: yes", "surgery_seen_on: 2024-09-01"}, 7, 1},
		"nor that it is not known":                    {[]string{"surgery_referred: yes", "surgery_seen_on: unknown"}, 7, 1},
		"criteria do not decide on the referral":      {[]string{"surgery_criteria_met: no", "surgery_referred: yes"}, 7, 2},
		"one organisation may have two roles":         {with(allReferred, "general_paediatric_organisation_id: "+organisation, "surgery_organisation_id: "+organisation), 15, 6},
		"a date removed again is not answered":        {with(paediatrician, "paediatrician_seen_on: "), 8, 3},
		"a nurse needs no organisation: two dates do": {[]string{"nurse_referred: yes", "nurse_referred_on: 2024-06-01", "nurse_seen_on: 2024-06-01"}, 7, 3},
	} {
		t.Run(name, func(t *testing.T) {
			child, at := boy("2020-01-01"), on("2025-03-01")
			give(t, child, MilestonesSection, at, c.answers...)
			checkScore(t, name, child, MilestonesSection, at, c.expected, c.completed)
		})
	}
}

// Born 1 January 2020, first assessed 1 June 2024; today is 1 March 2025.
func TestMilestoneDates(t *testing.T) {
	for _, c := range []struct{ first, second, code string }{
		{"paediatrician_referred_on: 2019-12-31", "", "date_before_birth"},
		{"paediatrician_referred_on: 2020-01-01", "", ""}, // before the first assessment
		{"paediatrician_seen_on: 2020-01-01", "", ""},
		{"neurologist_referred_on: 2024-05-31", "", "date_before_first_assessment"},
		{"neurologist_referred_on: 2024-06-01", "", ""},
		{"neurologist_seen_on: 2024-05-31", "", "date_before_first_assessment"},
		{"surgery_referred_on: 2024-05-31", "", "date_before_first_assessment"},
		{"surgery_seen_on: 2024-05-31", "", "date_before_first_assessment"},
		{"nurse_referred_on: 2024-05-31", "", ""},
		{"nurse_seen_on: 2019-12-31", "", "date_before_birth"},
		{"nurse_seen_on: 2025-03-02", "", "date_in_future"},
		{"paediatrician_referred_on: 2024-07-02", "paediatrician_seen_on: 2024-07-01", "date_before_partner"},
		{"paediatrician_seen_on: 2024-07-01", "paediatrician_referred_on: 2024-07-02", "date_after_partner"},
		{"neurologist_referred_on: 2024-07-02", "neurologist_seen_on: 2024-07-02", ""},
		{"surgery_referred_on: 2024-07-02", "surgery_seen_on: 2024-07-01", "date_before_partner"},
		{"surgery_seen_on: unknown", "surgery_referred_on: 2024-07-02", ""},
		{"nurse_referred_on: 2024-07-02", "nurse_seen_on: 2024-07-01", "date_before_partner"},
		{"nurse_referred_on: 2024-07-02", "paediatrician_seen_on: 2024-07-01", ""}, // two different referrals
		{"surgery_organisation_id: 00000000-0000-0000-0000-000000000009", "", "unknown_choice"},
	} {
		child, at := boy("2020-01-01"), on("2025-03-01")
		give(t, child, MilestonesSection, at, allReferred...)
		p := try(t, child, MilestonesSection, at, c.first)
		if p == nil && c.second != "" {
			p = try(t, child, MilestonesSection, at, c.second)
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

// Referred and seen → the wait, in words.
func TestWaits(t *testing.T) {
	for answers, want := range map[string]string{
		"nurse_referred_on: 2024-07-01, nurse_seen_on: 2024-07-06":                 "Wait: 5 days",
		"nurse_referred_on: 2024-07-01, nurse_seen_on: 2024-07-15":                 "Wait: 2 weeks",
		"nurse_referred_on: 2024-07-01, nurse_seen_on: 2024-07-18":                 "Wait: 2 weeks, 3 days",
		"nurse_referred_on: 2024-07-01, nurse_seen_on: 2024-07-01":                 "Wait: 0 days",
		"nurse_referred_on: 2024-07-01, nurse_seen_on: 2024-07-02":                 "Wait: 1 day",
		"nurse_seen_on: 2024-07-01":                                                "",
		"surgery_referred_on: 2024-07-01, surgery_seen_on: unknown":                "",
		"surgery_referred_on: 2024-07-01, surgery_seen_on: 2024-07-09":             "Wait: 1 week, 1 day",
		"eeg_requested_on: 2024-07-01, eeg_performed_on: 2024-07-29":               "Wait: 4 weeks",
		"eeg_requested_on: 2024-07-01, eeg_performed_on: declined":                 "",
		"mri_requested_on: 2024-07-01, mri_reported_on: 2024-08-01":                "Wait: 4 weeks, 3 days",
		"paediatrician_referred_on: 2024-07-01, paediatrician_seen_on: 2024-07-04": "Wait: 3 days",
		"neurologist_referred_on: 2024-07-01, neurologist_seen_on: 2024-07-08":     "Wait: 1 week",
	} {
		child, at := boy("2020-01-01"), on("2025-03-01")
		give(t, child, MilestonesSection, at, allReferred...)
		give(t, child, TestsSection, at, "eeg_indicated: yes", "mri_obtained: yes")
		section := MilestonesSection
		if strings.HasPrefix(answers, "eeg") || strings.HasPrefix(answers, "mri") {
			section = TestsSection
		}
		give(t, child, section, at, strings.Split(answers, ", ")...)
		got := ""
		for _, q := range section.Questions {
			got += q.Notes(child.In(section, at))
		}
		if got != want {
			t.Errorf("%s: %q, want %q", answers, got, want)
		}
	}
}

// The organisations of the roles are out of the whole country, the lead's out of the tenant's own.
func TestRolesAreHeldByAnyOrganisation(t *testing.T) {
	child, at := boy("2020-01-01"), on("2025-03-01")
	var asked []string
	at.Options = func(list string) []ask.Option {
		asked = append(asked, list)
		return []ask.Option{{Code: organisation, Label: "Mill Lane Hospital"}}
	}
	give(t, child, MilestonesSection, at, "surgery_referred: yes", "surgery_organisation_id: "+organisation)
	if len(asked) == 0 || slices.ContainsFunc(asked, func(list string) bool { return list != AllOrganisations }) {
		t.Errorf("asked for the lists %q", asked)
	}
}
