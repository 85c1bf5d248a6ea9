package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// MultiaxialDiagnosis classifies the epilepsy: its episodes (a list), syndrome, cause, and what else matters for the child.
type MultiaxialDiagnosis struct {
	SyndromePresent          *bool
	CauseKnown               *bool    `exchange:"epilepsy_cause_known"`
	CauseCategories          []string `exchange:"epilepsy_cause_categories"`
	Cause                    *string  `exchange:"epilepsy_cause"`
	ImpairmentsPresent       *bool    `exchange:"relevant_impairments_behavioural_educational"`
	AutismDiagnosed          *bool    `exchange:"autistic_spectrum_disorder"`
	DevelopmentalDelay       *bool    `exchange:"global_developmental_delay_or_learning_difficulties"`
	DelaySeverity            *string  `exchange:"global_developmental_delay_or_learning_difficulties_severity"`
	MentalHealthScreened     *bool    `exchange:"mental_health_screen"`
	MentalHealthProblemFound *bool    `exchange:"mental_health_issue_identified"`
	MentalHealthProblems     []string `exchange:"mental_health_issues"`
}

var multi MultiaxialDiagnosis

var (
	episodes = ask.Repeat("episodes", "Episodes", "Add an episode", EpisodeSection).
			AtLeastOne("At least one epileptic episode is required.", isEpileptic)
	syndromes = ask.Repeat("syndromes", "Syndromes", "Add a syndrome", SyndromeSection).
			ShowIf(ask.IsYes(&multi.SyndromePresent))
	comorbidities = ask.Repeat("comorbidities", "Impairments and comorbidities", "Add a condition", ComorbiditySection).
			ShowIf(ask.IsYes(&multi.ImpairmentsPresent))
)

// MultiaxialDiagnosisSection follows the steps of DESSCRIBE.
var MultiaxialDiagnosisSection = ask.NewSection("multiaxial-diagnosis", "Multiaxial diagnosis", &multi,
	episodes,
	ask.Heading("Syndrome"),
	ask.YesNo(&multi.SyndromePresent, "Epilepsy syndrome identified").
		Help("Whether the epilepsy meets the criteria of a recognised syndrome."),
	syndromes,
	ask.Heading("Cause"),
	ask.YesNo(&multi.CauseKnown, "Cause identified").
		Help("Whether a cause of the epilepsy has been found."),
	ask.Choices(&multi.CauseCategories, "Cause categories", CauseCategories).ShowIf(ask.IsYes(&multi.CauseKnown)).
		Help("ILAE aetiology groups that fit; more than one may apply."),
	ask.Search(&multi.Cause, "Main cause", EpilepsyCauses).ShowIf(ask.IsYes(&multi.CauseKnown)).
		Help("The single main cause. Causes missing from the list are requested from the audit team."),
	ask.Heading("Relevant impairments, behaviour and education"),
	ask.YesNo(&multi.ImpairmentsPresent, "Relevant impairments or comorbidities").
		Help("Whether the child has impairments, behavioural, educational or emotional difficulties that matter for the epilepsy; opens the "+
			"list of comorbidities."),
	comorbidities,
	ask.YesNo(&multi.AutismDiagnosed, "Autism diagnosed").
		Help("Whether autism spectrum disorder has been diagnosed."),
	ask.YesNo(&multi.DevelopmentalDelay, "Developmental delay or learning disability").
		Help("Global developmental delay in a child under five, or learning (intellectual) disability from five on."),
	ask.Choice(&multi.DelaySeverity, "Severity of delay or disability", Severities).ShowIf(ask.IsYes(&multi.DevelopmentalDelay)).
		Help("Degree of the delay or disability."),
	ask.YesNo(&multi.MentalHealthScreened, "Mental health asked about").
		Help("Evidence that mental health was explored, by clinical enquiry or by questionnaire."),
	ask.YesNo(&multi.MentalHealthProblemFound, "Mental health problem found").
		Help("Whether any mental health problem has been found. Asked whatever the answer to the question before."),
	ask.Choices(&multi.MentalHealthProblems, "Mental health problems", MentalHealthProblems).
		ShowIf(ask.IsYes(&multi.MentalHealthProblemFound)).
		Help("Kinds of problem found; more than one may apply."),
).StoredIn("multiaxial_diagnoses").OpenIf(registered)

// MultiaxialDiagnosis is the child's diagnosis.
func (c *Child) MultiaxialDiagnosis() *MultiaxialDiagnosis { return row[MultiaxialDiagnosis](c) }
