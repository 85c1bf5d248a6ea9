package dataset

import (
	"bytes"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/nhs"
)

// Every file of lists is one of the index, but for those that are no code lists of a database; and every question's list is.
func TestIndexNamesEveryList(t *testing.T) {
	var indexed []string
	for _, l := range CodeLists() {
		indexed = append(indexed, l.Name)
		if l.Title == "" || l.Source == "" || len(l.Entries) == 0 {
			t.Errorf("%s: title %q, source %q, %d entries", l.Name, l.Title, l.Source, len(l.Entries))
		}
		for _, code := range l.Named {
			if _, ok := l.List().Find(code); !ok {
				t.Errorf("%s: a rule is said to name %s, which is no entry", l.Name, code)
			}
		}
	}
	for _, l := range Lists() {
		if !slices.Contains(indexed, l.Name) {
			t.Errorf("a question uses %s", l.Name)
		}
	}
	names, _ := fs.Glob(files, "lists/*.csv")
	for _, name := range names {
		name = strings.TrimSuffix(strings.TrimPrefix(name, "lists/"), ".csv")
		if !slices.Contains(append(indexed, "index", "legacy_codes", "record_end_reasons"), name) {
			t.Errorf("%s is not in the index", name)
		}
	}
}

// What conditions name is in a list that keeps it: a fixed one, or a named entry.
func TestRulesNameWhatStays(t *testing.T) {
	named := map[string][]string{"sex": {"2"}, "episode_status": {"E", "NE"}, "seizure_onset": {"GO", "FO", "UO", "UC"},
		"nonepileptic_types": {"SAS", "BPP", "SRC", "PMD", "MAD", "ME", "Oth"}, "medicines": {"sodium_valproate"}, "generalised_seizure_types": {"MyC"}}
	for _, l := range CodeLists() {
		for _, code := range named[l.Name] {
			if !l.IsNamed(code) {
				t.Errorf("%s: %s may be retired", l.Name, code)
			}
		}
		if growing := []string{"medicines", "epilepsy_causes", "syndromes", "comorbidities", "semiology_keywords"}; l.Fixed && slices.Contains(growing, l.Name) {
			t.Errorf("%s cannot grow", l.Name)
		}
	}
}

func TestConceptsAreWellFormedAndOnce(t *testing.T) {
	n := 0
	for _, l := range CodeLists() {
		seen := map[string]string{}
		for _, e := range l.Entries {
			if e.Concept == "" {
				continue
			}
			n++
			if !nhs.IsConcept(e.Concept) {
				t.Errorf("%s: %s is not well formed", l.Name, e.Concept)
			}
			if other, twice := seen[e.Concept]; twice {
				t.Errorf("%s: %s and %s have one concept", l.Name, other, e.Code)
			}
			seen[e.Concept] = e.Code
		}
	}
	if n < 200 {
		t.Errorf("only %d concepts", n)
	}
}

// A list that is written and read is the same list, whatever it has.
func TestListFilesComeBack(t *testing.T) {
	for _, l := range append(CodeLists(), CodeList{Name: "dated", Entries: []CodeEntry{
		{Code: "a", Label: "A, “quoted”", Group: "g", Synonyms: []string{"b", "c d"}, Aliases: []string{"1", "2"}, Concept: "59770006", Withheld: true,
			Tags: map[string]string{"is_rescue": "true"}, From: day("2027-01-01"), Until: day("2028-01-01")}, {Code: "b", Label: "B"}}}) {
		var b bytes.Buffer
		if err := WriteListFile(&b, l.Entries); err != nil {
			t.Fatal(err)
		}
		back, err := ReadListFile(strings.NewReader("\ufeff" + b.String()))
		if err != nil || !reflect.DeepEqual(back.Entries, l.Entries) {
			t.Errorf("%s: %v\n%+v\n%+v", l.Name, err, back.Entries, l.Entries)
		}
	}
}

