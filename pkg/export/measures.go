package export

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/kpi"
	"github.com/pinktick/pinktick/pkg/measure"
)

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

// Explanation says why one measure has its outcome for one child.
type Explanation struct {
	Code    string   `json:"-"`
	Outcome string   `json:"outcome"`
	Fields  []string `json:"fields"` // the paths that decided it; of an incomplete one, those that are missing or in doubt
	Rule    string   `json:"rule"`
}

// Explanations are written as one object, code to explanation, in their order.
type Explanations []Explanation

// MarshalJSON writes the explanations by code.
func (e Explanations) MarshalJSON() ([]byte, error) {
	all := make(members, len(e))
	for i, one := range e {
		all[i] = member{one.Code, one}
	}
	return json.Marshal(all)
}

// measuresOf scores the measures of a child.
func measuresOf(child *dataset.Child, as ask.Lists) MeasureOutcomes {
	outcomes := make(MeasureOutcomes, len(kpi.All))
	for i, result := range kpi.Score(child, kpi.R4, as) {
		outcomes[i] = MeasureOutcome{kpi.All[i].Code, result.Outcome.String()}
	}
	return outcomes
}

// explain says of each measure which fields decided it, and by which rule.
func explain(child *dataset.Child, as ask.Lists) Explanations {
	all := make(Explanations, len(kpi.All))
	for i, result := range kpi.Explain(child, kpi.R4, as) {
		m := kpi.All[i]
		all[i] = Explanation{m.Code, result.Outcome.String(), decidedBy(child, result.Because), kpi.Gate + " Who counts: " + m.Counts + " Achieved: " + m.Done}
	}
	return all
}

// decidedBy are the paths of answers in the record, each once, in the order in which they were looked at.
func decidedBy(child *dataset.Child, sources []measure.Source) []string {
	paths := []string{}
	for _, source := range sources {
		place, ok := kpi.PlaceOf(child, source)
		if !ok {
			continue
		}
		path := "answers." + place.Section.Exchange
		f := forms[place.Section.Exchange]
		if f == nil {
			f = lists[place.Section.Exchange]
			path = fmt.Sprintf("records.%s[%d]", place.Section.Exchange, place.Index)
		}
		if path += "." + f.nameOf(place.Column); !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// nameOf is what a record calls a column.
func (f *form) nameOf(c *ask.Column) string {
	for _, one := range f.fields {
		if one.column == c && len(one.names) > 0 {
			return one.names[0]
		}
	}
	return c.Name
}
