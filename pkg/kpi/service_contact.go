package kpi

import "github.com/pinktick/pinktick/pkg/measure"

// ServiceContact is measure 9B vi.
var ServiceContact = Measure{
	Code: "9B-vi", Key: "service_contact_details", Title: "vi. Service contact details", Group: CarePlanning, Parent: "9B",
	Says:   "Does the care plan say how to reach the service?",
	Counts: "All registered children.",
	Done:   "The plan has the service’s contact details.",
	Reads:  []string{"registration", "treatment"},

	Eligible: everyone,
	Achieved: func(f *Facts) measure.Finding { return f.inPlan(&f.Management().CarePlanHasServiceContact) },
}
