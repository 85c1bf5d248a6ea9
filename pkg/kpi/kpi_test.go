package kpi

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/pkg/sample"
)

// outcome of one measure by its code.
func outcomeOf(t *testing.T, c *dataset.Child, code string, rules Rules) string {
	t.Helper()
	for i, m := range All {
		if m.Code == code {
			return Score(c, rules, nil)[i].Outcome.String()
		}
	}
	t.Fatalf("no measure %s", code)
	return ""
}

func TestTheRegister(t *testing.T) {
	var codes []string
	keys := map[string]bool{}
	for _, m := range All {
		codes = append(codes, m.Code)
		if m.Key == "" || keys[m.Key] || m.Title == "" || m.Group == "" || m.Says == "" || m.Counts == "" || m.Done == "" || len(m.Reads) == 0 {
			t.Errorf("%s is not fully declared", m.Code)
		}
		keys[m.Key] = true
		if _, ok := ByCode(m.Parent); m.Parent != "" && !ok {
			t.Errorf("%s has no parent %s", m.Code, m.Parent)
		}
	}
	if got, want := strings.Join(codes, " "), "1 2 3 3b 4 5 6 7 8 9A 9A-i 9A-ii 9A-iii 9B 9B-i 9B-ii 9B-iii 9B-iv 9B-v 9B-vi 10"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := len(Headline()); got != 12 {
		t.Errorf("%d headline measures", got)
	}
}

// Until the registration is finished all are incomplete, and the reason is what the registration lacks.
func TestTheGate(t *testing.T) {
	full := registeredChild()
	m := full.Management()
	m.CarePlanStarted, m.CarePlanAgreed, m.CarePlanUpdated = ptr(true), ptr(true), ptr(true)
	if got := outcomeOf(t, full, "9A", R4); got != "pass" {
		t.Fatalf("behind the gate: %s", got)
	}
	for name, shut := range map[string]func(*dataset.Registration){
		"no assessment date":          func(r *dataset.Registration) { r.FirstAssessmentOn = nil },
		"eligibility unanswered":      func(r *dataset.Registration) { r.EligibilityConfirmed = nil },
		"eligibility denied (import)": func(r *dataset.Registration) { r.EligibilityConfirmed = ptr(false) },
	} {
		child := registeredChild()
		*child.Management() = *m
		shut(child.Registration())
		for i, r := range Explain(child, R4, nil) {
			if r.Outcome != measure.Incomplete || len(r.Because) != 1 {
				t.Errorf("%s: measure %s is %s because of %d answers", name, All[i].Code, r.Outcome, len(r.Because))
			}
		}
	}
}

