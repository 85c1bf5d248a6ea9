package record

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// Digest tells one content of a record from another, however it was written down. What is not answered does not count, so a
// question that is asked from some day on changes no digest of before.
func Digest(child *dataset.Child) []byte {
	sum := sha256.New()
	add := func(s *ask.Section, place int, row any) {
		for _, c := range cellsOf(s, row) {
			if c.value != nil {
				value, _ := json.Marshal(c.value) // a text, a day, yes or no, or texts: nothing that could fail
				_, _ = fmt.Fprintf(sum, "%s %d %s %s\n", s.Table, place, c.name, value)
			}
		}
	}
	for _, s := range dataset.Stored() {
		if !repeats(s) {
			add(s, 0, child.Row(s))
			continue
		}
		for i, row := range child.Rows(s) {
			_, _ = fmt.Fprintf(sum, "%s %d\n", s.Table, i+1)
			add(s, i+1, row)
		}
	}
	for _, id := range child.FormerLeads {
		_, _ = fmt.Fprintf(sum, "former lead %s\n", id)
	}
	return sum.Sum(nil)
}
