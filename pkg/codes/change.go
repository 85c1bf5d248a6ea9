package codes

import (
	"fmt"
	"strings"

	"github.com/pinktick/pinktick/pkg/dataset"
)

// Change is what happens to one entry of a list.
type Change struct {
	Code  string
	Words []string // what happens, a line each

	old, next *stored // old is nil for an entry that is added
}

// changesOf are the differences between two states of a list, in the order of the second.
func changesOf(before, after []stored) []Change {
	had := map[string]*stored{}
	var was, is []string
	for i := range before {
		had[before[i].Code] = &before[i]
		was = append(was, before[i].Code)
	}
	for i := range after {
		if had[after[i].Code] != nil {
			is = append(is, after[i].Code)
		}
	}
	stays := inOrder(was, is)
	var changes []Change
	for i := range after {
		next := &after[i]
		c := Change{Code: next.Code, old: had[next.Code], next: next}
		if c.old == nil {
			c.Words = []string{added(next.CodeEntry, placeOf(after, i))}
		} else {
			c.Words = differences(c.old.CodeEntry, next.CodeEntry)
			if !stays[next.Code] {
				c.Words = append(c.Words, fmt.Sprintf("~ %s (%s): now stands %s", next.Code, next.Label, placeOf(after, i)))
			}
		}
		if len(c.Words) > 0 {
			changes = append(changes, c)
		}
	}
	return changes
}

func placeOf(entries []stored, i int) string {
	if i == 0 {
		return "first"
	}
	return "after " + entries[i-1].Label
}

func added(e dataset.CodeEntry, place string) string {
	words := fmt.Sprintf("+ %s (%s): added %s", e.Code, e.Label, place)
	for _, column := range dataset.ColumnsOf([]dataset.CodeEntry{e}) {
		if cell := e.Cell(column); cell != "" && column != "code" && column != "label" && (column != "selectable" || e.Withheld) {
			words += fmt.Sprintf("; %s %s", column, cell)
		}
	}
	return words
}

// differences say what of an entry changes.
func differences(old, next dataset.CodeEntry) []string {
	var words []string
	say := func(format string, args ...any) {
		words = append(words, fmt.Sprintf("~ %s (%s): ", next.Code, old.Label)+fmt.Sprintf(format, args...))
	}
	for _, column := range dataset.ColumnsOf([]dataset.CodeEntry{old, next}) {
		was, is := old.Cell(column), next.Cell(column)
		switch {
		case was == is:
		case column == "valid_until" && is == "":
			say("offered again (was retired from %s on)", old.Until.Words())
		case column == "valid_until":
			say("retired: no longer offered from %s on", next.Until.Words())
		case column == "valid_from" && is != "":
			say("offered from %s on", next.From.Words())
		default:
			say("%s %s, was %s", column, orNone(is), orNone(was))
		}
	}
	return words
}

func orNone(cell string) string {
	if cell == "" {
		return "none"
	}
	return "“" + cell + "”"
}

// inOrder are the entries of a longest run that stands in the same order in both: the others are those that were moved.
func inOrder(was, is []string) map[string]bool {
	place := map[string]int{}
	for i, code := range was {
		place[code] = i
	}
	length, previous, last := make([]int, len(is)), make([]int, len(is)), -1 // of the longest run that ends at each
	for i, code := range is {
		previous[i] = -1
		for j := range i {
			if place[is[j]] < place[code] && length[j] > length[i] {
				length[i], previous[i] = length[j], j
			}
		}
		length[i]++
		if last < 0 || length[i] > length[last] {
			last = i
		}
	}
	stays := map[string]bool{}
	for ; last >= 0; last = previous[last] {
		stays[is[last]] = true
	}
	return stays
}

// lines are the words of changes, for people to read.
func lines(changes []Change) string {
	var all []string
	for _, c := range changes {
		all = append(all, c.Words...)
	}
	return strings.Join(all, "\n")
}
