package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// Management is treatment, care planning and mental health support.
type Management struct {
	AntiseizureMedicineGiven       *bool     `exchange:"has_an_aed_been_given"`
	RescueMedicinePrescribed       *bool     `exchange:"has_rescue_medication_been_prescribed"`
	CarePlanStarted                *bool     `exchange:"individualised_care_plan_in_place"`
	CarePlanOn                     *ask.Date `exchange:"individualised_care_plan_date"`
	CarePlanAgreed                 *bool     `exchange:"individualised_care_plan_has_parent_carer_child_agreement"`
	CarePlanHasServiceContact      *bool     `exchange:"individualised_care_plan_includes_service_contact_details"`
	CarePlanCoversFirstAid         *bool     `exchange:"individualised_care_plan_include_first_aid"`
	CarePlanCoversProlongedSeizure *bool     `exchange:"individualised_care_plan_parental_prolonged_seizure_care"`
	CarePlanCoversParticipation    *bool     `exchange:"individualised_care_plan_includes_general_participation_risk"`
	CarePlanCoversWaterSafety      *bool     `exchange:"individualised_care_plan_addresses_water_safety"`
	CarePlanCoversSUDEP            *bool     `exchange:"individualised_care_plan_addresses_sudep"`
	CarePlanHasSchoolPlan          *bool     `exchange:"individualised_care_plan_includes_ehcp"`
	CarePlanUpdated                *bool     `exchange:"has_individualised_care_plan_been_updated_in_the_last_year"`
	MentalHealthSupportReferred    *bool     `exchange:"has_been_referred_for_mental_health_support"`
	MentalHealthSupportInPlace     *bool     `exchange:"has_support_for_mental_health_support"`
}

var mgmt Management

var (
	antiseizureMedicines = ask.Repeat("antiseizure-medicines", "Antiseizure medicines", "Add an antiseizure medicine", MedicineSection).
				Where(&med.IsRescue, false).ShowIf(ask.IsYes(&mgmt.AntiseizureMedicineGiven))
	rescueMedicines = ask.Repeat("rescue-medicines", "Rescue medicines", "Add a rescue medicine", MedicineSection).
			Where(&med.IsRescue, true).ShowIf(ask.IsYes(&mgmt.RescueMedicinePrescribed))
	planned = ask.IsYes(&mgmt.CarePlanStarted)
)

// TreatmentSection asks for the two lists of medicines, the ten items of the care plan, and mental health support.
var TreatmentSection = ask.NewSection("treatment", "Treatment and care plan", &mgmt,
	ask.Heading("Antiseizure and rescue medicines"),
	ask.YesNo(&mgmt.AntiseizureMedicineGiven, "Antiseizure medicine given").
		Help("Whether any antiseizure medicine was given; opens the antiseizure list."),
	antiseizureMedicines,
	ask.YesNo(&mgmt.RescueMedicinePrescribed, "Rescue medicine prescribed").
		Help("Whether a rescue medicine was prescribed; opens the rescue list."),
	rescueMedicines,
	ask.Heading("Individual care plan"),
	ask.YesNo(&mgmt.CarePlanStarted, "Care planning started").
		Help("Whether care planning has begun, as an individual epilepsy document or a copied clinic letter with care planning content. "+
			"Opens the ten items below."),
	ask.Day(&mgmt.CarePlanOn, "Care plan date").ShowIf(planned).NotBefore(birth).NotBefore(firstAssessment).
		Help("Day on which the individual care plan came into place."),
	ask.YesNo(&mgmt.CarePlanAgreed, "Agreement documented").ShowIf(planned).
		Help("Plan agreed with child and parent or carer."),
	ask.YesNo(&mgmt.CarePlanHasServiceContact, "Service contact details").ShowIf(planned).
		Help("Plan says how to reach the service."),
	ask.YesNo(&mgmt.CarePlanCoversFirstAid, "First aid").ShowIf(planned).
		Help("Plan covers first aid."),
	ask.YesNo(&mgmt.CarePlanCoversProlongedSeizure, "Prolonged seizures").ShowIf(planned).
		Help("Plan tells parents what to do in a prolonged seizure."),
	ask.YesNo(&mgmt.CarePlanCoversParticipation, "Participation and risk").ShowIf(planned).
		Help("Plan weighs taking part in activities against risk."),
	ask.YesNo(&mgmt.CarePlanCoversWaterSafety, "Water safety").ShowIf(planned).
		Help("Plan covers water safety."),
	ask.YesNo(&mgmt.CarePlanCoversSUDEP, "SUDEP").ShowIf(planned).
		Help("Plan covers sudden unexpected death in epilepsy."),
	ask.YesNo(&mgmt.CarePlanHasSchoolPlan, "School individual health care plan").ShowIf(planned).
		Help("Plan includes an individual health care plan for school."),
	ask.YesNo(&mgmt.CarePlanUpdated, "Updated as needed").ShowIf(planned).
		Help("Plan was kept up to date within the last year."),
	ask.Heading("Mental health support"),
	ask.YesNo(&mgmt.MentalHealthSupportReferred, "Referred for mental health support").
		Help("Whether the child was referred for support with mental health."),
	ask.YesNo(&mgmt.MentalHealthSupportInPlace, "Mental health support in place").
		Help("Evidence that the child receives mental health support."),
).ExchangedAs("management").StoredIn("managements").OpenIf(registered)

// Management is the child's treatment and care plan.
func (c *Child) Management() *Management { return row[Management](c) }
