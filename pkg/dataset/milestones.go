package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// Milestones are the referrals of the first year of care, and when they led to being seen.
type Milestones struct {
	PaediatricianReferred           *bool     `exchange:"consultant_paediatrician_referral_made"`
	PaediatricianReferredOn         *ask.Date `exchange:"consultant_paediatrician_referral_date"`
	PaediatricianSeenOn             *ask.Date `exchange:"consultant_paediatrician_input_date"`
	GeneralPaediatricOrganisationID *string   `type:"uuid" exchange:"-"`
	NeurologistReferred             *bool     `exchange:"paediatric_neurologist_referral_made"`
	NeurologistReferredOn           *ask.Date `exchange:"paediatric_neurologist_referral_date"`
	NeurologistSeenOn               *ask.Date `exchange:"paediatric_neurologist_input_date"`
	NeurologyOrganisationID         *string   `type:"uuid" exchange:"-"`
	SurgeryCriteriaMet              *bool     `exchange:"childrens_epilepsy_surgical_service_referral_criteria_met"`
	SurgeryReferred                 *bool     `exchange:"childrens_epilepsy_surgical_service_referral_made"`
	SurgeryReferredOn               *ask.Date `exchange:"childrens_epilepsy_surgical_service_referral_date"`
	SurgerySeenOn                   *ask.Date `exchange:"childrens_epilepsy_surgical_service_input_date"`
	SurgerySeenOnUnknown            *bool     `exchange:"-"`
	SurgeryOrganisationID           *string   `type:"uuid" exchange:"-"`
	NurseReferred                   *bool     `exchange:"epilepsy_specialist_nurse_referral_made"`
	NurseReferredOn                 *ask.Date `exchange:"epilepsy_specialist_nurse_referral_date"`
	NurseSeenOn                     *ask.Date `exchange:"epilepsy_specialist_nurse_input_date"`
}

var miles Milestones

// A referral that was made opens its dates and its organisation.
var (
	toPaediatrician = ask.IsYes(&miles.PaediatricianReferred)
	toNeurologist   = ask.IsYes(&miles.NeurologistReferred)
	toSurgery       = ask.IsYes(&miles.SurgeryReferred)
	toNurse         = ask.IsYes(&miles.NurseReferred)
)

// MilestonesSection asks for four referrals: to whom, when, and when the child was seen.
var MilestonesSection = ask.NewSection("milestones", "Milestones", &miles,
	ask.Heading("Paediatrician with expertise in epilepsies"),
	ask.YesNo(&miles.PaediatricianReferred, "Referred to paediatrician with epilepsy expertise").
		Help("Expertise means: a consultant or associate specialist in paediatrics whom employer, tertiary network and the doctor recognise "+
			"as having it, shown by ongoing training in the epilepsies, peer review and audited diagnosis. Paediatric neurologists qualify too."),
	ask.Day(&miles.PaediatricianReferredOn, "Paediatrician: referred on").ShowIf(toPaediatrician).NotBefore(birth).
		Help("Day of referral to the paediatrician with expertise. May be before the first paediatric assessment."),
	ask.Day(&miles.PaediatricianSeenOn, "Paediatrician: seen on").ShowIf(toPaediatrician).NotBefore(birth).
		WaitFrom(&miles.PaediatricianReferredOn).
		Help("Day on which the paediatrician with expertise saw the child."),
	ask.Organisation(&miles.GeneralPaediatricOrganisationID, "General paediatric organisation", AllOrganisations).ShowIf(toPaediatrician).
		Help("Organisation where the paediatrician with expertise works."),
	ask.Heading("Paediatric neurologist"),
	ask.YesNo(&miles.NeurologistReferred, "Referred to paediatric neurologist").
		Help("Whether a consultant paediatric neurologist was asked to see the child."),
	ask.Day(&miles.NeurologistReferredOn, "Neurologist: referred on").ShowIf(toNeurologist).NotBefore(birth).NotBefore(firstAssessment).
		Help("Day of referral to the paediatric neurologist."),
	ask.Day(&miles.NeurologistSeenOn, "Neurologist: seen on").ShowIf(toNeurologist).NotBefore(birth).NotBefore(firstAssessment).
		WaitFrom(&miles.NeurologistReferredOn).
		Help("Day on which the neurologist saw the child."),
	ask.Organisation(&miles.NeurologyOrganisationID, "Paediatric neurology organisation", AllOrganisations).ShowIf(toNeurologist).
		Help("Organisation where the neurologist works."),
	ask.Heading("Children’s epilepsy surgery service"),
	ask.Points{Intro: "Criteria for referral to the epilepsy surgery service:", Points: SurgeryCriteria},
	ask.YesNo(&miles.SurgeryCriteriaMet, "Any surgery referral criterion met").
		Help("Yes if one or more of the criteria above apply."),
	ask.YesNo(&miles.SurgeryReferred, "Referred to epilepsy surgery service").
		Help("Whether a children's epilepsy surgery service was asked to assess the child. Asked whatever the answer on criteria."),
	ask.Day(&miles.SurgeryReferredOn, "Surgery: referred on").ShowIf(toSurgery).NotBefore(birth).NotBefore(firstAssessment).
		Help("Day of referral to the epilepsy surgery service."),
	ask.DayIfKnown(&miles.SurgerySeenOn, &miles.SurgerySeenOnUnknown, "Surgery: seen on").ShowIf(toSurgery).NotScored().
		NotBefore(birth).NotBefore(firstAssessment).WaitFrom(&miles.SurgeryReferredOn).
		Help("Day on which the surgery service saw the child; optional because reviews often fall after the audit year."),
	ask.Organisation(&miles.SurgeryOrganisationID, "Epilepsy surgery organisation", AllOrganisations).ShowIf(toSurgery).
		Help("Organisation of the surgery service."),
	ask.Heading("Epilepsy specialist nurse"),
	ask.YesNo(&miles.NurseReferred, "Referred to epilepsy specialist nurse").
		Help("Whether an epilepsy specialist nurse was asked to see the child."),
	ask.Day(&miles.NurseReferredOn, "Nurse: referred on").ShowIf(toNurse).NotBefore(birth).
		Help("Day of referral to the epilepsy specialist nurse. May be before the first paediatric assessment."),
	ask.Day(&miles.NurseSeenOn, "Nurse: seen on").ShowIf(toNurse).NotBefore(birth).WaitFrom(&miles.NurseReferredOn).
		Help("Day on which the epilepsy specialist nurse saw the child."),
).ExchangedAs("assessment").OpenIf(registered)

// Milestones are the child's referrals.
func (c *Child) Milestones() *Milestones { return row[Milestones](c) }

// SurgeryCriteria are the criteria of which one is enough.
var SurgeryCriteria = []string{
	"Catastrophic epilepsy of early onset with lateralised onset.",
	"Age under 24 months with focal onset, whether or not MRI shows a lesion.",
	"Any age: clear focal epilepsy, or lateralised seizures with congenital hemiplegia, not controlled by two suitable medicines.",
	"Lateralised abnormality on brain imaging.",
	"Sturge-Weber syndrome, Rasmussen syndrome, or a benign tumour with developmental problems or continuing seizures.",
	"Tuberous sclerosis not controlled by two medicines where seizures may come from one focus, probably one tuber.",
	"Drop attacks in a child whose epilepsy is otherwise complex.",
	"Hypothalamic hamartoma.",
}
