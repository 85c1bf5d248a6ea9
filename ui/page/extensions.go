package page

import (
	"github.com/pinktick/pinktick/ui/control"
	"github.com/pinktick/pinktick/ui/part"
)

// ExtensionRow is what a centre was granted beyond the deadline of a cohort.
type ExtensionRow struct {
	ID      string
	Centre  string
	Cohort  string
	Days    string
	Until   string // its last day
	Reason  string
	Granted string // when, by whom
	State   part.Tag
	Since   string // when it was ended or removed, by whom
	End     *Act   // where the person may
	Remove  *Act
}

// ExtensionForm grants one. What was typed stays when it is refused.
type ExtensionForm struct {
	Action, Key, As              string
	Centres, Cohorts, Reasons    []control.Option
	Centre, Cohort, Days, Reason string
	Words                        string
	Errors                       map[string]string // by field: organisation, cohort, days, reason, words
}

// Extensions is what the centres of a trust or board were granted.
type Extensions struct {
	Trust string
	Rows  []ExtensionRow
	Form  *ExtensionForm // where the person may
}

// extensionFields are the fields of the form in their order, for the list of what is wrong.
var extensionFields = []string{"organisation", "cohort", "days", "reason", "words"}

func (f ExtensionForm) wrong() []string {
	var fields []string
	for _, name := range extensionFields {
		if f.Errors[name] != "" {
			fields = append(fields, name)
		}
	}
	return fields
}

func (f ExtensionForm) describedBy(name, hint string) string {
	if f.Errors[name] == "" {
		return hint
	}
	if hint == "" {
		return "extension-" + name + "-error"
	}
	return hint + " extension-" + name + "-error"
}
