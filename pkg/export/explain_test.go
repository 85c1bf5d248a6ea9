package export_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/export"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/sample"
)

var update = flag.Bool("update", false, "write the golden copies")

// explained is a line of the score command as a receiver reads it.
type explained struct {
	ID        string
	Measures  map[string]string
	Explained *struct {
		Rules    string
		Measures map[string]struct {
			Outcome string
			Fields  []string
			Rule    string
		}
	}
}

func explainLines(t *testing.T, records string) []explained {
	t.Helper()
	var out strings.Builder
	if err := export.Score(strings.NewReader(records), &out, export.ScoreOptions{Today: today, Explain: true}); err != nil {
		t.Fatal(err)
	}
	var all []explained
	for line := range strings.Lines(out.String()) {
		var one explained
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}

// What decided is named as the record names it, whatever it was: an answer, a row of a list, a date that went as declined.
func TestWhatDecidedAMeasure(t *testing.T) {
	const seen = `"registration": {"first_paediatric_assessment_date": "2023-05-10", "eligibility_criteria_met": true}`
	for _, c := range []struct{ answers, records, code, outcome, fields string }{
		{``, ``, "4", "incomplete", "answers.registration.first_paediatric_assessment_date answers.registration.eligibility_criteria_met"},
		{`"registration": {"first_paediatric_assessment_date": "2023-05-10", "eligibility_criteria_met": false}`, ``, "4", "incomplete", "answers.registration.eligibility_criteria_met"},
		{seen, ``, "4", "incomplete", "answers.epilepsy_context.were_any_of_the_epileptic_seizures_convulsive"},
		{seen + `, "epilepsy_context": {"were_any_of_the_epileptic_seizures_convulsive": true}, "investigations": {"twelve_lead_ecg_status": false}`, ``, "4", "fail",
			"answers.epilepsy_context.were_any_of_the_epileptic_seizures_convulsive answers.investigations.twelve_lead_ecg_status"},
		{seen + `, "investigations": {"mri_indicated": true, "mri_brain_requested_date": "2023-06-01", "mri_brain_reported_date": "1915-04-15"}`, ``, "5", "fail", "answers.investigations.mri_brain_declined"},
		{seen + `, "investigations": {"mri_indicated": true, "mri_brain_requested_date": "2023-06-01"}`, ``, "5", "incomplete", "answers.investigations.mri_brain_reported_date"},
		{seen + `, "multiaxial_diagnosis": {"syndrome_present": true}`, `"syndromes": [{"syndrome_name": "Dravet syndrome"}, {"syndrome_name": "Juvenile absence epilepsy"}]`, "5", "not_applicable",
			"records.syndromes[1].syndrome_name"},
		{seen + `, "case": {"date_of_birth": "2019-08-01"}, "assessment": {"paediatric_neurologist_input_date": "2023-10-02"}`,
			`"episodes": [{"epilepsy_or_nonepilepsy_status": "E", "focal_onset_myoclonic": true}]`, "3", "pass",
			"answers.case.date_of_birth answers.registration.first_paediatric_assessment_date records.episodes[0].epilepsy_or_nonepilepsy_status " +
				"records.episodes[0].focal_onset_myoclonic answers.assessment.paediatric_neurologist_input_date"},
	} {
		one := explainLines(t, fmt.Sprintf(`{"id": "a", "answers": {%s}, "records": {%s}}`, c.answers, c.records))[0]
		got := one.Explained.Measures[c.code]
		if got.Outcome != c.outcome || strings.Join(got.Fields, " ") != c.fields || one.Measures[c.code] != c.outcome || one.Explained.Rules != "R4" {
			t.Errorf("%s: measure %s is %s by %s\nwant %s by %s", c.answers, c.code, got.Outcome, strings.Join(got.Fields, " "), c.outcome, c.fields)
		}
	}
}

// The golden copy: whole children, what each measure says of them and why. A change of a rule shows in review.
func TestExplainedSamples(t *testing.T) {
	set := sample.NewSet(sample.Options{Seed: 29, Today: today, Leads: leads, Past: true}, 12)
	var records, text strings.Builder
	for i := range 12 {
		records.Write(encode(t, set.Make(i).Child, fmt.Sprint(i)))
		records.WriteString("\n")
	}
	outcomes := map[string]bool{}
	for _, child := range explainLines(t, records.String()) {
		text.WriteString("child " + child.ID + "\n")
		for _, m := range kpi.All {
			one := child.Explained.Measures[m.Code]
			outcomes[one.Outcome] = true
			if one.Outcome != child.Measures[m.Code] || !strings.Contains(one.Rule, m.Done) {
				t.Errorf("measure %s of child %s is %s, explained as %+v", m.Code, child.ID, child.Measures[m.Code], one)
			}
			fmt.Fprintf(&text, "  %-7s %-14s %s\n", m.Code, one.Outcome, strings.Join(one.Fields, " "))
		}
	}
	if len(outcomes) != 4 {
		t.Errorf("the samples show %d outcomes", len(outcomes))
	}
	file := filepath.Join("testdata", "explained.txt")
	if *update {
		if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil { //nolint:gosec // a golden copy is for everybody
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(file)
	if err != nil || string(golden) != text.String() {
		t.Errorf("%v; the explanations differ from %s: look at the difference, then go test ./pkg/export -update\n%s", err, file, text.String())
	}
}