// The worked examples of kpis.md, section 16. The fourteenth is about cohorts: dataset.TestCohorts.
func TestWorkedExamples(t *testing.T) {
	type facts = func(*dataset.Child)
	no, yes := ptr(false), ptr(true)
	on := func(text string) *ask.Date { return ptr(day(text)) }
	born := func(text string) facts { return func(c *dataset.Child) { c.Case().DateOfBirth = on(text) } }
	seen := func(text string) facts {
		return func(c *dataset.Child) { c.Registration().FirstAssessmentOn = on(text) }
	}
	paediatrician := func(text string) facts {
		return func(c *dataset.Child) {
			m := c.Milestones()
			m.PaediatricianReferred, m.PaediatricianReferredOn, m.PaediatricianSeenOn = yes, on("2024-03-04"), on(text)
		}
	}
	neurologistNo := func(c *dataset.Child) { c.Milestones().NeurologistReferred = no }
	nurse := func(text string) facts {
		return func(c *dataset.Child) {
			m := c.Milestones()
			m.NurseReferred, m.NurseReferredOn, m.NurseSeenOn = yes, on("2023-05-12"), on(text)
		}
	}
	surgery := func(criteria, referral *bool) facts {
		return func(c *dataset.Child) {
			c.Milestones().SurgeryCriteriaMet, c.Milestones().SurgeryReferred = criteria, referral
		}
	}
	mri := func(reported string) facts {
		return func(c *dataset.Child) {
			c.MultiaxialDiagnosis().SyndromePresent = no
			c.Investigations().MRIRequestedOn, c.Investigations().MRIReportedOn = on("2024-03-01"), on(reported)
		}
	}
	valproateGirl := func(c *dataset.Child) {
		c.Case().Sex, c.Management().AntiseizureMedicineGiven = ptr("2"), yes
		c.AddRow(dataset.MedicineSection, &dataset.Medicine{IsRescue: no, Medicine: ptr("sodium_valproate"), PregnancyPreventionOn: no, AnnualRiskFormDone: yes})
	}
	plan := func(plan, agreed, updated, rescue *bool) facts {
		return func(c *dataset.Child) {
			m := c.Management()
			m.CarePlanStarted, m.CarePlanAgreed, m.CarePlanUpdated, m.RescueMedicinePrescribed = plan, agreed, updated, rescue
		}
	}
	for _, tt := range []struct {
		example string
		facts   []facts
		want    map[string]string
	}{
		{"1: seen on day 14", []facts{paediatrician("2024-03-18")}, map[string]string{"1": "pass"}},
		{"2: seen on day 21, no neurologist", []facts{paediatrician("2024-03-25"), neurologistNo}, map[string]string{"1": "fail"}},
		{"3: as 2, neurologist unanswered", []facts{paediatrician("2024-03-25")}, map[string]string{"1": "incomplete"}},
		{"4: nurse on the anniversary", []facts{nurse("2024-05-10")}, map[string]string{"2": "pass"}},
		{"4: nurse the day after", []facts{nurse("2024-05-11")}, map[string]string{"2": "fail"}},
		{"5: age 2", []facts{born("2020-04-05"), seen("2023-04-04"), surgery(nil, no)}, map[string]string{"3": "fail"}},
		{"5: age 3", []facts{born("2020-04-05"), seen("2023-04-05"), surgery(no, no)}, map[string]string{"3": "not_applicable"}},
		{"6: age 3, focal myoclonic", []facts{born("2019-08-01"), seen("2023-07-20"), func(c *dataset.Child) {
			c.AddRow(dataset.EpisodeSection, &dataset.Episode{Status: ptr("E"), FocalMyoclonic: yes})
			c.Milestones().NeurologistSeenOn = on("2023-10-02")
		}}, map[string]string{"3": "pass"}},
		{"7: surgery criteria, neurologist only", []facts{born("2014-05-10"), surgery(yes, no), func(c *dataset.Child) {
			c.Milestones().NeurologistSeenOn = on("2023-10-02")
		}}, map[string]string{"3": "pass", "3b": "fail"}},
		{"8: MRI on day 42", []facts{mri("2024-04-12")}, map[string]string{"5": "pass"}},
		{"8: MRI on day 43", []facts{mri("2024-04-13")}, map[string]string{"5": "fail"}},
		{"9: juvenile absence epilepsy, no MRI", []facts{func(c *dataset.Child) {
			syndromeColumn.set(c, "JAE")
			c.Investigations().MRIObtained = no
		}}, map[string]string{"5": "not_applicable"}},
		{"10: born on a leap day, the day before the 12th birthday", []facts{born("2012-02-29"), seen("2024-02-28"), valproateGirl}, map[string]string{"8": "not_applicable"}},
		{"10: on the 12th birthday", []facts{born("2012-02-29"), seen("2024-02-29"), valproateGirl}, map[string]string{"8": "pass"}},
		{"11: no plan, no rescue medicine, aged 4", []facts{born("2019-01-01"), plan(no, nil, nil, no)}, map[string]string{
			"9A": "fail", "9A-i": "fail", "9A-ii": "fail", "9A-iii": "fail", "9B": "fail", "9B-ii": "fail", "9B-iii": "fail", "9B-iv": "fail",
			"9B-v": "fail", "9B-vi": "fail", "9B-i": "not_applicable", "10": "not_applicable",
		}},
		{"12: all five, no rescue medicine", []facts{plan(yes, nil, nil, no), func(c *dataset.Child) { fiveColumn.set(c, "all") }},
			map[string]string{"9B": "pass", "9B-i": "not_applicable"}},
		{"13: not agreed, update unanswered", []facts{plan(yes, no, nil, nil)}, map[string]string{
			"9A": "incomplete", "9A-i": "pass", "9A-ii": "fail", "9A-iii": "incomplete",
		}},
	} {
		t.Run(tt.example, func(t *testing.T) {
			child := registeredChild()
			for _, fact := range tt.facts {
				fact(child)
			}
			for code, want := range tt.want {
				if got := outcomeOf(t, child, code, R4); got != want {
					t.Errorf("measure %s: %s, want %s", code, got, want)
				}
			}
		})
	}
}

