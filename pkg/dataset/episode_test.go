package dataset

import (
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Answers in a row → what is asked next, and what is noted beside it.
func TestEpisodeAsksByItsAnswers(t *testing.T) {
	always := "onset_on onset_confidence pattern description_obtained status"
	focal := " onset_type side_affected motor_features non_motor_features localisation_of_onset"
	for name, c := range map[string]struct {
		answers []string
		more    string
		note    string
	}{
		"nothing yet":       {nil, "", ""},
		"described":         {[]string{"description_obtained: yes"}, " description description_keywords", ""},
		"uncertain":         {[]string{"status: U"}, "", ""},
		"epileptic":         {[]string{"status: E"}, " onset_type", ""},
		"focal":             {[]string{"status: E", "onset_type: FO"}, focal, ""},
		"generalised":       {[]string{"status: E", "onset_type: GO"}, " onset_type generalised_type", ""},
		"unknown onset":     {[]string{"status: E", "onset_type: UO"}, " onset_type", "Not enough is known"},
		"unclassified":      {[]string{"status: E", "onset_type: UC"}, " onset_type", "cannot be classified"},
		"non-epileptic":     {[]string{"status: NE"}, " nonepileptic_appearance nonepileptic_type", ""},
		"syncope":           {[]string{"status: NE", "nonepileptic_type: SAS"}, " nonepileptic_appearance nonepileptic_type nonepileptic_syncope", ""},
		"behavioural":       {[]string{"status: NE", "nonepileptic_type: BPP"}, " nonepileptic_appearance nonepileptic_type nonepileptic_behavioural", ""},
		"sleep":             {[]string{"status: NE", "nonepileptic_type: SRC"}, " nonepileptic_appearance nonepileptic_type nonepileptic_sleep", ""},
		"movement disorder": {[]string{"status: NE", "nonepileptic_type: PMD"}, " nonepileptic_appearance nonepileptic_type nonepileptic_movement", ""},
		"migraine":          {[]string{"status: NE", "nonepileptic_type: MAD"}, " nonepileptic_appearance nonepileptic_type nonepileptic_migraine", ""},
		"miscellaneous": {[]string{"status: NE", "nonepileptic_type: ME"},
			" nonepileptic_appearance nonepileptic_type nonepileptic_miscellaneous", ""},
		"other event": {[]string{"status: NE", "nonepileptic_type: Oth"}, " nonepileptic_appearance nonepileptic_type", "No further detail"},
	} {
		t.Run(name, func(t *testing.T) {
			child, at := boy("2016-01-01"), on("2025-03-01")
			row := addEntry[Episode](t, child, "episodes", at, c.answers...)
			in := entryIn(child, "episodes", row, at)
			var shown, notes []string
			for _, q := range EpisodeSection.Questions {
				if q.IsShown(in) {
					shown, notes = append(shown, q.Key), append(notes, q.Notes(in))
				}
			}
			want := strings.Fields(always + c.more)
			slices.Sort(shown)
			slices.Sort(want)
			if !slices.Equal(shown, want) {
				t.Errorf("asked %q\n want %q", shown, want)
			}
			if got := strings.Join(notes, ""); (c.note == "") != (got == "") || !strings.Contains(got, c.note) {
				t.Errorf("noted %q, want %q", got, c.note)
			}
		})
	}
}

// A change of mind → what is left of the answers before it.
func TestEpisodeClearsWhatIsNoLongerAsked(t *testing.T) {
	full := map[string][]string{
		"focal": {"status: E", "onset_type: FO", "side_affected: focal_right", "motor_features: focal_tonic",
			"non_motor_features: focal_gelastic", "localisation_of_onset: focal_frontal"},
		"generalised": {"status: E", "onset_type: GO", "generalised_type: TAb"},
		"syncope":     {"status: NE", "nonepileptic_appearance: BAr", "nonepileptic_type: SAS", "nonepileptic_syncope: b"},
		"described":   {"description_obtained: yes", "description: Fear, then staring."},
	}
	for _, c := range []struct{ first, then, left string }{
		{"focal", "onset_type: GO", "status onset_type"},
		{"focal", "onset_type: UO", "status onset_type"},
		{"focal", "onset_type: UC", "status onset_type"},
		{"focal", "onset_type: FO", "status onset_type side_affected motor_features non_motor_features localisation_of_onset"},
		{"focal", "side_affected: ", "status onset_type motor_features non_motor_features localisation_of_onset"}, // the active tile, pressed again
		{"focal", "status: NE", "status"},
		{"focal", "status: U", "status"},
		{"generalised", "onset_type: FO", "status onset_type"},
		{"generalised", "onset_type: GO", "status onset_type generalised_type"},
		{"generalised", "status: NE", "status"},
		{"syncope", "status: E", "status"},
		{"syncope", "status: U", "status"},
		{"syncope", "nonepileptic_type: SAS", "status nonepileptic_appearance nonepileptic_type nonepileptic_syncope"}, // no real change
		{"syncope", "nonepileptic_type: BPP", "status nonepileptic_appearance nonepileptic_type"},
		{"syncope", "nonepileptic_type: Oth", "status nonepileptic_appearance nonepileptic_type"},
		{"described", "description_obtained: no", "description_obtained"},
		{"described", "description: ", "description_obtained"},
		{"described", "description: Pallor", "description_obtained description description_keywords"},
	} {
		child, at := boy("2016-01-01"), on("2025-03-01")
		row := addEntry[Episode](t, child, "episodes", at, append(slices.Clone(full[c.first]), c.then)...)
		var left []string
		for _, q := range EpisodeSection.Questions {
			if q.IsAnswered(row) {
				left = append(left, q.Key)
			}
		}
		if got := strings.Join(left, " "); got != c.left {
			t.Errorf("%s, then %s: left %s, want %s", c.first, c.then, got, c.left)
		}
	}
}

func TestSidesExcludeOneAnother(t *testing.T) {
	child, at := boy("2016-01-01"), on("2025-03-01")
	row := addEntry[Episode](t, child, "episodes", at, "status: E", "onset_type: FO", "side_affected: focal_left", "side_affected: focal_side_unknown")
	if row.FocalLeft != nil || row.FocalSideUnknown == nil {
		t.Errorf("left %v, unknown %v", row.FocalLeft, row.FocalSideUnknown)
	}
}

func TestEpisodeDates(t *testing.T) {
	for line, want := range map[string]string{
		"onset_on: 2016-01-01": "", "onset_on: 2015-12-31": "date_before_birth", "onset_on: 2025-03-02": ask.CodeDateInFuture,
		"onset_on: 2017-01-01": "", // long before the first assessment
		"onset_on: 2025-03-01": "", "onset_on: 30/2/2024": ask.CodeDateInvalid, "onset_confidence: Sure": ask.CodeUnknownChoice,
	} {
		child, at := boy("2016-01-01"), on("2025-03-01")
		row := addEntry[Episode](t, child, "episodes", at)
		code := ""
		if p := answer(t, entryIn(child, "episodes", row, at), EpisodeSection, line); p != nil {
			code = p.Code
		}
		if code != want {
			t.Errorf("%s: %q, want %q", line, code, want)
		}
	}
}

// What is written → the terms recognised, out of the real list.
func TestKeywordsOfADescription(t *testing.T) {
	for text, want := range map[string]string{
		"He was staring.":                                 "",
		"Sudden FEAR, then pallor":                        "fear, pallor",
		"in danger; cleft lip":                            "",
		"Déjà vu, and an aura":                            "deja vu, aura",
		"Eye-blinking and head nodding; fencer’s posture": "eye blinking, head nodding, fencer's posture",
		"nausea":          "nausea/vomiting",
		"hypoventilation": "hypoventilation",
		"Somatosensory aura on the right. Then unresponsive.": "somatosensory, right, aura, unresponsive",
		"vocalisaton": "vocalisation",
		"responsive, manually, visually, lefty, walked, runner": "",
	} {
		child, at := boy("2016-01-01"), on("2025-03-01")
		row := addEntry[Episode](t, child, "episodes", at, "description_obtained: yes", "description: "+text)
		q, _ := EpisodeSection.Question("description_keywords")
		if got := q.Words(entryIn(child, "episodes", row, at)); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	for _, o := range SemiologyKeywords.Options { // every entry is found by itself
		child, at := boy("2016-01-01"), on("2025-03-01")
		row := addEntry[Episode](t, child, "episodes", at, "description_obtained: yes", "description: Then "+strings.ToUpper(o.Label)+", twice")
		if !slices.Contains(row.DescriptionKeywords, o.Code) {
			t.Errorf("%s is not recognised", o.Label)
		}
	}
}

func TestDescriptionHasALimit(t *testing.T) {
	child, at := boy("2016-01-01"), on("2025-03-01")
	row := addEntry[Episode](t, child, "episodes", at, "description_obtained: yes", "description: "+strings.Repeat("é", 2000))
	if p := answer(t, entryIn(child, "episodes", row, at), EpisodeSection, "description: "+strings.Repeat("x", 2001)); p == nil || p.Code != ask.CodeTooLong {
		t.Errorf("2001 characters: %v", p)
	}
}

func BenchmarkKeywords(b *testing.B) {
	row := &Episode{DescriptionObtained: ref(true)}
	text := strings.Repeat("Hyperventillation and then staring, jerking left arm ", 38)[:1990]
	q, _ := EpisodeSection.Question("description")
	for b.Loop() {
		row.Description = nil
		if _, err := EpisodeSection.Answer(ask.Input{Row: row}, q, []string{text}); err != nil {
			b.Fatal(err)
		}
	}
}
