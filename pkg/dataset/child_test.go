package dataset

import (
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
)

// dataset.md, section 1: all seven scored forms together expect 43 slots when empty.
func TestEmptyChild(t *testing.T) {
	done := NewChild().Completion(on("2025-03-01"))
	want := map[string]int{"registration": 3, "first-assessment": 6, "epilepsy-context": 8, "multiaxial-diagnosis": 12, "milestones": 5,
		"tests": 4, "treatment": 5}
	for i, s := range Sections {
		if done.Forms[i].Expected != want[s.Key] || done.Forms[i].Completed != 0 {
			t.Errorf("%s: %+v, want %d expected", s.Key, done.Forms[i], want[s.Key])
		}
	}
	if done.Total != (ask.Progress{Expected: 43}) || done.Complete() {
		t.Errorf("in all %+v, complete %v", done.Total, done.Complete())
	}
}

func TestFormsWithoutBranches(t *testing.T) {
	child, at := boy("2020-01-01"), on("2025-03-01")
	give(t, child, FirstAssessmentSection, at, "setting: 3", "general_examination_recorded: no")
	checkScore(t, "not known and no are answers", child, FirstAssessmentSection, at, 6, 2)
	give(t, child, EpilepsyContextSection, at, "febrile_seizures: U", "any_convulsive_seizure: no")
	checkScore(t, "uncertain is an answer", child, EpilepsyContextSection, at, 8, 2)
	for s, keys := range map[*ask.Section]int{FirstAssessmentSection: 6, EpilepsyContextSection: 8} {
		if got := asked(child, s, at); len(got) != keys || got[""] {
			t.Errorf("%s asks %v", s.Key, got)
		}
		for key, shown := range asked(child, s, at) {
			if !shown {
				t.Errorf("%s: %s is not asked", s.Key, key)
			}
		}
	}
}

func TestSectionsAreFound(t *testing.T) {
	for _, key := range []string{"registration", "first-assessment", "epilepsy-context", "multiaxial-diagnosis", "milestones", "tests", "treatment"} {
		if s, ok := SectionByKey(key); !ok || s.Key != key {
			t.Errorf("no section %s", key)
		}
	}
	if _, ok := SectionByKey("child"); ok {
		t.Error("child details are not a step of the audit")
	}
	if _, ok := ListByKey("medicines"); ok {
		t.Error("medicines are two lists")
	}
	if got := len(Stored()); got != 12 {
		t.Errorf("%d sections have a table, want 12", got)
	}
}
