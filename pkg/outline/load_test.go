package outline_test

import (
	"database/sql"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pinktick/pinktick/pkg/outline"
	"github.com/pinktick/pinktick/pkg/testdb"
	"github.com/pinktick/pinktick/tenants/reference"
)

// boards are seven made-up squares with the codes of the Welsh health boards, one with an islet.
func boards(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("testdata/boards.geojson")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func withAreas(t *testing.T) (d *testdb.DB, owner *sql.DB) {
	t.Helper()
	d = testdb.New(t)
	owner, err := d.Owner.DB()
	if err != nil {
		t.Fatal(err)
	}
	if err := reference.Load(t.Context(), owner, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	return d, owner
}

// What is loaded is read back by the application, which cannot change it; a second load takes the first one's place.
func TestLoadAndRead(t *testing.T) {
	d, owner := withAreas(t)
	for _, source := range []string{"first.geojson", "second.geojson"} {
		done, err := outline.Load(t.Context(), owner, outline.HealthBoard, source, strings.NewReader(boards(t)))
		if err != nil || done.Areas != 7 || done.Edition != 2022 || len(done.Without)+len(done.LeftOut) != 0 {
			t.Fatalf("%+v, %v", done, err)
		}
	}
	app, err := d.App.DB()
	if err != nil {
		t.Fatal(err)
	}
	areas, err := outline.Areas(t.Context(), app, outline.HealthBoard)
	if err != nil || len(areas) != 7 || areas[0].Code != "7A1" || areas[0].Name != "Betsi Cadwaladr University Health Board" || areas[0].GSS != "W11000023" {
		t.Fatalf("%+v, %v", areas, err)
	}
	for _, a := range areas {
		if strings.Count(a.Path, "M") != 1 || strings.Count(a.Path, "L") != 3 || !strings.HasSuffix(a.Path, "Z") {
			t.Errorf("%s: %s is not one square; the islet is too small to show", a.Code, a.Path)
		}
		if w, h := a.Right-a.Left, a.Bottom-a.Top; w < 26 || w > 30 || h < 33 || h > 36 { // 0.4° by 0.3° at 52° north
			t.Errorf("%s is %.1f km by %.1f km", a.Code, w, h)
		}
	}
	all, err := outline.Overview(t.Context(), app)
	if err != nil || len(all) != 1 || all[0].Source != "second.geojson" || all[0].Areas != 7 || all[0].Edition != 2022 {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := app.Exec(`delete from area_boundaries`); err == nil {
		t.Error("the application may delete outlines")
	}
	store := &outline.Store{DB: app}
	for range 2 { // read, then remembered
		if drawn, err := store.Of(t.Context(), outline.HealthBoard); err != nil || len(drawn.Areas) != 7 || drawn.Source != "second.geojson" || drawn.Edition != 2022 {
			t.Errorf("%+v, %v", drawn, err)
		}
	}
	if none, err := outline.Areas(t.Context(), app, outline.Region); err != nil || len(none) != 0 {
		t.Errorf("regions, of which none were loaded: %v, %v", none, err)
	}
}

// A file with a fault is refused whole, in words that say what to do, and what was there stays.
func TestFaultsAreTold(t *testing.T) {
	_, owner := withAreas(t)
	good := boards(t)
	if _, err := outline.Load(t.Context(), owner, outline.HealthBoard, "good.geojson", strings.NewReader(good)); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(good, "\n")
	without := func(line int) string {
		return strings.Replace(strings.Join(append(append([]string{}, lines[:line]...), lines[line+1:]...), "\n"), "},\n]", "}\n]", 1)
	}
	for _, c := range []struct{ name, text, says string }{
		{"no JSON", "area,outline", "no GeoJSON"},
		{"another kind of JSON", `{"type": "Topology", "features": [1]}`, "no GeoJSON"},
		{"no feature", `{"type": "FeatureCollection", "features": []}`, "no GeoJSON FeatureCollection"},
		{"the grid, by its name", strings.Replace(good, `"features"`, `"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}, "features"`, 1), "WGS 84"},
		{"the grid, by its numbers", strings.ReplaceAll(good, "[-4.5, 52.0]", "[228000, 235000]"), "British National Grid"},
		{"north and east exchanged", strings.ReplaceAll(good, "[-4.5, 52.0]", "[52, -4.5]"), "do not lie in the United Kingdom"},
		{"a ring left open", strings.Replace(good, "[-4.5, 52.0]]", "[-4.5, 52.1]]", 1), "not closed"},
		{"a line", strings.Replace(good, `"MultiPolygon"`, `"LineString"`, 1), "LineString"},
		{"no code", strings.Replace(good, "LHB22CD", "NAME", 1), "has no property such as"},
		{"codes of another level", strings.ReplaceAll(good, "LHB22CD", "ICB23CD"), "has no property such as"},
		{"an area nobody knows", strings.Replace(good, "W11000023", "W11999999", 1), "W11999999 is no area"},
		{"an area twice", strings.Replace(good, "W11000025", "W11000023", 1), "W11000023 has two outlines"},
		{"an area too few", without(2), "has no outline"},
	} {
		_, err := outline.Load(t.Context(), owner, outline.HealthBoard, "bad.geojson", strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", c.name, err, c.says)
		}
	}
	all, err := outline.Overview(t.Context(), owner)
	if err != nil || len(all) != 1 || all[0].Source != "good.geojson" || all[0].Areas != 7 {
		t.Errorf("what was there: %+v, %v", all, err)
	}
}

// A file of the whole kingdom gives the countries that the maps show.
func TestOtherCountriesAreLeftOut(t *testing.T) {
	_, owner := withAreas(t)
	country := func(code, at string) string {
		return `{"type": "Feature", "properties": {"CTRY24CD": "` + code + `"}, "geometry": {"type": "Polygon", "coordinates": [[[` + at + `, 52], [` + at + `1, 52], [` + at + `1, 53], [` + at + `, 52]]]}}`
	}
	text := `{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, "features": [` +
		country("E92000001", "-2.0") + "," + country("W92000004", "-4.0") + "," + country("N92000002", "-6.0") + `]}`
	done, err := outline.Load(t.Context(), owner, outline.Country, "countries.geojson", strings.NewReader(text))
	if err != nil || done.Areas != 2 || len(done.LeftOut) != 1 || done.LeftOut[0] != "Northern Ireland" || done.Edition != 2024 {
		t.Errorf("%+v, %v", done, err)
	}
}
