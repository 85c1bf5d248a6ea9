package plot

import "math"

// Tile is one unit of a tile map, at a column and a row; every second row stands half a tile to the right.
type Tile struct {
	Column, Row int
	Code        string // short, inside the tile
	Label       string
	Words       string
	Class       int    // of the five shades, from 1; 0 where there is no figure
	Own         bool   // outlined
	Href        string // where it leads
}

// TileMap is units as hexagons of one size, laid out near where they lie: area says nothing, so it shows none.
type TileMap struct {
	ID     string
	Tiles  []Tile
	Legend []string // the five shades in words, from the lightest
}

const tileRadius = 30

func (t Tile) centre() (x, y float64) {
	x = (float64(t.Column) + 0.5) * tileRadius * math.Sqrt(3)
	if t.Row%2 != 0 {
		x += tileRadius * math.Sqrt(3) / 2
	}
	return x + 6, (float64(t.Row)*1.5+1)*tileRadius + 6
}

func (t Tile) outline() string {
	x, y := t.centre()
	var corners [][2]float64
	for i := range 6 {
		angle := math.Pi/180*60*float64(i) - math.Pi/2
		corners = append(corners, [2]float64{x + (tileRadius-1)*math.Cos(angle), y + (tileRadius-1)*math.Sin(angle)})
	}
	return path(corners) + "Z"
}

func (m TileMap) viewBox() string {
	var wide, high float64
	for _, t := range m.Tiles {
		x, y := t.centre()
		wide, high = max(wide, x+tileRadius), max(high, y+tileRadius)
	}
	return "0 0 " + num(wide+6) + " " + num(high+6)
}

func (t Tile) textX() string { x, _ := t.centre(); return num(x) }

func (t Tile) textY() string { _, y := t.centre(); return num(y + 5) }

func (t Tile) class() string { return "pt-svg__tile pt-svg__tile--" + num(float64(t.Class)) }
