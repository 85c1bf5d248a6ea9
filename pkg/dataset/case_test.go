package dataset

import (
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
)

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
		{"surname: St. John-Smythe, Jr.", "", "St. John-Smythe, Jr."},
		{"surname: de  la   Cruz", "", "de la Cruz"},
		{"surname: mcDONALD", "", "mcDONALD"}, // capitals as typed
		{"surname: 李", "", "李"},
		{"first_name: Zo\u0065\u0308", "", "Zo\u0065\u0308"}, // a mark of its own
		{"first_name: Amina2", "text_invalid", ""},
		{"first_name: 9990000018", "text_invalid", ""},
		{"first_name: <b>Amina</b>", "text_invalid", ""},
		{"first_name: -", "text_invalid", ""},
		{"nhs_number: 999\u00a0000\u00a00018", "", "9990000018"}, // pasted from a document
		{"nhs_number: 999 OOO 0018", "nhs_number_invalid", ""},
		{"postcode: ZZ99 3GZ", "", "ZZ993GZ"},
		{"postcode: SW1A\u00a01AA", "", "SW1A1AA"},
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

// whole is a form with nothing wrong in it, in England.
var whole = map[string]string{"first_name": "Amina", "surname": "Noor", "date_of_birth": "4/3/2013", "sex": "2", "ethnicity": "A",
	"nhs_number": "999 000 0018", "postcode": "sw1a 1aa"}

// A country, and what differs from the whole form → what is wrong, and what is then stored of number, reference and postcode.
func TestTheFormOfAChild(t *testing.T) {
	for name, c := range map[string]struct {
		country string
		sent    map[string]string
		wrong   string
		stored  [3]string
	}{
		"in England":                          {"ENG", nil, "", [3]string{"9990000018", "", "SW1A1AA"}},
		"in Wales":                            {"WLS", map[string]string{"postcode": "ZZ993GZ"}, "", [3]string{"9990000018", "", "ZZ993GZ"}},
		"a reference is not asked in England": {"ENG", map[string]string{"unique_reference_number": "J1"}, "", [3]string{"9990000018", "", "SW1A1AA"}},
		"in Jersey a reference is needed":     {"JEY", nil, "unique_reference_number required", [3]string{}},
		"and takes the number's place":        {"JEY", map[string]string{"unique_reference_number": " J-12345 ", "postcode": "JE1 3QS"}, "", [3]string{"", "J-12345", "JE13QS"}},
		"nothing is chosen beforehand": {"ENG", map[string]string{"first_name": "", "surname": "", "date_of_birth": "", "sex": "", "ethnicity": "", "nhs_number": "", "postcode": ""},
			"first_name required, surname required, date_of_birth required, sex required, ethnicity required, nhs_number required, postcode required", [3]string{}},
		"all that is wrong at once": {"ENG", map[string]string{"first_name": "4", "date_of_birth": "1/1/2026", "nhs_number": "1", "postcode": "x"},
			"first_name text_invalid, date_of_birth date_in_future, nhs_number nhs_number_invalid, postcode postcode_invalid", [3]string{}},
	} {
		child := NewChild()
		sent := map[string][]string{}
		for key, value := range whole {
			sent[key] = []string{value}
		}
		for key, value := range c.sent {
			sent[key] = []string{value}
		}
		at := on("2025-03-01")
		at.Country = c.country
		_, problems := CaseSection.Fill(child.In(CaseSection, at), sent)
		var wrong []string
		for _, p := range problems {
			wrong = append(wrong, p.Question+" "+p.Code)
		}
		k := child.Case()
		if got := strings.Join(wrong, ", "); got != c.wrong {
			t.Errorf("%s: %s, want %s", name, got, c.wrong)
		}
		if got := [3]string{text(k.NHSNumber), text(k.UniqueReferenceNumber), text(k.Postcode)}; got != c.stored {
			t.Errorf("%s: stored %q, want %q", name, got, c.stored)
		}
	}
}

func text(stored *string) string {
	if stored == nil {
		return ""
	}
	return *stored
}

// The pseudo-postcodes that an organisation of each country is offered; the one that is stored stays.
func TestPseudoPostcodesOfEachCountry(t *testing.T) {
	q, _ := CaseSection.Question("postcode")
	for _, c := range []struct{ country, stored, want string }{
		{"ENG", "", "ZZ993WZ ZZ993CZ ZZ993VZ"}, {"WLS", "", "ZZ993WZ ZZ993GZ ZZ993VZ"}, {"JEY", "", "ZZ993WZ ZZ993VZ"},
		{"WLS", "ZZ993CZ", "ZZ993WZ ZZ993CZ ZZ993GZ ZZ993VZ"},
	} {
		child, at := NewChild(), on("2025-03-01")
		at.Country = c.country
		if c.stored != "" {
			child.Case().Postcode = &c.stored
		}
		var codes []string
		for _, o := range q.Reasons(child.In(CaseSection, at)) {
			codes = append(codes, o.Code)
		}
		if got := strings.Join(codes, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.country, got, c.want)
		}
	}
}

// How a detail reads, and that a birth long ago is doubted and not refused.
func TestDetailsInWords(t *testing.T) {
	for answer, want := range map[string]string{
		"nhs_number: 9990000018": "999 000 0018", "postcode: SW1A1AA": "SW1A 1AA", "postcode: LL185UJ": "LL18 5UJ", "postcode: zz99 3wz": "Address unknown",
		"unique_reference_number: J1": "J1", "surname: ZZ993WZ": "",
	} {
		in := NewChild().In(CaseSection, on("2025-03-01"))
		_ = detail(in, answer)
		q, _ := CaseSection.Question(strings.SplitN(answer, ":", 2)[0])
		if got := q.Words(in); got != want {
			t.Errorf("%s reads %q, want %q", answer, got, want)
		}
	}
	q, _ := CaseSection.Question("date_of_birth")
	for born, doubted := range map[string]bool{"2007-03-01": false, "2007-02-28": true, "1960-01-01": true, "2025-03-01": false} {
		in := NewChild().In(CaseSection, on("2025-03-01"))
		if err := detail(in, "date_of_birth: "+born); err != nil {
			t.Errorf("%s is refused: %v", born, err)
		}
		if got := q.Notes(in) != ""; got != doubted {
			t.Errorf("%s is doubted: %t", born, got)
		}
	}
}

// detail gives an answer to the child's details that may be refused.
func detail(in ask.Input, answer string) error {
	key, value, _ := strings.Cut(answer, ": ")
	q, _ := CaseSection.Question(key)
	_, err := CaseSection.Answer(in, q, []string{value})
	return err
}

// The reasons for which a record may be deleted are not those for which it is unregistered.
func TestReasonsToDelete(t *testing.T) {
	var codes []string
	for _, o := range DeleteReasons() {
		codes = append(codes, o.Code)
	}
	if got := strings.Join(codes, " "); got != "entered_in_error duplicate" {
		t.Error(got)
	}
}
