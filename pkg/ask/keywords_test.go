package ask

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

type seizure struct {
	Row
	Described *bool
	Text      *string
	Found     []string
	Off       []string
}

var (
	sz    seizure
	signs = &List{Name: "signs", Options: []Option{
		{Code: "1", Label: "deja vu"}, {Code: "2", Label: "anger"}, {Code: "3", Label: "head nodding"}, {Code: "4", Label: "hyperventilation"},
		{Code: "5", Label: "hypoventilation"}, {Code: "6", Label: "nausea/vomiting"}, {Code: "7", Label: "fencer's posture"},
		{Code: "8", Label: "hallucinations"}, {Code: "9", Label: "left"},
	}}
	seizures = NewSection("seizure", "Seizure", &sz,
		YesNo(&sz.Described, "Described"),
		Keywords(&sz.Found, &sz.Off, "Keywords", signs).In(&sz.Text).ShowIf(IsYes(&sz.Described)),
		LongText(&sz.Text, "Text").ShowIf(IsYes(&sz.Described)),
	)
)

func TestTermsInAText(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "",
		"Anger.":                              "2",
		"in danger":                           "", // inside a word is not on its boundaries
		"angry":                               "",
		"ANGER, then head-nodding":            "2 3",
		"nodding of the head":                 "", // side by side, in order
		"déjà vu":                             "1",
		"Deja   vu":                           "1",
		"deja":                                "",
		"hyperventilation":                    "4",
		"hypoventilation":                     "5", // two characters of sixteen are more than a tenth
		"hyperventillation":                   "4",
		"halucinations":                       "8", // one character of fourteen
		"halucinatons":                        "",  // two
		"lefft":                               "",  // one of five
		"vomiting only":                       "6",
		"nausea/vomiting":                     "6",
		"fencers posture, fencer’s posture":   "7",
		"no words but 😀 and \u202eleft\u202c": "9",
	} {
		if got := found(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func found(text string) string {
	terms := signs.termsIn(text)
	var codes []string
	for _, o := range signs.Options {
		if terms[o.Code] {
			codes = append(codes, o.Code)
		}
	}
	return strings.Join(codes, " ")
}

func TestKeywordsFollowTheText(t *testing.T) {
	row := &seizure{Described: ref(true)}
	in := Input{Row: row}
	text, keywords := question(t, seizures, "text"), question(t, seizures, "found")
	if text.Keywords() != keywords || keywords.DrawnBy() != text || text.DrawnBy() != text || keywords.Scored {
		t.Fatal("text and keywords do not know each other")
	}
	give := func(q *Question, sent, want string) Change {
		t.Helper()
		change, err := seizures.Answer(in, q, []string{sent})
		if err != nil || strings.Join(row.Found, " ") != want {
			t.Errorf("%q: %v, keywords %q, want %q", sent, err, row.Found, want)
		}
		return change
	}
	change := give(text, "Anger, to the left", "2 9")
	if len(change.Columns) != 2 || change.Columns[1].Question != keywords {
		t.Errorf("the change tells of %v", change.Columns)
	}
	give(keywords, Removing("9"), "2")
	give(text, "Anger, to the left. Head nodding.", "2 3") // what was taken off stays off
	give(text, "", "")
	give(text, "Left again", "") // also after the text was empty for a while
	give(keywords, "9", "9")     // put back on
	give(text, "Left still", "9")
	if p := refusal(t, in, keywords, Removing("44")); p.Code != CodeUnknownChoice {
		t.Errorf("an unknown keyword: %v", p)
	}
	described := question(t, seizures, "described")
	if change := give(described, "no", ""); len(change.Cleared) != 2 || row.Off != nil || row.Text != nil {
		t.Errorf("cleared %v, left %+v", change.Cleared, row)
	}
}

func refusal(t *testing.T, in Input, q *Question, sent string) *Problem {
	t.Helper()
	_, err := seizures.Answer(in, q, []string{sent})
	var p *Problem
	if !errors.As(err, &p) {
		t.Fatalf("%q is accepted", sent)
	}
	return p
}

// A keyword that is taken off before anything is recognised, or twice, is no fault.
func TestTakingOffWhatIsNotThere(t *testing.T) {
	row := &seizure{Described: ref(true), Found: []string{"2"}}
	for range 2 {
		if _, err := seizures.Answer(Input{Row: row}, question(t, seizures, "found"), []string{Removing("9"), ""}); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(row.Found, []string{"2"}) || !slices.Equal(row.Off, []string{"9"}) {
		t.Errorf("%+v", row)
	}
}
