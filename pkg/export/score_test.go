package export

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
)

var asOf = ScoreOptions{Today: ask.Date{Year: 2025, Month: 3, Day: 1}}

func score(t *testing.T, in string, options ScoreOptions) ([]string, error) {
	t.Helper()
	var out strings.Builder
	err := Score(strings.NewReader(in), &out, options)
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if out.Len() == 0 {
		lines = nil
	}
	return lines, err
}

// scored is an outcome as a receiver reads it.
type scored struct {
	ID       any
	Measures map[string]string
	Forms    map[string]struct {
		Expected, Completed int
		Complete            bool
	}
	Expected, Completed int
	Complete            bool
	Cohort              *int
	FirstYearEnds       *string `json:"first_year_ends"`
	SubmissionDeadline  *string `json:"submission_deadline"`
	Problems            []Problem
}

func scoreOne(t *testing.T, in string, options ScoreOptions) scored {
	t.Helper()
	lines, err := score(t, in, options)
	if err != nil || len(lines) != 1 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	var s scored
	if err := json.Unmarshal([]byte(lines[0]), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// The shape of the output, to the letter: other programs read it.
func TestScoreOfAnEmptyRecord(t *testing.T) {
	lines, err := score(t, `{"id": "a<b"}`, asOf)
	const want = `{"id":"a<b","measures":{"1":"incomplete","2":"incomplete","3":"incomplete","3b":"incomplete","4":"incomplete",` +
		`"5":"incomplete","6":"incomplete","7":"incomplete","8":"incomplete","9A":"incomplete","9A-i":"incomplete","9A-ii":"incomplete",` +
		`"9A-iii":"incomplete","9B":"incomplete","9B-i":"incomplete","9B-ii":"incomplete","9B-iii":"incomplete","9B-iv":"incomplete",` +
		`"9B-v":"incomplete","9B-vi":"incomplete","10":"incomplete"},` +
		`"forms":{"registration":{"expected":3,"completed":0,"complete":false},` +
		`"first_paediatric_assessment":{"expected":6,"completed":0,"complete":false},` +
		`"epilepsy_context":{"expected":8,"completed":0,"complete":false},` +
		`"multiaxial_diagnosis":{"expected":12,"completed":0,"complete":false},` +
		`"assessment":{"expected":5,"completed":0,"complete":false},"investigations":{"expected":4,"completed":0,"complete":false},` +
		`"management":{"expected":5,"completed":0,"complete":false}},"expected":43,"completed":0,"complete":false,` +
		`"cohort":null,"first_year_ends":null,"submission_deadline":null,"problems":[]}`
	if err != nil || len(lines) != 1 || lines[0] != want {
		t.Errorf("%v\n got %s\nwant %s", err, strings.Join(lines, "\n"), want)
	}
}

// The record of the exchange page: lead organisation by a site, dates, a derived value that is not believed.
const example = `{"id": "any string", "answers": {
	"case": {"date_of_birth": "2015-03-04", "sex": 2, "ethnicity": "A"},
	"registration": {"first_paediatric_assessment_date": "2023-01-01", "eligibility_criteria_met": true, "cohort": 99},
	"first_paediatric_assessment": {}, "epilepsy_context": {}, "multiaxial_diagnosis": {}, "assessment": {}, "investigations": {}, "management": {}},
	"records": {
	"episodes": [{"epilepsy_or_nonepilepsy_status": "E", "focal_onset_myoclonic": true}],
	"syndromes": [{"syndrome_name": "Juvenile absence epilepsy", "syndrome_diagnosis_date": "2023-02-01"}],
	"comorbidities": [{"comorbidity_name": "ADHD", "comorbidity_diagnosis_date": null}],
	"medicines": [{"medicine_name": "Sodium valproate", "is_rescue_medicine": false, "antiepilepsy_medicine_start_date": "2023-05-01"}],
	"sites": [{"site_is_primary_centre_of_epilepsy_care": true, "site_is_actively_involved_in_epilepsy_care": true}]}}`

func TestScoreOfTheExample(t *testing.T) {
	s := scoreOne(t, example, asOf)
	if s.ID != "any string" || s.Cohort == nil || *s.Cohort != 6 || *s.FirstYearEnds != "2024-01-01" || *s.SubmissionDeadline != "2025-01-14" {
		t.Errorf("%+v", s)
	}
	if r := s.Forms["registration"]; r.Expected != 3 || r.Completed != 3 || !r.Complete || s.Expected != 44 || s.Completed != 4 || s.Complete {
		t.Errorf("registration %+v, in all %d of %d", r, s.Completed, s.Expected)
	}
	if s.Measures["5"] != "not_applicable" || s.Measures["6"] != "incomplete" || s.Measures["8"] != "not_applicable" { // by her syndrome; by her age of seven
		t.Errorf("measures %v", s.Measures)
	}
	if len(s.Measures) != 21 || len(s.Forms) != 7 || len(s.Problems) != 0 {
		t.Errorf("%d measures, %d forms, problems %v", len(s.Measures), len(s.Forms), s.Problems)
	}
	if s = scoreOne(t, strings.Replace(example, `"sites"`, `"episodes"`, 1), asOf); s.Forms["registration"].Completed != 2 {
		t.Errorf("without sites: %+v", s.Forms["registration"])
	}
}

func TestScoreReadsLinesOneObjectOrAnArray(t *testing.T) {
	for in, want := range map[string]string{
		"":                                      "",
		" \n ":                                  "",
		"[]":                                    "",
		" [ ] \n":                               "",
		`{"id":"a"}`:                            `"a"`,
		"{\"id\":\"a\"}\n\n{\"id\":2}\r\n":      `"a" 2`,
		`{"id":"a"} {"id":"b"}`:                 `"a" "b"`,
		"\n [ {\"id\":\"a\"},\n{\"id\":\"b\"}]": `"a" "b"`,
		"\ufeff{\"id\":\"a\"}":                  `"a"`,
		"{}\n{\"id\":null}":                     `null null`,
		`{"id":"\u00e9\n"}`:                     `"\u00e9\n"`, // unchanged, to the letter
		`{"id":[1, 2]}`:                         `[1,2]`,
		"1\n\"text\"\nnull\n[]":                 `null null null null`,
	} {
		lines, err := score(t, in, asOf)
		var ids []string
		for _, line := range lines {
			var one struct{ ID json.RawMessage }
			if json.Unmarshal([]byte(line), &one) != nil {
				t.Fatalf("not JSON: %s", line)
			}
			ids = append(ids, string(one.ID))
		}
		if got := strings.Join(ids, " "); err != nil || got != want {
			t.Errorf("%q: ids %s, %v; want %s", in, got, err, want)
		}
	}
}

func TestScoreSaysWhereTheJSONBreaksOff(t *testing.T) {
	for _, c := range []struct {
		in     string
		before int // lines already out
		line   int
		column int
		reason string
	}{
		{`{"id":}`, 0, 1, 7, "invalid character '}'"},
		{"{}\n{}\n{\"id\":\n  oops}", 2, 4, 3, "invalid character 'o'"},
		{"{}\n{\"é\": 'x'}", 1, 2, 7, `invalid character '\''`}, // columns count characters
		{"{}\n{\"id\": \"a\"", 1, 2, 11, "unexpected end"},
		{"{}\n{\"a\": {}\n{\"b\": 1}\n", 1, 3, 1, "invalid character '{'"},
		{"{},{}", 1, 1, 3, "invalid character ','"},
		{"}", 0, 1, 1, "invalid character '}'"},
		{"[{}", 1, 1, 4, "unexpected end"},
		{"[", 0, 1, 2, "unexpected end"},
		{"[{},", 1, 1, 5, "unexpected end"},
		{"[{},\n]", 1, 2, 1, "invalid character ']'"},
		{"[{}\n {}]", 1, 2, 2, "expected a comma"},
		{"[{}}", 1, 1, 4, "expected a comma"},
		{"[,{}]", 0, 1, 2, "invalid character ','"},
		{"[{}]\n\n{}", 1, 3, 1, "something follows"},
		{"[{}] x", 1, 1, 6, "something follows"},
		{"[{},{\"a\":01}]", 1, 1, 11, "invalid character '1'"},
		{"\n\n  nul", 0, 3, 6, "in literal null"},
		{"\ufeff\n{", 0, 2, 2, "unexpected end"},
		{strings.Repeat("[", 20000), 0, 1, 10002, "exceeded max depth"},
		{"{}\n" + strings.Repeat(" ", 70000) + "x", 1, 2, 70001, "invalid character 'x'"},
	} {
		lines, err := score(t, c.in, asOf)
		var fault *Malformed
		if !errors.As(err, &fault) {
			t.Errorf("%.40q: %v", c.in, err)
			continue
		}
		if len(lines) != c.before || fault.Line != c.line || fault.Column != c.column || !strings.Contains(fault.Reason, c.reason) {
			t.Errorf("%.40q: %d lines, then %v; want %d, then line %d, column %d: %s", c.in, len(lines), fault, c.before, c.line, c.column, c.reason)
		}
		if strings.Contains(fault.Error(), "\n") {
			t.Errorf("%q is more than one line", fault)
		}
	}
}

func TestARecordHasALimit(t *testing.T) {
	huge := io.MultiReader(strings.NewReader("{}\n{\"id\": \""), endless{})
	var out strings.Builder
	var fault *Malformed
	if err := Score(huge, &out, asOf); !errors.As(err, &fault) || fault.Line != 2 || strings.Count(out.String(), "\n") != 1 {
		t.Errorf("%v after %d lines", err, strings.Count(out.String(), "\n"))
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// Somebody who feeds one record and waits for its line must not wait for ever.
func TestScoreAnswersBeforeItReadsOn(t *testing.T) {
	in, feed := io.Pipe()
	read, out := io.Pipe()
	go func() { out.CloseWithError(Score(in, out, asOf)) }()
	lines := json.NewDecoder(read)
	for _, id := range []string{"a", "b"} {
		go io.WriteString(feed, `{"id":"`+id+"\"}\n")
		var s scored
		if err := lines.Decode(&s); err != nil || s.ID != id {
			t.Fatalf("%v %v", s.ID, err)
		}
	}
	feed.Close()
}

func TestScorePassesOnFaultsOfReadingAndWriting(t *testing.T) {
	broken := errors.New("broken")
	if err := Score(io.MultiReader(strings.NewReader("{}\n"), failing{broken}), io.Discard, asOf); !errors.Is(err, broken) {
		t.Errorf("reading: %v", err)
	}
	if err := Score(strings.NewReader("{}"), failing{broken}, asOf); !errors.Is(err, broken) {
		t.Errorf("writing: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error)  { return 0, f.err }
func (f failing) Write([]byte) (int, error) { return 0, f.err }
