package dataset_test

import (
	"testing"

	"github.com/pinktick/pinktick/pkg/dataset"
)

// The edition goes with the audit period (workflows.md, section 22).
func TestIndexEdition(t *testing.T) {
	for _, c := range []struct {
		country string
		cohort  int
		edition int
		name    string
	}{
		{dataset.England, 4, 2019, "English index 2019"},
		{dataset.England, 7, 2019, "English index 2019"},
		{dataset.England, 8, 2025, "English index 2025"},
		{dataset.England, 11, 2025, "English index 2025"},
		{dataset.England, 0, 2025, "English index 2025"}, // not registered yet
		{dataset.Wales, 7, 2019, "Welsh index 2019"},
		{dataset.Wales, 9, 2019, "Welsh index 2019"},
		{dataset.Wales, 0, 2019, "Welsh index 2019"},
		{"SCT", 8, 0, ""},
		{"", 8, 0, ""},
	} {
		edition := dataset.IndexEdition(c.country, c.cohort)
		if name := dataset.IndexName(c.country, edition); edition != c.edition || name != c.name {
			t.Errorf("%q, cohort %d: %d %q, want %d %q", c.country, c.cohort, edition, name, c.edition, c.name)
		}
	}
	if first := dataset.FirstDayOf2025; dataset.RuleCalendar().CohortOf(first) != 8 || dataset.RuleCalendar().CohortOf(first.AddDays(-1)) != 7 {
		t.Errorf("%v is not the first day of cohort 8", first)
	}
}

func TestPseudoPostcodesAreNoHome(t *testing.T) {
	for postcode, home := range map[string]bool{"": false, "ZZ993WZ": false, "ZZ993CZ": false, "ZZ993GZ": false, "ZZ993VZ": false, "QQ11AA": true, "ZE19QQ": true} {
		c := dataset.NewChild()
		c.Case().Postcode = &postcode
		if c.HasHome() != home {
			t.Errorf("%s is a home: %t", postcode, !home)
		}
	}
	if dataset.NewChild().HasHome() {
		t.Error("no postcode is a home")
	}
}
