package dataset

import (
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Answers to an episode, by what a clinician would call it. "full" ones leave no slot open.
var (
	when  = []string{"onset_on: 2024-05-01", "onset_confidence: Exc", "pattern: c", "description_obtained: no"}
	kinds = map[string][]string{
		"blank":                           nil,
		"dates and pattern, no status":    when,
		"full focal, left":                with(when, "status: E", "onset_type: FO", "side_affected: focal_left"),
		"focal, side missing":             with(when, "status: E", "onset_type: FO"),
		"focal, motor feature, no side":   with(when, "status: E", "onset_type: FO", "motor_features: focal_myoclonic"),
		"full generalised":                with(when, "status: E", "onset_type: GO", "generalised_type: MyC"),
		"generalised, type missing":       with(when, "status: E", "onset_type: GO"),
		"full unclassified":               with(when, "status: E", "onset_type: UC"),
		"full unknown onset":              with(when, "status: E", "onset_type: UO"),
		"epileptic, onset missing":        with(when, "status: E"),
		"uncertain":                       with(when, "status: U"),
		"non-epileptic, nothing more":     with(when, "status: NE"),
		"non-epileptic, appearance only":  with(when, "status: NE", "nonepileptic_appearance: TCl"),
		"non-epileptic BPP, no detail":    with(when, "status: NE", "nonepileptic_appearance: BAr", "nonepileptic_type: BPP"),
		"full non-epileptic, syncope":     with(when, "status: NE", "nonepileptic_appearance: BAr", "nonepileptic_type: SAS", "nonepileptic_syncope: a"),
		"non-epileptic, other":            with(when, "status: NE", "nonepileptic_appearance: BAr", "nonepileptic_type: Oth"),
		"non-epileptic, changed to focal": with(when, "status: NE", "nonepileptic_type: SAS", "status: E", "onset_type: FO", "side_affected: focal_right"),
	}
	allSeven = []string{"syndrome_present: no", "cause_known: no", "impairments_present: no", "autism_diagnosed: no",
		"developmental_delay: no", "mental_health_screened: yes", "mental_health_problem_found: no"}
)

func with(first []string, more ...string) []string {
	return append(append([]string{}, first...), more...)
}

// Episodes and base questions → slots expected and answered (dataset.md, section 10).
func TestMultiaxialScoring(t *testing.T) {
	for name, c := range map[string]struct {
		base                []string
		episodes            []string
		expected, completed int
	}{
		// The worked examples.
		"untouched":         {nil, nil, 7 + 5, 0},
		"one blank episode": {nil, []string{"blank"}, 7 + 5 + 5, 0},
		"one full focal episode (left), nothing else": {nil, []string{"full focal, left"}, 7 + 7, 7},
		"one full generalised episode":                {nil, []string{"full generalised"}, 7 + 7, 7},
		"one full unclassified episode":               {nil, []string{"full unclassified"}, 7 + 6, 6},
		"non-epileptic BPP, detailed type missing":    {nil, []string{"non-epileptic BPP, no detail"}, 7 + 8 + 5, 7},
		"same with type other":                        {nil, []string{"non-epileptic, other"}, 7 + 7 + 5, 7},
		"one uncertain episode":                       {nil, []string{"uncertain"}, 7 + 5 + 5, 5},
		// Boundaries.
		"all seven no, no episode":                     {allSeven, nil, 7 + 5, 7},
		"all seven no, full focal: complete":           {allSeven, []string{"full focal, left"}, 14, 14},
		"full unknown onset":                           {nil, []string{"full unknown onset"}, 7 + 6, 6},
		"no status yet still misses an epileptic one":  {nil, []string{"dates and pattern, no status"}, 7 + 5 + 5, 4},
		"epileptic, onset missing":                     {nil, []string{"epileptic, onset missing"}, 7 + 6, 5},
		"focal, side missing":                          {nil, []string{"focal, side missing"}, 7 + 7, 6},
		"a motor feature is not the side":              {nil, []string{"focal, motor feature, no side"}, 7 + 7, 6},
		"generalised, type missing":                    {nil, []string{"generalised, type missing"}, 7 + 7, 6},
		"non-epileptic: detail expected before a type": {nil, []string{"non-epileptic, nothing more"}, 7 + 8 + 5, 5},
		"non-epileptic, appearance only":               {nil, []string{"non-epileptic, appearance only"}, 7 + 8 + 5, 6},
		"full non-epileptic":                           {nil, []string{"full non-epileptic, syncope"}, 7 + 8 + 5, 8},
		"an epileptic one beside it ends the extra":    {nil, []string{"full non-epileptic, syncope", "full focal, left"}, 7 + 8 + 7, 15},
		"two uncertain ones miss one epileptic":        {nil, []string{"uncertain", "uncertain"}, 7 + 10 + 5, 10},
		"answers of another branch do not count":       {nil, []string{"non-epileptic, changed to focal"}, 7 + 7, 7},
		"cause yes":                                    {[]string{"cause_known: yes"}, []string{"full focal, left"}, 9 + 7, 1 + 7},
		"cause yes, category chosen": {[]string{"cause_known: yes", "cause_categories: Gen"}, []string{"full focal, left"},
			9 + 7, 2 + 7},
		"cause and category": {[]string{"cause_known: yes", "cause_categories: Gen", "cause: 76880004"}, []string{"full focal, left"}, 9 + 7, 3 + 7},
		"mental health problem, not asked about": {[]string{"mental_health_screened: no", "mental_health_problem_found: yes"},
			[]string{"full focal, left"}, 8 + 7, 2 + 7},
		"syndrome yes, none entered": {[]string{"syndrome_present: yes"}, []string{"full focal, left"}, 7 + 2 + 7, 1 + 7},
	} {
		t.Run(name, func(t *testing.T) {
			child, at := girl("2016-01-01"), on("2025-03-01")
			give(t, child, MultiaxialDiagnosisSection, at, c.base...)
			for _, kind := range c.episodes {
				answers, ok := kinds[kind]
				if !ok {
					t.Fatalf("no such episode: %s", kind)
				}
				addEntry[Episode](t, child, "episodes", at, answers...)
			}
			checkScore(t, name, child, MultiaxialDiagnosisSection, at, c.expected, c.completed)
		})
	}
}

// The long example of section 10.
func TestMultiaxialScoringOfARichChild(t *testing.T) {
	child, at := girl("2016-01-01"), on("2025-03-01")
	give(t, child, MultiaxialDiagnosisSection, at, "syndrome_present: yes", "cause_known: no", "impairments_present: yes",
		"autism_diagnosed: yes", "developmental_delay: yes", "mental_health_screened: no", "mental_health_problem_found: no")
	for _, kind := range []string{"full generalised", "full non-epileptic, syncope", "blank"} {
		addEntry[Episode](t, child, "episodes", at, kinds[kind]...)
	}
	addEntry[Syndrome](t, child, "syndromes", at, "syndrome: 18")
	addEntry[Comorbidity](t, child, "comorbidities", at, "condition: 59770006", "diagnosed_on: 2024-07-01")
	addEntry[Comorbidity](t, child, "comorbidities", at, "condition: 37796009")
	checkScore(t, "rich", child, MultiaxialDiagnosisSection, at, 7+7+8+5+2+4+1, 7+7+8+0+1+3+0)
}

func TestSyndromesAndConditionsOnceAChild(t *testing.T) {
	child, at := girl("2016-01-01"), on("2025-03-01")
	give(t, child, MultiaxialDiagnosisSection, at, "syndrome_present: yes", "impairments_present: yes")
	addEntry[Syndrome](t, child, "syndromes", at, "syndrome: 23")
	addEntry[Comorbidity](t, child, "comorbidities", at, "condition: 59770006")
	for list, answers := range map[string]map[string]string{
		"syndromes": {"syndrome: 23": ask.CodeAlreadyUsed, "syndrome: 24": "", "syndrome: Dravet": ask.CodeUnknownChoice,
			"diagnosed_on: 2015-12-31": "date_before_birth", "diagnosed_on: 2016-01-01": "", "diagnosed_on: 2025-03-02": ask.CodeDateInFuture},
		"comorbidities": {"condition: 59770006": ask.CodeAlreadyUsed, "condition: 37796009": "",
			"condition: -1": ask.CodeRetired, // Other comes in exchange only
		},
	} {
		records, _ := ListByKey(list)
		row := records.NewRow()
		ask.SetRowID(row, 99)
		in := records.In(child.In(MultiaxialDiagnosisSection, at), row)
		q := records.Section.Questions[0]
		for _, o := range q.Offered(in) {
			if o.Code == "23" || o.Code == "59770006" || o.Code == "-1" {
				t.Errorf("%s offers %s", list, o.Label)
			}
		}
		for line, want := range answers {
			code := ""
			if p := answer(t, in, records.Section, line); p != nil {
				code = p.Code
			}
			if code != want {
				t.Errorf("%s, %s: %q, want %q", list, line, code, want)
			}
		}
	}
}

func TestAnsweringNoEmptiesSyndromesAndCause(t *testing.T) {
	child, at := girl("2016-01-01"), on("2025-03-01")
	give(t, child, MultiaxialDiagnosisSection, at, "syndrome_present: yes", "cause_known: yes", "cause_categories: Gen", "cause: 76880004",
		"developmental_delay: yes", "delay_severity: mild", "mental_health_problem_found: yes", "mental_health_problems: AxD")
	addEntry[Syndrome](t, child, "syndromes", at, "syndrome: 23")
	in := child.In(MultiaxialDiagnosisSection, at)
	q, _ := MultiaxialDiagnosisSection.Question("syndrome_present")
	if change, err := MultiaxialDiagnosisSection.Answer(in, q, []string{"no"}); err != nil || len(change.Emptied) != 1 || change.Emptied[0].Key != "syndromes" {
		t.Errorf("%v, emptied %v", err, change.Emptied)
	}
	give(t, child, MultiaxialDiagnosisSection, at, "cause_known: no", "developmental_delay: no", "mental_health_problem_found: no")
	m := child.MultiaxialDiagnosis()
	if m.Cause != nil || m.CauseCategories != nil || m.DelaySeverity != nil || m.MentalHealthProblems != nil {
		t.Errorf("left: %+v", m)
	}
}

func TestSyndromesAreShownNewestFirstAndEpisodesOldestFirst(t *testing.T) {
	child, at := girl("2016-01-01"), on("2025-03-01")
	give(t, child, MultiaxialDiagnosisSection, at, "syndrome_present: yes")
	for _, day := range []string{"2024-07-02", "2024-07-01", "2024-07-03"} {
		addEntry[Episode](t, child, "episodes", at, "onset_on: "+day)
		addEntry[Syndrome](t, child, "syndromes", at, "diagnosed_on: "+day)
	}
	for list, want := range map[string]string{"episodes": "2024-07-01", "syndromes": "2024-07-03"} {
		records, _ := ListByKey(list)
		first := records.Rows(child.In(MultiaxialDiagnosisSection, at))[0]
		var got ask.Date
		switch row := first.(type) {
		case *Episode:
			got = *row.OnsetOn
		case *Syndrome:
			got = *row.DiagnosedOn
		}
		if got.String() != want {
			t.Errorf("first of %s is of %s, want %s", list, got, want)
		}
	}
}
