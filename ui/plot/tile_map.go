package plot

import (
	"fmt"
	"math"
)

// Tile is one unit of a tile map, at a column and a row; every second row, beginning with row 1, stands half a tile to the right.
type Tile struct {
	Unit
	Column, Row int
	Short       string // its short name, inside the tile
}

// TileMap is units as hexagons of one size, laid out near where they lie: the size of an area says nothing, so it is not shown.
type TileMap struct {
	What   string // a unit in words: "care board"
	Counts bool   // shows numbers of children; else rates
	Tiles  []Tile
}

func (m TileMap) units() []Unit {
	var all []Unit
	for _, t := range m.Tiles {
		all = append(all, t.Unit)
	}
	return prepared(all)
}

// tilePlace is where a tile stands, in tiles.
type tilePlace struct {
	across, down float64
	short        string
}

func (m TileMap) scene(s shape) scene {
	units, places := m.units(), map[string]tilePlace{}
	wideTiles, rows := 1.0, 0
	for _, t := range m.Tiles {
		p := tilePlace{float64(t.Column) + float64(t.Row%2)/2, float64(t.Row), t.Short}
		places[t.Code] = p
		wideTiles, rows = max(wideTiles, p.across+1), max(rows, t.Row)
	}
	const edge = 6
	radius := min(s.of(38, 34), (s.width()-2*edge)/wideTiles/math.Sqrt(3))
	left := max(edge, (s.of(600, s.width())-wideTiles*radius*math.Sqrt(3))/2)
	shades := shadesOf(m.Counts, units)
	drawing := scene{width: s.width()}
	for _, own := range []bool{false, true} { // the own tile's edge lies over its neighbours
		for _, u := range units {
			if u.Own != own {
				continue
			}
			p := places[u.Code]
			x, y := left+(p.across+0.5)*radius*math.Sqrt(3), edge+radius*(1+1.5*p.down)
			drawing.things = append(drawing.things, thing{p.short + ", " + shades.said(u), u.Href, tile(u, shades, p.short, x, y, radius)})
		}
	}
	below, end := keyed(shades.keys(units), s, edge+radius*(2+1.5*float64(rows))+12)
	drawing.below, drawing.height = below, end
	return drawing
}

// tile is a hexagon with the unit's short name and number.
func tile(u Unit, s shades, short string, x, y, radius float64) []piece {
	class, code, small := s.class(u), "code", "small"
	if class >= 4 {
		code, small = "code-light", "small-light"
	}
	all := []piece{drawn(fmt.Sprintf("area-%d", class), hexagon(x, y, radius-0.5))}
	if u.Own {
		all = append(all, drawn("area-own", hexagon(x, y, radius-2.5)))
	}
	words := s.short(u)
	if wide(words, sizeSmall) > radius*1.6 {
		words = ""
	}
	room := radius*math.Sqrt(3) - 5
	return append(all, written(code, x, y-1, "middle", fit(short, sizeSmall*1.06, room)), written(small, x, y+12, "middle", words))
}

func hexagon(x, y, radius float64) string {
	var corners [][2]float64
	for i := range 6 {
		angle := math.Pi/3*float64(i) - math.Pi/2
		corners = append(corners, [2]float64{x + radius*math.Cos(angle), y + radius*math.Sin(angle)})
	}
	return path(corners...) + "Z"
}

// Sentence says the own unit's figure and how many have none.
func (m TileMap) Sentence() string {
	units := m.units()
	return shadesOf(m.Counts, units).sentence(units, m.What)
}

// Notes keep size and place from being read as more than they are.
func (m TileMap) Notes() []string {
	return []string{"Every " + m.What + " is one tile near where it lies: size and exact place say nothing."}
}

// Table is all units by name.
func (m TileMap) Table() Table {
	units := m.units()
	return shadesOf(m.Counts, units).table(units, m.What)
}
