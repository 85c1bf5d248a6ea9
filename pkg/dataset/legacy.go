package dataset

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
)

// legacyCode is an entry of a list of an earlier audit round, and the entry of today's list that means the same. Where entry is
// empty nothing today does: what is like it only in part is for a person to choose.
type legacyCode struct{ code, label, entryOf, entry string }

// legacyCodes are read from lists/legacy_codes.csv.
var legacyCodes = func() []legacyCode {
	file, err := files.ReadFile("lists/legacy_codes.csv")
	if err != nil {
		panic(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		panic("legacy codes: " + err.Error())
	}
	var all []legacyCode
	for _, row := range rows[1:] {
		all = append(all, legacyCode{code: row[1], label: row[2], entryOf: row[4], entry: row[5]})
	}
	return all
}()

// LegacyEntry finds the entry of a list by the label or the code that an earlier round had for it. A code that stood for several
// entries is nobody's; nor is a bare number, which would be taken for one of today's codes as easily.
func LegacyEntry(list *ask.List, name string) (ask.Option, bool) {
	_, err := strconv.Atoi(name)
	numeric := err == nil
	found := map[string]bool{}
	for _, l := range legacyCodes {
		if l.entryOf == list.Name && (strings.EqualFold(l.label, name) || l.code == name && !numeric) {
			found[l.entry] = true
		}
	}
	if len(found) != 1 {
		return ask.Option{}, false
	}
	for entry := range found {
		return list.Find(entry)
	}
	return ask.Option{}, false
}
