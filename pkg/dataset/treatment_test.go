package dataset

import (
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
)

const (
	antiseizure = "antiseizure-medicines"
	rescue      = "rescue-medicines"
)

// The two examples of dataset.md, section 10.
func TestTreatmentExamples(t *testing.T) {
	at := on("2025-03-01")
	child := girl("2011-09-01") // 13
	give(t, child, TreatmentSection, at, "antiseizure_medicine_given: yes", "rescue_medicine_prescribed: yes")
	checkScore(t, "both yes, no medicine yet", child, TreatmentSection, at, 5+3+3, 2)
	addMedicine(t, child, antiseizure, at, "medicine: sodium_valproate", "started_on: 2024-07-01", "risks_discussed: yes",
		"annual_risk_form_done: yes", "pregnancy_prevention_in_place: no")
	addMedicine(t, child, rescue, at, "medicine: buccal_midazolam", "started_on: 2024-07-01", "risks_discussed: no")
	checkScore(t, "girl of 13: valproate in full, one rescue medicine in full", child, TreatmentSection, at, 5+5+3, 2+5+3)

	child = boy("2011-09-01")
	give(t, child, TreatmentSection, at, "antiseizure_medicine_given: yes", "rescue_medicine_prescribed: yes", "care_plan_started: no",
		"mental_health_support_referred: no", "mental_health_support_in_place: no")
	checkScore(t, "both yes, no medicine yet, the rest no", child, TreatmentSection, at, 5+3+3, 5)
}

// Valproate's two safety questions: by medicine, sex, and age to the day of entry.
func TestValproate(t *testing.T) {
	for _, c := range []struct {
		medicine, sex, born, today string
		asked                      bool
	}{
		{"sodium_valproate", "2", "2012-03-01", "2024-02-29", false}, // 12 tomorrow
		{"sodium_valproate", "2", "2012-03-01", "2024-03-01", true},  // 12 today
		{"sodium_valproate", "2", "2012-02-29", "2024-02-28", false},
		{"sodium_valproate", "2", "2012-02-29", "2024-02-29", true},
		{"sodium_valproate", "2", "2008-01-01", "2024-02-29", true},
		{"sodium_valproate", "1", "2008-01-01", "2024-02-29", false},
		{"sodium_valproate", "0", "2008-01-01", "2024-02-29", false},
		{"sodium_valproate", "9", "2008-01-01", "2024-02-29", false},
		{"lamotrigine", "2", "2008-01-01", "2024-02-29", false},
		{"", "2", "2008-01-01", "2024-02-29", false},
		{"sodium_valproate", "2", "", "2024-02-29", false},
		{"sodium_valproate", "", "2008-01-01", "2024-02-29", false},
	} {
		child, m := NewChild(), &Medicine{IsRescue: ref(false)}
		if c.born != "" {
			child.Case().DateOfBirth = ref(day(c.born))
		}
		if c.sex != "" {
			child.Case().Sex = &c.sex
		}
		if c.medicine != "" {
			m.Medicine = &c.medicine
		}
		in := child.In(TreatmentSection, on(c.today))
		in.Row = m
		for _, key := range []string{"annual_risk_form_done", "pregnancy_prevention_in_place"} {
			q, _ := MedicineSection.Question(key)
			if q.IsShown(in) != c.asked || q.IsExpected(in) != c.asked {
				t.Errorf("%+v: %s is asked: %v", c, key, q.IsShown(in))
			}
		}
		want := 3
		if c.asked {
			want = 5
		}
		if got := MedicineSection.Progress(in).Expected; got != want {
			t.Errorf("%+v: %d slots expected, want %d", c, got, want)
		}
	}
}

// A girl who turns twelve is asked from that day on; a corrected sex takes the answers away when the row is settled.
func TestValproateFollowsTheChild(t *testing.T) {
	child := girl("2012-10-01")
	m := addMedicine(t, child, antiseizure, on("2024-09-30"), "medicine: sodium_valproate", "started_on: 2024-07-01", "risks_discussed: yes")
	if p := answer(t, inRow(child, m, "2024-09-30"), MedicineSection, "annual_risk_form_done: yes"); p == nil || p.Code != ask.CodeNotAsked {
		t.Errorf("on the day before her birthday: %v", p)
	}
	if p := answer(t, inRow(child, m, "2024-10-01"), MedicineSection, "annual_risk_form_done: yes"); p != nil {
		t.Errorf("on her birthday: %v", p)
	}
	child.Case().Sex = ref("1")
	if MedicineSection.Settle(inRow(child, m, "2024-10-01")); m.AnnualRiskFormDone != nil {
		t.Error("the answer stays after the sex was corrected")
	}
}

