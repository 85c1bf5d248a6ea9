package ask

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Loss is a filled answer that something else takes away: another answer, or the deletion of its row.
type Loss struct {
	Question *Question
	List     *Records // the list whose row goes; nil where the answer stands in the row in hand
	Row      any      // the row that goes
	Number   int      // of that row, as its list shows it, from 1
	Values   []string // the answer as form values
	Words    string   // and in words
}

// Losses are the filled answers that a change takes away besides the one it gives: those it cleared in the row in hand, as
// before has it, and those in the rows of lists that are no longer asked for. Keywords follow their text: they are lost only
// when the text is no longer asked for.
func (s *Section) Losses(before Input, change Change) []Loss {
	var lost []Loss
	for _, q := range s.Questions {
		if contains(change.Cleared, q) {
			lost = append(lost, lossOf(q, before)...)
		}
	}
	for _, list := range change.Emptied {
		for _, row := range list.Rows(before) {
			lost = append(lost, list.Losses(before, row)...)
		}
	}
	return lost
}

// Losses are the filled answers that go with a row.
func (r *Records) Losses(in Input, row any) []Loss {
	var lost []Loss
	for _, q := range r.Section.Questions {
		for _, loss := range lossOf(q, r.In(in, row)) {
			loss.List, loss.Row, loss.Number = r, row, r.Number(in, row)
			lost = append(lost, loss)
		}
	}
	return lost
}

// Number is the place of a row in its list as it is shown, from 1; 0 for a row that is not there.
func (r *Records) Number(in Input, row any) int {
	for i, other := range r.Rows(in) {
		if other == row {
			return i + 1
		}
	}
	return 0
}

// lossOf is the answer to a question, as far as there is one that a person would see.
func lossOf(q *Question, in Input) []Loss {
	values := q.Format(in.Row)
	if len(values) == 0 {
		return nil
	}
	return []Loss{{Question: q, Values: values, Words: q.Say(in, values)}}
}

// Covers names a set of losses: whoever agreed to lose one set has not agreed to lose another, nor the same questions with
// other answers. Empty where nothing is lost.
func Covers(lost []Loss) string {
	if len(lost) == 0 {
		return ""
	}
	sum := sha256.New()
	for _, l := range lost {
		list, row := "", int64(0)
		if l.List != nil {
			list, row = l.List.Key, RowID(l.Row)
		}
		_, _ = fmt.Fprintf(sum, "%q %d %q %q\n", list, row, l.Question.Key, l.Values) // a hash takes everything
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}
