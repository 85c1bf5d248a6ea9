package export

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

func decode(t *testing.T, raw string, options DecodeOptions) (*dataset.Child, []string) {
	t.Helper()
	record, problems := Decode([]byte(raw), options)
	var found []string
	for _, p := range problems {
		if p.Message == "" {
			t.Errorf("%s %s has no message", p.Path, p.Code)
		}
		found = append(found, p.Path+" "+p.Code)
	}
	return record.Child, found
}

// held gives what a form holds after reading the answers, question by question.
func held(child *dataset.Child, s *ask.Section) string {
	var all []string
	for _, q := range s.Questions {
		for _, v := range q.Format(child.Row(s)) {
			all = append(all, q.Key+"="+v)
		}
	}
	return strings.Join(all, " ")
}

func TestDecodeOneField(t *testing.T) {
	for _, c := range []struct {
		form, member string
		holds        string
		problem      string // code; the path is the member's
	}{
		{"case", `"sex": 2`, "sex=2", ""},
		{"case", `"sex": "2"`, "sex=2", ""},
		{"case", `"sex": "F"`, "sex=2", ""},
		{"case", `"sex": "female"`, "sex=2", ""},
		{"case", `"sex": 3`, "", "unknown_choice"},
		{"case", `"sex": 2.0`, "", "unknown_choice"},
		{"case", `"sex": true`, "", "wrong_type"},
		{"case", `"sex": null`, "", ""},
		{"case", `"ethnicity": "WBritish"`, "ethnicity=A", ""},
		{"case", `"ethnicity": "NK"`, "ethnicity=Z", ""},
		{"case", `"nhs_number": "999 000 0018"`, "nhs_number=9990000018", ""},
		{"case", `"nhs_number": 9990000018`, "nhs_number=9990000018", ""},
		{"case", `"surname": " "`, "", ""},
		{"case", `"surname": "a\u0000b"`, "", "text_invalid"},
		{"case", `"surname": "` + strings.Repeat("x", 101) + `"`, "", "too_long"},
		{"case", `"surname": ["x"]`, "", "wrong_type"},
		{"case", `"unique_reference_number": "J1"`, "unique_reference_number=J1", ""},
		{"case", `"date_of_birth": "2015-02-29"`, "", "date_invalid"},
		{"case", `"date_of_birth": "4/3/2015"`, "", "date_invalid"}, // only as the record writes dates
		{"case", `"date_of_birth": 20150304`, "", "wrong_type"},
		{"case", `"locked": true`, "", ""},
		{"case", `"first_nme": "x"`, "", "unknown_key"},
		{"registration", `"eligibility_criteria_met": false`, "", ""}, // only a yes confirms
		{"registration", `"cohort": 3`, "", ""},
		{"registration", `"lead_organisation_id": "x"`, "", "unknown_key"}, // through sites only
		{"first_paediatric_assessment", `"first_paediatric_assessment_in_acute_or_nonacute_setting": 1`, "setting=1", ""},
		{"first_paediatric_assessment", `"general_examination_performed": "yes"`, "", "wrong_type"},
		{"first_paediatric_assessment", `"general_examination_performed": 1`, "", "wrong_type"},
		{"first_paediatric_assessment", `"general_examination_performed": false`, "general_examination_recorded=no", ""},
		{"epilepsy_context", `"previous_febrile_seizure": "U"`, "febrile_seizures=U", ""},
		{"epilepsy_context", `"previous_febrile_seizure": true`, "", "wrong_type"},
		{"investigations", `"eeg_performed_date": "1915-04-15"`, "eeg_performed_on=declined", ""},
		{"investigations", `"mri_brain_reported_date": "1915-04-15"`, "mri_reported_on=declined", ""},
		{"investigations", `"eeg_request_date": "1915-04-15"`, "eeg_requested_on=1915-04-15", ""}, // Check finds it
		{"investigations", `"mri_brain_declined": true`, "mri_reported_on=declined", ""},
		{"investigations", `"eeg_declined": false`, "", ""},
		{"investigations", `"eeg_wait": 3`, "", ""},
	} {
		raw := fmt.Sprintf(`{"answers": {%q: {%s}}}`, c.form, c.member)
		child, problems := decode(t, raw, DecodeOptions{})
		key := strings.Split(c.member, `"`)[1]
		var want []string
		if c.problem != "" {
			want = []string{"answers." + c.form + "." + key + " " + c.problem}
		}
		if got := held(child, forms[c.form].Section); got != c.holds || !slices.Equal(problems, want) {
			t.Errorf("%s: holds %q, problems %q; want %q, %q", c.member, got, problems, c.holds, want)
		}
	}
}

