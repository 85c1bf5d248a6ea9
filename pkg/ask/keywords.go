package ask

import "slices"

// Keywords are the terms of a list that are recognised in a text of the same section. They follow the text, as the text is
// answered; a person may take one off, and it stays off for that row however the text is changed.
func Keywords(found, removed *[]string, label string, list *List) *Question {
	q := onList(newQuestion(KindKeywords, label, behaviour{parseKeywords, formatChoices, isRecognised}, found, removed), list)
	q.flag = "taken off"
	return q.NotScored()
}

// In names the text in which the keywords are recognised.
func (q *Question) In(text **string) *Question { q.text = text; return q }

// Keywords is the question of the keywords recognised in this text; nil where there is none.
func (q *Question) Keywords() *Question { return q.keywords }

// DrawnBy is the question whose control shows this one too: keywords stand under their text.
func (q *Question) DrawnBy() *Question {
	if q.source != nil {
		return q.source
	}
	return q
}

// Merges tells whether an answer adds to what others answered meanwhile, rather than replaces it: taking a keyword off says
// nothing about the others.
func (q *Question) Merges() bool { return q.source != nil }

// Removing is the form value that takes a keyword off.
func Removing(code string) string { return "-" + code }

// parseKeywords adds each code that is sent, and takes each off that is sent as Removing has it.
func parseKeywords(q *Question, in Input, sent []string) ([]any, *Problem) {
	found, _ := q.Columns[0].Get(in.Row).([]string)
	removed, _ := q.Columns[1].Get(in.Row).([]string)
	wanted := map[string]bool{}
	for _, value := range sent {
		code, off := value, len(value) > 1 && value[0] == '-'
		if off {
			code = value[1:]
		}
		if _, ok := find(q.AllOptions(in), code); !ok && code != "" {
			return nil, q.problem(CodeUnknownChoice, "Choose from the listed keywords.")
		}
		wanted[code] = !off
	}
	kept := func(codes []string, sent bool) any {
		return q.picked(in, codes, func(code string) bool {
			now, told := wanted[code]
			return told && now == sent || !told && slices.Contains(codes, code)
		})
	}
	return []any{kept(found, true), kept(removed, false)}, nil
}

// picked are the codes of the list that pass, in its order, and those stored that the list does not know: another process may
// have read a longer one. Nil when there are none.
func (q *Question) picked(in Input, stored []string, test func(code string) bool) any {
	var codes []string
	options := q.AllOptions(in)
	for i := range options {
		if test(options[i].Code) {
			codes = append(codes, options[i].Code)
		}
	}
	for _, code := range stored {
		if _, known := find(options, code); !known {
			codes = append(codes, code)
		}
	}
	if codes == nil {
		return nil
	}
	return codes
}

func isRecognised(q *Question, row any) bool { return q.Columns[0].Get(row) != nil }

// bindKeywords ties keywords to their text.
func (s *Section) bindKeywords(q *Question) {
	if q.text == nil {
		return
	}
	q.source = s.questionOn(q.text)
	q.source.keywords = q
}

// recognise brings the keywords of a text that changed up to date.
func (s *Section) recognise(in Input, change *Change) {
	for _, q := range s.Questions {
		if q.source == nil || !change.changed(q.source.Columns[0]) {
			continue
		}
		text, _ := q.source.Columns[0].Get(in.Row).(string)
		removed, _ := q.Columns[1].Get(in.Row).([]string)
		list, stored := in.Lists.Of(q.list), q.Format(in.Row)
		if text == "" {
			stored = nil
		}
		terms := list.termsIn(text)
		change.set(q, q.Columns[0], in.Row, q.picked(in, stored, func(code string) bool {
			o, _ := list.Find(code)
			return terms[code] && !slices.Contains(removed, code) && (o.IsOffered(in.Today) || q.holds(in.Row, code))
		}))
	}
}
