package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/tenants/tenantstest"
)

// An operator loads outlines and sees what is loaded; a file that does not fit the level is refused.
func TestBoundariesFromFileToList(t *testing.T) {
	w := tenantstest.New(t)
	owner, err := sql.Open("pgx", w.OwnerDSN)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	if _, err := owner.Exec(`insert into nhs_regions (code, gss_code, name, country_code) select 'Y99', 'E40999999', 'Made up', 'ENG'
		where exists (select from countries where code = 'ENG')`); err != nil {
		t.Fatal(err)
	}
	rows, err := owner.Query(`select gss_code from nhs_regions where gss_code is not null`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var features []string
	for rows.Next() {
		var code string
		if err := rows.Scan(&code); err != nil {
			t.Fatal(err)
		}
		features = append(features, `{"properties": {"NHSER24CD": "`+code+`"}, "geometry": {"type": "Polygon", "coordinates": [[[-2, 52], [-1, 52], [-1, 53], [-2, 52]]]}}`)
	}
	if rows.Err() != nil || len(features) == 0 {
		t.Fatal(rows.Err(), features)
	}
	var out strings.Builder
	if err := listBoundaries(t.Context(), owner, &out); err != nil || !strings.Contains(out.String(), "tile maps") {
		t.Errorf("%s, %v", out.String(), err)
	}
	file := filepath.Join(t.TempDir(), "regions.geojson")
	if err := os.WriteFile(file, []byte(`{"type": "FeatureCollection", "features": [`+strings.Join(features, ",")+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (boundariesLoadCmd{file, "icb"}).load(t.Context(), owner, &out); err == nil {
		t.Error("regions were loaded as care boards")
	}
	t.Setenv("MIGRATE_DATABASE_URL", w.OwnerDSN)
	if err := (boundariesLoadCmd{file, "region"}).Run(); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if err := listBoundaries(t.Context(), owner, &out); err != nil || !strings.Contains(out.String(), "2024") || !strings.Contains(out.String(), "regions.geojson") {
		t.Errorf("%s, %v", out.String(), err)
	}
}