func inRow(c *Child, m *Medicine, today string) ask.Input {
	in := c.In(TreatmentSection, on(today))
	in.Row = m
	return in
}

func TestChangingTheMedicineClearsTheSafetyAnswers(t *testing.T) {
	child, at := girl("2010-01-01"), on("2025-03-01")
	m := addMedicine(t, child, antiseizure, at, "medicine: sodium_valproate", "annual_risk_form_done: yes", "pregnancy_prevention_in_place: yes",
		"medicine: lamotrigine", "medicine: sodium_valproate")
	if m.AnnualRiskFormDone != nil || m.PregnancyPreventionOn != nil {
		t.Errorf("after two changes: %v %v", m.AnnualRiskFormDone, m.PregnancyPreventionOn)
	}
}

func TestMedicineRules(t *testing.T) {
	child, at := girl("2010-01-01"), on("2025-03-01")
	addMedicine(t, child, antiseizure, at, "medicine: clobazam", "medicine: other_antiseizure")
	second := addMedicine(t, child, antiseizure, at, "medicine: lamotrigine", "started_on: 2024-08-01")
	third := addMedicine(t, child, rescue, at, "medicine: other_rescue") // the two called Other are separate
	for _, c := range []struct {
		row          *Medicine
		answer, code string
	}{
		{second, "medicine: other_antiseizure", "already_recorded"},
		{second, "medicine: buccal_midazolam", "unknown_choice"}, // of the other list
		{third, "medicine: clobazam", "unknown_choice"},
		{second, "started_on: 2024-05-31", "date_before_first_assessment"},
		{second, "started_on: 2024-06-01", ""},
		{second, "stopped_on: 2024-05-30", "date_before_first_assessment"},
		{second, "stopped_on: 2024-06-01", ""}, // the day it was started
		{second, "started_on: 2024-06-02", "date_after_partner"},
		{second, "stopped_on: ", ""},
		{second, "started_on: 2025-03-02", "date_in_future"},
	} {
		list, _ := ListByKey(antiseizure)
		p := answer(t, list.In(child.In(TreatmentSection, at), c.row), MedicineSection, c.answer)
		code := ""
		if p != nil {
			code = p.Code
		}
		if code != c.code {
			t.Errorf("%s: %q, want %q", c.answer, code, c.code)
		}
	}
}

func TestAnsweringNoEmptiesTheList(t *testing.T) {
	child, at := girl("2010-01-01"), on("2025-03-01")
	give(t, child, TreatmentSection, at, "antiseizure_medicine_given: yes", "rescue_medicine_prescribed: yes")
	addMedicine(t, child, antiseizure, at, "medicine: clobazam")
	kept := addMedicine(t, child, rescue, at, "medicine: lorazepam")
	given, _ := TreatmentSection.Question("antiseizure_medicine_given")
	in := child.In(TreatmentSection, at)
	change, err := TreatmentSection.Answer(in, given, []string{"no"})
	if err != nil || len(change.Emptied) != 1 || change.Emptied[0].Key != antiseizure {
		t.Fatalf("%v, emptied %v", err, change.Emptied)
	}
	for _, row := range change.Emptied[0].Rows(in) {
		child.RemoveRow(MedicineSection, row)
	}
	if got := child.Medicines(); len(got) != 1 || got[0] != kept {
		t.Errorf("left are %d medicines, want the rescue one", len(got))
	}
	checkScore(t, "no, and one rescue medicine with its name", child, TreatmentSection, at, 5+3, 2+1)
}

func TestCarePlan(t *testing.T) {
	child, at := girl("2010-01-01"), on("2025-03-01")
	give(t, child, TreatmentSection, at, "care_plan_started: yes")
	checkScore(t, "care plan yes", child, TreatmentSection, at, 15, 1)
	if p := try(t, child, TreatmentSection, at, "care_plan_on: 2024-05-31"); p == nil || p.Code != "date_before_first_assessment" {
		t.Errorf("a plan from before the first assessment: %v", p)
	}
	give(t, child, TreatmentSection, at, "care_plan_on: 2024-06-01")
	for key := range asked(child, TreatmentSection, at) {
		if strings.HasPrefix(key, "care_plan_") && key != "care_plan_on" {
			give(t, child, TreatmentSection, at, key+": yes")
		}
	}
	checkScore(t, "all ten items", child, TreatmentSection, at, 15, 11)
	give(t, child, TreatmentSection, at, "care_plan_started: no")
	checkScore(t, "care plan no", child, TreatmentSection, at, 5, 1)
	if child.Management().CarePlanOn != nil || child.Management().CarePlanCoversSUDEP != nil {
		t.Error("items stay after no")
	}
}
