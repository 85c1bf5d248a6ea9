package export

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// value reads one field into the row in hand.
func (d *decoder) value(path string, f *field, raw json.RawMessage, in ask.Input) {
	switch {
	case f.column.Type == "boolean":
		d.yesNo(path, f, raw, in)
	case f.column.Type == "date":
		d.date(path, f, raw, in)
	case f.column.Type == "text[]":
		d.set(path, f, raw, in)
	case f.question.List() != nil:
		if code, ok := d.code(path, f, raw, in); ok {
			f.column.Set(in.Row, code)
		}
	default:
		d.text(path, f, raw, in)
	}
}

func (d *decoder) yesNo(path string, f *field, raw json.RawMessage, in ask.Input) {
	yes, ok := yesNo(raw)
	if !ok {
		d.problem(path, CodeWrongType, "Expected true, false or null.")
		return
	}
	if !f.isFlag() {
		f.column.Set(in.Row, yes)
	} else if yes {
		d.flag(f.question, in.Row)
	}
}

// flag stores "declined" in place of the date.
func (d *decoder) flag(q *ask.Question, row any) {
	q.Columns[0].Set(row, nil)
	q.Columns[1].Set(row, true)
}

func (d *decoder) date(path string, f *field, raw json.RawMessage, in ask.Input) {
	text, ok := text(raw)
	if !ok {
		d.problem(path, CodeWrongType, "Expected a date as text, YYYY-MM-DD.")
		return
	}
	if f.question.Kind == ask.KindDayOrDeclined && text == declined {
		d.flag(f.question, in.Row)
		return
	}
	date, err := ask.ParseDate(text)
	if err != nil {
		d.problem(path, ask.CodeDateInvalid, "Expected a real date, YYYY-MM-DD.")
		return
	}
	f.column.Set(in.Row, date)
}

func (d *decoder) set(path string, f *field, raw json.RawMessage, in ask.Input) {
	var codes []string
	for _, item := range d.array(path, raw) {
		if code, ok := d.code(path, f, item, in); ok {
			codes = append(codes, code)
		}
	}
	if f.isTakenOff() { // what a person took off the recognised keywords: not answered by itself
		f.column.Set(in.Row, codes)
		return
	}
	values, problem := f.question.Read(in, codes) // in the order of the list, each once
	if problem == nil {
		f.column.Set(in.Row, values[0])
	}
}

// code reads a code of the field's list: ours, the label, or another code or id by which the entry is known.
func (d *decoder) code(path string, f *field, raw json.RawMessage, in ask.Input) (string, bool) {
	name, ok := scalar(raw)
	if !ok {
		d.problem(path, CodeWrongType, "Expected a code.")
		return "", false
	}
	option, ok := f.question.Recognise(in, name)
	if !ok {
		option, ok = dataset.LegacyEntry(f.question.List(), name)
	}
	if !ok {
		d.problem(path, ask.CodeUnknownChoice, "Not an entry of the list "+f.question.ListName()+".")
	}
	return option.Code, ok
}

func (d *decoder) text(path string, f *field, raw json.RawMessage, in ask.Input) {
	text, ok := scalar(raw)
	switch {
	case !ok:
		d.problem(path, CodeWrongType, "Expected a text.")
		return
	case !utf8.Valid(raw): // the library would put question marks in the place of what it cannot read
		d.problem(path, ask.CodeTextInvalid, "The text holds characters that are not UTF-8.")
		return
	}
	values, problem := f.question.Read(in, []string{text})
	if problem != nil {
		d.problem(path, problem.Code, problem.Message)
		return
	}
	f.column.Set(in.Row, values[0])
}

// scalar reads a text, or a number as it is written: senders differ in how they write codes.
func scalar(raw json.RawMessage) (string, bool) {
	if text, ok := text(raw); ok {
		return strings.TrimSpace(text), true
	}
	if raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9' {
		return string(raw), true
	}
	return "", false
}
