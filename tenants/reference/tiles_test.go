package reference_test

import (
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/pinktick/pinktick/tenants/reference"
)

func tiles(t *testing.T, name string) map[string]reference.Tile {
	t.Helper()
	all, err := read(t).TileMap(name)
	if err != nil {
		t.Fatal(err)
	}
	places := map[string]reference.Tile{}
	for _, tile := range all {
		places[tile.Code] = tile
		if n := len([]rune(tile.Label)); n < 2 || n > 6 {
			t.Errorf("%s: the label %q of %s does not fit into a tile", name, tile.Label, tile.Code)
		}
	}
	return places
}

func across(t reference.Tile) float64 { return float64(t.Column) + float64(t.Row%2)/2 }

// Neighbours that people look for are neighbours, and the corners of the country are where they are.
func TestTilesLieWhereTheirUnitsDo(t *testing.T) {
	for name, beside := range map[string][][2]string{
		reference.CareMap2022: {{"QT6", "QJK"}, {"QJK", "QSL"}, {"QMM", "QJG"}, {"QOP", "QYG"}, {"QKK", "QWE"}, {"QNX", "QKS"}, {"QKK", "QKS"}, {"QHM", "QE1"},
			{"QUA", "QHL"}, {"QUE", "QMM"}, {"QNQ", "QRL"}, {"7A4", "7A5"}, {"7A1", "QYG"}},
		reference.CareMap2026:    {{"QT6", "QJK"}, {"Z9B2Z", "QWE"}, {"QWE", "QKK"}, {"QKK", "QMF"}, {"S9B9J", "QKS"}, {"D7T5G", "T6Y0W"}, {"S1Y5D", "T6Y0W"}, {"S0E4D", "QRL"}},
		reference.HealthBoardMap: {{"7A1", "7A7"}, {"7A1", "7A2"}, {"7A7", "7A2"}, {"7A3", "7A5"}, {"7A5", "7A4"}, {"7A5", "7A6"}},
		reference.RegionMap:      {{"Y56", "Y61"}, {"Y56", "Y59"}, {"Y58", "Y59"}, {"WLS", "Y58"}, {"WLS", "Y62"}, {"Y60", "Y61"}, {"Y62", "Y63"}},
		reference.NetworkMap:     {{"PENNEC", "YPEN"}, {"EPIC", "NWEIG"}, {"EPIC", "SWEP"}, {"NTPEN", "SETPEG"}, {"SWIPE", "WPNN"}},
	} {
		places := tiles(t, name)
		for _, pair := range beside {
			a, b := places[pair[0]], places[pair[1]]
			if a.Code == "" || b.Code == "" || !a.Beside(b) || !b.Beside(a) {
				t.Errorf("%s: %s and %s are not beside each other", name, pair[0], pair[1])
			}
		}
	}
	south := tiles(t, reference.CareMap2022)
	if across(south["QT6"]) > across(south["QJK"]) || south["QHM"].Row != 0 || across(south["QKS"]) < across(south["QNX"]) || south["QMJ"].Row <= south["QUE"].Row {
		t.Error("Cornwall is in the west, the North East at the top, Kent in the east, London below Cambridge")
	}
}

// All in all east is right and south is down: places on the map and on the ground go together.
func TestTilesFollowTheGround(t *testing.T) {
	d := read(t)
	for name, rows := range map[string][]reference.Row{reference.CareMap2022: d.Boards, reference.CareMap2026: d.Boards, reference.RegionMap: d.Regions} {
		places := tiles(t, name)
		var east, north, x, y []float64
		for _, row := range rows {
			tile, shown := places[row["ods_code"]+row["code"]]
			latitude, err := strconv.ParseFloat(row["latitude"], 64)
			if !shown || err != nil {
				continue // the boards of 2026 have no coordinates yet
			}
			longitude, _ := strconv.ParseFloat(row["longitude"], 64)
			east, north, x, y = append(east, longitude), append(north, latitude), append(x, across(tile)), append(y, -float64(tile.Row))
		}
		if len(x) < 7 || correlation(east, x) < 0.8 || correlation(north, y) < 0.8 {
			t.Errorf("%s: %d tiles, to the east %.2f, to the north %.2f", name, len(x), correlation(east, x), correlation(north, y))
		}
	}
}

func correlation(a, b []float64) float64 {
	mean := func(v []float64) (sum float64) {
		for _, x := range v {
			sum += x / float64(len(v))
		}
		return sum
	}
	ma, mb := mean(a), mean(b)
	var ab, aa, bb float64
	for i := range a {
		ab, aa, bb = ab+(a[i]-ma)*(b[i]-mb), aa+(a[i]-ma)*(a[i]-ma), bb+(b[i]-mb)*(b[i]-mb)
	}
	return ab / math.Sqrt(aa*bb)
}

// The boards' map is that of the day.
func TestCareMapOfADay(t *testing.T) {
	for day, want := range map[string]string{"2025-01-13": reference.CareMap2022, "2026-03-31": reference.CareMap2022, "2026-04-01": reference.CareMap2026} {
		on, err := time.Parse(time.DateOnly, day)
		if err != nil || reference.CareMap(on) != want {
			t.Errorf("%s: %s", day, reference.CareMap(on))
		}
	}
	if _, err := read(t).TileMap("moon"); err == nil {
		t.Error("there is a map of the moon")
	}
}