// contradictory are sample children whose answers have been blanked, turned and moved at random, as no form would allow.
func contradictory(seed uint64, n int) []*dataset.Child {
	random := rand.New(rand.NewPCG(seed, 1))
	var all []*dataset.Child
	for child := range sample.Children(seed, n, day("2026-03-15"), []string{"RGT01"}) {
		for _, s := range dataset.Stored() {
			rows := child.Rows(s)
			if rows == nil {
				rows = []any{child.Row(s)}
			}
			for _, row := range rows {
				for _, c := range s.Columns {
					disturb(random, c, row)
				}
			}
		}
		all = append(all, child)
	}
	return all
}

func disturb(random *rand.Rand, c *ask.Column, row any) {
	if random.IntN(3) != 0 {
		return
	}
	switch c.Type {
	case "boolean":
		c.Set(row, []any{nil, true, false}[random.IntN(3)])
	case "date":
		c.Set(row, []any{nil, day("2023-05-10").AddDays(random.IntN(2000) - 1000)}[random.IntN(2)])
	default:
		c.Set(row, nil)
	}
}

// Scoring is total, whatever the record holds and however the switches stand, and explaining changes no outcome.
func TestScoringIsTotal(t *testing.T) {
	for i, child := range contradictory(5, 3000) {
		for _, rules := range []Rules{R4, {on: ^Switch(0)}} {
			plain, explained := Score(child, rules, nil), Explain(child, rules, nil)
			for j := range plain {
				if plain[j].Outcome != explained[j].Outcome {
					t.Fatalf("child %d: measure %s is %s, explained %s", i, All[j].Code, plain[j].Outcome, explained[j].Outcome)
				}
				if plain[j].Because != nil {
					t.Fatalf("measure %s gives reasons unasked", All[j].Code)
				}
			}
		}
	}
}

// What is named as the reason suffices: with every other answer blanked the outcome is the same. And it can be found in the record.
func TestReasonsSuffice(t *testing.T) {
	decided := map[string]int{}
	for i, child := range append(contradictory(6, 1000), girlsOnValproate()...) {
		for j, r := range Explain(child, R4, nil) {
			for _, source := range r.Because {
				if _, ok := PlaceOf(child, source); !ok {
					t.Fatalf("measure %s: a reason is nowhere in the record", All[j].Code)
				}
			}
			if r.Outcome == measure.Incomplete {
				if len(r.Because) == 0 {
					t.Fatalf("child %d: measure %s is incomplete for no reason", i, All[j].Code)
				}
				continue
			}
			bare := onlyThe(child, r.Because)
			if got := Score(bare, R4, nil)[j].Outcome; got != r.Outcome {
				t.Fatalf("child %d: measure %s is %s, but %s by its reasons alone", i, All[j].Code, r.Outcome, got)
			}
			decided[All[j].Code+" "+r.Outcome.String()]++
		}
	}
	for _, m := range All {
		if decided[m.Code+" pass"] == 0 || decided[m.Code+" fail"] == 0 {
			t.Errorf("measure %s: %d passed and %d failed; the children are too tame", m.Code, decided[m.Code+" pass"], decided[m.Code+" fail"])
		}
	}
}

