package lookup

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Files answers from the directories that an operator has loaded. It is both Postcodes and Indices.
type Files struct{ DB *gorm.DB }

// directoryRow, indexRow, postcodeRow and rankRow are public reference data, which every tenant may read.
type (
	directoryRow struct {
		FileName string
		LoadedAt time.Time
	}
	indexRow struct {
		CountryCode string
		Edition     int
		LoadedAt    time.Time
	}
	postcodeRow struct {
		Postcode            string
		CountryCode         *string
		LSOA2011            *string `gorm:"column:lsoa_2011"`
		LSOA2021            *string `gorm:"column:lsoa_2021"`
		Longitude, Latitude *float64
		Easting, Northing   *int
	}
	rankRow struct {
		CountryCode string
		Edition     int
		LSOA        string `gorm:"column:lsoa"`
		Quintile    int
	}
)

// TableName and TenantGlobal are for GORM and the Guard.
func (directoryRow) TableName() string { return "postcode_directories" }
func (indexRow) TableName() string     { return "deprivation_indices" }
func (postcodeRow) TableName() string  { return "postcodes" }
func (rankRow) TableName() string      { return "deprivation_ranks" }
func (directoryRow) TenantGlobal()     {}
func (indexRow) TenantGlobal()         {}
func (postcodeRow) TenantGlobal()      {}
func (rankRow) TenantGlobal()          {}

// Models are the GORM models of this package, for the check that each is held to a tenant or public.
func Models() []any { return []any{&directoryRow{}, &indexRow{}, &postcodeRow{}, &rankRow{}} }

// Area implements Postcodes.
func (f Files) Area(ctx context.Context, postcode string) (Area, error) {
	var row postcodeRow
	err := f.DB.WithContext(ctx).Where("postcode = ?", postcode).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Area{}, f.without(ctx, &directoryRow{})
	}
	if err != nil {
		return Area{}, fmt.Errorf("read the postcode directory: %w", err)
	}
	return Area{Country: text(row.CountryCode), LSOA2011: text(row.LSOA2011), LSOA2021: text(row.LSOA2021),
		Longitude: row.Longitude, Latitude: row.Latitude, Easting: row.Easting, Northing: row.Northing}, nil
}

// Quintile implements Indices.
func (f Files) Quintile(ctx context.Context, country string, edition int, lsoa string) (int, error) {
	var row rankRow
	err := f.DB.WithContext(ctx).Where("country_code = ? and edition = ? and lsoa = ?", country, edition, lsoa).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return 0, f.without(ctx, &indexRow{}, "country_code = ? and edition = ?", country, edition)
	}
	if err != nil {
		return 0, fmt.Errorf("read the index of deprivation: %w", err)
	}
	return row.Quintile, nil
}

// without tells a directory that does not have something from one that was never loaded.
func (f Files) without(ctx context.Context, model any, where ...any) error {
	query := f.DB.WithContext(ctx).Model(model)
	if len(where) > 0 {
		query = query.Where(where[0], where[1:]...)
	}
	var n int64
	switch err := query.Count(&n).Error; {
	case err != nil:
		return fmt.Errorf("read what is loaded: %w", err)
	case n == 0:
		return ErrNone
	}
	return ErrUnknown
}

// LoadedAt is when a directory or an index was last loaded; never, where none was.
func (f Files) LoadedAt(ctx context.Context) (time.Time, error) {
	var last time.Time
	var directories []directoryRow
	var indices []indexRow
	db := f.DB.WithContext(ctx)
	if err := errors.Join(db.Find(&directories).Error, db.Find(&indices).Error); err != nil {
		return last, fmt.Errorf("read what is loaded: %w", err)
	}
	for _, d := range directories {
		if d.LoadedAt.After(last) {
			last = d.LoadedAt
		}
	}
	for _, i := range indices {
		if i.LoadedAt.After(last) {
			last = i.LoadedAt
		}
	}
	return last, nil
}

func text(value *string) string {
	if value == nil {
		return ""
	}
	return *value
}
