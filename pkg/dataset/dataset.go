// Package dataset is this audit's questions: one file a section, each declared once (see package ask). It follows the audit's
// data dictionary; the names of the exchange record stand beside the fields as struct tags. Pure: no I/O, no clock.
package dataset

import "github.com/pinktick/pinktick/pkg/ask"

// Sections are the seven scored forms, in the order of the step menu.
var Sections = []*ask.Section{
	RegistrationSection,
	FirstAssessmentSection,
	EpilepsyContextSection,
	MultiaxialDiagnosisSection,
	MilestonesSection,
	TestsSection,
	TreatmentSection,
}

// SectionByKey finds a section by the key in its URL.
func SectionByKey(key string) (*ask.Section, bool) {
	for _, s := range Sections {
		if s.Key == key {
			return s, true
		}
	}
	return nil, false
}

// ListByKey finds a list of repeated rows by the key in its URL.
func ListByKey(key string) (*ask.Records, bool) {
	for _, s := range Sections {
		if r, ok := s.List(key); ok {
			return r, true
		}
	}
	return nil, false
}

// Stored are the sections that have a table: child details, the forms, and those that repeat.
func Stored() []*ask.Section {
	stored := append([]*ask.Section{CaseSection}, Sections...)
	return append(stored, Repeating()...)
}

// Repeating are the sections with many rows a child, each once.
func Repeating() []*ask.Section {
	var repeating []*ask.Section
	seen := map[*ask.Section]bool{}
	for _, s := range Sections {
		for _, r := range s.Lists {
			if !seen[r.Section] {
				seen[r.Section] = true
				repeating = append(repeating, r.Section)
			}
		}
	}
	return repeating
}
