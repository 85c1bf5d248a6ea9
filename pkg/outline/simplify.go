package outline

import (
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"
)

const (
	tolerance = 0.5 // kilometres: half a pixel on a map of the country
	leastIsle = 1.0 // square kilometres; an area's largest part always stays
	earth     = 6371.0
)

// project puts degrees on the plane that maps of Britain are known by: a transverse Mercator about 2° west, in kilometres from
// there and from 55° north, y to the south.
func project(p orb.Point) orb.Point {
	east, north := (p[0]+2)*math.Pi/180, p[1]*math.Pi/180
	return orb.Point{earth * math.Atanh(math.Cos(north)*math.Sin(east)), -earth * (math.Atan2(math.Tan(north), math.Cos(east)) - 55*math.Pi/180)}
}

// draw makes an area's path and the box it lies in.
func draw(area orb.MultiPolygon) Area {
	var rings []orb.Ring
	largest := 0
	for _, polygon := range area {
		for _, ring := range polygon {
			flat := make(orb.Ring, len(ring))
			for i, p := range ring {
				flat[i] = project(p)
			}
			rings = append(rings, flat)
			if size(flat) > size(rings[largest]) {
				largest = len(rings) - 1
			}
		}
	}
	a := Area{Left: math.Inf(1), Top: math.Inf(1), Right: math.Inf(-1), Bottom: math.Inf(-1)}
	var path strings.Builder
	for i, ring := range rings {
		thin := simplify.DouglasPeucker(tolerance).Ring(ring.Clone())
		switch {
		case i == largest && len(thin) < 4:
			thin = ring // an area too small to simplify keeps its form
		case i != largest && (len(thin) < 4 || size(ring) < leastIsle):
			continue
		}
		a.add(&path, thin)
	}
	a.Path = path.String()
	return a
}

func size(ring orb.Ring) float64 { return math.Abs(planar.Area(ring)) }

// add writes a ring in tenths of kilometres.
func (a *Area) add(path *strings.Builder, ring orb.Ring) {
	last := ""
	for i, p := range ring[:len(ring)-1] {
		x, y := math.Round(p[0]*10)/10, math.Round(p[1]*10)/10
		a.Left, a.Right, a.Top, a.Bottom = min(a.Left, x), max(a.Right, x), min(a.Top, y), max(a.Bottom, y)
		point := fmt.Sprintf("%g %g", x+0, y+0) // never −0
		switch {
		case i == 0:
			path.WriteString("M" + point)
		case point != last:
			path.WriteString("L" + point)
		}
		last = point
	}
	path.WriteString("Z")
}
