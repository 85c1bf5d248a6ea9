package ask

import "slices"

// YesNo is a question with two buttons, unanswered until one is pressed; there is no way back to unanswered.
func YesNo(field **bool, label string) *Question {
	return newQuestion(KindYesNo, label, behaviour{parseYesNo, formatYesNo, anyColumn}, field)
}

// Confirm is a one-way confirmation: only yes can be stored.
func Confirm(field **bool, label string) *Question {
	return newQuestion(KindConfirm, label, behaviour{parseConfirm, formatConfirm, isConfirmed}, field)
}

// Choice is one of a few, as a row of buttons.
func Choice(field **string, label string, list *List) *Question {
	return onList(newQuestion(KindChoice, label, one, field), list)
}

// Select is one of a short list, as a drop-down.
func Select(field **string, label string, list *List) *Question {
	return onList(newQuestion(KindSelect, label, one, field), list)
}

// Search is one of a long list, found by typing.
func Search(field **string, label string, list *List) *Question {
	return onList(newQuestion(KindSearch, label, one, field), list)
}

// Organisation is a hospital or service out of the list of that name, which Input.Options gives.
func Organisation(field **string, label, listName string) *Question {
	q := newQuestion(KindOrganisation, label, one, field)
	q.listName = listName
	return q
}

// Choices are several of a few; the whole set is sent each time. An empty set is no answer.
func Choices(field *[]string, label string, list *List) *Question {
	return onList(newQuestion(KindChoices, label, behaviour{parseChoices, formatChoices, anyColumn}, field), list)
}

func onList(q *Question, list *List) *Question {
	q.list, q.listName = list, list.Name
	return q
}

var one = behaviour{parseOne, formatOne, anyColumn}

func parseYesNo(q *Question, _ Input, sent []string) ([]any, *Problem) {
	switch first(sent) {
	case "yes":
		return []any{true}, nil
	case "no":
		return []any{false}, nil
	}
	return nil, q.problem(CodeUnknownChoice, "Choose Yes or No.")
}

func parseConfirm(q *Question, _ Input, sent []string) ([]any, *Problem) {
	if first(sent) == "yes" {
		return []any{true}, nil
	}
	return nil, q.problem(CodeUnknownChoice, "This can only be confirmed.")
}

func formatYesNo(q *Question, row any) []string {
	switch q.Columns[0].Get(row) {
	case true:
		return []string{"yes"}
	case false:
		return []string{"no"}
	}
	return nil
}

// A stored no, which only an import can bring, is not a confirmation.
func isConfirmed(q *Question, row any) bool { return q.Columns[0].Get(row) == true }

func formatConfirm(q *Question, row any) []string {
	if isConfirmed(q, row) {
		return []string{"yes"}
	}
	return nil
}

func parseOne(q *Question, in Input, sent []string) ([]any, *Problem) {
	code := first(sent)
	if _, ok := find(q.AllOptions(in), code); !ok {
		return nil, q.problem(CodeUnknownChoice, "Choose one of the listed options.")
	}
	return []any{code}, nil
}

// checkOffered refuses codes of the list that are not offered today, unless they are the stored answer.
func (q *Question) checkOffered(in Input, value any) *Problem {
	if q.list == nil {
		return nil
	}
	var chosen []string
	switch value := value.(type) {
	case string:
		chosen = []string{value}
	case []string:
		chosen = value
	}
	for _, code := range chosen {
		o, ok := find(q.AllOptions(in), code)
		switch {
		case !ok || o.IsOffered(in.Today) || q.holds(in.Row, code):
		case o.Retired:
			return q.problem(CodeRetired, "“%s” cannot be chosen.", o.Label)
		case !o.From.IsZero() && in.Today.Before(o.From):
			return q.problem(CodeRetired, "“%s” can be chosen from %s on.", o.Label, o.From.Words())
		default:
			return q.problem(CodeRetired, "“%s” is no longer in use.", o.Label)
		}
	}
	return nil
}

func formatOne(q *Question, row any) []string {
	if code, ok := q.Columns[0].Get(row).(string); ok {
		return []string{code}
	}
	return nil
}

func parseChoices(q *Question, in Input, sent []string) ([]any, *Problem) {
	var chosen []string
	for _, o := range q.AllOptions(in) { // in the order of the list, each once
		if slices.Contains(sent, o.Code) {
			chosen = append(chosen, o.Code)
		}
	}
	for _, code := range sent {
		if code != "" && !slices.Contains(chosen, code) {
			return nil, q.problem(CodeUnknownChoice, "Choose from the listed options.")
		}
	}
	if chosen == nil {
		return []any{nil}, nil
	}
	return []any{chosen}, nil
}

func formatChoices(q *Question, row any) []string {
	codes, _ := q.Columns[0].Get(row).([]string)
	return codes
}
