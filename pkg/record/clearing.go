package record

import (
	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/fault"
)

// ClearingError says that a change would remove filled answers which the person has not agreed to lose, because nobody asked
// them yet or because others have been filled in since. Nothing was changed.
type ClearingError struct {
	Record *Record // as it stands
	Losses []ask.Loss
}

// Error implements error. It says nothing of the answers: those never reach a log.
func (c *ClearingError) Error() string { return "would remove filled answers" }

// Unwrap makes it a Conflict fault.
func (c *ClearingError) Unwrap() error {
	return fault.New(fault.Conflict, "would_clear", "This would remove other answers. Load the page again to see which.")
}

// agreed refuses to delete a row that holds more than the person agreed to lose.
func (r *Record) agreed(list *ask.Records, row any, clears string) error {
	lost := list.Losses(r.In(list.Parent), row)
	if len(lost) > 0 && ask.Covers(lost) != clears {
		return &ClearingError{Record: r, Losses: lost}
	}
	return nil
}