func TestListFilesThatCannotBeRead(t *testing.T) {
	for file, want := range map[string]string{
		"":                                 "the file is empty",
		"code,label\na":                    "not CSV",
		"code,code\n":                      "the column code is there twice",
		"code,aliases,legacy_code\n":       "the column aliases is there twice",
		"code,valid_until\na,31/12/2027\n": "line 2, valid_until: not a date: want YYYY-MM-DD",
		"code,selectable\na,no\n":          `line 2, selectable: "no" is neither true nor false`,
	} {
		if _, err := ReadListFile(strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", file, err)
		}
	}
}

// asReleased are the lists of the release, with one replaced.
func asReleased(name string, change func(*CodeList)) ask.Lists {
	lists := ask.Lists{}
	for _, l := range CodeLists() {
		if l.Name == name {
			change(&l)
		}
		lists[l.Name] = l.List()
	}
	return lists
}

func TestListsThatRulesCannotWorkWith(t *testing.T) {
	if err := CheckLists(asReleased("", nil)); err != nil {
		t.Fatal(err)
	}
	for words, lists := range map[string]ask.Lists{
		"the code list sex is not there":                        {},
		`the code list episode_status lacks "E" (Epileptic)`:    asReleased("episode_status", func(l *CodeList) { l.Entries = l.Entries[1:] }),
		`the code list medicines lacks "acetazolamide"`:         asReleased("medicines", func(l *CodeList) { l.Entries = l.Entries[1:] }),
		`the code list sex does not offer "0"`:                  asReleased("sex", func(l *CodeList) { l.Entries[0].Until = day("2027-01-01") }),
		`the code list sex has no label for "0"`:                asReleased("sex", func(l *CodeList) { l.Entries[0].Label = "" }),
		`does not say whether "acetazolamide" is is_rescue`:     asReleased("medicines", func(l *CodeList) { l.Entries[0].Tags = nil }),
		`the code list medicines does not offer "sodium_valpro`: asReleased("medicines", func(l *CodeList) { withhold(l, "sodium_valproate") }),
	} {
		if err := CheckLists(lists); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("want %s, got %v", words, err)
		}
	}
	grown := asReleased("medicines", func(l *CodeList) {
		withhold(l, "acth")
		l.Entries = append(l.Entries, CodeEntry{Code: "new", Label: "New", Tags: map[string]string{"is_rescue": "false", "valproate": "false"}})
	})
	if err := CheckLists(grown); err != nil {
		t.Errorf("a list that grew: %v", err)
	}
}

func withhold(l *CodeList, code string) {
	for i := range l.Entries {
		if l.Entries[i].Code == code {
			l.Entries[i].Withheld = true
		}
	}
}

// A medicine that the list says is valproate asks a girl of twelve for the programme, and stands in the list it belongs to.
func TestWhatTheListSaysOfAMedicine(t *testing.T) {
	at := on("2025-03-01")
	at.Lists = asReleased("medicines", func(l *CodeList) {
		l.Entries = append(l.Entries, CodeEntry{Code: "valproic_acid", Label: "Valproic acid", Tags: map[string]string{"is_rescue": "false", "valproate": "true"}},
			CodeEntry{Code: "diazepam", Label: "Diazepam nasal spray", Tags: map[string]string{"is_rescue": "true", "valproate": "false"}})
	})
	child := girl("2010-01-01")
	m := addMedicine(t, child, antiseizure, at, "medicine: valproic_acid", "annual_risk_form_done: yes", "pregnancy_prevention_in_place: yes")
	in := antiseizureMedicines.In(child.In(TreatmentSection, at), m)
	if got := MedicineSection.Progress(in).Expected; got != 5 {
		t.Errorf("%d slots are expected, want 5", got)
	}
	if p := answer(t, in, MedicineSection, "medicine: diazepam"); p == nil || p.Code != ask.CodeUnknownChoice {
		t.Errorf("a rescue medicine in the other list: %v", p)
	}
	addMedicine(t, child, rescue, at, "medicine: diazepam")
	at.Lists = nil
	if needsPregnancyPrevention(antiseizureMedicines.In(child.In(TreatmentSection, at), m)) {
		t.Error("a list that does not know the medicine asks for the programme")
	}
}
