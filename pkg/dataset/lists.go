package dataset

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
)

//go:embed lists/*.csv
var files embed.FS

// The code lists, read from this package's own files when the program starts.
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
)

// The names of the lists of organisations, which Circumstances.Options gives.
const (
	Organisations    = "organisations"     // the tenant's own
	AllOrganisations = "all_organisations" // of the whole country
)

// readList reads lists/<name>.csv, in whose order the entries are shown: code and label, and columns it knows: group, synonyms
// (with semicolons between), selectable, legacy_code and snomed_ct_id. All are tags of the entry besides.
func readList(name string) *ask.List {
	file, err := files.ReadFile("lists/" + name + ".csv")
	if err != nil {
		panic(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("list %s: %v", name, err))
	}
	list := &ask.List{Name: name}
	for _, row := range rows[1:] {
		list.Options = append(list.Options, readOption(rows[0], row))
	}
	addSynonyms(list)
	return list
}

// addSynonyms makes each synonym that belongs to one entry alone a name by which exchange records may call it.
func addSynonyms(list *ask.List) {
	owners := map[string]int{}
	for _, o := range list.Options {
		for _, name := range synonyms(o) {
			owners[name]++
		}
	}
	for i, o := range list.Options {
		for _, name := range synonyms(o) {
			if owners[name] == 1 {
				list.Options[i].Alias = append(list.Options[i].Alias, name)
			}
		}
	}
}

func synonyms(o ask.Option) []string {
	if o.Hint == "" {
		return nil
	}
	return strings.Split(o.Hint, "; ")
}

func readOption(head, row []string) ask.Option {
	o := ask.Option{Tags: map[string]string{}}
	for i, value := range row {
		switch head[i] {
		case "code":
			o.Code = value
		case "label":
			o.Label = strings.TrimSpace(value)
		case "group":
			o.Group = value
		case "synonyms":
			o.Hint = value
		case "selectable":
			o.Retired = value == "false"
		case "legacy_code", "snomed_ct_id":
			if value != "" {
				o.Alias = append(o.Alias, strings.Split(value, ";")...)
			}
		}
		o.Tags[head[i]] = value
	}
	return o
}
