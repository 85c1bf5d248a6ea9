package export

import (
	"slices"
	"strings"
	"testing"
)

func site(organisation string, flags ...string) string {
	text := `{"organisation": "` + organisation + `"`
	for _, f := range flags {
		text += `, "` + f + `": true`
	}
	return text + "}"
}

const (
	paediatrics = "site_is_general_paediatric_centre"
	neurology   = "site_is_paediatric_neurology_centre"
	surgery     = "site_is_childrens_epilepsy_surgery_centre"
)

// Rows of the list sites → who leads and who has the three roles; and the rows that go out for it, by organisation.
func TestSites(t *testing.T) {
	for name, c := range map[string]struct {
		sites    []string
		roles    string // lead, paediatrics, neurology, surgery
		rows     string // organisations that go out, in order
		problems []string
	}{
		"nobody":                            {nil, "- - - -", "", nil},
		"a lead alone":                      {[]string{site("RGT01", siteActive, siteLead)}, "RGT01 - - -", "RGT01", nil},
		"a lead with two roles":             {[]string{site("RGT01", siteActive, siteLead, paediatrics, neurology)}, "RGT01 RGT01 RGT01 -", "RGT01", nil},
		"roles elsewhere":                   {[]string{site("RP401", siteActive, neurology, surgery), site("RGT01", siteActive, siteLead, paediatrics)}, "RGT01 RGT01 RP401 RP401", "RGT01 RP401", nil},
		"roles without a lead":              {[]string{site("RP401", siteActive, surgery)}, "- - - RP401", "RP401", nil},
		"roles of the past do not count":    {[]string{site("RP401", neurology), site("RGT01", siteActive, siteLead)}, "RGT01 - - -", "RGT01", nil},
		"a former lead does not lead":       {[]string{site("RP401", siteLead), site("RGT01", siteActive, siteLead)}, "RGT01 - - -", "RGT01 RP401", nil},
		"two former leads, in their order":  {[]string{site("RP401", siteLead), site("RGT02", siteLead), site("RGT01", siteActive, siteLead)}, "RGT01 - - -", "RGT01 RP401 RGT02", nil},
		"involved in nothing in particular": {[]string{site("RGT01", siteActive)}, "- - - -", "", nil},
		"two holders of a role": {[]string{site("RP401", siteActive, surgery), site("RGT01", siteActive, surgery)}, "- - - RP401", "RP401",
			[]string{"records.sites[1] two_holders"}},
		"two leads": {[]string{site("RP401", siteActive, siteLead), site("RGT01", siteActive, siteLead, surgery)}, "RP401 - - RGT01", "RP401 RGT01",
			[]string{"records.sites[1] two_leads"}},
	} {
		t.Run(name, func(t *testing.T) {
			child, problems := decode(t, `{"records": {"sites": [`+strings.Join(c.sites, ",")+`]}}`, DecodeOptions{})
			var held, out []string
			for _, r := range roles {
				if id := *r.of(child); id != nil {
					held = append(held, *id)
				} else {
					held = append(held, "-")
				}
			}
			for _, row := range sitesOf(child, EncodeOptions{}) {
				out = append(out, row[0].Value.(string))
			}
			if strings.Join(held, " ") != c.roles || strings.Join(out, " ") != c.rows || !slices.Equal(problems, c.problems) {
				t.Errorf("roles %q, rows %q, problems %q; want %q, %q, %q", held, out, problems, c.roles, c.rows, c.problems)
			}
		})
	}
}

// A lead is looked for among those that may lead, a role anywhere.
func TestLeadsAndRolesAreFoundApart(t *testing.T) {
	known := func(code string) func(string) (string, bool) {
		return func(sent string) (string, bool) { return "id of " + code, sent == code }
	}
	child, problems := decode(t, `{"records": {"sites": [`+site("RGT01", siteActive, siteLead, surgery)+`,`+site("RP401", siteActive, neurology)+`]}}`,
		DecodeOptions{Lead: known("RGT01"), Role: known("RP401")})
	if id := child.Milestones().NeurologyOrganisationID; id == nil || *id != "id of RP401" || child.Registration().LeadOrganisationID == nil {
		t.Errorf("lead %v, neurology %v", child.Registration().LeadOrganisationID, id)
	}
	if want := []string{"records.sites[0].organisation unknown_choice"}; !slices.Equal(problems, want) {
		t.Errorf("problems %q, want %q", problems, want)
	}
}

// What is sent for an entry of a list → what goes out for it.
func TestEntriesGoOutAsTheReferenceSystemNamesThem(t *testing.T) {
	for _, c := range []struct{ list, field, sent, out string }{
		{"syndromes", "syndrome_name", `"18"`, `"Juvenile myoclonic epilepsy"`},
		{"syndromes", "syndrome", `"Dravet syndrome"`, `"Dravet syndrome"`},
		{"comorbidities", "comorbidity_name", `"ADHD"`, `"406506008"`},
		{"comorbidities", "comorbidityentity", `59770006`, `"59770006"`},
		{"comorbidities", "comorbidity_name", `"Other"`, `"Other"`}, // has no concept, and is not offered
		{"episodes", "description_keywords", `["aura", "Fear", "left"]`, `["fear","left","aura"]`},
		{"episodes", "seizure_onset_date_confidence", `"Exc"`, `"Exc"`},
	} {
		child, problems := decode(t, `{"records": {"`+c.list+`": [{"`+c.field+`": `+c.sent+`}]}}`, DecodeOptions{})
		raw, err := Encode(child, EncodeOptions{Today: asOf.Today})
		if err != nil || len(problems) > 0 || !strings.Contains(string(raw), `":`+c.out) {
			t.Errorf("%s.%s %s: %v, %q, %s", c.list, c.field, c.sent, err, problems, raw)
		}
	}
	for sent, out := range map[string]string{`"Kufs' disease"`: `"62009002"`, `"local_kcnt1"`: `"KCNT1"`, `"28781004"`: `"189179009"`} {
		child, problems := decode(t, `{"answers": {"multiaxial_diagnosis": {"epilepsy_cause_known": true, "epilepsy_cause": `+sent+`}}}`, DecodeOptions{})
		raw, err := Encode(child, EncodeOptions{Today: asOf.Today})
		if err != nil || len(problems) > 0 || !strings.Contains(string(raw), `"epilepsy_cause":`+out) {
			t.Errorf("%s: %v, %q, %s", sent, err, problems, raw)
		}
	}
}

// The reference system's derived and unused columns of these forms are accepted and not believed.
func TestColumnsThatAreNotBuilt(t *testing.T) {
	_, problems := decode(t, `{"answers": {"assessment": {"consultant_paediatrician_wait": 4, "epilepsy_nurse_specialist_wait": null,
		"childrens_epilepsy_surgical_service_input_date_known": true, "registration": 3}, "multiaxial_diagnosis": {"id": 7, "registration": 3}},
		"records": {"episodes": [{"nonepileptic_seizure_other": "x", "expected_score": 7, "calculated_score": 6, "multiaxial_diagnosis": 1}],
		"syndromes": [{"multiaxial_diagnosis": 1}], "comorbidities": [{"multiaxial_diagnosis": 1}]}}`, DecodeOptions{})
	if len(problems) > 0 {
		t.Errorf("%q", problems)
	}
}
