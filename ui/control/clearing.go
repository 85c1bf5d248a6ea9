package control

import "fmt"

// Clearing is what an answer, or the deletion of a row, would remove. Nothing is written until the person says yes to it.
type Clearing struct {
	Mine      string // the answer in words; not used for a row
	Lost      []Lost
	Values    []string // what to post to go on
	Clears    string   // names the set that a yes covers
	Confirmed bool     // the question's own confirmation has been given
}

// Lost are the answers that would go from one place.
type Lost struct {
	Place string // the entry of a list; empty for the questions around
	Facts []Fact
}

// Count is how many answers would go, in words.
func Count(lost []Lost) string {
	n := 0
	for _, l := range lost {
		n += len(l.Facts)
	}
	if n == 1 {
		return "1 answer"
	}
	return fmt.Sprintf("%d answers", n)
}

func (c Clearing) title() string {
	if c.Mine == "" {
		return "Not saved yet. Removing this answer also removes " + Count(c.Lost) + ":"
	}
	return "Not saved yet. Saving “" + c.Mine + "” removes " + Count(c.Lost) + ":"
}
