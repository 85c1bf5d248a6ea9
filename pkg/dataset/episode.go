package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// Episode is one kind of episode that the child has: when, what happens, and what it is judged to be. Its fields stand in the
// order of the form; those of a focal seizure are in episode_focal.go.
type Episode struct {
	ask.Row
	OnsetOn                    *ask.Date `exchange:"seizure_onset_date"`
	OnsetConfidence            *string   `exchange:"seizure_onset_date_confidence"`
	Pattern                    *string   `exchange:"episode_definition"`
	DescriptionObtained        *bool     `exchange:"has_description_of_the_episode_or_episodes_been_gathered"`
	Description                *string
	DescriptionKeywords        []string
	DescriptionKeywordsRemoved []string `exchange:"-"`
	Status                     *string  `exchange:"epilepsy_or_nonepilepsy_status"`
	OnsetType                  *string  `exchange:"epileptic_seizure_onset_type"`
	GeneralisedType            *string  `exchange:"epileptic_generalised_onset"`

	FocalLeft                   *bool   `exchange:"focal_onset_left"`
	FocalRight                  *bool   `exchange:"focal_onset_right"`
	FocalSideUnknown            *bool   `exchange:"focal_onset_laterality_unknown"`
	FocalAtonic                 *bool   `exchange:"focal_onset_atonic"`
	FocalClonic                 *bool   `exchange:"focal_onset_clonic"`
	FocalEpilepticSpasms        *bool   `exchange:"focal_onset_epileptic_spasms"`
	FocalHyperkinetic           *bool   `exchange:"focal_onset_hyperkinetic"`
	FocalMyoclonic              *bool   `exchange:"focal_onset_myoclonic"`
	FocalTonic                  *bool   `exchange:"focal_onset_tonic"`
	FocalToBilateralTonicClonic *bool   `exchange:"focal_onset_focal_to_bilateral_tonic_clonic"`
	FocalAutomatisms            *bool   `exchange:"focal_onset_automatisms"`
	FocalImpairedAwareness      *bool   `exchange:"focal_onset_impaired_awareness"`
	FocalGelastic               *bool   `exchange:"focal_onset_gelastic"`
	FocalAutonomic              *bool   `exchange:"focal_onset_autonomic"`
	FocalBehaviouralArrest      *bool   `exchange:"focal_onset_behavioural_arrest"`
	FocalCognitive              *bool   `exchange:"focal_onset_cognitive"`
	FocalEmotional              *bool   `exchange:"focal_onset_emotional"`
	FocalSensory                *bool   `exchange:"focal_onset_sensory"`
	FocalCentrotemporal         *bool   `exchange:"focal_onset_centrotemporal"`
	FocalTemporal               *bool   `exchange:"focal_onset_temporal"`
	FocalFrontal                *bool   `exchange:"focal_onset_frontal"`
	FocalParietal               *bool   `exchange:"focal_onset_parietal"`
	FocalOccipital              *bool   `exchange:"focal_onset_occipital"`
	NonepilepticAppearance      *string `exchange:"nonepileptic_seizure_unknown_onset"`
	NonepilepticType            *string `exchange:"nonepileptic_seizure_type"`
	NonepilepticSyncope         *string `exchange:"nonepileptic_seizure_syncope"`
	NonepilepticBehavioural     *string `exchange:"nonepileptic_seizure_behavioural"`
	NonepilepticSleep           *string `exchange:"nonepileptic_seizure_sleep"`
	NonepilepticMovement        *string `exchange:"nonepileptic_seizure_paroxysmal"`
	NonepilepticMigraine        *string `exchange:"nonepileptic_seizure_migraine"`
	NonepilepticMiscellaneous   *string `exchange:"nonepileptic_seizure_miscellaneous"`
}

var ep Episode

var (
	isEpileptic    = ask.Is(&ep.Status, "E")
	isNonepileptic = ask.Is(&ep.Status, "NE")
	isGeneralised  = ask.All(isEpileptic, ask.Is(&ep.OnsetType, "GO"))
	isFocal        = ask.All(isEpileptic, ask.Is(&ep.OnsetType, "FO"))
	isDescribed    = ask.IsYes(&ep.DescriptionObtained)
)

