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
