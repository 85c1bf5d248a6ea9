package record

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
	"github.com/pinktick/pinktick/pkg/fault"
	"github.com/pinktick/pinktick/tenants"
)

// PlaceState says how far a look-up has come.
type PlaceState string

// The states. A child without a real postcode has none.
const (
	PlacePending  PlaceState = "pending"
	PlaceFound    PlaceState = "found"
	PlaceNotFound PlaceState = "not_found" // there is no such postcode
	PlaceFailed   PlaceState = "failed"    // given up for now; tried again a month later
)

// Place is where a child lives, worked out from the postcode. A change of the postcode, in whatever way, empties it: the
// database itself sees to that (migration 0026).
type Place struct {
	State               PlaceState
	LookedUpAt          *time.Time
	Country             string
	LSOA                string `gorm:"column:lsoa"`
	Edition, Quintile   int    // of the country's index of multiple deprivation; 0 not known
	Longitude, Latitude *float64
	Easting, Northing   *int
}

// Index names the index that the quintile is of.
func (p Place) Index() string { return dataset.IndexName(p.Country, p.Edition) }

// PlaceQueue takes cases whose place is to be found. The job is part of the transaction; a queue that cannot take it stops
// nothing, for a sweep finds the case later.
type PlaceQueue interface {
	FindPlaces(ctx context.Context, tx *gorm.DB, cases ...int64)
}

// findPlace asks for the child's place: for every change of the postcode, and of the cohort where another index describes it.
// It belongs into the transaction of the change.
func (s *Store) findPlace(ctx context.Context, tx *gorm.DB, caseID int64, child *dataset.Child) {
	if s.Queue != nil && child.HasHome() {
		s.Queue.FindPlaces(ctx, tx, caseID)
	}
}

// Place reads the place of one child.
func (s *Store) Place(ctx context.Context, caseID int64) (Place, error) {
	all, err := s.Places(ctx, []int64{caseID})
	return all[caseID], err
}

// Places reads the places of many children, keyed by case. Those without a real postcode have none.
func (s *Store) Places(ctx context.Context, cases []int64) (map[int64]Place, error) {
	var rows []struct {
		CaseID int64
		Place
	}
	err := tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Raw(`select case_id, state, looked_up_at, coalesce(country_code, '') as country, coalesce(lsoa, '') as lsoa,
			coalesce(edition, 0) as edition, coalesce(quintile, 0) as quintile, longitude, latitude, easting, northing
			from case_places where case_id = any(cast(? as bigint[]))`, bigints(cases)).Scan(&rows).Error
	})
	if err != nil {
		return nil, fmt.Errorf("read places: %w", err)
	}
	found := make(map[int64]Place, len(rows))
	for _, row := range rows {
		found[row.CaseID] = row.Place
	}
	return found, nil
}

// Sought is what a look-up needs to know of a child. It leaves the database for the look-up alone.
type Sought struct {
	Postcode string
	Cohort   int // 0 while there is none
}

// SoughtPlace says what is to be looked up for a child; false where nothing is.
func (s *Store) SoughtPlace(ctx context.Context, caseID int64) (sought Sought, there bool, err error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return Sought{}, false, err
	}
	err = tenants.Tx(ctx, s.DB, func(tx *gorm.DB) error {
		sought, there, err = readSought(tx, caseID, calendar)
		return err
	})
	return sought, there, err
}

func readSought(tx *gorm.DB, caseID int64, calendar dataset.Calendar) (Sought, bool, error) {
	var rows []struct {
		Postcode          string
		FirstAssessmentOn *time.Time
	}
	err := tx.Raw(`select c.postcode, r.first_assessment_on from case_places p
		join cases c on c.tenant_id = p.tenant_id and c.id = p.case_id
		left join registrations r on r.tenant_id = p.tenant_id and r.case_id = p.case_id where p.case_id = ?`, caseID).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return Sought{}, false, err
	}
	sought := Sought{Postcode: rows[0].Postcode}
	if first := rows[0].FirstAssessmentOn; first != nil {
		sought.Cohort = calendar.CohortOf(ask.NewDate(first.Year(), first.Month(), first.Day()))
	}
	return sought, true, nil
}

// KeepPlace keeps what a look-up found, unless the child has another postcode or cohort by now: then it gives false, and what
// is sought is to be read again. with runs in the same transaction, under the case's lock, where the place is kept or there is
// none to keep any longer.
func (s *Store) KeepPlace(ctx context.Context, caseID int64, of Sought, p Place, with func(tx *gorm.DB) error) (bool, error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return false, err
	}
	same := true
	err = tenants.TxLocking(ctx, s.DB, caseID, func(tx *gorm.DB) error {
		now, there, err := readSought(tx, caseID, calendar)
		if err != nil {
			return err
		}
		if same = !there || now == of; !same {
			return nil
		}
		err = tx.Exec(`update case_places set state = ?, looked_up_at = now(), country_code = nullif(?, ''), lsoa = nullif(?, ''),
			edition = nullif(?::int, 0), quintile = nullif(?::int, 0), longitude = ?, latitude = ?, easting = ?, northing = ? where case_id = ?`,
			p.State, p.Country, p.LSOA, p.Edition, p.Quintile, p.Longitude, p.Latitude, p.Easting, p.Northing, caseID).Error
		if err != nil {
			return fmt.Errorf("keep a place: %w", err)
		}
		return with(tx)
	})
	if fault.Is(err, fault.NotFound) { // the child was deleted meanwhile
		return true, nil
	}
	return same, err
}
