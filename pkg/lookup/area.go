package lookup

import (
	"regexp"

	"github.com/pinktick/pinktick/pkg/dataset"
)

// lsoaCode is the shape of the codes of small areas in England and Wales, which alone are ranked here.
var lsoaCode = regexp.MustCompile(`^[EW]01[0-9]{6}$`)

// settle leaves out what does not apply, areas that are not ranked and grids other than Britain's, and tells whether the rest
// can be true: no coordinates off the map, no half of a pair, no code that is none.
func (a *Area) settle() bool {
	if a.Country != dataset.England && a.Country != dataset.Wales {
		a.LSOA2011, a.LSOA2021 = "", ""
	}
	if a.Country == "NIR" { // on the Irish grid
		a.Easting, a.Northing = nil, nil
	}
	for _, code := range []string{a.LSOA2011, a.LSOA2021} {
		if code != "" && !lsoaCode.MatchString(code) {
			return false
		}
	}
	if (a.Longitude == nil) != (a.Latitude == nil) || (a.Easting == nil) != (a.Northing == nil) {
		return false
	}
	return (a.Longitude == nil || within(*a.Longitude, -9, 3) && within(*a.Latitude, 48, 62)) &&
		(a.Easting == nil || within(*a.Easting, 0, 800_000) && within(*a.Northing, -100_000, 1_400_000))
}

func within[N int | float64](n, least, most N) bool { return n >= least && n <= most }

// countryOf gives the three letters for a country's name or its code in the national statistics; nothing for an unknown one.
func countryOf(name string) string {
	return map[string]string{
		"England": dataset.England, "E92000001": dataset.England, "Wales": dataset.Wales, "W92000004": dataset.Wales,
		"Scotland": "SCT", "S92000003": "SCT", "Northern Ireland": "NIR", "N92000002": "NIR",
		"Channel Islands": "CHI", "L93000001": "CHI", "Isle of Man": "IMN", "M83000003": "IMN",
	}[name]
}
