package dataset

import (
	"embed"

	"github.com/pinktick/pinktick/pkg/ask"
)

//go:embed lists/*.csv
var files embed.FS

// The code lists as this release has them, read from this package's own files when the program starts. A database holds them
// too, with what was added and retired there since: rules look at those through ask.Input.
var (
	Sexes              = readList("sex")
	Ethnicities        = readList("ethnicities")
	AssessmentSettings = readList("assessment_setting")
	YesNoUncertain     = readList("yes_no_uncertain")
	Medicines          = readList("medicines")

	DateConfidences   = readList("date_confidence")
	EpisodePatterns   = readList("episode_pattern")
	EpisodeStatuses   = readList("episode_status")
	SeizureOnsets     = readList("seizure_onset")
	GeneralisedTypes  = readList("generalised_seizure_types")
	SemiologyKeywords = readList("semiology_keywords")

	NonepilepticOnsets        = readList("nonepileptic_onset")
	NonepilepticTypes         = readList("nonepileptic_types")
	NonepilepticSyncopes      = readList("nonepileptic_syncope")
	NonepilepticBehaviours    = readList("nonepileptic_behavioural")
	NonepilepticSleeps        = readList("nonepileptic_sleep")
	NonepilepticMovements     = readList("nonepileptic_paroxysmal_movement")
	NonepilepticMigraines     = readList("nonepileptic_migraine")
	NonepilepticMiscellaneous = readList("nonepileptic_miscellaneous")

	Syndromes            = readList("syndromes")
	CauseCategories      = readList("epilepsy_cause_categories")
	EpilepsyCauses       = readList("epilepsy_causes")
	Comorbidities        = readList("comorbidities")
	Severities           = readList("severity")
	MentalHealthProblems = readList("mental_health_problems")

	UnknownPostcodes     = readList("unknown_postcodes")
	DeprivationQuintiles = readList("deprivation_quintiles")
)

// The names of the lists of organisations, which Circumstances.Options gives.
const (
	Organisations    = "organisations"     // the tenant's own
	AllOrganisations = "all_organisations" // of the whole country
)

// readList reads lists/<name>.csv, in whose order the entries are shown.
func readList(name string) *ask.List {
	return CodeList{Name: name, Entries: mustReadFile(name).Entries}.List()
}

func mustReadFile(name string) ListFile {
	file, err := files.Open("lists/" + name + ".csv")
	if err != nil {
		panic(err)
	}
	defer func() { _ = file.Close() }()
	read, err := ReadListFile(file)
	if err != nil {
		panic("list " + name + ": " + err.Error())
	}
	return read
}
