package dataset

import (
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Every list: codes once, labels once, no stray spaces. Those that a person looks through are in the order of their labels.
func TestListsAreSound(t *testing.T) {
	for _, list := range Lists() {
		codes, labels := map[string]bool{}, map[string]bool{}
		for _, o := range list.Options {
			key := o.Label + "/" + o.Tags["is_rescue"] // two medicines are called Other
			if codes[o.Code] || labels[key] || o.Code == "" || o.Label == "" || o.Label != strings.TrimSpace(o.Label) {
				t.Errorf("%s: %+v", list.Name, o)
			}
			codes[o.Code], labels[key] = true, true
		}
	}
	for _, list := range []*ask.List{EpisodeStatuses, SeizureOnsets, GeneralisedTypes, NonepilepticTypes, NonepilepticSyncopes,
		NonepilepticBehaviours, NonepilepticSleeps, NonepilepticMovements, NonepilepticMigraines, NonepilepticMiscellaneous, Syndromes,
		Comorbidities, EpilepsyCauses} {
		sorted := slices.IsSortedFunc(list.Options, func(a, b ask.Option) int {
			if (a.Label == "Other") != (b.Label == "Other") { // Other last
				return map[bool]int{true: 1, false: -1}[a.Label == "Other"]
			}
			plain := strings.NewReplacer("é", "e") // accents do not count
			return strings.Compare(plain.Replace(strings.ToLower(a.Label)), plain.Replace(strings.ToLower(b.Label)))
		})
		if !sorted {
			t.Errorf("%s is not in the order of its labels", list.Name)
		}
	}
	for list, n := range map[*ask.List]int{Syndromes: 40, EpilepsyCauses: 199, Comorbidities: 21, SemiologyKeywords: 72, GeneralisedTypes: 13} {
		if len(list.Options) != n {
			t.Errorf("%s has %d entries, want %d", list.Name, len(list.Options), n)
		}
	}
}

// A name somebody may send → the entry of the list; empty where it is none, or could be two.
func TestListsAreKnownByTheirSynonyms(t *testing.T) {
	for _, c := range []struct {
		list       *ask.List
		name, code string
	}{
		{EpilepsyCauses, "Kufs' disease", "62009002"},
		{EpilepsyCauses, "HSD10 disease", "791000124107"},
		{EpilepsyCauses, "28781004", "189179009"},          // the reference list's wrong id
		{EpilepsyCauses, "Strumpell disease", ""},          // of two entries
		{EpilepsyCauses, "Crisponi syndrome", "725097006"}, // a label goes before a synonym
		{Comorbidities, "ADHD", "406506008"},
		{Comorbidities, "dyslexia", "59770006"},
		{Comorbidities, "Other", "-1"},
		{Syndromes, "Juvenile absence epilepsy", "17"},
		{Severities, "Mil", "mild"},
		{SemiologyKeywords, "Fencer's posture", "54"},
	} {
		if o, _ := c.list.Recognise(c.name); o.Code != c.code {
			t.Errorf("%s: %q is %q, want %q", c.list.Name, c.name, o.Code, c.code)
		}
	}
	for _, o := range Syndromes.Options {
		exempt := slices.Contains([]string{"3", "16", "17", "18", "19"}, o.Code)
		if (o.Tags["mri_exempt"] == "true") != exempt {
			t.Errorf("%s: MRI exempt is %s", o.Label, o.Tags["mri_exempt"])
		}
	}
}
