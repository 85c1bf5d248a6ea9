package lookup

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// postcodeColumns are the columns of the ONS Postcode Directory that are read, by the names that its editions have given them:
// ctry, ctry25cd and so on.
var postcodeColumns = []struct {
	name    string
	pattern *regexp.Regexp
	needed  bool
}{
	{"pcds", regexp.MustCompile(`^(pcds|pcd|pcd7|pcd2|pcd8)$`), true},
	{"doterm", regexp.MustCompile(`^doterm$`), true},
	{"oseast1m", regexp.MustCompile(`^(oseast1m|east1m)$`), true},
	{"osnrth1m", regexp.MustCompile(`^(osnrth1m|north1m)$`), true},
	{"ctry", regexp.MustCompile(`^ctry([0-9]{2}cd)?$`), true},
	{"lsoa11", regexp.MustCompile(`^lsoa11(cd)?$`), true},
	{"lsoa21", regexp.MustCompile(`^lsoa21(cd)?$`), false}, // not in editions before 2022
	{"lat", regexp.MustCompile(`^lat$`), true},
	{"long", regexp.MustCompile(`^long$`), true},
}

// postcodeFile reads the ONS Postcode Directory, millions of lines, one at a time; it is a source for COPY.
type postcodeFile struct {
	*table
	at  map[string]int
	n   int64
	row []any
	err error
}

func newPostcodeFile(name string, content io.Reader) (*postcodeFile, error) {
	t, err := newTable(name, content)
	if err != nil {
		return nil, err
	}
	f := &postcodeFile{table: t, at: map[string]int{}}
	var missing []string
	for _, c := range postcodeColumns {
		if f.at[c.name] = t.column(c.pattern); f.at[c.name] < 0 && c.needed {
			missing = append(missing, c.name)
		}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("%s is not the ONS Postcode Directory: it has no column %s", name, strings.Join(missing, ", "))
	}
	return f, nil
}

// postcodeTable is where the rows go, and in which order of columns.
var postcodeTable = []string{"postcode", "terminated_in", "country_code", "lsoa_2011", "lsoa_2021", "longitude", "latitude", "easting", "northing"}

// Next implements pgx.CopyFromSource.
func (f *postcodeFile) Next() bool {
	more, err := f.next()
	if err == nil && more {
		f.row, err = f.read()
		f.n++
	}
	f.err = err
	return err == nil && more
}

// Values implements pgx.CopyFromSource.
func (f *postcodeFile) Values() ([]any, error) { return f.row, nil }

// Err implements pgx.CopyFromSource.
func (f *postcodeFile) Err() error { return f.err }

var postcodeShape = regexp.MustCompile(`^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$`)

func (f *postcodeFile) read() ([]any, error) {
	get := func(name string) string { return f.value(f.at[name]) }
	postcode := strings.ToUpper(strings.ReplaceAll(get("pcds"), " ", ""))
	if !postcodeShape.MatchString(postcode) {
		return nil, f.fault("%q is no postcode", get("pcds"))
	}
	ended, err := month(get("doterm"))
	if err != nil {
		return nil, f.fault("doterm %q is no month", get("doterm"))
	}
	a := Area{Country: countryOf(get("ctry")), LSOA2011: lsoa(get("lsoa11")), LSOA2021: lsoa(get("lsoa21"))}
	if a.Easting, err = number(get("oseast1m"), strconv.Atoi); err == nil {
		a.Northing, err = number(get("osnrth1m"), strconv.Atoi)
	}
	if err != nil {
		return nil, f.fault("%q, %q are no grid reference", get("oseast1m"), get("osnrth1m"))
	}
	if a.Latitude, err = number(get("lat"), float); err == nil {
		a.Longitude, err = number(get("long"), float)
	}
	if err != nil {
		return nil, f.fault("%q, %q are no latitude and longitude", get("lat"), get("long"))
	}
	if a.Latitude != nil && *a.Latitude > 99 { // the directory's way to say that it has none
		a.Latitude, a.Longitude = nil, nil
	}
	if !a.settle() {
		return nil, f.fault("%q is placed where it cannot be, or in an area that is none", get("pcds"))
	}
	return []any{postcode, ended, or(a.Country), or(a.LSOA2011), or(a.LSOA2021), a.Longitude, a.Latitude, a.Easting, a.Northing}, nil
}

// lsoa leaves out the codes that stand for no area, such as E99999999.
func lsoa(code string) string {
	if strings.HasSuffix(code, "99999999") {
		return ""
	}
	return code
}

func month(text string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	day, err := time.Parse("200601", text)
	return &day, err
}

func float(text string) (float64, error) { return strconv.ParseFloat(text, 64) }

func number[N any](text string, parse func(string) (N, error)) (*N, error) {
	if text == "" {
		return nil, nil
	}
	n, err := parse(text)
	return &n, err
}

// or is NULL for nothing.
func or(text string) any {
	if text == "" {
		return nil
	}
	return text
}
