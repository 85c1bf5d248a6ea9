package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// EncodeOptions say how a record is written.
type EncodeOptions struct {
	ID      string
	Today   ask.Date                                           // on which derived values are as they are written
	ODSCode func(organisationID string) (code string, ok bool) // nil: an organisation's id is its ODS code
	Lists   ask.Lists                                          // as they stand; nil: as this release has them
	// DeprivationQuintile is what was looked up for the child's postcode, 1 most deprived to 5; 0 not known.
	DeprivationQuintile int
}

// Encode writes a child as an exchange record on one line. Nothing is left out: what is not answered is null.
func Encode(child *dataset.Child, options EncodeOptions) ([]byte, error) {
	at := circumstances(child, options.Today, options.Lists)
	answers := members{}
	for _, s := range append([]*ask.Section{dataset.CaseSection}, dataset.Sections...) {
		in := child.In(s, at)
		answers = append(answers, member{s.Exchange, append(fieldsOf(forms[s.Exchange], in.Row, options.Lists), derivedOf(s.Exchange, child, options)...)})
	}
	record, err := json.Marshal(members{{"id", options.ID}, {"answers", answers}, {"records", listsOf(child, at, options)}})
	if err != nil {
		return nil, fmt.Errorf("encode a record: %w", err)
	}
	return record, nil
}

func listsOf(child *dataset.Child, at dataset.Circumstances, options EncodeOptions) members {
	var all members
	for _, s := range dataset.Repeating() {
		rows := []members{}
		for _, row := range child.Rows(s) {
			in := child.In(dataset.CaseSection, at)
			in.Row = row
			rows = append(rows, append(fieldsOf(lists[s.Exchange], row, options.Lists), derivedOfRow(s.Exchange, in)...))
		}
		all = append(all, member{s.Exchange, rows})
	}
	return append(all, member{"sites", sitesOf(child, options)})
}

func fieldsOf(f *form, row any, as ask.Lists) members {
	fields := members{}
	for _, made := range f.fields {
		value := encodeValue(made, row, as)
		switch {
		case made.name != "":
			fields = append(fields, member{made.name, value})
		case slices.Contains(ownColumns, made.column.Name) && made.column.Get(row) != nil:
			fields = append(fields, member{made.column.Name, value})
		}
	}
	return fields
}

// ownColumns are of this platform only, and would be lost if they were left out. They go out where they hold something.
var ownColumns = []string{"unique_reference_number", "description_keywords_removed", "surgery_seen_on_unknown"}

func encodeValue(f *field, row any, as ask.Lists) any {
	if f.question != nil && f.question.Kind == ask.KindDayOrDeclined && f.column.Type == "date" {
		if given := f.question.Format(row); len(given) == 1 && given[0] == "declined" {
			return declined
		}
	}
	switch value := f.column.Get(row).(type) {
	case string:
		return encodeCode(f, value, as)
	case []string:
		codes := make([]any, len(value))
		for i, code := range value {
			codes[i] = encodeCode(f, code, as)
		}
		return codes
	case nil:
		if f.column.Type == "text[]" {
			return []any{}
		}
		return nil
	default:
		return value
	}
}

func encodeCode(f *field, code string, as ask.Lists) any {
	switch {
	case f.byLabel, f.byConcept:
		option, known := as.Of(f.question.List()).Find(code)
		switch {
		case !known: // rather the code than nothing
			return code
		case f.byConcept && option.Concept != "":
			return option.Concept
		}
		return option.Label
	case f.byNumber:
		return json.Number(code)
	}
	return code
}

// members are an object whose keys keep their order, which a map's do not.
type members []member

type member struct {
	Key   string
	Value any
}

// MarshalJSON writes the members in order.
func (m members) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, one := range m {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(one.Key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(one.Value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
