package nhs

import "testing"

func TestConcepts(t *testing.T) {
	for id, want := range map[string]bool{
		"59770006": true, "387481005": true, "363235000": true, "813891000000107": true, "898051000000104": true, "1145003": true,
		"189179009": true, "28781004": false, // the reference list's wrong id, and the one that was meant
		"59770007": false, "59770060": false, "": false, "12345": false, "5977000a": false, "059770006": false, "1234567890123456789": false,
		"2986901000000113": false, // a description, not a concept
	} {
		if IsConcept(id) != want {
			t.Errorf("%q: %v", id, !want)
		}
	}
}
