package lookup

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pinktick/pinktick/pkg/dataset"
)

// index is one edition of a country's index of multiple deprivation.
type index struct {
	file    string
	country string
	edition int
	ranks   []ranked
}

// ranked is one area. Its fifth is what the file says, until check has looked at it.
type ranked struct {
	lsoa           string
	rank, quintile int
	line           int
}

// The columns, by the names of the files as they are published. England's "File 7" has the year of its areas in the name of the
// first column; Wales has the year of the index in that of the rank.
var (
	areaColumn    = regexp.MustCompile(`^lsoa[ _]?(code|[0-9]{2}cd)\b`)
	englishRank   = regexp.MustCompile(`^index of multiple deprivation \(imd\) rank`)
	englishDecile = regexp.MustCompile(`^index of multiple deprivation \(imd\) decile`)
	welshRank     = regexp.MustCompile(`^wimd[ _]?2019[ _(]*(overall[ _]?)?(rank.*)?$`)
	welshDecile   = regexp.MustCompile(`^wimd[ _]?2019[ _(]*(overall[ _])?decile`)
	welshQuintile = regexp.MustCompile(`^wimd[ _]?2019[ _(]*(overall[ _])?quintile`)
)

// readIndex reads a country's index. The file itself says which edition it is.
func readIndex(country, name string, content io.Reader) (*index, error) {
	t, err := newTable(name, content)
	if err != nil {
		return nil, err
	}
	x := &index{file: name, country: country, edition: 2019}
	area, rank, decile, quintile := t.column(areaColumn), t.column(welshRank), t.column(welshDecile), t.column(welshQuintile)
	if country == dataset.England {
		rank, decile, quintile = t.column(englishRank), t.column(englishDecile), -1
	}
	if area < 0 || rank < 0 {
		return nil, fmt.Errorf("%s is not the index of %s: it has no column of areas, or of ranks", name, countryNames[country])
	}
	if country == dataset.England && strings.Contains(t.header[area], "2021") {
		x.edition = 2025
	}
	for {
		more, err := t.next()
		if err != nil {
			return nil, err
		}
		if !more {
			return x, x.check()
		}
		if err := x.take(t, area, rank, decile, quintile); err != nil {
			return nil, err
		}
	}
}

var countryNames = map[string]string{dataset.England: "England", dataset.Wales: "Wales"}

func (x *index) take(t *table, area, rank, decile, quintile int) error {
	line, _ := t.csv.FieldPos(0)
	one := ranked{lsoa: t.value(area), line: line}
	if !lsoaCode.MatchString(one.lsoa) || (one.lsoa[0] == 'E') != (x.country == dataset.England) {
		return t.fault("%q is no small area of %s", one.lsoa, countryNames[x.country])
	}
	var err error
	if one.rank, err = strconv.Atoi(strings.ReplaceAll(t.value(rank), ",", "")); err != nil || one.rank < 1 {
		return t.fault("%q is no rank", t.value(rank))
	}
	given, most := t.value(quintile), 5
	if given == "" {
		given, most = t.value(decile), 10
	}
	if given != "" {
		n, err := strconv.Atoi(given)
		if err != nil || n < 1 || n > most {
			return t.fault("%q is not between 1 and %d", given, most)
		}
		one.quintile = (n*5 + most - 1) / most
	}
	x.ranks = append(x.ranks, one)
	return nil
}

// check works out every area's fifth from its rank among all, and finds a file that is not whole.
func (x *index) check() error {
	if len(x.ranks) == 0 {
		return fmt.Errorf("%s has no areas", x.file)
	}
	for i := range x.ranks {
		one := &x.ranks[i]
		fifth, err := published(one.rank, len(x.ranks), one.quintile)
		if err != nil {
			return fmt.Errorf("%s, line %d: %w", x.file, one.line, err)
		}
		one.quintile = fifth
	}
	slices.SortFunc(x.ranks, func(a, b ranked) int { return strings.Compare(a.lsoa, b.lsoa) })
	for i := 1; i < len(x.ranks); i++ {
		if x.ranks[i].lsoa == x.ranks[i-1].lsoa {
			return fmt.Errorf("%s, line %d: %s stands there twice", x.file, max(x.ranks[i].line, x.ranks[i-1].line), x.ranks[i].lsoa)
		}
	}
	return nil
}
