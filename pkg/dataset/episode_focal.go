package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// What is asked of a seizure with focal onset: its side, which counts as one answer, and its features, which are not scored.
var (
	focalSide = ask.Tiles("Side affected",
		ask.Tile{Field: &ep.FocalLeft, Label: "Left"},
		ask.Tile{Field: &ep.FocalRight, Label: "Right"},
		ask.Tile{Field: &ep.FocalSideUnknown, Label: "Side unknown"},
	).ShowIf(isFocal).
		Help("Side of the body or field affected, as seen in the patient.")

	focalMotor = ask.Ticks("Motor features",
		ask.Tile{Field: &ep.FocalAtonic, Label: "Atonic", Hint: "Sudden loss of tone."},
		ask.Tile{Field: &ep.FocalClonic, Label: "Clonic", Hint: "Rhythmic jerking."},
		ask.Tile{Field: &ep.FocalEpilepticSpasms, Label: "Epileptic spasms", Hint: "Brief flexion or extension spasms."},
		ask.Tile{Field: &ep.FocalHyperkinetic, Label: "Hyperkinetic", Hint: "Vigorous movements of trunk or proximal limbs."},
		ask.Tile{Field: &ep.FocalMyoclonic, Label: "Myoclonic", Hint: "Brief irregular jerks."},
		ask.Tile{Field: &ep.FocalTonic, Label: "Tonic", Hint: "Sustained stiffening."},
		ask.Tile{Field: &ep.FocalToBilateralTonicClonic, Label: "Focal to bilateral tonic-clonic",
			Hint: "Focal seizure spreading to a bilateral tonic-clonic seizure."},
		ask.Tile{Field: &ep.FocalAutomatisms, Label: "Automatisms", Hint: "Coordinated repetitive movements without purpose."},
	).ShowIf(isFocal).NotScored().
		Help("Any that apply; not scored.")

	focalNonMotor = ask.Ticks("Non-motor features",
		ask.Tile{Field: &ep.FocalImpairedAwareness, Label: "Impaired awareness", Hint: "Awareness lost or reduced at any time in the seizure."},
		ask.Tile{Field: &ep.FocalGelastic, Label: "Gelastic", Hint: "Laughing without mirth."},
		ask.Tile{Field: &ep.FocalAutonomic, Label: "Autonomic", Hint: "Autonomic signs such as flushing, pallor or heart rate change."},
		ask.Tile{Field: &ep.FocalBehaviouralArrest, Label: "Behavioural arrest", Hint: "Activity stops through the seizure."},
		ask.Tile{Field: &ep.FocalCognitive, Label: "Cognitive", Hint: "Disturbed language, memory or thinking."},
		ask.Tile{Field: &ep.FocalEmotional, Label: "Emotional", Hint: "Fear, joy or other emotion as the main feature."},
		ask.Tile{Field: &ep.FocalSensory, Label: "Sensory", Hint: "Bodily, visual, auditory, smell, taste or balance sensations."},
	).ShowIf(isFocal).NotScored().
		Help("Any that apply; not scored.")

	focalLocalisation = ask.Ticks("Localisation of onset",
		ask.Tile{Field: &ep.FocalCentrotemporal, Label: "Centrotemporal"},
		ask.Tile{Field: &ep.FocalTemporal, Label: "Temporal"},
		ask.Tile{Field: &ep.FocalFrontal, Label: "Frontal"},
		ask.Tile{Field: &ep.FocalParietal, Label: "Parietal"},
		ask.Tile{Field: &ep.FocalOccipital, Label: "Occipital"},
	).ShowIf(isFocal).NotScored().
		Help("Where the seizure starts, if known; not scored.")
)