// girlsOnValproate are few among the sample children.
func girlsOnValproate() []*dataset.Child {
	var girls []*dataset.Child
	for _, value := range valproateColumn.values {
		c := registeredChild()
		c.Case().Sex, c.Case().DateOfBirth, c.Management().AntiseizureMedicineGiven = ptr("2"), ptr(day("2010-01-01")), ptr(true)
		valproateColumn.set(c, value)
		girls = append(girls, c)
	}
	return girls
}

// onlyThe is a copy of a child that keeps the answers named, its registration, and which list a row is of.
func onlyThe(child *dataset.Child, sources []measure.Source) *dataset.Child {
	bare := dataset.NewChild()
	keep := func(s *ask.Section, row any) any {
		fresh := s.NewRow()
		for _, c := range s.Columns {
			named := s == dataset.RegistrationSection || c.Name == "is_rescue" || c.Name == "medicine"
			for _, source := range sources {
				q, _ := s.AskedBy(row, source)
				named = named || q != nil && slices.Contains(q.Columns, c)
			}
			if named {
				c.Set(fresh, c.Get(row))
			}
		}
		return fresh
	}
	for _, s := range dataset.Stored() {
		for _, row := range child.Rows(s) {
			bare.AddRow(s, keep(s, row))
		}
		if child.Rows(s) == nil {
			reflect.ValueOf(bare.Row(s)).Elem().Set(reflect.ValueOf(keep(s, child.Row(s))).Elem())
		}
	}
	return bare
}

// Of what the forms can produce, 9A passes exactly when its parts pass; 9B when parts ii to vi pass and i passes or does not apply.
func TestParentsAgreeWithTheirParts(t *testing.T) {
	passed := 0
	for child := range sample.Children(8, 3000, day("2026-03-15"), []string{"RGT01"}) {
		results, of := Score(child, R4, nil), map[string]measure.Outcome{}
		for i, m := range All {
			of[m.Code] = results[i].Outcome
		}
		agreement := of["9A-i"] == measure.Pass && of["9A-ii"] == measure.Pass && of["9A-iii"] == measure.Pass
		if agreement != (of["9A"] == measure.Pass) {
			t.Fatalf("9A is %s, its parts %v", of["9A"], of)
		}
		content := of["9B-i"] == measure.Pass || of["9B-i"] == measure.NotApplicable
		for _, part := range []string{"9B-ii", "9B-iii", "9B-iv", "9B-v", "9B-vi"} {
			content = content && of[part] == measure.Pass
		}
		if content != (of["9B"] == measure.Pass) {
			t.Fatalf("9B is %s, its parts %v", of["9B"], of)
		}
		if of["9A"] == measure.Pass {
			passed++
		}
	}
	if passed == 0 {
		t.Error("no child passes 9A")
	}
}

// A measure declares the sections it reads: changing an answer of any other section changes nothing.
func TestMeasuresReadWhatTheyDeclare(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	lists := map[string]string{"episode": "multiaxial-diagnosis", "syndrome": "multiaxial-diagnosis", "comorbidity": "multiaxial-diagnosis", "medicine": "treatment"}
	touched := map[string]bool{}
	for _, child := range contradictory(9, 400) {
		for _, s := range dataset.Stored() {
			before := Score(child, R4, nil)
			for _, row := range append(child.Rows(s), child.Row(s))[:max(1, len(child.Rows(s)))] {
				for _, c := range s.Columns {
					disturb(random, c, row)
				}
			}
			key := s.Key
			if parent, ok := lists[key]; ok {
				key = parent
			}
			for i, r := range Score(child, R4, nil) {
				if r.Outcome == before[i].Outcome {
					continue
				}
				touched[All[i].Code] = true
				if !slices.Contains(All[i].Reads, key) {
					t.Fatalf("measure %s changes with %s, which it does not declare", All[i].Code, key)
				}
			}
		}
	}
	if len(touched) != len(All) {
		t.Errorf("only %d measures ever changed", len(touched))
	}
}

func BenchmarkScore(b *testing.B) {
	children := slices.Collect(sample.Children(1, 1000, day("2026-03-15"), []string{"RGT01"}))
	b.ReportAllocs()
	for i := range b.N {
		Score(children[i%len(children)], R4, nil)
	}
}
