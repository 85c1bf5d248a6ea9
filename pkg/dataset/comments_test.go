package dataset

import "testing"

// Whoever reads the database sees what the forms say.
func TestCommentsSayWhatTheFormsSay(t *testing.T) {
	want := map[string]string{
		"investigations.": "Tests. One row a child.",
		"medicines.":      "Medicine. Many rows a child.",
		"investigations.eeg_requested_on": "EEG requested on. Day of the request; needed even if the EEG did not take place. " +
			"Asked when “First EEG requested” is yes. NULL: not answered.",
		"investigations.eeg_declined": "EEG performed on: declined. Asked when “First EEG requested” is yes. NULL: not answered.",
		"medicines.is_rescue":         "Rescue medicine. Which of the two lists the record belongs to; fixed when the record is added.",
		"epilepsy_contexts.neonatal_seizures": "Neonatal seizures. Seizures during the neonatal period. Codes: Y Yes, N No, U Uncertain. " +
			"NULL: not answered.",
	}
	columns := 0
	for _, c := range Comments() {
		if words, listed := want[c.Table+"."+c.Column]; listed && words != c.Text {
			t.Errorf("%s.%s: %q", c.Table, c.Column, c.Text)
		}
		delete(want, c.Table+"."+c.Column)
		if c.Column != "" {
			columns++
		}
	}
	for name := range want {
		t.Errorf("%s has no comment", name)
	}
	declared := 0
	for _, s := range Stored() {
		declared += len(s.Columns)
	}
	if columns != declared {
		t.Errorf("%d comments on %d columns", columns, declared)
	}
}
