package dataset

import "testing"

func TestChildDetails(t *testing.T) {
	for _, c := range []struct {
		answer string
		code   string
		holds  string
	}{
		{"nhs_number: 999 000 0018", "", "9990000018"},
		{"nhs_number: 999-000-0018", "", "9990000018"},
		{"nhs_number: 9990000017", "nhs_number_invalid", ""},
		{"nhs_number: 9991234560", "nhs_number_invalid", ""},
		{"nhs_number: 1111111111", "nhs_number_invalid", ""},
		{"nhs_number: 18", "nhs_number_invalid", ""}, // never padded
		{"nhs_number: 99900000180", "too_long", ""},
		{"postcode: sw1a 1aa", "", "SW1A1AA"},
		{"postcode: zz99-3wz", "", "ZZ993WZ"},
		{"postcode: LL18 5UJ", "", "LL185UJ"},
		{"postcode: nowhere", "postcode_invalid", ""},
		{"sex: 2", "", "2"},
		{"sex: F", "unknown_choice", ""}, // only in exchange
		{"ethnicity: Z", "", "Z"},
		{"ethnicity: z", "unknown_choice", ""},
		{"date_of_birth: 2024-06-01", "", "2024-06-01"}, // the day of the first assessment
		{"date_of_birth: 2024-06-02", "date_after_partner", ""},
		{"date_of_birth: 2000-06-01", "too_old", ""},
		{"date_of_birth: 2000-06-02", "", "2000-06-02"},
		{"date_of_birth: 2025-03-02", "date_in_future", ""},
		{"surname: O’Brien-Ŵyn", "", "O’Brien-Ŵyn"},
	} {
		child := NewChild()
		child.Registration().FirstAssessmentOn = ref(day("2024-06-01"))
		in := child.In(CaseSection, on("2025-03-01"))
		code, p := "", answer(t, in, CaseSection, c.answer)
		if p != nil {
			code = p.Code
		}
		held := ""
		for _, q := range CaseSection.Questions {
			for _, v := range q.Format(in.Row) {
				held += v
			}
		}
		if code != c.code || held != c.holds {
			t.Errorf("%s: %q, holds %q; want %q, %q", c.answer, code, held, c.code, c.holds)
		}
	}
}

// The exchange record of earlier rounds has its own codes; some entries have two.
func TestLegacyCodesAreRecognised(t *testing.T) {
	for legacy, want := range map[string]string{"WBritish": "A", "No": "Z", "NK": "Z", "Not stated": "Z", "A": "A", "No;NK": ""} {
		if got, _ := Ethnicities.Recognise(legacy); got.Code != want {
			t.Errorf("ethnicity %s is %q, want %q", legacy, got.Code, want)
		}
	}
	for legacy, want := range map[string]string{"F": "2", "M": "1", "NK": "0", "2": "2", "Female": "2"} {
		if got, _ := Sexes.Recognise(legacy); got.Code != want {
			t.Errorf("sex %s is %q, want %q", legacy, got.Code, want)
		}
	}
}
