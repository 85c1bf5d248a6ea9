// Package kpi declares the audit's 21 measures, one file each, over the facts of a child (kpis.md, sections 4 and 5). An
// outcome is a pure function of the child's answers and the rule set: no clock, no database, no other child.
package kpi

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/measure"
)

// Measure is a measure of this audit.
type Measure = measure.Measure[*Facts]

// The groups under which measures are reported, in their order.
const (
	ClinicalTeam   = "Clinical team"
	Investigations = "Investigations"
	MentalHealth   = "Mental health"
	Medication     = "Medication"
	CarePlanning   = "Care planning"
)

// All are the measures in the order in which they are reported.
var All = []*Measure{
	&PaediatricianWithExpertise, &EpilepsySpecialistNurse, &TertiaryInput, &EpilepsySurgeryReferral,
	&ECG, &MRI, &MentalHealthAssessment, &MentalHealthSupport, &SodiumValproate,
	&CarePlanningAgreement, &CarePlanDocument, &CarePlanAgreed, &CarePlanUpdated,
	&CarePlanningContent, &ProlongedSeizuresPlan, &WaterSafety, &FirstAid, &ParticipationAndRisk, &SUDEP, &ServiceContact,
	&SchoolPlan,
}

// Headline are the measures that are no part of another: the twelve of the workbook. Surgery referral belongs to tertiary input
// and is one of them all the same.
func Headline() []*Measure {
	return slices.DeleteFunc(slices.Clone(All), func(m *Measure) bool { return m.Parent != "" && m != &EpilepsySurgeryReferral })
}

// ByKey finds a measure by its key of exchange.
func ByKey(key string) (*Measure, bool) { return find(func(m *Measure) bool { return m.Key == key }) }

// ByCode finds a measure by its code.
func ByCode(code string) (*Measure, bool) {
	return find(func(m *Measure) bool { return m.Code == code })
}

// ByAddress finds a measure by how it stands in addresses.
func ByAddress(address string) (*Measure, bool) {
	return find(func(m *Measure) bool { return m.Address() == address })
}

func find(is func(*Measure) bool) (*Measure, bool) {
	if i := slices.IndexFunc(All, is); i >= 0 {
		return All[i], true
	}
	return nil, false
}

// Columns are the columns that hold the outcomes of All, in its order.
func Columns() []string {
	columns := make([]string, len(All))
	for i, m := range All {
		columns[i] = m.Column()
	}
	return columns
}

// AreReadFrom tells whether any measure looks at a form, by its key: a change of another leaves all outcomes as they are.
func AreReadFrom(form string) bool {
	return slices.ContainsFunc(All, func(m *Measure) bool { return slices.Contains(m.Reads, form) })
}

// Results are the results of All, in its order.
type Results []measure.Result

// Gate is what holds before anything is scored, in words (D-02).
const Gate = "Scored once the first paediatric assessment has a date and eligibility is confirmed."

// IsScored tells whether the child has come through the gate.
func IsScored(child *dataset.Child) bool {
	return gather(child, R4, nil, false).registered().Truth == measure.Yes
}

// Score gives the outcomes of a child by a rule set, without their reasons. What a code means, the lists say; nil: as this
// release has them.
func Score(child *dataset.Child, rules Rules, lists ask.Lists) Results {
	return score(child, rules, lists, false)
}

// Explain is Score with the answers that decided each outcome; PlaceOf says what a source is.
func Explain(child *dataset.Child, rules Rules, lists ask.Lists) Results {
	return score(child, rules, lists, true)
}

func score(child *dataset.Child, rules Rules, lists ask.Lists, explain bool) Results {
	facts := gather(child, rules, lists, explain)
	results := make(Results, len(All))
	if gate := facts.registered(); gate.Truth != measure.Yes { // until then all outcomes are incomplete (D-02)
		for i := range results {
			results[i] = measure.Result{Outcome: measure.Incomplete, Because: gate.Because}
		}
		return results
	}
	for i, m := range All {
		results[i] = m.Score(facts)
	}
	return results
}
