package dataset

import (
	"regexp"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
)

// isPseudoPostcodeOfCountry offers those that stand for a country to that country's organisations alone.
func isPseudoPostcodeOfCountry(in ask.Input, o ask.Option) bool {
	switch o.Tags["offered_to"] {
	case "all":
		return true
	case "organisations in England":
		return countryOf(in) == "ENG"
	case "organisations in Wales":
		return countryOf(in) == "WLS"
	}
	return false
}

func tidyPostcode(typed string) string { return strings.ToUpper(separators.Replace(typed)) }

// separators are what people write between the parts of a postcode, pasted from wherever.
var separators = strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "\u2009", "", "\u202f", "", "‐", "", "‑", "", "–", "")

// writePostcode puts the space before the last three characters, where people look for it.
func writePostcode(stored string) string {
	if !postcode.MatchString(stored) {
		return stored
	}
	return stored[:len(stored)-3] + " " + stored[len(stored)-3:]
}

// postcode is the shape of all postcodes in use, of which the pseudo-postcodes (ZZ993WZ and its like) are four. Whether one
// exists is for the postcode service to say, where there is one: a failing look-up never blocks saving.
var postcode = regexp.MustCompile(`^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$`)

func isPostcode(_ ask.Input, value any) *ask.Problem {
	if postcode.MatchString(value.(string)) {
		return nil
	}
	return &ask.Problem{Code: "postcode_invalid", Message: "This postcode was not recognised."}
}
