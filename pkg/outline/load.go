package outline

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// most is how many bytes of outlines a level may have: pages carry them.
const most = 1 << 20

// Loaded is what a load did.
type Loaded struct {
	Areas, Bytes int
	Edition      int      // 0 where the file did not say
	Without      []string // known areas the file has no outline of; they were closed
	LeftOut      []string // outlines of areas that are not shown, such as other countries
}

// Load replaces the outlines of a level by those of a GeoJSON file, as the owner, in one transaction: a file with a fault in it
// changes nothing.
func Load(ctx context.Context, owner *sql.DB, level Level, source string, in io.Reader) (Loaded, error) {
	f, err := readFile(level, in)
	if err != nil {
		return Loaded{}, err
	}
	tx, err := owner.BeginTx(ctx, nil)
	if err != nil {
		return Loaded{}, fmt.Errorf("load outlines: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	known, err := knownAreas(ctx, tx, level)
	if err != nil {
		return Loaded{}, err
	}
	areas, done, err := f.match(known)
	if err != nil {
		return Loaded{}, err
	}
	if _, err := tx.ExecContext(ctx, `lock table area_boundaries in share row exclusive mode`); err != nil {
		return Loaded{}, fmt.Errorf("wait for another load: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `delete from area_boundaries where level = $1`, level); err != nil {
		return Loaded{}, fmt.Errorf("make room for the outlines: %w", err)
	}
	for _, a := range areas {
		_, err := tx.ExecContext(ctx, `insert into area_boundaries (level, code, gss_code, name, outline, min_x, min_y, max_x, max_y, edition, source)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, level, a.Code, a.GSS, a.Name, a.Path, a.Left, a.Top, a.Right, a.Bottom, done.Edition, source)
		if err != nil {
			return Loaded{}, fmt.Errorf("store the outline of %s: %w", a.Name, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return Loaded{}, fmt.Errorf("load outlines: %w", err)
	}
	return done, nil
}

// knownArea is an area of the reference data.
type knownArea struct {
	code, name    string
	shown, closed bool
}

var knownQueries = map[Level]string{
	CareBoard:   `select gss_code, ods_code, name, true, closed_on is not null from integrated_care_boards where gss_code is not null`,
	HealthBoard: `select gss_code, ods_code, name, true, closed_on is not null from tenants where kind = 'health_board' and country_code = 'WLS' and gss_code is not null`,
	Region:      `select gss_code, code, name, true, false from nhs_regions where gss_code is not null`,
	Country:     `select gss_code, code, name, in_national_total, false from countries where gss_code is not null`,
}

func knownAreas(ctx context.Context, tx *sql.Tx, level Level) (map[string]knownArea, error) {
	rows, err := tx.QueryContext(ctx, knownQueries[level])
	if err != nil {
		return nil, fmt.Errorf("read the areas: %w", err)
	}
	defer func() { _ = rows.Close() }()
	known := map[string]knownArea{}
	for rows.Next() {
		var gss string
		var a knownArea
		if err := rows.Scan(&gss, &a.code, &a.name, &a.shown, &a.closed); err != nil {
			return nil, fmt.Errorf("read the areas: %w", err)
		}
		known[gss] = a
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the areas: %w", err)
	}
	if len(known) == 0 {
		return nil, errors.New("the reference data has no areas of this level yet: run the seed command first")
	}
	return known, nil
}

// match gives each area that is shown its outline. An outline of no known area, two of one, or an open area without one refuse the
// whole file: half a map would pass for all of it.
func (f *file) match(known map[string]knownArea) ([]Area, Loaded, error) {
	done := Loaded{Edition: f.edition}
	var areas []Area
	var faults []string
	seen := map[string]bool{}
	for _, one := range f.features {
		k, ok := known[one.gss]
		switch {
		case !ok:
			faults = append(faults, one.gss+" is no area of this level that the reference data knows")
		case seen[one.gss]:
			faults = append(faults, one.gss+" has two outlines")
		case !k.shown:
			done.LeftOut = append(done.LeftOut, k.name)
		default:
			a := draw(one.area)
			a.Code, a.GSS, a.Name = k.code, one.gss, k.name
			areas = append(areas, a)
			done.Areas, done.Bytes = done.Areas+1, done.Bytes+len(a.Path)
		}
		seen[one.gss] = true
	}
	var missing []string
	missing, done.Without = without(known, seen)
	faults = append(faults, missing...)
	if len(faults) > 0 {
		return nil, done, refused(faults)
	}
	if done.Bytes > most {
		return nil, done, fmt.Errorf("the outlines are too long for a page (%d KB): take a more generalised edition (BSC or BUC)", done.Bytes>>10)
	}
	return areas, done, nil
}

// without names the areas that a file has no outline of: open ones as faults, closed ones by their names.
func without(known map[string]knownArea, seen map[string]bool) (faults, closed []string) {
	for gss, k := range known {
		switch {
		case seen[gss] || !k.shown:
		case k.closed:
			closed = append(closed, k.name)
		default:
			faults = append(faults, gss+" ("+k.name+") has no outline")
		}
	}
	slices.Sort(faults)
	slices.Sort(closed)
	return faults, closed
}

// refused names the first faults of a file.
func refused(faults []string) error {
	words := strings.Join(faults[:min(len(faults), 5)], "; ")
	if more := len(faults) - 5; more > 0 {
		words += fmt.Sprintf("; and %d more", more)
	}
	return errors.New("nothing was loaded: " + words)
}
