package export

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/pinktick/pinktick/pkg/dataset"
)

func TestEncodeLeavesNothingOut(t *testing.T) {
	child, _ := decode(t, example, DecodeOptions{})
	raw, err := Encode(child, EncodeOptions{ID: "x", Today: asOf.Today, DeprivationQuintile: 2})
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		ID      string
		Answers map[string]map[string]any
		Records map[string][]map[string]any
	}
	if err := json.Unmarshal(raw, &got); err != nil || bytes.ContainsRune(raw, '\n') {
		t.Fatalf("%v: %s", err, raw)
	}
	for form, n := range map[string]int{"case": 8, "registration": 5, "first_paediatric_assessment": 6, "epilepsy_context": 8,
		"multiaxial_diagnosis": 11, "assessment": 13, "investigations": 8, "management": 15} {
		if len(got.Answers[form]) != n || got.Answers[form] == nil {
			t.Errorf("%s has %d fields, want %d: %v", form, len(got.Answers[form]), n, got.Answers[form])
		}
	}
	if a := got.Answers; a["case"]["sex"] != 2.0 || a["case"]["ethnicity"] != "A" || a["case"]["index_of_multiple_deprivation_quintile"] != 2.0 || a["registration"]["cohort"] != 6.0 ||
		a["registration"]["completed_first_year_of_care_date"] != "2024-01-01" || a["registration"]["audit_submission_date"] != "2025-01-14" {
		t.Errorf("answers %v", a)
	}
	if m := got.Records["medicines"]; len(m) != 1 || m[0]["medicine_name"] != "Sodium valproate" || m[0]["is_a_pregnancy_prevention_programme_needed"] != false ||
		m[0]["antiepilepsy_medicine_stop_date"] != nil || len(m[0]) != 8 {
		t.Errorf("medicines %v", m)
	}
	if s := got.Records["sites"]; len(s) != 1 || len(s[0]) != 5 { // the sender named no organisation, so none goes out
		t.Errorf("sites %v", s)
	}
}

func TestEncodeNamesTheLead(t *testing.T) {
	child := dataset.NewChild()
	id := "some id"
	child.Registration().LeadOrganisationID = &id
	raw, err := Encode(child, EncodeOptions{ODSCode: func(id string) (string, bool) { return "RGT01", id == "some id" }})
	if err != nil || !bytes.Contains(raw, []byte(`"organisation":"RGT01"`)) {
		t.Errorf("%v %s", err, raw)
	}
}

// What nobody has looked up is null, and whatever a record says of it is not believed.
func TestDeprivationGoesOutAndIsNotReadBack(t *testing.T) {
	child, problems := decode(t, `{"answers":{"case":{"postcode":"QQ1 1AA","index_of_multiple_deprivation_quintile":3}}}`, DecodeOptions{})
	raw, err := Encode(child, EncodeOptions{})
	if err != nil || len(problems) > 0 || !bytes.Contains(raw, []byte(`"index_of_multiple_deprivation_quintile":null`)) {
		t.Errorf("%v %v %s", err, problems, raw)
	}
}
