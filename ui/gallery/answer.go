package gallery

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/ui/control"
)

// answer puts sent values into a question: stored and in words, or refused with what was typed.
func answer(q *control.Question, sent []string) {
	values := slices.DeleteFunc(slices.Clone(sent), func(v string) bool { return strings.TrimSpace(v) == "" })
	q.Typed, q.Error, q.Conflict, q.State = nil, "", nil, ""
	if len(values) == 0 {
		if q.Kind == ask.KindYesNo || q.Kind == ask.KindChoice || q.Kind == ask.KindDay {
			q.Typed, q.Error = []string{""}, "Give an answer."
			return
		}
		store(q, nil, "")
		return
	}
	stored, words, message := check(*q, values)
	if message != "" {
		q.Typed, q.Error = values, message
		return
	}
	store(q, stored, words)
}

// check accepts values for a kind of question, or says why not.
func check(q control.Question, values []string) (stored []string, words, message string) {
	v := values[0]
	switch q.Kind {
	case ask.KindYesNo:
		return checkCodes([]control.Option{{Code: "yes", Label: "Yes"}, {Code: "no", Label: "No"}}, values)
	case ask.KindConfirm:
		return values, "All criteria met", ""
	case ask.KindDay, ask.KindDayConfirmed, ask.KindDayOrDeclined, ask.KindDayIfKnown, ask.KindOptionalDay:
		if v == "declined" || v == "unknown" {
			return values, v, ""
		}
		return checkDay(v)
	case ask.KindText, ask.KindLongText:
		if q.MaxLength > 0 && utf8.RuneCountInString(v) > q.MaxLength {
			return nil, "", "This is too long."
		}
		return values, v, ""
	default:
		return checkCodes(q.Options, values)
	}
}

func checkDay(typed string) (stored []string, words, message string) {
	for _, layout := range []string{"2/1/2006", time.DateOnly} {
		if day, err := time.Parse(layout, strings.TrimSpace(typed)); err == nil {
			return []string{day.Format(time.DateOnly)}, day.Format("2 January 2006"), ""
		}
	}
	return nil, "", typed + " is not a date. Write it as day/month/year."
}

func checkCodes(options []control.Option, codes []string) (stored []string, words, message string) {
	var labels []string
	for _, code := range codes {
		i := slices.IndexFunc(options, func(o control.Option) bool { return o.Code == code })
		if i < 0 {
			return nil, "", "Choose from the answers."
		}
		labels = append(labels, options[i].Label)
	}
	return codes, strings.Join(labels, ", "), ""
}
