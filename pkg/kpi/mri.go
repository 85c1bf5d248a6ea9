package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// sixWeeks is how soon an MRI is to be reported: on day 42 it still is in time.
const sixWeeks = 42

// MRI is measure 5.
var MRI = Measure{
	Code: "5", Key: "mri", Title: "5. MRI", Group: Investigations,
	Says: "Did a child whose epilepsy calls for brain imaging have an MRI reported within six weeks of the request?",
	Counts: "All registered children but those with self-limited epilepsy with centrotemporal spikes, juvenile myoclonic epilepsy, juvenile or " +
		"childhood absence epilepsy, or epilepsy with generalised tonic–clonic seizures alone.",
	Done:  "The MRI was reported within 42 days of its request.",
	Reads: []string{"registration", "multiaxial-diagnosis", "tests"},

	Eligible: func(f *Facts) measure.Finding {
		present := &f.MultiaxialDiagnosis().SyndromePresent
		if *present != nil && !**present && f.rules.Holds(NoMeansNoRows) {
			return f.says(measure.Yes, present)
		}
		for _, s := range f.Syndromes() {
			if s.IsMRIExempt(f.lists) {
				return f.says(measure.No, &s.Syndrome)
			}
		}
		return measure.Is(true)
	},
	Achieved: (*Facts).mriInTime,
}

func (f *Facts) mriInTime() measure.Finding {
	i := f.Investigations()
	requested, reported := &i.MRIRequestedOn, &i.MRIReportedOn
	switch obtained := f.yes(&i.MRIObtained); {
	case obtained.Truth == measure.No:
		return obtained
	case i.MRIDeclined != nil && *i.MRIDeclined:
		return f.says(measure.No, &i.MRIDeclined)
	case obtained.Truth == measure.Unknown && *requested == nil && *reported == nil:
		if !f.rules.Holds(UnansweredMRIOpen) {
			obtained.Truth = measure.No
		}
		return obtained
	case *requested == nil || *reported == nil:
		return measure.All(f.given(requested), f.given(reported))
	}
	days := (*requested).DaysUntil(**reported)
	if days < 0 && f.rules.Holds(ReportBeforeRequestError) { // a slip of the dates: one of the two is missing in truth
		return f.says(measure.Unknown, requested, reported)
	}
	return f.says(known(max(days, -days) <= sixWeeks), requested, reported)
}
