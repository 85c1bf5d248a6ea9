package part_test

import (
	"testing"

	"github.com/pinktick/pinktick/ui/part"
)

func TestPlaceWords(t *testing.T) {
	for want, p := range map[string]part.Place{
		"2 (English index 2019)":                                {State: "found", Quintile: 2, Index: "English index 2019"},
		"1, most deprived (Welsh index 2019)":                   {State: "found", Quintile: 1, Index: "Welsh index 2019"},
		"5, least deprived (English index 2025)":                {State: "found", Quintile: 5, Index: "English index 2025"},
		"Not known":                                             {State: "found"},
		"Not known: no postcode":                                {},
		"Not known: the postcode was not found":                 {State: "not_found"},
		"Not known: the look-up failed and will be tried again": {State: "failed"},
		"Pending": {State: "pending"},
	} {
		if got := p.Words(); got != want {
			t.Errorf("%+v: %q, want %q", p, got, want)
		}
	}
}
