package ask

import (
	"strings"
	"time"
)

// Day is a date with its own Set button. An empty value removes it.
func Day(field **Date, label string) *Question {
	return newQuestion(KindDay, label, behaviour{parseDay, formatDay, anyColumn}, field)
}

// DayOnce is a date that, once stored, only the national team changes: the person is asked to confirm it.
func DayOnce(field **Date, label string) *Question {
	return newQuestion(KindDayConfirmed, label, behaviour{parseDay, formatDay, anyColumn}, field)
}

// OptionalDay is a date that may be added and removed, and is not scored.
func OptionalDay(field **Date, label string) *Question {
	return newQuestion(KindOptionalDay, label, behaviour{parseDay, formatDay, anyColumn}, field).NotScored()
}

// DayOrDeclined is the date of a result, or that it was declined or not possible. Either answers the question.
func DayOrDeclined(field **Date, declined **bool, label string) *Question {
	q := newQuestion(KindDayOrDeclined, label, behaviour{parseFlaggedDay, formatFlaggedDay, isDatedOrFlagged}, field, declined)
	q.flag = "declined"
	return q
}

// DayIfKnown is a date that may be stated to be not known.
func DayIfKnown(field **Date, unknown **bool, label string) *Question {
	q := newQuestion(KindDayIfKnown, label, behaviour{parseFlaggedDay, formatFlaggedDay, isDatedOrFlagged}, field, unknown)
	q.flag = "unknown"
	return q
}

func parseDay(q *Question, _ Input, sent []string) ([]any, *Problem) {
	text := first(sent)
	if text == "" {
		return []any{nil}, nil
	}
	d, ok := readDate(text)
	if !ok {
		return nil, q.problem(CodeDateInvalid, "Enter a real date (day, month, year).")
	}
	return []any{d}, nil
}

func parseFlaggedDay(q *Question, in Input, sent []string) ([]any, *Problem) {
	if first(sent) == q.flag {
		return []any{nil, true}, nil
	}
	values, problem := parseDay(q, in, sent)
	if problem != nil {
		return nil, problem
	}
	return append(values, nil), nil
}

func formatDay(q *Question, row any) []string {
	if d, ok := q.Columns[0].Get(row).(Date); ok {
		return []string{d.String()}
	}
	return nil
}

func formatFlaggedDay(q *Question, row any) []string {
	if flagged, _ := q.Columns[1].Get(row).(bool); flagged {
		return []string{q.flag}
	}
	return formatDay(q, row)
}

// isDatedOrFlagged: a flag that is stored as no, which only an import can bring, is no answer.
func isDatedOrFlagged(q *Question, row any) bool { return len(formatFlaggedDay(q, row)) > 0 }

// anyColumn: answered when any column of the question holds something.
func anyColumn(q *Question, row any) bool { return q.HasValue(row) }

// layouts are the ways of writing a date that are understood without doubt; years have four digits.
var layouts = []string{time.DateOnly, "2/1/2006", "2-1-2006", "2.1.2006", "2 1 2006", "2 January 2006", "2 Jan 2006"}

func readDate(text string) (Date, bool) {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil && t.Year() >= 1900 {
			y, m, d := t.Date()
			return Date{y, m, d}, true
		}
	}
	return Date{}, false
}

func first(sent []string) string {
	if len(sent) == 0 {
		return ""
	}
	return strings.TrimSpace(sent[len(sent)-1])
}
