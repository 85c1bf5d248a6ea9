package ask

// Ref is a date that another date is compared with: one of the child's own, such as the date of birth.
type Ref struct {
	Label string               // as in "cannot be earlier than the date of birth"
	Code  string               // the validation rule that is broken
	Of    func(in Input) *Date // nil when not known: then nothing is compared
}

type partner struct {
	field  any  // the other date of the same section
	before bool // this date may not be before it; otherwise not after it
}

// NotBefore refuses a date earlier than the reference.
func (q *Question) NotBefore(ref Ref) *Question { q.floors = append(q.floors, ref); return q }

// From pairs the date with an earlier one of the same section: neither may be stored so that this one comes first. Equal
// dates are fine; the pair is checked from both sides, and only when both are real dates.
func (q *Question) From(field **Date) *Question {
	q.partners = append(q.partners, partner{field, true})
	return q
}

// check gives what is wrong with a value that is about to be stored, or is stored, in the question's first column.
func (q *Question) check(s *Section, in Input, value any) *Problem {
	if d, ok := value.(Date); ok {
		if p := q.checkDate(s, in, d); p != nil {
			return p
		}
	}
	if code, ok := value.(string); ok {
		if p := q.checkCode(in, code); p != nil {
			return p
		}
	}
	for _, r := range q.rules {
		if p := r.test(in, value); p != nil {
			p.Question = q.Key
			return p
		}
	}
	return nil
}

// isChecked leaves out the flag beside a date: it has nothing that could be wrong, and rules expect the date.
func (q *Question) isChecked(column int) bool { return q.flag == "" || column == 0 }

func (q *Question) checkDate(s *Section, in Input, d Date) *Problem {
	if d.After(in.Today) {
		return q.problem(CodeDateInFuture, "The date cannot be later than today.")
	}
	for _, ref := range q.floors {
		if floor := ref.Of(in); floor != nil && d.Before(*floor) {
			return q.problem(ref.Code, "The date cannot be earlier than %s (%s).", ref.Label, floor.Words())
		}
	}
	for _, p := range q.partners {
		other, ok := s.at(p.field).Get(in.Row).(Date)
		switch {
		case ok && p.before && d.Before(other):
			return q.problem(CodeBeforePartner, "The date cannot be earlier than “%s” (%s).", s.questionOn(p.field).Label, other.Words())
		case ok && !p.before && d.After(other):
			return q.problem(CodeAfterPartner, "The date cannot be later than “%s” (%s).", s.questionOn(p.field).Label, other.Words())
		}
	}
	return nil
}

func (q *Question) checkCode(in Input, code string) *Problem {
	if q.listName == "" {
		return nil
	}
	if q.usedElsewhere(in, code) {
		return q.problem(CodeAlreadyUsed, "This entry is already recorded for this child.")
	}
	if o, ok := find(q.AllOptions(in), code); !ok || q.offered != nil && !q.offered(in, o) {
		return q.problem(CodeUnknownChoice, "Choose one of the listed options.")
	}
	return nil
}
