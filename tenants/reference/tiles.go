package reference

import (
	"fmt"
	"strconv"
	"time"
)

// The tile maps. Care boards stand together with the Welsh health boards, for they cover the same ground; they were redrawn once.
const (
	CareMap2022    = "care_2022"
	CareMap2026    = "care_2026"
	HealthBoardMap = "health_board"
	RegionMap      = "region" // of NHS England, and Wales as one more
	NetworkMap     = "network"
)

// redrawn is the day from which the care boards of 2026 hold.
var redrawn = time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC)

// CareMap is the map of care and health boards that held on a day.
func CareMap(on time.Time) string {
	if on.Before(redrawn) {
		return CareMap2022
	}
	return CareMap2026
}

// Tile is the place of one unit on a tile map: every second row, beginning with row 1, stands half a tile to the right.
type Tile struct {
	Code, Label string // the label is short enough to stand inside the tile
	Column, Row int
}

// TileMap is the layout of one map: the units near where they lie, each with as many of its neighbours beside it as fit.
func (d *Data) TileMap(name string) ([]Tile, error) {
	var tiles []Tile
	for _, row := range d.Tiles {
		if row["map"] != name {
			continue
		}
		column, err1 := strconv.Atoi(row["column"])
		line, err2 := strconv.Atoi(row["row"])
		if err1 != nil || err2 != nil || column < 0 || line < 0 {
			return nil, fmt.Errorf("tile %s of map %s: column %q, row %q", row["code"], name, row["column"], row["row"])
		}
		tiles = append(tiles, Tile{row["code"], row["label"], column, line})
	}
	if len(tiles) == 0 {
		return nil, fmt.Errorf("there is no tile map %q", name)
	}
	return tiles, nil
}

// Beside tells whether two tiles touch.
func (t Tile) Beside(o Tile) bool {
	if t.Row == o.Row {
		return t.Column-o.Column == 1 || o.Column-t.Column == 1
	}
	if t.Row-o.Row != 1 && o.Row-t.Row != 1 {
		return false
	}
	shift := o.Column - t.Column
	return shift == 0 || t.Row%2 == 1 && shift == 1 || t.Row%2 == 0 && shift == -1
}

// tiles is rule 8: every unit of a map has exactly one tile, no two share a place, and all hang together.
func (c *checker) tiles() {
	for name, wanted := range c.onMaps() {
		tiles, err := c.d.TileMap(name)
		if err != nil {
			c.fault(8, name, "%v", err)
			continue
		}
		places := map[[2]int]string{}
		for _, t := range tiles {
			place := [2]int{t.Column, t.Row}
			if !wanted[t.Code] {
				c.fault(8, name, "%s is no unit of the map, or has two tiles", t.Code)
			}
			delete(wanted, t.Code)
			if other := places[place]; other != "" {
				c.fault(8, name, "%s and %s share a place", t.Code, other)
			}
			places[place] = t.Code
		}
		for code := range wanted {
			c.fault(8, name, "%s has no tile", code)
		}
		if n := joined(tiles); n != len(tiles) {
			c.fault(8, name, "only %d of %d tiles hang together", n, len(tiles))
		}
	}
}

// onMaps are the units that each map must show.
func (c *checker) onMaps() map[string]map[string]bool {
	maps := map[string]map[string]bool{CareMap2022: {}, CareMap2026: {}, HealthBoardMap: {}, RegionMap: {"WLS": true}, NetworkMap: {}}
	for _, b := range c.d.Boards {
		opened, _ := day(b["opened_on"])
		closed, _ := day(b["closed_on"])
		maps[CareMap2022][b["ods_code"]] = opened.Before(redrawn)
		maps[CareMap2026][b["ods_code"]] = closed.IsZero() || closed.After(redrawn)
	}
	for _, t := range c.d.Tenants {
		if t["kind"] == "health_board" && t["country_code"] == "WLS" {
			maps[CareMap2022][t["ods_code"]], maps[CareMap2026][t["ods_code"]], maps[HealthBoardMap][t["ods_code"]] = true, true, true
		}
	}
	for _, r := range c.d.Regions {
		maps[RegionMap][r["code"]] = true
	}
	for _, n := range c.d.Networks {
		maps[NetworkMap][n["code"]] = true
	}
	for _, wanted := range maps {
		for code, is := range wanted {
			if !is {
				delete(wanted, code)
			}
		}
	}
	return maps
}

// joined counts the tiles that can be reached from the first by going to neighbours.
func joined(tiles []Tile) int {
	seen := make([]bool, len(tiles))
	seen[0] = true
	n := 1
	for todo := []int{0}; len(todo) > 0; todo = todo[1:] {
		for i, t := range tiles {
			if !seen[i] && t.Beside(tiles[todo[0]]) {
				seen[i] = true
				todo = append(todo, i)
				n++
			}
		}
	}
	return n
}
