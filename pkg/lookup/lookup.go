// Package lookup works out from a postcode where it lies and how deprived its area is: from the public directories that an
// operator has loaded, or from services over HTTP, which are off unless they are named. No postcode reaches a log or an error
// from here.
package lookup

import (
	"context"
	"errors"
	"time"

	"github.com/pinktick/pinktick/pkg/dataset"
)

// Area is where a postcode lies.
type Area struct {
	Country             string // three letters, as in ENG; empty where it is not known
	LSOA2011, LSOA2021  string // its small area at each census
	Longitude, Latitude *float64
	Easting, Northing   *int
}

// Place is what is kept of a postcode.
type Place struct {
	Country             string
	LSOA                string // the area as the index names it
	Edition             int    // of the country's index; 0 where areas are not ranked
	Quintile            int    // 1 most deprived to 5; 0 not known
	Longitude, Latitude *float64
	Easting, Northing   *int
}

// What a source answers instead. Any other error is passing: the same question may be answered later.
var (
	ErrUnknown = errors.New("lookup: not known there")
	ErrNone    = errors.New("lookup: there is nothing to look it up in")
)

// Postcodes says where postcodes lie.
type Postcodes interface {
	// Area takes a postcode in capitals without a space.
	Area(ctx context.Context, postcode string) (Area, error)
}

// Indices says how deprived areas are.
type Indices interface {
	// Quintile is the area's fifth within its country.
	Quintile(ctx context.Context, country string, edition int, lsoa string) (int, error)
}

// Finder asks one source after the other: the first that knows, answers.
type Finder struct {
	Postcodes []Postcodes
	Indices   []Indices
}

// Find works out the place of a postcode for a child of a cohort, 0 for none. ErrUnknown: there is no such postcode. ErrNone:
// there is no source at all. A place whose fifth nobody knows is a place nevertheless.
func (f Finder) Find(ctx context.Context, postcode string, cohort int) (Place, error) {
	area, err := first(f.Postcodes, func(p Postcodes) (Area, error) { return p.Area(ctx, postcode) })
	if err != nil {
		return Place{}, err
	}
	place := Place{Country: area.Country, Edition: dataset.IndexEdition(area.Country, cohort), Longitude: area.Longitude,
		Latitude: area.Latitude, Easting: area.Easting, Northing: area.Northing}
	place.LSOA = area.LSOA2021
	if place.Edition == 2019 {
		place.LSOA = area.LSOA2011
	}
	if place.Edition == 0 || place.LSOA == "" {
		return place, nil
	}
	place.Quintile, err = first(f.Indices, func(i Indices) (int, error) {
		return i.Quintile(ctx, place.Country, place.Edition, place.LSOA)
	})
	if errors.Is(err, ErrUnknown) || errors.Is(err, ErrNone) {
		return place, nil
	}
	return place, err
}

// first gives the first answer. Where there is none, a source that is away outweighs one that does not know, for it might
// have known.
func first[S, A any](sources []S, ask func(S) (A, error)) (A, error) {
	var none A
	failed := ErrNone
	for _, source := range sources {
		answer, err := ask(source)
		switch {
		case err == nil:
			return answer, nil
		case errors.Is(err, ErrNone), errors.Is(err, ErrUnknown) && !errors.Is(failed, ErrNone):
		default:
			failed = err
		}
	}
	return none, failed
}

// Sources says whether there is anything to look postcodes up in, and when a directory was last loaded.
func (f Finder) Sources(ctx context.Context) (loaded time.Time, any bool, err error) {
	for _, source := range f.Postcodes {
		files, ok := source.(Files)
		if !ok {
			any = true
			continue
		}
		if loaded, err = files.LoadedAt(ctx); err != nil {
			return loaded, false, err
		}
		any = any || !loaded.IsZero()
	}
	return loaded, any, nil
}
