// Package outline keeps the outlines of areas that shaded maps are drawn from: an operator loads them from published GeoJSON, and
// they are checked against the areas that the reference data knows, projected, simplified to what a screen can show, and stored.
// They are public and of no tenant. Where none were loaded, maps are tile maps.
package outline

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Level is a kind of area that has outlines. OPEN UK networks have none: nobody publishes them.
type Level string

// The levels.
const (
	CareBoard   Level = "icb"
	HealthBoard Level = "lhb"
	Region      Level = "region"
	Country     Level = "country"
)

// Area is one area and its outline: a path of straight lines in kilometres, x to the east and y to the south, and the box it lies in.
type Area struct {
	Code, GSS, Name          string
	Path                     string
	Left, Top, Right, Bottom float64
}

// Stored is what was loaded for a level.
type Stored struct {
	Level    Level
	Areas    int
	Bytes    int
	Edition  int    // the year of the boundaries; 0 where the file did not say
	Source   string // the file's name
	LoadedAt time.Time
}

// Overview is what was loaded, by level.
func Overview(ctx context.Context, db *sql.DB) ([]Stored, error) {
	rows, err := db.QueryContext(ctx, `select level, count(*), sum(length(outline)), max(edition), max(source), max(loaded_at) from area_boundaries group by level order by level`)
	if err != nil {
		return nil, fmt.Errorf("read outlines: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var all []Stored
	for rows.Next() {
		var s Stored
		if err := rows.Scan(&s.Level, &s.Areas, &s.Bytes, &s.Edition, &s.Source, &s.LoadedAt); err != nil {
			return nil, fmt.Errorf("read outlines: %w", err)
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// Areas are the outlines of a level, by code; none where none were loaded.
func Areas(ctx context.Context, db *sql.DB, level Level) ([]Area, error) {
	rows, err := db.QueryContext(ctx, `select code, gss_code, name, outline, min_x, min_y, max_x, max_y from area_boundaries where level = $1 order by code`, level)
	if err != nil {
		return nil, fmt.Errorf("read outlines: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var all []Area
	for rows.Next() {
		var a Area
		if err := rows.Scan(&a.Code, &a.GSS, &a.Name, &a.Path, &a.Left, &a.Top, &a.Right, &a.Bottom); err != nil {
			return nil, fmt.Errorf("read outlines: %w", err)
		}
		all = append(all, a)
	}
	return all, rows.Err()
}