func TestDecodeDateAndDeclinedTogether(t *testing.T) {
	child, problems := decode(t, `{"answers": {"investigations": {"eeg_declined": true, "eeg_performed_date": "2024-01-01"}}}`, DecodeOptions{})
	inv := child.Investigations()
	if len(problems) > 0 || inv.EEGPerformedOn != nil || inv.EEGDeclined == nil {
		t.Errorf("%+v %v", inv, problems)
	}
}

func TestDecodeMedicines(t *testing.T) {
	child, problems := decode(t, `{"records": {"medicines": [
		{"medicine_name": "Other", "is_rescue_medicine": true},
		{"medicine_name": "Other", "is_rescue_medicine": false},
		{"medicine_name": 387481005, "is_rescue_medicine": false},
		{"medicine_name": "23", "is_rescue_medicine": false},
		{"medicine_name": "BMZ", "is_rescue_medicine": true},
		{"medicine_name": "Lamotrigine", "is_rescue_medicine": true},
		{"medicine_name": "Snake oil", "is_rescue_medicine": false, "antiepilepsy_medicine_risk_discussed": true},
		{"medicine_entity": "clobazam", "is_rescue_medicine": false, "is_a_pregnancy_prevention_programme_needed": true, "id": 5},
		{"medicine_name": "Clobazam"},
		null, 7
	]}}`, DecodeOptions{})
	var got []string
	for _, m := range child.Medicines() {
		name := "-"
		if m.Medicine != nil {
			name = *m.Medicine
		}
		got = append(got, name)
	}
	want := "other_rescue other_antiseizure sodium_valproate sodium_valproate buccal_midazolam - - clobazam clobazam - -"
	if strings.Join(got, " ") != want {
		t.Errorf("medicines %s\n   want %s", strings.Join(got, " "), want)
	}
	if m := child.Medicines()[6]; m.RisksDiscussed != nil || *m.IsRescue || m.ID != 7 {
		t.Errorf("a row with an unknown name counts as unanswered, in its list: %+v", m)
	}
	wantProblems := []string{"records.medicines[5].medicine_name unknown_choice", "records.medicines[6].medicine_name unknown_choice",
		"records.medicines[8].is_rescue_medicine required", "records.medicines[9].is_rescue_medicine required",
		"records.medicines[10] wrong_type", "records.medicines[10].is_rescue_medicine required"}
	if !slices.Equal(problems, wantProblems) {
		t.Errorf("problems %q\n    want %q", problems, wantProblems)
	}
}

