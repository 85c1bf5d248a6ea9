package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// FirstAssessment is what was documented between the first episode thought epileptic and the first paediatric assessment.
type FirstAssessment struct {
	Setting                            *string `exchange:"first_paediatric_assessment_in_acute_or_nonacute_setting"`
	GeneralExaminationRecorded         *bool   `exchange:"general_examination_performed"`
	NeurologicalExaminationRecorded    *bool   `exchange:"neurological_examination_performed"`
	DevelopmentalDifficultiesAddressed *bool   `exchange:"developmental_learning_or_schooling_problems"`
	BehaviouralDifficultiesAddressed   *bool   `exchange:"behavioural_or_emotional_problems"`
	EpisodeCountRecorded               *bool   `exchange:"has_number_of_episodes_since_the_first_been_documented"`
}

var fpa FirstAssessment

// FirstAssessmentSection has six independent questions.
var FirstAssessmentSection = ask.NewSection("first-assessment", "First paediatric assessment", &fpa,
	ask.Choice(&fpa.Setting, "Setting", AssessmentSettings).
		Help("Whether paediatrics first met the child as an emergency (for example emergency department or acute ward) or in a planned "+
			"setting such as clinic."),
	ask.Heading("Recorded between the first episode and the first paediatric assessment"),
	ask.YesNo(&fpa.GeneralExaminationRecorded, "General examination recorded").
		Help("Yes if the notes up to that assessment show a general paediatric physical examination."),
	ask.YesNo(&fpa.NeurologicalExaminationRecorded, "Neurological examination recorded").
		Help("Yes if the notes up to that assessment show a neurological examination."),
	ask.YesNo(&fpa.DevelopmentalDifficultiesAddressed, "Development, learning or school difficulties addressed").
		Help("Yes if the notes state whether such difficulties exist, in either direction; it does not mean that the child has them."),
	ask.YesNo(&fpa.BehaviouralDifficultiesAddressed, "Behavioural or emotional difficulties addressed").
		Help("Yes if the notes state whether such difficulties exist, in either direction."),
	ask.YesNo(&fpa.EpisodeCountRecorded, "Episode count or frequency recorded").
		Help("Yes if the notes give the number, or approximate frequency, of episodes since the first one."),
).ExchangedAs("first_paediatric_assessment").StoredIn("first_assessments").OpenIf(registered)

// FirstAssessment is the child's first paediatric assessment.
func (c *Child) FirstAssessment() *FirstAssessment { return row[FirstAssessment](c) }
