package dataset

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Answers in one entry of a list → its own slots, expected and answered, and what is still missing of it (dataset.md, section 10:
// episodes 5 base; epileptic 6, generalised or focal 7; non-epileptic 8, or 7 once the type is Other).
func TestScoreOfAnEntry(t *testing.T) {
	const (
		dates  = "First episode of this kind on; Confidence in that date; Pattern of episodes; Description obtained; "
		status = "Epileptic, non-epileptic or uncertain"
	)
	for _, c := range []struct {
		what, list          string
		answers             []string
		expected, completed int
		missing             string
	}{
		{"blank episode", "episodes", nil, 5, 0, dates + status},
		{"no status yet", "episodes", when, 5, 4, status},
		{"described, text not written: it is optional", "episodes", []string{"description_obtained: yes"}, 5, 1,
			"First episode of this kind on; Confidence in that date; Pattern of episodes; " + status},
		{"uncertain", "episodes", kinds["uncertain"], 5, 5, ""},
		{"epileptic, onset missing", "episodes", kinds["epileptic, onset missing"], 6, 5, "Onset of the epileptic seizure"},
		{"unknown onset", "episodes", kinds["full unknown onset"], 6, 6, ""},
		{"unclassified", "episodes", kinds["full unclassified"], 6, 6, ""},
		{"generalised, type missing", "episodes", kinds["generalised, type missing"], 7, 6, "Generalised seizure type"},
		{"generalised", "episodes", kinds["full generalised"], 7, 7, ""},
		{"focal, side missing", "episodes", kinds["focal, side missing"], 7, 6, "Side affected"},
		{"focal, side not known is a side", "episodes", with(when, "status: E", "onset_type: FO", "side_affected: focal_side_unknown"), 7, 7, ""},
		{"focal, side taken off again", "episodes", with(kinds["full focal, left"], "side_affected: "), 7, 6, "Side affected"},
		{"non-epileptic, kind not chosen: its detail counts already", "episodes", kinds["non-epileptic, appearance only"], 8, 6,
			"Kind of non-epileptic event (2)"},
		{"non-epileptic, detail missing", "episodes", kinds["non-epileptic BPP, no detail"], 8, 7, "Type of behavioural or psychiatric event"},
		{"non-epileptic, full", "episodes", kinds["full non-epileptic, syncope"], 8, 8, ""},
		{"non-epileptic, other: nothing more", "episodes", kinds["non-epileptic, other"], 7, 7, ""},
		{"non-epileptic, from other to a kind with a detail", "episodes", with(kinds["non-epileptic, other"], "nonepileptic_type: ME"), 8, 7,
			"Type of miscellaneous event"},
		{"blank syndrome", "syndromes", nil, 2, 0, "Syndrome; Syndrome diagnosed on"},
		{"syndrome, date missing", "syndromes", []string{"syndrome: 23"}, 2, 1, "Syndrome diagnosed on"},
		{"syndrome in full", "syndromes", []string{"syndrome: 23", "diagnosed_on: 2024-07-01"}, 2, 2, ""},
		{"condition, name missing", "comorbidities", []string{"diagnosed_on: 2024-07-01"}, 2, 1, "Condition"},
		{"condition in full", "comorbidities", []string{"condition: 37796009", "diagnosed_on: 2024-07-01"}, 2, 2, ""},
		{"blank medicine", antiseizure, nil, 3, 0, "Medicine; Started on; Risks discussed"},
		{"medicine that was stopped: no slot of its own", antiseizure,
			[]string{"medicine: clobazam", "started_on: 2024-07-01", "stopped_on: 2024-08-01", "risks_discussed: no"}, 3, 3, ""},
		{"a girl's valproate", antiseizure, []string{"medicine: sodium_valproate", "started_on: 2024-07-01", "risks_discussed: yes"}, 5, 3,
			"Annual risk form completed; Pregnancy prevention programme in place"},
		{"a girl's valproate, both answered no", antiseizure, []string{"medicine: sodium_valproate", "started_on: 2024-07-01", "risks_discussed: no",
			"annual_risk_form_done: no", "pregnancy_prevention_in_place: no"}, 5, 5, ""},
		{"a rescue medicine", rescue, []string{"medicine: buccal_midazolam"}, 3, 1, "Started on; Risks discussed"},
	} {
		t.Run(c.what, func(t *testing.T) {
			child, at := girl("2010-01-01"), on("2025-03-01")
			give(t, child, MultiaxialDiagnosisSection, at, "syndrome_present: yes", "impairments_present: yes")
			give(t, child, TreatmentSection, at, "antiseizure_medicine_given: yes", "rescue_medicine_prescribed: yes")
			list, _ := ListByKey(c.list)
			row := addTo(t, child, list, at, c.answers...)
			in := list.In(child.In(list.Parent, at), row)
			if got := list.Section.Progress(in); got != (ask.Progress{Expected: c.expected, Completed: c.completed}) {
				t.Errorf("expected %d, completed %d; want %d, %d", got.Expected, got.Completed, c.expected, c.completed)
			}
			if got := inWords(list.Section.Missing(in)); got != c.missing {
				t.Errorf("missing %q, want %q", got, c.missing)
			}
		})
	}
}

// addTo adds a row of whatever kind to a list.
func addTo(t *testing.T, c *Child, list *ask.Records, at Circumstances, answers ...string) any {
	t.Helper()
	switch list.Section {
	case EpisodeSection:
		return addEntry[Episode](t, c, list.Key, at, answers...)
	case SyndromeSection:
		return addEntry[Syndrome](t, c, list.Key, at, answers...)
	case ComorbiditySection:
		return addEntry[Comorbidity](t, c, list.Key, at, answers...)
	}
	return addMedicine(t, c, list.Key, at, answers...)
}

// inWords lists gaps as "Episodes 2: Onset", with the slots of those that stand for several.
func inWords(gaps []ask.Gap) string {
	var words []string
	for _, gap := range gaps {
		line := ""
		switch {
		case gap.Question == nil:
			line = "a row of " + gap.List.Title
		case gap.List != nil:
			line = fmt.Sprintf("%s %d: %s", gap.List.Title, gap.Number, gap.Question.Label)
		default:
			line = gap.Question.Label
		}
		if gap.Slots > 1 {
			line += fmt.Sprintf(" (%d)", gap.Slots)
		}
		words = append(words, line)
	}
	return strings.Join(words, "; ")
}

// Answers to a form → what is missing of it, in the order of the form.
func TestMissingOfAForm(t *testing.T) {
	for _, c := range []struct {
		what    string
		section *ask.Section
		answers []string
		entries map[string][]string // one entry a list
		missing string
	}{
		{"tests untouched", TestsSection, nil, nil, "First EEG requested; 12-lead ECG performed; CT head performed; MRI brain obtained"},
		{"EEG yes", TestsSection, []string{"eeg_indicated: yes", "twelve_lead_ecg_performed: no", "ct_head_performed: no", "mri_obtained: no"}, nil,
			"EEG requested on; EEG performed on"},
		{"EEG declined, request date missing", TestsSection, []string{"eeg_indicated: yes", "eeg_performed_on: declined", "twelve_lead_ecg_performed: no",
			"ct_head_performed: no", "mri_obtained: no"}, nil, "EEG requested on"},
		{"no medicine entered yet", TreatmentSection, []string{"antiseizure_medicine_given: yes", "rescue_medicine_prescribed: no", "care_plan_started: no",
			"mental_health_support_referred: no", "mental_health_support_in_place: no"}, nil, "a row of Antiseizure medicines (3)"},
		{"one of the two lists has an entry", TreatmentSection, []string{"antiseizure_medicine_given: yes", "rescue_medicine_prescribed: yes",
			"care_plan_started: no", "mental_health_support_referred: no", "mental_health_support_in_place: no"},
			map[string][]string{antiseizure: {"medicine: clobazam"}},
			"Antiseizure medicines 1: Started on; Antiseizure medicines 1: Risks discussed; a row of Rescue medicines (3)"},
		{"diagnosis without an episode", MultiaxialDiagnosisSection, allSeven, nil, "a row of Episodes (5)"},
		{"an episode that is not epileptic", MultiaxialDiagnosisSection, allSeven, map[string][]string{"episodes": kinds["uncertain"]}, "a row of Episodes (5)"},
		{"a focal one without its side", MultiaxialDiagnosisSection, allSeven, map[string][]string{"episodes": kinds["focal, side missing"]},
			"Episodes 1: Side affected"},
		{"cause yes, syndrome yes", MultiaxialDiagnosisSection, with(allSeven, "cause_known: yes", "syndrome_present: yes"),
			map[string][]string{"episodes": kinds["full focal, left"]}, "a row of Syndromes (2); Cause categories; Main cause"},
		{"surgery referred: seen on is optional", MilestonesSection, []string{"paediatrician_referred: no", "neurologist_referred: no",
			"surgery_criteria_met: no", "surgery_referred: yes", "nurse_referred: no"}, nil, "Surgery: referred on; Epilepsy surgery organisation"},
		{"assessment, one left", FirstAssessmentSection, []string{"setting: 1", "general_examination_recorded: yes", "neurological_examination_recorded: no",
			"developmental_difficulties_addressed: no", "behavioural_difficulties_addressed: yes"}, nil, "Episode count or frequency recorded"},
	} {
		t.Run(c.what, func(t *testing.T) {
			child, at := girl("2010-01-01"), on("2025-03-01")
			give(t, child, c.section, at, c.answers...)
			for list, answers := range c.entries {
				records, _ := ListByKey(list)
				addTo(t, child, records, at, answers...)
			}
			if got := inWords(child.Missing(c.section, at)); got != c.missing {
				t.Errorf("missing %q\nwant %q", got, c.missing)
			}
		})
	}
}

// wholeChild has every form complete, with the fewest answers.
func wholeChild(t *testing.T, at Circumstances) *Child {
	t.Helper()
	c := girl("2010-01-01")
	give(t, c, FirstAssessmentSection, at, "setting: 1", "general_examination_recorded: yes", "neurological_examination_recorded: yes",
		"developmental_difficulties_addressed: no", "behavioural_difficulties_addressed: no", "episode_count_recorded: yes")
	for _, q := range EpilepsyContextSection.Questions {
		give(t, c, EpilepsyContextSection, at, q.Key+": "+map[bool]string{true: "no", false: "N"}[q.Kind == ask.KindYesNo])
	}
	give(t, c, MultiaxialDiagnosisSection, at, allSeven...)
	addEntry[Episode](t, c, "episodes", at, kinds["full unclassified"]...)
	for s, keys := range map[*ask.Section]string{
		MilestonesSection: "paediatrician_referred neurologist_referred surgery_criteria_met surgery_referred nurse_referred",
		TestsSection:      "eeg_indicated twelve_lead_ecg_performed ct_head_performed mri_obtained",
		TreatmentSection: "antiseizure_medicine_given rescue_medicine_prescribed care_plan_started mental_health_support_referred " +
			"mental_health_support_in_place",
	} {
		for key := range strings.FieldsSeq(keys) {
			give(t, c, s, at, key+": no")
		}
	}
	return c
}

// The fewest answers with which a child is complete, and what takes it back.
func TestWholeChild(t *testing.T) {
	at := on("2025-03-01")
	for _, c := range []struct {
		what                string
		section             *ask.Section
		answer              string
		expected, completed int
		percent             int
		missing             string
	}{
		{"complete", nil, "", 3 + 6 + 8 + 13 + 5 + 4 + 5, 44, 100, ""},
		{"a referral more", MilestonesSection, "nurse_referred: yes", 46, 44, 96, "Nurse: referred on; Nurse: seen on"},
		{"a care plan more", TreatmentSection, "care_plan_started: yes", 54, 44, 81, "Care plan date; Agreement documented; Service contact details; First aid; " +
			"Prolonged seizures; Participation and risk; Water safety; SUDEP; School individual health care plan; Updated as needed"},
		{"a medicine more", TreatmentSection, "rescue_medicine_prescribed: yes", 47, 44, 94, "a row of Rescue medicines (3)"},
	} {
		child := wholeChild(t, at)
		if c.section != nil {
			give(t, child, c.section, at, c.answer)
		}
		done := child.Completion(at)
		if done.Total != (ask.Progress{Expected: c.expected, Completed: c.completed}) || done.Total.Percent() != c.percent || done.Complete() != (c.missing == "") {
			t.Errorf("%s: %+v, %d%%, complete %t; want %d of %d, %d%%", c.what, done.Total, done.Total.Percent(), done.Complete(), c.completed, c.expected, c.percent)
		}
		var missing []ask.Gap
		for _, s := range Sections {
			missing = append(missing, child.Missing(s, at)...)
		}
		if got := inWords(missing); got != c.missing {
			t.Errorf("%s: missing %q, want %q", c.what, got, c.missing)
		}
	}
	child := wholeChild(t, at)
	child.RemoveRow(EpisodeSection, child.Rows(EpisodeSection)[0]) // six slots go, five are wanted again
	if got := child.Completion(at).Total; got != (ask.Progress{Expected: 43, Completed: 38}) {
		t.Errorf("without its only episode: %+v", got)
	}
}