func TestDecodeShape(t *testing.T) {
	for raw, want := range map[string][]string{
		`{}`:                                 nil,
		`{"answers": null, "records": null}`: nil,
		`{"answers": {"case": null}, "records": {"medicines": null, "sites": null}}`: nil,
		`[]`:                             {" wrong_type"},
		`null`:                           {" wrong_type"},
		`{"answers": []}`:                {"answers wrong_type"},
		`{"answers": {"case": 3}}`:       {"answers.case wrong_type"},
		`{"records": {"medicines": {}}}`: {"records.medicines wrong_type"},
		`{"answers": {"cases": {}}}`:     {"answers.cases unknown_key"},
		`{"records": {"medicine": []}}`:  {"records.medicine unknown_key"},
		`{"outcome": 1}`:                 {"outcome unknown_key"},
		`{"answers": {"": {"": 1}, "case": {"": 1}}}`: {"answers. unknown_key", "answers.case. unknown_key"},
		`{"answers": {"multiaxial_diagnosis": {"anything": 1}, "assessment": 7, "consent": {"anything": 1}}}`: {
			"answers.assessment wrong_type", "answers.multiaxial_diagnosis.anything unknown_key"},
		`{"records": {"episodes": [{"anything": 1}], "syndromes": 7, "comorbidities": []}}`: {
			"records.episodes[0].anything unknown_key", "records.syndromes wrong_type"},
		`{"records": {"sites": [{"site_is_primary": true}]}}`: {"records.sites[0].site_is_primary unknown_key"},
	} {
		if _, got := decode(t, raw, DecodeOptions{}); !slices.Equal(got, want) {
			t.Errorf("%s: problems %q, want %q", raw, got, want)
		}
		_, lenient := decode(t, raw, DecodeOptions{Lenient: true})
		if want = slices.DeleteFunc(slices.Clone(want), func(p string) bool { return strings.HasSuffix(p, CodeUnknownKey) }); !slices.Equal(lenient, want) {
			t.Errorf("%s, lenient: problems %q, want %q", raw, lenient, want)
		}
	}
}

func TestDecodeSites(t *testing.T) {
	lead := func(organisation string) string {
		return fmt.Sprintf(`{"site_is_primary_centre_of_epilepsy_care": true, "site_is_actively_involved_in_epilepsy_care": true%s}`, organisation)
	}
	former := `{"site_is_primary_centre_of_epilepsy_care": true, "site_is_actively_involved_in_epilepsy_care": false, "organisation": "RJZ01"}`
	other := `{"site_is_primary_centre_of_epilepsy_care": false, "site_is_actively_involved_in_epilepsy_care": true, "site_is_paediatric_neurology_centre": true}`
	for _, c := range []struct {
		sites   []string
		lead    string
		problem string
	}{
		{[]string{lead("")}, "unnamed", ""},
		{[]string{former, other, lead(`, "organisation": "RGT01"`)}, "RGT01", ""},
		{[]string{former, other}, "", ""},
		{[]string{lead(""), lead("")}, "unnamed", "records.sites[1] two_leads"},
		{[]string{lead(`, "organisation": 3`)}, "", "records.sites[0].organisation wrong_type"},
		{[]string{lead(`, "organisation": "Mill Lane"`)}, "", "records.sites[0].organisation unknown_choice"},
		{[]string{`{"site_is_primary_centre_of_epilepsy_care": 1}`}, "", "records.sites[0].site_is_primary_centre_of_epilepsy_care wrong_type"},
		{[]string{`3`}, "", "records.sites[0] wrong_type"},
	} {
		child, problems := decode(t, `{"records": {"sites": [`+strings.Join(c.sites, ",")+`]}}`, DecodeOptions{})
		got := ""
		if id := child.Registration().LeadOrganisationID; id != nil {
			got = *id
		}
		if got != c.lead || strings.Join(problems, " ") != c.problem {
			t.Errorf("%s: lead %q, problems %q; want %q, %q", c.sites, got, problems, c.lead, c.problem)
		}
	}
}

// An import knows the organisations, and takes no lead it does not know.
func TestDecodeFindsTheLead(t *testing.T) {
	known := DecodeOptions{Lead: func(code string) (string, bool) { return "id of " + code, code == "RGT01" }}
	for organisation, want := range map[string]string{`"RGT01"`: "id of RGT01", `"RJZ01"`: "", `null`: ""} {
		child, problems := decode(t, `{"records": {"sites": [{"organisation": `+organisation+`,
			"site_is_primary_centre_of_epilepsy_care": true, "site_is_actively_involved_in_epilepsy_care": true}]}}`, known)
		got := ""
		if id := child.Registration().LeadOrganisationID; id != nil {
			got = *id
		}
		if got != want {
			t.Errorf("%s: lead %q, want %q; problems %v", organisation, got, want, problems)
		}
	}
}
