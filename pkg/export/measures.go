package export

import (
	"encoding/json"

	"github.com/pinktick/pinktick/pkg/dataset"
)

// incomplete is the outcome of a measure for which an answer is missing.
const incomplete = "incomplete"

// measureCodes are the codes of the 21 measures, in the order in which they are reported.
var measureCodes = []string{"1", "2", "3", "3b", "4", "5", "6", "7", "8", "9A", "9A-i", "9A-ii", "9A-iii",
	"9B", "9B-i", "9B-ii", "9B-iii", "9B-iv", "9B-v", "9B-vi", "10"}

// MeasureOutcome is the outcome of one measure for one child.
type MeasureOutcome struct{ Code, Outcome string }

// MeasureOutcomes are written as one object, code to outcome, in their order.
type MeasureOutcomes []MeasureOutcome

// MarshalJSON writes the outcomes by code.
func (m MeasureOutcomes) MarshalJSON() ([]byte, error) {
	all := make(members, len(m))
	for i, one := range m {
		all[i] = member{one.Code, one.Outcome}
	}
	return json.Marshal(all)
}

// measuresOf scores the measures of a child. The measures are not declared yet: all are incomplete.
func measuresOf(*dataset.Child) MeasureOutcomes {
	outcomes := make(MeasureOutcomes, len(measureCodes))
	for i, code := range measureCodes {
		outcomes[i] = MeasureOutcome{code, incomplete}
	}
	return outcomes
}
