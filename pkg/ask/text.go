package ask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text is one line, saved while typing. Surrounding space is removed; nothing left is no answer.
func Text(field **string, label string) *Question {
	return newQuestion(KindText, label, behaviour{parseText, formatOne, anyColumn}, field).AtMost(200)
}

// LongText is several lines, saved while typing.
func LongText(field **string, label string) *Question {
	return newQuestion(KindLongText, label, behaviour{parseText, formatOne, anyColumn}, field).AtMost(2000).NotScored()
}

// TextOrReason is one line, or why there is none: an entry of the list, whose code is stored in the text's place.
func TextOrReason(field **string, label string, reasons *List) *Question {
	q := newQuestion(KindTextOrReason, label, behaviour{parseText, formatOne, anyColumn}, field).AtMost(200)
	q.reasons = reasons
	return q
}

// Reasons are those that may be chosen in place of a text for the row in hand, and the one that is stored.
func (q *Question) Reasons(in Input) []Option {
	if q.reasons == nil {
		return nil
	}
	var offered []Option
	for _, o := range q.reasons.Options {
		if q.offered == nil || q.offered(in, o) || q.holds(in.Row, o.Code) {
			offered = append(offered, o)
		}
	}
	return offered
}

// IsReason tells whether a form value is a reason rather than a text.
func (q *Question) IsReason(value string) bool {
	if q.reasons == nil {
		return false
	}
	_, ok := q.reasons.Find(value)
	return ok
}

// spelt is a stored text as people read it.
func (q *Question) spelt(value string) string {
	if q.reasons != nil {
		if o, ok := q.reasons.Find(value); ok {
			return o.Label
		}
	}
	if q.written != nil {
		return q.written(value)
	}
	return value
}

func parseText(q *Question, _ Input, sent []string) ([]any, *Problem) {
	text := strings.ReplaceAll(first(sent), "\r\n", "\n")
	if !utf8.ValidString(text) || strings.ContainsFunc(text, isControl) {
		return nil, q.problem(CodeTextInvalid, "Remove the characters that cannot be shown.")
	}
	if q.tidy != nil {
		text = q.tidy(text)
	}
	switch {
	case text == "":
		return []any{nil}, nil
	case utf8.RuneCountInString(text) > q.Max:
		return nil, q.problem(CodeTooLong, "Use at most %d characters.", q.Max)
	}
	return []any{text}, nil
}

func isControl(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
