package lookup

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
)

// PostcodeService asks a service as postcodes.io is: GET {base}/postcodes/{postcode}.
type PostcodeService struct{ *service }

// NewPostcodeService takes the address of the service.
func NewPostcodeService(address string) (*PostcodeService, error) {
	s, err := newService(address)
	return &PostcodeService{s}, err
}

// postcodeAnswer is the part of the answer that is read. lsoa is the name that older versions have for the area of 2011.
type postcodeAnswer struct {
	Result *struct {
		Country             string
		Longitude, Latitude *float64
		Eastings, Northings *int
		Codes               struct {
			LSOA   string `json:"lsoa"`
			LSOA11 string `json:"lsoa11"`
			LSOA21 string `json:"lsoa21"`
		}
	}
}

// Area implements Postcodes.
func (p *PostcodeService) Area(ctx context.Context, postcode string) (Area, error) {
	var answer postcodeAnswer
	if err := p.get(ctx, nil, &answer, "postcodes", postcode); err != nil {
		return Area{}, err
	}
	r := answer.Result
	if r == nil {
		return Area{}, errors.New("the postcode service's answer has no result")
	}
	area := Area{Country: countryOf(r.Country), LSOA2011: r.Codes.LSOA11, LSOA2021: r.Codes.LSOA21,
		Longitude: r.Longitude, Latitude: r.Latitude, Easting: r.Eastings, Northing: r.Northings}
	if area.LSOA2011 == "" {
		area.LSOA2011 = r.Codes.LSOA
	}
	if !area.settle() {
		return Area{}, errors.New("the postcode service's answer is no place in Britain")
	}
	return area, nil
}

// IndexService asks a service of ours or like it: GET {base}/{country}/{edition}/{lsoa} gives the rank and among how many.
type IndexService struct{ *service }

// NewIndexService takes the address of the service.
func NewIndexService(address string) (*IndexService, error) {
	s, err := newService(address)
	return &IndexService{s}, err
}

// Quintile implements Indices. The area is asked for, never the postcode.
func (i *IndexService) Quintile(ctx context.Context, country string, edition int, lsoa string) (int, error) {
	var answer struct{ Rank, Areas int }
	err := i.get(ctx, url.Values{}, &answer, strings.ToLower(country), strconv.Itoa(edition), lsoa)
	if err != nil {
		return 0, err
	}
	if fifth := Quintile(answer.Rank, answer.Areas); fifth > 0 {
		return fifth, nil
	}
	return 0, errors.New("the deprivation service's answer is no rank")
}
