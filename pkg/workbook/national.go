package workbook

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
)

// wales is the country that stands among the regions, which it has none of.
const wales = "WLS"

var figureColumns = []string{"Measure", "Percentage", "Numerator", "Denominator"}

// named is a unit under the name that it has in a sheet.
type named struct {
	name string
	Unit
}

// Sheets are the national workbook of a cohort. No row of it is a child.
func (r Results) Sheets() []Sheet {
	sheets := []Sheet{
		r.figures("Country_level", "Country", r.countries()),
		r.figures("HBT_level", "HBT", r.centres()),
		r.figures("ICB_level", "ICB", byName(r.units(compare.CareBoard))),
		r.figures("NHSregion_level", "NHSregion", r.regions()),
		r.figures("Network_level", "Network", byCode(r.units(compare.Network))),
		r.figures("National_level", "uk", byName(r.units(compare.National))),
		r.reference(),
		r.totals("Totals - Trust", byName(r.units(compare.Trust))), r.totals("Totals - LHB", byName(r.units(compare.HealthBoard))),
		r.totals("Totals - ICB", byName(r.units(compare.CareBoard))), r.totals("Totals - NHSregion", r.regions()),
		r.totals("Totals - Network", byName(r.units(compare.Network))), r.totals("Totals - Country", r.countries()),
	}
	if !r.Live {
		sheets = append(sheets, r.notes())
	}
	return sheets
}

// countries are England and Wales. One that counts for itself, as Jersey, is not among them.
func (r Results) countries() []named {
	return byName(slices.DeleteFunc(slices.Clone(r.units(compare.Country)), func(u Unit) bool { return !u.national }))
}

// centres are the health boards, then the trusts, each by code.
func (r Results) centres() []named {
	return append(byCode(r.units(compare.HealthBoard)), byCode(r.units(compare.Trust))...)
}

// regions are those of NHS England, and Wales.
func (r Results) regions() []named {
	all := byName(r.units(compare.Region))
	for _, u := range r.units(compare.Country) {
		if u.Code == wales {
			all = append(all, named{u.Name, u})
		}
	}
	return all
}

func byName(units []Unit) []named {
	all := make([]named, len(units))
	for i, u := range units {
		all[i] = named{u.Name, u}
	}
	slices.SortStableFunc(all, func(a, b named) int { return cmp.Compare(a.name, b.name) })
	return all
}

func byCode(units []Unit) []named {
	all := make([]named, len(units))
	for i, u := range units {
		all[i] = named{u.Code, u}
	}
	slices.SortStableFunc(all, func(a, b named) int { return cmp.Compare(a.name, b.name) })
	return all
}

// figures are the headline measures of units: by measure, then unit. The percentage is a fraction, not rounded, and empty where
// nobody is eligible; what is hidden is empty altogether.
func (r Results) figures(name, key string, units []named) Sheet {
	var rows [][]any
	for _, m := range r.headline() {
		for _, u := range units {
			row := []any{u.name, m.Title, nil, nil, nil}
			if n := u.of(m.Key); n != nil {
				row[3], row[4] = n.Passed, n.Eligible
				if rate, any := n.Rate(); any {
					row[2] = rate
				}
			}
			rows = append(rows, row)
		}
	}
	return Sheet{name, append([]string{key}, figureColumns...), Fixed(rows)}
}

// reference says where each health board and trust belongs. One whose hospitals lie in several areas has them all.
func (r Results) reference() Sheet {
	var rows [][]any
	for _, u := range r.centres() {
		region := r.names(u.Unit, compare.Region)
		if slices.Contains(u.within[compare.Country], wales) {
			region = strings.TrimPrefix(region+"; ", "; ") + r.names(u.Unit, compare.Country)
		}
		rows = append(rows, []any{u.Code, u.Unit.Name, strings.Join(slices.Sorted(slices.Values(u.within[compare.Network])), "; "),
			r.names(u.Unit, compare.Country), r.names(u.Unit, compare.National), region, r.names(u.Unit, compare.CareBoard)})
	}
	return Sheet{"Reference", []string{"HBT", "HBT_name", "Network", "Country", "UK", "NHSregion", "ICB"}, Fixed(rows)}
}

// names are those of the units of a level in which a smaller unit lies.
func (r Results) names(u Unit, level compare.Level) string {
	var all []string
	for _, of := range r.units(level) {
		if slices.Contains(u.within[level], of.Code) {
			all = append(all, of.Name)
		}
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}

// totals are how many registered children's records are complete, in per cent with one decimal.
func (r Results) totals(name string, units []named) Sheet {
	var rows [][]any
	for _, u := range units {
		if !u.audited {
			continue
		}
		row := []any{u.name, nil, nil, nil}
		if u.Registered != nil {
			row[1], row[2] = *u.Complete, *u.Registered
			if *u.Registered > 0 {
				row[3] = math.Floor(1000*float64(*u.Complete)/float64(*u.Registered)+0.5) / 10
			}
		}
		rows = append(rows, row)
	}
	return Sheet{name, []string{"Name", "Complete", "Registered", "Percentage"}, Fixed(rows)}
}

// notes say why there are gaps in a workbook of published figures.
func (r Results) notes() Sheet {
	rows := [][]any{
		{r.Source + ", counted " + r.CountedAt.In(ask.London).Format("2 January 2006") + " by rules " + r.Rules + "."},
		{"Where percentage, numerator and denominator are all empty, the numbers are small and were hidden before they were published, by the profile " + r.Profile + "."},
		{"Where the percentage alone is empty, no child is eligible."},
		{"Complete counts children whose first year of care is over. Complete and registered are empty where the numbers are small."},
		{"A level below the lowest that was published is not in this workbook, and its sheets are empty."},
	}
	return Sheet{"Notes", []string{"Note"}, Fixed(rows)}
}

// FileName is that of a workbook, without its ending: the cohort and the date of the count are in it.
func (r Results) FileName() string {
	what := "live"
	if !r.Live {
		what = fmt.Sprintf("version-%d", r.Version)
	}
	return fmt.Sprintf("cohort-%d-%s-counted-%s", r.Cohort, what, r.CountedAt.In(ask.London).Format("2006-01-02"))
}

// Properties are what the spreadsheet says of itself.
func (r Results) Properties() Properties {
	return Properties{
		Title: fmt.Sprintf("Measures of cohort %d", r.Cohort), At: r.CountedAt,
		Description: r.Source + ". Counted " + r.CountedAt.In(ask.London).Format("15:04 on 2 January 2006") + " by rules " + r.Rules + ".",
	}
}

// WriteJSON writes all measures of all levels and tells of how many units.
func (r Results) WriteJSON(w io.Writer) (rows int64, err error) {
	for _, l := range r.Levels {
		rows += int64(len(l.Units))
	}
	if err := json.NewEncoder(w).Encode(r); err != nil {
		return 0, fmt.Errorf("write results: %w", err)
	}
	return rows, nil
}
