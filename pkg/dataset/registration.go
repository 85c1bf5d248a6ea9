package dataset

import (
	"strconv"

	"github.com/pinktick/pinktick/pkg/ask"
)

// Registration confirms that the child belongs in the audit, who leads the care, and the day on which the year of care began.
type Registration struct {
	EligibilityConfirmed *bool     `exchange:"eligibility_criteria_met"`
	LeadOrganisationID   *string   `type:"uuid" exchange:"-"`
	FirstAssessmentOn    *ask.Date `exchange:"first_paediatric_assessment_date"`
}

var reg Registration

// Permissions that single questions take beyond answering: the words of the permission matrix.
const (
	NeedsRegister     = "confirm eligibility and register"
	NeedsAllocateLead = "allocate a lead centre"
	NeedsSetDate      = "set the first assessment date"
)

// RegistrationSection opens the other six when all three of its questions are answered.
var RegistrationSection = ask.NewSection("registration", "Eligibility and registration", &reg,
	ask.Confirm(&reg.EligibilityConfirmed, "Eligibility confirmed").
		Help("One confirmation that every inclusion criterion holds and no exclusion applies. Cannot be withdrawn by the user.").
		Confirm("Confirm that all inclusion criteria are met and no exclusion applies? This cannot be taken back.").
		Press("All criteria are met").
		NeedsTo(NeedsRegister),
	ask.Organisation(&reg.LeadOrganisationID, "Lead organisation", Organisations).
		Help("The secondary care organisation that leads this child's epilepsy care and against which the child is reported.").
		Confirm("Make this organisation the lead for this child?").
		NeedsTo(NeedsAllocateLead).
		OpenIf(ask.When("The lead organisation is set. Moving the child to another one is a transfer.", hasNoLead)),
	ask.DayOnce(&reg.FirstAssessmentOn, "First paediatric assessment date").
		Help("Day on which a paediatric team first saw the child for the paroxysmal episodes. Starts the audit year and fixes "+
			"the cohort; clinicians cannot change it afterwards.").
		Confirm("Once this date is saved only the national audit team can change it. Save it?").
		NeedsTo(NeedsSetDate).
		NotBefore(birth).
		Must("under 24 years old", underTwentyFour).
		Must("in cohort 4 or later", inCohortHeldHere).
		Must("in a cohort that is still open, unless the national audit team answers", inOpenCohort).
		OpenIf(ask.All(
			ask.When("Confirm eligibility and the lead organisation first.", isEligibleWithLead),
			ask.When("Only the national audit team can change this date.", isFirstDateFree))),
).ExchangedAs("registration").StoredIn("registrations")

// Registration is the child's registration.
func (c *Child) Registration() *Registration { return row[Registration](c) }

// IsRegistered tells whether the other forms are open: eligible, with a lead organisation and a first assessment date.
func (c *Child) IsRegistered() bool {
	r := c.Registration()
	return r.EligibilityConfirmed != nil && *r.EligibilityConfirmed && r.LeadOrganisationID != nil && r.FirstAssessmentOn != nil
}

// Period is the audit period of the child's cohort in a calendar; there is none before the first assessment date is set.
func (c *Child) Period(calendar Calendar) (Period, bool) {
	if d := c.Registration().FirstAssessmentOn; d != nil {
		return calendar.On(*d)
	}
	return Period{}, false
}

var registered = ask.When("Register the child first.", func(in ask.Input) bool { return childOf(in).IsRegistered() })

var firstAssessment = ask.Ref{
	Label: "the first paediatric assessment", Code: "date_before_first_assessment",
	Of: func(in ask.Input) *ask.Date { return childOf(in).Registration().FirstAssessmentOn },
}

func hasNoLead(in ask.Input) bool { return childOf(in).Registration().LeadOrganisationID == nil }

func isEligibleWithLead(in ask.Input) bool {
	r := childOf(in).Registration()
	return r.EligibilityConfirmed != nil && *r.EligibilityConfirmed && r.LeadOrganisationID != nil
}

func isFirstDateFree(in ask.Input) bool {
	return in.National || childOf(in).Registration().FirstAssessmentOn == nil
}

func underTwentyFour(in ask.Input, value any) *ask.Problem {
	if born := childOf(in).Case().DateOfBirth; born != nil {
		return tooOld(*born, value.(ask.Date))
	}
	return nil
}

func tooOld(born, firstAssessment ask.Date) *ask.Problem {
	if born.AgeOn(firstAssessment) < 24 {
		return nil
	}
	return &ask.Problem{Code: "too_old", Message: "The child must be younger than 24 years at the first paediatric assessment."}
}

func inCohortHeldHere(in ask.Input, value any) *ask.Problem {
	if _, held := calendarOf(in).On(value.(ask.Date)); held {
		return nil
	}
	if earliest := calendarOf(in).earliest(); value.(ask.Date).Before(earliest.RecruitsFrom) {
		return &ask.Problem{Code: "before_first_cohort",
			Message: "The date falls before cohort " + strconv.Itoa(earliest.Cohort) + ", the earliest cohort held here."}
	}
	return &ask.Problem{Code: "cohort_closed", Message: "The date falls in no cohort of the audit. Contact the audit team."}
}

func inOpenCohort(in ask.Input, value any) *ask.Problem {
	p, held := calendarOf(in).On(value.(ask.Date))
	switch {
	case in.National || held && p.alive(in.Today):
		return nil
	case held && !p.Over(in.Today):
		return &ask.Problem{Code: "cohort_closed", Message: "The date belongs to a cohort that the audit team has closed. Contact the audit team."}
	}
	return &ask.Problem{Code: "cohort_closed",
		Message: "The date belongs to a cohort whose submission deadline has passed. Contact the audit team."}
}

// Inclusion are the criteria of which all must hold.
var Inclusion = []string{
	"Patient of the NHS in England or Wales.",
	"Seen at a first paediatric assessment for one or more episodes that were in the end judged epileptic. That is an assessment by an " +
		"inpatient, outpatient or community paediatric service, or by a dedicated paediatric team in an emergency department; an assessment by " +
		"an adult team does not count.",
	"Either at least two epileptic seizures more than 24 hours apart, or epilepsy diagnosed on any other ground.",
}

// Exclusion are the criteria of which none may hold.
var Exclusion = []string{
	"Epilepsy was diagnosed before that first paediatric assessment.",
	"An earlier paediatric assessment took place for seizures judged epileptic.",
	"The child has been registered in this audit before.",
	"Within the first year, epilepsy care passed to adult or non-NHS services.",
}
