package codes

import (
	"slices"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// merge brings a list up to a release: what the release adds is added, what it changes is changed where nobody changed it here,
// and what was changed here stays, the order included. What a release no longer has stays too: records may hold it.
func merge(before []stored, list dataset.CodeList) []stored {
	had := map[string]stored{}
	for _, e := range before {
		had[e.Code] = e
	}
	byCode := map[string]stored{}
	for i, entry := range list.Entries {
		e, known := had[entry.Code]
		if known {
			e.CodeEntry = mergeEntry(e, entry)
		} else {
			e.CodeEntry = entry
		}
		if e.Named = list.IsNamed(entry.Code); e.Named { // a rule of the release counts on it
			e.Withheld, e.From, e.Until = false, ask.Date{}, ask.Date{}
		}
		e.Released = &released{entry, i + 1}
		byCode[entry.Code] = e
	}
	for code, e := range had {
		if _, still := byCode[code]; !still {
			e.Named = false
			byCode[code] = e
		}
	}
	after := make([]stored, 0, len(byCode))
	for i, code := range mergeOrder(before, list) {
		e := byCode[code]
		e.Position = i + 1
		after = append(after, e)
	}
	return after
}

// mergeEntry takes each column from the release in which the entry is as the release before had it.
func mergeEntry(e stored, next dataset.CodeEntry) dataset.CodeEntry {
	merged := e.CodeEntry
	if e.Released == nil { // added here before the release had it
		return merged
	}
	for _, column := range dataset.ColumnsOf([]dataset.CodeEntry{merged, e.Released.CodeEntry, next}) {
		if merged.Cell(column) == e.Released.Cell(column) {
			merged.Take(column, next)
		}
	}
	return merged
}

// mergeOrder follows the release, unless somebody put the entries in another order here.
func mergeOrder(before []stored, list dataset.CodeList) []string {
	var here, there []string
	inRelease := map[string]bool{}
	for _, e := range list.Entries {
		there, inRelease[e.Code] = append(there, e.Code), true
	}
	last, reordered := 0, false
	for _, e := range before {
		here = append(here, e.Code)
		if e.Released != nil && inRelease[e.Code] {
			reordered = reordered || e.Released.Position < last
			last = e.Released.Position
		}
	}
	if reordered {
		return weave(here, there)
	}
	return weave(there, here)
}

// weave puts what the first order lacks after what it stands behind in the other.
func weave(order, other []string) []string {
	order = slices.Clone(order)
	for i, code := range other {
		if slices.Contains(order, code) {
			continue
		}
		at := 0
		if i > 0 {
			at = slices.Index(order, other[i-1]) + 1
		}
		order = slices.Insert(order, at, code)
	}
	return order
}
