package dataset

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
)

// CodeList is a code list as it is kept: in a file beside this package, and in the table that the running program reads.
type CodeList struct {
	Name, Title, Source string
	// Fixed lists have their codes from the release alone, because rules tell one from another: their labels and order may
	// change. To others entries may be added, and retired.
	Fixed   bool
	Named   []string // codes of a list that is not fixed which a rule names: they are not retired either
	Entries []CodeEntry
}

// CodeEntry is one entry of a code list.
type CodeEntry struct {
	Code     string            `json:"code"`
	Label    string            `json:"label"`
	Group    string            `json:"group,omitempty"`
	Synonyms []string          `json:"synonyms,omitempty"`
	Aliases  []string          `json:"aliases,omitempty"`      // other codes by which it is accepted in exchange
	Concept  string            `json:"snomed_ct_id,omitempty"` // SNOMED CT
	Tags     map[string]string `json:"tags,omitempty"`         // further attributes, such as is_rescue
	Withheld bool              `json:"withheld,omitempty"`     // never offered; accepted in exchange
	From     ask.Date          `json:"valid_from,omitzero"`    // the first day on which it is offered; none: ever since
	Until    ask.Date          `json:"valid_until,omitzero"`   // the first day on which it no longer is; none: still
}

// Retired tells whether there is a day from which on the entry is not offered.
func (e CodeEntry) Retired() bool { return !e.Until.IsZero() }

// The tags by which rules tell one entry from another. An entry that has one keeps it: what is stored would mean something else.
const (
	rescueTag    = "is_rescue"  // a medicine of the rescue list
	valproateTag = "valproate"  // a medicine that asks for the pregnancy prevention programme
	mriExemptTag = "mri_exempt" // a syndrome for which no MRI is expected
)

var meanings = []string{rescueTag, valproateTag, mriExemptTag}

// CodeLists are the code lists of this release that a database holds, in the order of the forms.
func CodeLists() []CodeList {
	var all []CodeList
	for _, row := range mustReadFile("index").Entries {
		name := row.Tags["name"]
		all = append(all, CodeList{Name: name, Title: row.Tags["title"], Source: row.Tags["source"],
			Fixed: row.Tags["codes"] == "fixed", Named: parted(row.Tags["named"]), Entries: mustReadFile(name).Entries})
	}
	return all
}

// IsNamed tells whether a rule names the code, so that it may not be retired.
func (l CodeList) IsNamed(code string) bool { return l.Fixed || slices.Contains(l.Named, code) }

// List gives the list as questions use it.
func (l CodeList) List() *ask.List {
	owners := map[string]int{} // of each synonym
	for _, e := range l.Entries {
		for _, name := range e.Synonyms {
			owners[name]++
		}
	}
	list := &ask.List{Name: l.Name}
	for _, e := range l.Entries {
		list.Options = append(list.Options, e.option(owners))
	}
	return list
}

// option makes each synonym that belongs to one entry alone a name by which exchange records may call it.
func (e CodeEntry) option(owners map[string]int) ask.Option {
	o := ask.Option{Code: e.Code, Label: e.Label, Hint: strings.Join(e.Synonyms, synonymsDivider), Group: e.Group, Concept: e.Concept,
		Tags: e.Tags, Retired: e.Withheld, From: e.From, Until: e.Until}
	if e.Concept != "" {
		o.Alias = append(o.Alias, e.Concept)
	}
	o.Alias = append(o.Alias, e.Aliases...)
	for _, name := range e.Synonyms {
		if owners[name] == 1 {
			o.Alias = append(o.Alias, name)
		}
	}
	return o
}

// CheckLists finds what rules could not work with: a list or a code of this release that is not there, an entry without words
// or without a tag that they look at, a code that they name and that is not offered.
func CheckLists(lists ask.Lists) error {
	var faults []error
	for _, released := range CodeLists() {
		list := lists[released.Name]
		if list == nil {
			faults = append(faults, fmt.Errorf("the code list %s is not there", released.Name))
			continue
		}
		for _, e := range released.Entries {
			faults = append(faults, released.checkEntry(list, e))
		}
		for i := range list.Options {
			faults = append(faults, released.checkOption(&list.Options[i]))
		}
	}
	return errors.Join(faults...)
}

func (l CodeList) checkEntry(list *ask.List, e CodeEntry) error {
	o, ok := list.Find(e.Code)
	switch named := l.IsNamed(e.Code); {
	case !ok:
		return fmt.Errorf("the code list %s lacks %q (%s)", l.Name, e.Code, e.Label)
	case named && (o.Retired || !o.From.IsZero() || !o.Until.IsZero()):
		return fmt.Errorf("the code list %s does not offer %q (%s), which a rule names", l.Name, e.Code, e.Label)
	}
	return nil
}

func (l CodeList) checkOption(o *ask.Option) error {
	if o.Label == "" {
		return fmt.Errorf("the code list %s has no label for %q", l.Name, o.Code)
	}
	for _, tag := range l.Meanings() {
		if value := o.Tags[tag]; value != "true" && value != "false" {
			return fmt.Errorf("the code list %s does not say whether %q is %s", l.Name, o.Code, tag)
		}
	}
	return nil
}

// Meanings are the tags by which rules tell the entries of the list from each other: each entry has them, and keeps them.
func (l CodeList) Meanings() []string {
	var needed []string
	for _, tag := range meanings {
		if len(l.Entries) > 0 && l.Entries[0].Tags[tag] != "" {
			needed = append(needed, tag)
		}
	}
	return needed
}
