package kpi

import (
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// Every decision that can be turned round, by a child of whom it decides: as the register has it, and turned round.
func TestEveryDecisionTurnsRound(t *testing.T) {
	no, yes := ptr(false), ptr(true)
	on := func(text string) *ask.Date { return ptr(day(text)) }
	girl := func(c *dataset.Child, m dataset.Medicine) {
		c.Case().Sex, c.Case().DateOfBirth, c.Management().AntiseizureMedicineGiven = ptr("2"), on("2010-01-01"), yes
		m.IsRescue, m.Medicine = no, ptr("sodium_valproate")
		c.AddRow(dataset.MedicineSection, &m)
	}
	turned := map[string]bool{}
	for _, tt := range []struct {
		number, child string
		facts         func(*dataset.Child)
		code          string
		now, reversed string
	}{
		{"D-04", "seen late by the paediatrician, in time by the neurologist", func(c *dataset.Child) {
			m := c.Milestones()
			m.PaediatricianReferred, m.PaediatricianReferredOn, m.PaediatricianSeenOn = yes, on("2023-06-01"), on("2023-07-01")
			m.NeurologistReferred, m.NeurologistReferredOn, m.NeurologistSeenOn = yes, on("2023-06-01"), on("2023-06-10")
		}, "1", "pass", "fail"},
		{"D-05", "aged three, no criterion", func(c *dataset.Child) {
			c.Case().DateOfBirth = on("2020-05-01")
			c.Milestones().SurgeryCriteriaMet, c.Milestones().SurgeryReferred = no, no
		}, "3", "not_applicable", "fail"},
		{"D-06", "a syndrome row left behind after no", func(c *dataset.Child) {
			c.MultiaxialDiagnosis().SyndromePresent, c.Investigations().MRIObtained = no, no
			syndromeColumn.set(c, "JME")
		}, "5", "fail", "not_applicable"},
		{"D-07", "neurologist after the first year", func(c *dataset.Child) {
			m := c.Milestones()
			m.SurgeryCriteriaMet, m.SurgeryReferred, m.NeurologistSeenOn = yes, no, on("2024-08-01")
		}, "3", "fail", "pass"},
		{"D-08", "surgery criteria unanswered", func(*dataset.Child) {}, "3", "incomplete", "not_applicable"},
		{"D-09", "surgery criteria, neurologist only", func(c *dataset.Child) {
			m := c.Milestones()
			m.SurgeryCriteriaMet, m.SurgeryReferred, m.NeurologistSeenOn = yes, no, on("2023-08-01")
		}, "3b", "fail", "pass"},
		{"D-10", "nothing known of an MRI", func(*dataset.Child) {}, "5", "incomplete", "fail"},
		{"D-11", "reported ten days before the request", func(c *dataset.Child) {
			c.Investigations().MRIRequestedOn, c.Investigations().MRIReportedOn = on("2023-06-11"), on("2023-06-01")
		}, "5", "incomplete", "pass"},
		{"D-13", "no rescue medicine, prolonged seizures unanswered", func(c *dataset.Child) {
			c.Management().CarePlanStarted, c.Management().RescueMedicinePrescribed = yes, no
			fiveColumn.set(c, "all")
		}, "9B", "pass", "incomplete"},
		{"D-14", "no rescue medicine, no plan", func(c *dataset.Child) {
			c.Management().CarePlanStarted, c.Management().RescueMedicinePrescribed = no, no
		}, "9B-i", "not_applicable", "fail"},
		{"Q-01", "referred in week 5, seen in week 6", func(c *dataset.Child) {
			m := c.Milestones()
			m.PaediatricianReferred, m.PaediatricianReferredOn, m.PaediatricianSeenOn = yes, on("2023-06-10"), on("2023-06-17")
			m.NeurologistReferred = no
		}, "1", "pass", "fail"},
		{"Q-03", "annual form, no programme", func(c *dataset.Child) {
			girl(c, dataset.Medicine{PregnancyPreventionOn: no, AnnualRiskFormDone: yes})
		}, "8", "pass", "fail"},
		{"Q-04", "the third medicine started on the anniversary", func(c *dataset.Child) {
			medicinesColumn.set(c, "three, one on ANN")
			c.Milestones().SurgeryCriteriaMet, c.Milestones().SurgeryReferred = no, no
		}, "3", "not_applicable", "fail"},
		{"Q-05", "aged three with myoclonic absences", func(c *dataset.Child) {
			c.Case().DateOfBirth = on("2020-01-01")
			episodeColumn.set(c, "MAb")
			c.Milestones().SurgeryCriteriaMet, c.Milestones().SurgeryReferred = no, no
		}, "3", "not_applicable", "fail"},
		{"Q-07", "referred to the nurse and not seen", func(c *dataset.Child) {
			c.Milestones().NurseReferred, c.Milestones().NurseReferredOn = yes, on("2023-06-01")
		}, "2", "incomplete", "fail"},
		{"Q-09", "valproate stopped within the year", func(c *dataset.Child) {
			girl(c, dataset.Medicine{StoppedOn: on("2023-09-01"), PregnancyPreventionOn: no, AnnualRiskFormDone: no})
		}, "8", "fail", "not_applicable"},
		{"Q-10", "referred to the nurse in the year, seen after it", func(c *dataset.Child) {
			m := c.Milestones()
			m.NurseReferred, m.NurseReferredOn, m.NurseSeenOn = yes, on("2024-04-01"), on("2024-06-01")
		}, "2", "fail", "pass"},
	} {
		t.Run(tt.number+" "+tt.child, func(t *testing.T) {
			child := registeredChild()
			tt.facts(child)
			rules, err := R4.With(tt.number)
			if err != nil {
				t.Fatal(err)
			}
			if rules.Name != "R4 "+tt.number {
				t.Errorf("the rule set is called %q", rules.Name)
			}
			if got := outcomeOf(t, child, tt.code, R4); got != tt.now {
				t.Errorf("measure %s: %s, want %s", tt.code, got, tt.now)
			}
			if got := outcomeOf(t, child, tt.code, rules); got != tt.reversed {
				t.Errorf("turned round, measure %s: %s, want %s", tt.code, got, tt.reversed)
			}
		})
		turned[tt.number] = true
	}
	for _, d := range Decisions {
		if !turned[d.Number] && d.Switch != WithdrawnCount { // which is about who counts, not about an outcome
			t.Errorf("%s is not tried", d.Number)
		}
	}
	if _, err := R4.With("Q-99"); err == nil {
		t.Error("an unknown decision was turned round")
	}
}
