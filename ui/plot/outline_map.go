package plot

import "fmt"

// Outline is one unit with its real outline: a path in the coordinates of the whole map, and the box it lies in.
type Outline struct {
	Unit
	Path                   string // M, L and Z with numbers; any other is not drawn
	Left, Top, Right, Base float64
}

// OutlineMap is units by their outlines, shaded as a tile map is. It needs outlines that an operator has loaded.
type OutlineMap struct {
	What   string
	Counts bool
	Areas  []Outline
	Source string // whose outlines these are, and of when
}

func (m OutlineMap) units() []Unit {
	var all []Unit
	for _, a := range m.Areas {
		all = append(all, a.Unit)
	}
	return prepared(all)
}

func (m OutlineMap) scene(s shape) scene {
	const edge = 6
	units, areas := m.units(), map[string]Outline{}
	var whole Outline
	for i, a := range m.Areas {
		areas[a.Code] = a
		if i == 0 {
			whole = a
		}
		whole.Left, whole.Top, whole.Right, whole.Base = min(whole.Left, a.Left), min(whole.Top, a.Top), max(whole.Right, a.Right), max(whole.Base, a.Base)
	}
	room := s.of(560, s.width()-2*edge)
	scale := min(room/max(whole.Right-whole.Left, 1e-9), s.of(680, 420)/max(whole.Base-whole.Top, 1e-9))
	transform := fmt.Sprintf("translate(%s %s) scale(%s)", num(edge-whole.Left*scale), num(edge-whole.Top*scale), data(scale))
	shades := shadesOf(m.Counts, units)
	drawing := scene{width: s.width()}
	for _, own := range []bool{false, true} { // the own edge lies over its neighbours'
		for _, u := range units {
			if u.Own == own && pathOnly(areas[u.Code].Path) {
				drawing.things = append(drawing.things, thing{shades.said(u), u.Href, outline(u, shades, areas[u.Code].Path, transform)})
			}
		}
	}
	below, end := keyed(shades.keys(units), s, edge+(whole.Base-whole.Top)*scale+14)
	drawing.below, drawing.height = below, end
	return drawing
}

func outline(u Unit, s shades, d, transform string) []piece {
	classes := []string{fmt.Sprintf("area-%d", s.class(u))}
	if u.Own {
		classes = append(classes, "area-own-halo", "area-own")
	}
	var all []piece
	for _, class := range classes {
		all = append(all, piece{class: class, d: d, transform: transform})
	}
	return all
}

// pathOnly tells whether a text is a path of straight lines and nothing else.
func pathOnly(d string) bool {
	for _, r := range d {
		switch {
		case r >= '0' && r <= '9', r == '.', r == '-', r == ' ', r == 'M', r == 'L', r == 'Z':
		default:
			return false
		}
	}
	return d != ""
}

// Sentence says the own unit's figure and how many have none.
func (m OutlineMap) Sentence() string {
	units := m.units()
	return shadesOf(m.Counts, units).sentence(units, m.What)
}

// Notes name the source of the outlines.
func (m OutlineMap) Notes() []string {
	notes := []string{"Large areas look weighty; they may have few children. The table has the numbers."}
	if m.Source != "" {
		notes = append(notes, "Outlines: "+m.Source+".")
	}
	return notes
}

// Table is all units by name.
func (m OutlineMap) Table() Table {
	units := m.units()
	return shadesOf(m.Counts, units).table(units, m.What)
}
