package dataset

import "strings"

// The countries whose areas are ranked by deprivation, each for itself: a fifth of one means nothing beside a fifth of the other.
const (
	England = "ENG"
	Wales   = "WLS"
)

// firstCohortOf2025 is the first cohort that England's index of 2025 describes; earlier ones go by that of 2019.
const firstCohortOf2025 = 8

// FirstDayOf2025 is the day from which a first paediatric assessment goes by England's index of 2025.
var FirstDayOf2025 = periodByRule(firstCohortOf2025).RecruitsFrom

// IndexEdition is the edition of a country's index of multiple deprivation that describes a cohort: a property of the audit
// period, so that a published figure does not change with a later index. A child not yet in a cohort goes by the newest. 0
// where areas are not ranked.
func IndexEdition(country string, cohort int) int {
	switch {
	case country == Wales:
		return 2019
	case country != England:
		return 0
	case cohort > 0 && cohort < firstCohortOf2025:
		return 2019
	}
	return 2025
}

// IndexName is an index as people know it.
func IndexName(country string, edition int) string {
	switch {
	case country == England && edition == 2019:
		return "English index 2019"
	case country == England && edition == 2025:
		return "English index 2025"
	case country == Wales && edition == 2019:
		return "Welsh index 2019"
	}
	return ""
}

// HasHome tells whether the child's postcode is a real one. Pseudo-postcodes, which begin with ZZ99, are nowhere.
func (c *Child) HasHome() bool {
	p := c.Case().Postcode
	return p != nil && *p != "" && !strings.HasPrefix(*p, "ZZ99")
}
