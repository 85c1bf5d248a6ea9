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
)

// Organisations is the name of the list of a tenant's own organisations, which Circumstances.Options gives.
const Organisations = "organisations"

// readList reads lists/<name>.csv: code and label, and columns it knows: group, legacy_code and snomed_ct_id. All others
// become tags of the entry.
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
	return list
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
		case "legacy_code", "snomed_ct_id":
			if value != "" {
				o.Alias = append(o.Alias, strings.Split(value, ";")...)
			}
		}
		o.Tags[head[i]] = value
	}
	return o
}
