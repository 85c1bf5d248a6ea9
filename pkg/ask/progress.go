package ask

// Progress counts the slots of a form: how many are expected for the answers given so far, how many of those are answered.
type Progress struct {
	Expected  int `json:"expected"`
	Completed int `json:"completed"`
}

// Complete tells whether every expected slot is answered.
func (p Progress) Complete() bool { return p.Expected > 0 && p.Completed == p.Expected }

// Plus adds two counts.
func (p Progress) Plus(other Progress) Progress {
	return Progress{p.Expected + other.Expected, p.Completed + other.Completed}
}

// Percent is the share answered, rounded to a whole number.
func (p Progress) Percent() int {
	if p.Expected == 0 {
		return 0
	}
	return (200*p.Completed + p.Expected) / (2 * p.Expected)
}

// Gap is something a form expects for the answers given so far and has not: the answer to a question, or a whole row.
type Gap struct {
	Question *Question // nil where a row is wanting
	List     *Records  // the list of the row; nil for a question of the form itself
	Row      any       // nil where the row itself is wanting
	Number   int       // of the row, as its list shows it, from 1
	Slots    int       // that it stands for: one, and those that the answer will open or the row will have
}

// Progress counts the section's slots for the row in hand and the rows of its lists (dataset.md, section 10).
func (s *Section) Progress(in Input) Progress {
	var total Progress
	s.slots(in, total.count)
	return total
}

// Missing are the section's slots that are expected and not answered, in the order of the form: what Progress counts as
// expected and not as completed, and nothing else.
func (s *Section) Missing(in Input) []Gap {
	var gaps []Gap
	s.slots(in, func(slot Gap, answered bool) {
		if !answered {
			gaps = append(gaps, slot)
		}
	})
	return gaps
}

// slots tells of every slot that is expected for the row in hand and the rows of its lists, and whether it is answered.
func (s *Section) slots(in Input, tell func(slot Gap, answered bool)) {
	for _, item := range s.Items {
		switch item := item.(type) {
		case *Question:
			switch {
			case !item.IsExpected(in):
			case item.IsAnswered(in.Row):
				tell(Gap{Question: item, Slots: 1}, true)
			default:
				tell(Gap{Question: item, Slots: 1 + item.promised}, false)
			}
		case *Records:
			item.slots(in, tell)
		}
	}
}

// slots tells of those of the rows of a list. One that is asked for and has no row, or not the row it needs, expects what an
// empty row would besides.
func (r *Records) slots(in Input, tell func(slot Gap, answered bool)) {
	if !r.IsShown(in) {
		return
	}
	rows := r.Rows(in)
	if len(rows) == 0 || r.Missing(in) != "" {
		tell(Gap{List: r, Slots: r.Section.Progress(r.In(in, r.NewRow())).Expected}, false)
	}
	for i, row := range rows {
		r.Section.slots(r.In(in, row), func(slot Gap, answered bool) {
			slot.List, slot.Row, slot.Number = r, row, i+1
			tell(slot, answered)
		})
	}
}

// Progress counts the slots of the rows of a list.
func (r *Records) Progress(in Input) Progress {
	var total Progress
	r.slots(in, total.count)
	return total
}

func (p *Progress) count(slot Gap, answered bool) {
	p.Expected += slot.Slots
	if answered {
		p.Completed += slot.Slots
	}
}
