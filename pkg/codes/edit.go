package codes

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/nhs"
)

// edit is a file laid over a list: the whole list, in the order in which it is to stand. Columns that the file has not stay as
// they are. All that is wrong is said at once, and then nothing is changed.
func edit(list dataset.CodeList, before []stored, file dataset.ListFile) ([]stored, error) {
	had := map[string]stored{}
	for _, e := range before {
		had[e.Code] = e
	}
	e := editing{list: list, had: had, lines: map[string]int{}}
	e.checkColumns(before, file.Columns)
	var after []stored
	for i, entry := range file.Entries {
		if line, twice := e.lines[entry.Code]; twice {
			e.fault("line %d: %q is there already, in line %d", i+2, entry.Code, line)
			continue
		}
		e.lines[entry.Code] = i + 2
		after = append(after, e.entry(entry, file.Columns, len(after)+1))
	}
	for _, old := range before {
		if _, kept := e.lines[old.Code]; !kept {
			e.fault("%q (%s) is not in the file: an entry is never deleted; give it a valid_until to retire it", old.Code, old.Label)
		}
	}
	for _, next := range after {
		e.check(next, after)
	}
	return after, errors.Join(e.faults...)
}

type editing struct {
	list   dataset.CodeList
	had    map[string]stored
	lines  map[string]int // of the file, by code
	faults []error
}

func (e *editing) fault(format string, args ...any) {
	e.faults = append(e.faults, fmt.Errorf(format, args...))
}

// checkColumns refuses a column that is misspelt, which would silently become a tag.
func (e *editing) checkColumns(before []stored, columns []string) {
	known := append(dataset.ColumnsOf(append(plain(before), e.list.Entries...)), "note")
	for _, column := range columns {
		if !slices.Contains(known, column) {
			e.fault("the list has no column %q; it has %s", column, strings.Join(known, ", "))
		}
	}
	if !slices.Contains(columns, "code") {
		e.fault("the file has no column %q", "code")
	}
}

// entry is a line of the file over what the list has under its code.
func (e *editing) entry(line dataset.CodeEntry, columns []string, position int) stored {
	next, known := e.had[line.Code]
	next.Position = position
	if !known {
		next.CodeEntry = line
		return next
	}
	for _, column := range columns {
		next.Take(column, line)
	}
	return next
}

var codeForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,100}$`)

// check looks at one entry as it is to be, unless it stays as it is.
func (e *editing) check(next stored, all []stored) {
	old, known := e.had[next.Code]
	if known && len(differences(old.CodeEntry, next.CodeEntry)) == 0 {
		return
	}
	fault := func(format string, args ...any) {
		e.fault("line %d, %q: "+format, append([]any{e.lines[next.Code], next.Code}, args...)...)
	}
	switch {
	case !known && e.list.Fixed:
		fault("rules tell the codes of this list from each other: a new one comes with a release")
	case !known && !codeForm.MatchString(next.Code):
		fault("a code has letters, digits, - and _ only, 100 at most")
	}
	if next.Label == "" || len([]rune(next.Label)) > 200 {
		fault("a label has 1 to 200 characters")
	}
	if next.Concept != "" && !nhs.IsConcept(next.Concept) {
		fault("%s is not the id of a SNOMED CT concept: a digit is wrong", next.Concept)
	}
	if next.Retired() && !next.From.IsZero() && !next.Until.After(next.From) {
		fault("valid_until is the first day on which the entry is no longer offered: it comes after valid_from")
	}
	if e.list.IsNamed(next.Code) && (next.Withheld || next.Retired() || !next.From.IsZero()) {
		fault("a rule names this entry: it cannot be retired, withheld or dated")
	}
	for _, tag := range e.list.Meanings() {
		switch value := next.Tags[tag]; {
		case known && value != old.Tags[tag]:
			fault("%s cannot be changed: what is recorded would mean something else; add a new entry and retire this one", tag)
		case value != "true" && value != "false":
			fault("%s must be true or false", tag)
		}
	}
	e.checkUnique(next, all, fault)
}

// checkUnique keeps names apart by which exchange records call an entry. Those of the two lists of medicines may be equal.
func (e *editing) checkUnique(next stored, all []stored, fault func(string, ...any)) {
	for _, other := range all {
		if other.Code == next.Code || other.Tags["is_rescue"] != next.Tags["is_rescue"] {
			continue
		}
		if strings.EqualFold(other.Label, next.Label) {
			fault("%q is called %s too", other.Code, other.Label)
		}
		if next.Concept != "" && other.Concept == next.Concept {
			fault("%q has the SNOMED CT id %s too", other.Code, other.Concept)
		}
	}
}
