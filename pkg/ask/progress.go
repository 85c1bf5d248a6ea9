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

// Progress counts the section's slots for the row in hand and the rows of its lists (dataset.md, section 10).
func (s *Section) Progress(in Input) Progress {
	var total Progress
	for _, q := range s.Questions {
		if q.IsExpected(in) {
			total.Expected++
			if q.IsAnswered(in.Row) {
				total.Completed++
			} else {
				total.Expected += q.promised
			}
		}
	}
	for _, r := range s.Lists {
		total = total.Plus(r.Progress(in))
	}
	return total
}

// Progress counts the slots of the rows of a list. One that is asked for and has no row, or not the row it needs, expects
// what an empty row would besides.
func (r *Records) Progress(in Input) Progress {
	var total Progress
	if !r.IsShown(in) {
		return total
	}
	rows := r.Rows(in)
	if len(rows) == 0 || r.Missing(in) != "" {
		total.Expected = r.Section.Progress(r.In(in, r.NewRow())).Expected
	}
	for _, row := range rows {
		total = total.Plus(r.Section.Progress(r.In(in, row)))
	}
	return total
}
