package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// EpilepsyContext is the background and the risk factors.
type EpilepsyContext struct {
	FebrileSeizures                *string `exchange:"previous_febrile_seizure"`
	AcuteSymptomaticSeizures       *string `exchange:"previous_acute_symptomatic_seizure"`
	FamilyHistory                  *string `exchange:"is_there_a_family_history_of_epilepsy"`
	NeonatalSeizures               *string `exchange:"previous_neonatal_seizures"`
	AnyConvulsiveSeizure           *bool   `exchange:"were_any_of_the_epileptic_seizures_convulsive"`
	ProlongedGeneralisedConvulsive *string `exchange:"experienced_prolonged_generalized_convulsive_seizures"` //nolint:misspell // its name in exchange
	ProlongedFocal                 *string `exchange:"experienced_prolonged_focal_seizures"`
	DiagnosisWithdrawn             *bool   `exchange:"diagnosis_of_epilepsy_withdrawn"`
}

var ctx EpilepsyContext

// EpilepsyContextSection has eight independent questions; the convulsive one decides whether measure 4 applies.
var EpilepsyContextSection = ask.NewSection("epilepsy-context", "Epilepsy context", &ctx,
	ask.Choice(&ctx.FebrileSeizures, "Febrile seizures ever", YesNoUncertain).
		Help("Any seizure provoked by fever at any age up to now."),
	ask.Choice(&ctx.AcuteSymptomaticSeizures, "Acute symptomatic seizures ever", YesNoUncertain).
		Help("Any seizure provoked by an acute insult such as injury, infection or metabolic disturbance, at any age up to now."),
	ask.Choice(&ctx.FamilyHistory, "Family history of epilepsy", YesNoUncertain).
		Help("Epilepsy in the child's relatives."),
	ask.Choice(&ctx.NeonatalSeizures, "Neonatal seizures", YesNoUncertain).
		Help("Seizures during the neonatal period."),
	ask.YesNo(&ctx.AnyConvulsiveSeizure, "Any convulsive epileptic seizure").
		Help("Decides whether measure 4 (ECG) applies to the child."),
	ask.Choice(&ctx.ProlongedGeneralisedConvulsive, "Prolonged generalised convulsive seizure ever", YesNoUncertain).
		Help("Any generalised convulsive seizure, or run of seizures without recovery, longer than five minutes."),
	ask.Choice(&ctx.ProlongedFocal, "Prolonged focal seizure ever", YesNoUncertain).
		Help("Any focal seizure, or run of seizures without recovery, longer than five minutes."),
	ask.YesNo(&ctx.DiagnosisWithdrawn, "Diagnosis of epilepsy withdrawn").
		Help("Yes if, within the first year after the first assessment, the diagnosis was taken back as mistaken."),
).ExchangedAs("epilepsy_context").StoredIn("epilepsy_contexts").OpenIf(registered)

// EpilepsyContext is the child's background.
func (c *Child) EpilepsyContext() *EpilepsyContext { return row[EpilepsyContext](c) }
