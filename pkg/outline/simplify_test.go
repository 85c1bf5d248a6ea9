package outline

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// The plane agrees with the Ordnance Survey's within what a map of the country can show.
func TestProject(t *testing.T) {
	for name, c := range map[string]struct {
		degrees          orb.Point
		easting, nothing float64 // kilometres on the national grid
	}{
		"Charing Cross": {orb.Point{-0.1276, 51.5074}, 530.0, 180.4}, "Land’s End": {orb.Point{-5.7161, 50.0657}, 134.2, 25.0},
		"Berwick": {orb.Point{-2.0025, 55.7692}, 399.9, 653.1}, "Lowestoft": {orb.Point{1.7525, 52.4755}, 654.9, 293.1},
	} {
		p := project(c.degrees)
		if x, y := p[0]+400, 567.5-p[1]; math.Abs(x-c.easting) > 2 || math.Abs(y-c.nothing) > 2 {
			t.Errorf("%s: %.1f, %.1f; want %.1f, %.1f", name, x, y, c.easting, c.nothing)
		}
	}
}

// A ragged coast of thousands of points becomes one that a screen can show, no further from it than the tolerance; a hole stays.
func TestDrawSimplifies(t *testing.T) {
	coast := func(radius float64) orb.Ring {
		var ring orb.Ring
		for i := range 3000 {
			angle := 2 * math.Pi * float64(i) / 3000
			r := radius * (1 + 0.002*math.Sin(float64(i)*1.7))
			ring = append(ring, orb.Point{-2 + r*math.Cos(angle)/0.6, 53 + r*math.Sin(angle)})
		}
		return append(ring, ring[0])
	}
	a := draw(orb.MultiPolygon{{coast(0.5), coast(0.1)}})
	if n := strings.Count(a.Path, "L"); n > 200 || n < 20 || strings.Count(a.Path, "M") != 2 {
		t.Errorf("%d lines: %.80s", n, a.Path)
	}
	middle := project(orb.Point{-2, 53})
	for i, ring := range strings.Split(strings.TrimSuffix(a.Path, "Z"), "Z") {
		for _, point := range strings.FieldsFunc(ring, func(r rune) bool { return r == 'M' || r == 'L' }) {
			var x, y float64
			if _, err := fmt.Sscan(point, &x, &y); err != nil {
				t.Fatal(err)
			}
			if r := math.Hypot(x-middle[0], y-middle[1]); math.Abs(r-[]float64{55.6, 11.1}[i]) > 1.2 {
				t.Errorf("ring %d: %s is %.1f km from the middle", i, point, r)
			}
			if x < a.Left || x > a.Right || y < a.Top || y > a.Bottom {
				t.Errorf("%s lies outside the box", point)
			}
		}
	}
}