// EpisodeSection repeats: one row a kind of episode, of which one at least is epileptic.
var EpisodeSection = ask.NewSection("episode", "Episode", &ep,
	ask.Heading("When"),
	ask.Day(&ep.OnsetOn, "First episode of this kind on").NotBefore(birth).
		Help("Day on which this kind of episode first happened or was first seen. Needed even when the true day is not known; enter the best "+
			"estimate and say so below."),
	ask.Choice(&ep.OnsetConfidence, "Confidence in that date", DateConfidences).
		Help("How sure the notes are about the date above."),
	ask.Select(&ep.Pattern, "Pattern of episodes", EpisodePatterns).
		Help("Whether there was one episode, a cluster within a day, or episodes on separate days; part of the definition of epilepsy."),
	ask.Heading("Description"),
	ask.YesNo(&ep.DescriptionObtained, "Description obtained").
		Help("Whether anyone has obtained a description of what happens in the episode. Opens the optional free text."),
	ask.LongText(&ep.Description, "Description").ShowIf(isDescribed).AtMost(2000).
		Help("Optional free text as written in the notes. Seizure terms with an agreed meaning are picked out while typing."),
	ask.Keywords(&ep.DescriptionKeywords, &ep.DescriptionKeywordsRemoved, "Recognised keywords", SemiologyKeywords).
		In(&ep.Description).ShowIf(isDescribed).
		Help("Keywords found in the description; each can be removed by the user."),
	ask.Heading("Epileptic or not"),
	ask.Choice(&ep.Status, "Epileptic, non-epileptic or uncertain", EpisodeStatuses).
		Help("Clinical judgement of this kind of episode. At least one episode of the child must be epileptic."),
	ask.Heading("Epileptic seizure"),
	ask.Choice(&ep.OnsetType, "Onset of the epileptic seizure", SeizureOnsets).ShowIf(isEpileptic).Note(onsetNote).
		Help("Onset by the ILAE 2017 operational seizure classification."),
	ask.Select(&ep.GeneralisedType, "Generalised seizure type", GeneralisedTypes).ShowIf(isGeneralised).
		Help("Type of the generalised-onset seizure."),
	focalSide, focalMotor, focalNonMotor, focalLocalisation,
	ask.Heading("Non-epileptic episode"),
	ask.Choice(&ep.NonepilepticAppearance, "Appearance of the non-epileptic episode", NonepilepticOnsets).ShowIf(isNonepileptic).
		Help("How the episode looks at onset."),
	ask.Select(&ep.NonepilepticType, "Kind of non-epileptic event", NonepilepticTypes).ShowIf(isNonepileptic).Promises(1).Note(kindNote).
		Help("Main group of the non-epileptic event; opens the matching list of detailed types."),
	detailed(&ep.NonepilepticSyncope, "SAS", "Type of syncope or anoxic seizure", NonepilepticSyncopes),
	detailed(&ep.NonepilepticBehavioural, "BPP", "Type of behavioural or psychiatric event", NonepilepticBehaviours),
	detailed(&ep.NonepilepticSleep, "SRC", "Type of sleep-related event", NonepilepticSleeps),
	detailed(&ep.NonepilepticMovement, "PMD", "Type of paroxysmal movement disorder", NonepilepticMovements),
	detailed(&ep.NonepilepticMigraine, "MAD", "Type of migraine-associated event", NonepilepticMigraines),
	detailed(&ep.NonepilepticMiscellaneous, "ME", "Type of miscellaneous event", NonepilepticMiscellaneous),
).StoredIn("episodes").ExchangedAs("episodes").OpenIf(registered).OldestFirst(&ep.OnsetOn).
	SummedUpBy(&ep.Status, &ep.OnsetType, &ep.NonepilepticType)

// detailed is the detailed type of one kind of non-epileptic event. A change of the kind closes it, and so clears it.
func detailed(field **string, kind, label string, list *ask.List) *ask.Question {
	return ask.Select(field, label, list).ShowIf(ask.All(isNonepileptic, ask.Is(&ep.NonepilepticType, kind))).Help("Detailed type.")
}

// Episodes are the kinds of episode that the child has.
func (c *Child) Episodes() []*Episode { return rowsOf[Episode](c) }

// onsetNote explains why nothing more is asked of two of the onsets.
func onsetNote(in ask.Input) string {
	switch code(in.Row.(*Episode).OnsetType) {
	case "UO":
		return "Not enough is known about the onset: nothing more is asked."
	case "UC":
		return "The seizure cannot be classified with what is known: nothing more is asked."
	}
	return ""
}

func kindNote(in ask.Input) string {
	if code(in.Row.(*Episode).NonepilepticType) == "Oth" {
		return "No further detail is collected for other events."
	}
	return ""
}

func code(stored *string) string {
	if stored == nil {
		return ""
	}
	return *stored
}
