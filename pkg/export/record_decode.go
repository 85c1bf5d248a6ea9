package export

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// Record is one child as it is exchanged.
type Record struct {
	ID      json.RawMessage // whatever the sender likes; comes back unchanged
	Child   *dataset.Child
	NotKept []Problem // what the record has that there is no place for here; no fault of the record's
}

// DecodeOptions say how a record is read.
type DecodeOptions struct {
	Lenient bool // ignore what the dictionary does not know
	// Lead finds an organisation that may lead, and Role one that may have another role, by its ODS code; nil: the code itself
	// stands for it.
	Lead, Role func(odsCode string) (id string, ok bool)
	Lists      ask.Lists // as they stand; nil: as this release has them
}

// Decode reads an exchange record. It reads as much as it can: what cannot be read is a problem and stays unanswered. Stored
// answers that break a rule of the dictionary are read; Check finds those.
func Decode(raw []byte, options DecodeOptions) (*Record, []Problem) {
	d := &decoder{DecodeOptions: options, child: dataset.NewChild()}
	record := &Record{ID: json.RawMessage("null"), Child: d.child}
	var whole object
	if json.Valid(raw) { // only then may it be taken apart
		whole, _ = splitObject(raw)
	}
	if whole == nil {
		d.problem("", CodeWrongType, "Expected an object.")
		return record, d.problems
	}
	if id, ok := whole.get("id"); ok {
		record.ID = id
	}
	d.forms(d.member(whole, "answers"))
	d.lists(d.member(whole, "records"))
	for _, key := range whole.keys() {
		if key != "id" && key != "answers" && key != "records" {
			d.unknown(key)
		}
	}
	d.once("", whole)
	record.NotKept = d.notKept
	return record, d.problems
}

type decoder struct {
	DecodeOptions
	child    *dataset.Child
	problems []Problem
	notKept  []Problem
}

func (d *decoder) problem(path, code, message string) {
	d.problems = append(d.problems, Problem{path, code, message})
}

func (d *decoder) unknown(path string) {
	if !d.Lenient {
		d.problem(path, CodeUnknownKey, "The dictionary does not know this name.")
	}
}

func (d *decoder) member(of object, key string) object {
	raw, _ := of.get(key)
	return d.object(key, raw)
}

// object reads the members of an object; none where it is left out or null.
func (d *decoder) object(path string, raw json.RawMessage) object {
	members, ok := splitObject(raw)
	if !ok && !isNull(raw) {
		d.problem(path, CodeWrongType, "Expected an object.")
	}
	d.once(path, members)
	return members
}

// once sees that no name stands twice in an object. The last value is taken, as JSON readers do.
func (d *decoder) once(path string, members object) {
	if path != "" {
		path += "."
	}
	for _, key := range members.twice() {
		d.problem(path+key, CodeKeyTwice, "This name stands twice.")
	}
}

func (d *decoder) forms(answers object) {
	for _, name := range answers.keys() {
		path := "answers." + name
		raw, _ := answers.get(name)
		if f, ok := forms[name]; ok {
			d.row(path, f, d.object(path, raw), d.child.Row(f.Section))
		} else if !slices.Contains(unreadForms, name) {
			d.unknown(path)
		}
	}
}

func (d *decoder) lists(records object) {
	for _, name := range records.keys() {
		path := "records." + name
		raw, _ := records.get(name)
		switch f, ok := lists[name]; {
		case ok:
			d.rows(path, f, raw)
		case name == "sites":
			d.sites(path, d.array(path, raw))
		default:
			d.unknown(path)
		}
	}
}

func (d *decoder) array(path string, raw json.RawMessage) []json.RawMessage {
	items, ok := splitArray(raw)
	if !ok && !isNull(raw) {
		d.problem(path, CodeWrongType, "Expected an array.")
	}
	return items
}

// rows reads the rows of a list. Each is numbered by its place, and one that cannot be read is a row without answers.
func (d *decoder) rows(path string, f *form, raw json.RawMessage) {
	for i, item := range d.array(path, raw) {
		row, at := f.NewRow(), fmt.Sprintf("%s[%d]", path, i)
		ask.SetRowID(row, int64(i+1))
		d.child.AddRow(f.Section, row)
		members := d.object(at, item)
		d.row(at, f, members, row)
		for _, made := range f.fields {
			switch missing := made.column.Get(row) == nil; {
			case missing && made.question == nil:
				d.problem(at+"."+made.name, ask.CodeRequired, "This says which list the row belongs to; without it the row is not counted.")
			case missing && made.identifies && made.isSent(members):
				f.empty(row) // of something the list does not know, the rest says nothing
			}
		}
	}
}

func (d *decoder) row(path string, f *form, members object, row any) {
	in := ask.Input{Child: d.child, Row: row, Rows: d.child.Rows, Lists: d.Lists}
	for _, made := range f.fields {
		for _, name := range made.names {
			raw, sent := members.get(name)
			if sent && made.column.Get(row) == nil && !isNull(raw) {
				d.value(path+"."+name, made, raw, in)
			}
		}
	}
	for _, key := range members.keys() {
		if f.byName[key] == nil && !isUnread(f.Exchange, key) {
			d.unknown(path + "." + key)
		}
	}
}
