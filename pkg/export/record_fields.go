package export

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// form is a section as the exchange record has it: its columns by the names they have there.
type form struct {
	*ask.Section
	fields []*field
	byName map[string]*field
}

// field is one column of a form.
type field struct {
	name       string   // on the way out; empty where it is not exchanged
	names      []string // by which a record may call it, the one that goes out first
	column     *ask.Column
	question   *ask.Question // nil for a held column
	identifies bool          // says of which entry of the list the whole row is
	byLabel    bool          // the record names the list's entry: its label goes out
	byConcept  bool          // the record names the entry by its SNOMED CT id; by its label where it has none
	byNumber   bool          // all codes of the list are numbers, and go out as such
}

// isFlag tells whether the field is the "declined" or "not known" beside a date.
func (f *field) isFlag() bool {
	return f.question != nil && f.column.Type == "boolean" && f.question.Columns[0].Type == "date"
}

// isTakenOff tells whether the field is the terms that people took off recognised keywords.
func (f *field) isTakenOff() bool {
	return f.question != nil && f.question.Kind == ask.KindKeywords && f.column != f.question.Columns[0]
}

// forms are the declared sections by the name of the form or list; lists has those that repeat.
var forms, lists = readForms()

func readForms() (map[string]*form, map[string]*form) {
	once, many := map[string]*form{}, map[string]*form{}
	repeating := dataset.Repeating()
	for _, s := range dataset.Stored() {
		if slices.Contains(repeating, s) {
			many[s.Exchange] = newForm(s)
		} else {
			once[s.Exchange] = newForm(s)
		}
	}
	return once, many
}

func newForm(s *ask.Section) *form {
	f := &form{Section: s, byName: map[string]*field{}}
	asks := map[*ask.Column]*ask.Question{}
	for _, q := range s.Questions {
		for _, c := range q.Columns {
			asks[c] = q
		}
	}
	for _, c := range s.Columns {
		f.add(newField(c, asks[c]))
	}
	return f
}

func newField(c *ask.Column, q *ask.Question) *field {
	made := &field{name: c.Exchange, column: c, question: q}
	if c.Exchange == "-" {
		made.name = ""
	}
	if q != nil && q.List() != nil {
		list := q.List()
		made.identifies = strings.HasSuffix(c.Exchange, "_name")
		made.byConcept = list == dataset.EpilepsyCauses || list == dataset.Comorbidities
		made.byLabel = made.identifies && !made.byConcept || q.Kind == ask.KindKeywords
		made.byNumber = !slices.ContainsFunc(list.Options, func(o ask.Option) bool { return !isNumber(o.Code) })
	}
	return made
}

func isNumber(code string) bool {
	n, err := strconv.Atoi(code)
	return err == nil && strconv.Itoa(n) == code
}

// add registers a field under its exchange name, and under the other names by which the record may call it. Held columns come
// first: they say which entries of a list the others may name.
func (f *form) add(made *field) {
	if made.question == nil {
		f.fields = slices.Insert(f.fields, 0, made)
	} else {
		f.fields = append(f.fields, made)
	}
	if made.name != "" {
		made.names = append(made.names, made.name)
	}
	if also, ok := alsoCalled[f.Exchange+"."+made.column.Name]; ok {
		made.names = append(made.names, also)
	}
	for _, name := range made.names {
		f.byName[name] = made
	}
}

// isSent tells whether a record gives the field a value, readable or not.
func (f *field) isSent(members object) bool {
	return slices.ContainsFunc(f.names, func(name string) bool {
		raw, _ := members.get(name)
		return !isNull(raw)
	})
}

// empty takes all answers out of a row; what its list fixes stays.
func (f *form) empty(row any) {
	for _, made := range f.fields {
		if made.question != nil {
			made.column.Set(row, nil)
		}
	}
}

// alsoCalled are the names of the dictionary, by form and column, that are accepted besides the one that goes out.
var alsoCalled = map[string]string{
	"case.unique_reference_number":          "unique_reference_number", // of this platform only, as the next two
	"episodes.description_keywords_removed": "description_keywords_removed",
	"assessment.surgery_seen_on_unknown":    "surgery_seen_on_unknown",

	"investigations.eeg_declined": "eeg_declined", // goes out as a date, see declined
	"investigations.mri_declined": "mri_brain_declined",
	"medicines.medicine":          "medicine_entity", // the reference system's columns, which point to the entry
	"syndromes.syndrome":          "syndrome",
	"comorbidities.condition":     "comorbidityentity",
}
