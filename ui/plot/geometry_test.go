package plot

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/measure"
)

// numbersOf are the points of a path of straight lines.
func numbersOf(t *testing.T, d string) [][2]float64 {
	t.Helper()
	var points [][2]float64
	for _, one := range strings.FieldsFunc(d, func(r rune) bool { return r == 'M' || r == 'L' || r == 'Z' }) {
		var p [2]float64
		if _, err := fmt.Sscan(one, &p[0], &p[1]); err != nil {
			t.Fatalf("%q: %v", d, err)
		}
		points = append(points, p)
	}
	return points
}

func piecesOf(s scene, class string) []piece {
	all := append(append([]piece{}, s.below...), s.above...)
	for _, one := range s.things {
		all = append(all, one.pieces...)
	}
	var found []piece
	for _, p := range all {
		if p.class == class {
			found = append(found, p)
		}
	}
	return found
}

// A point lies strictly outside a drawn line exactly when the exact tail flags it: what is seen and what is said agree. The lines
// are read from the drawing, at the place where the point is drawn.
func TestAPointLiesOutsideExactlyWhenFlagged(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	looked, outside := 0, 0
	for range 60 {
		theta, n := 0.02+0.96*random.Float64(), 1+random.IntN(200)
		var units []Unit
		var states []State
		for r := 0; r <= n; r += 1 + random.IntN(3) {
			u := unit(fmt.Sprintf("%03d", r), r, n, theta)
			states = append(states, u.State)
			u.State = AsExpected // a circle, whose place is plain
			units = append(units, u)
		}
		drawing := funnelOf(units, Benchmark{Rate: theta}).scene(forPage)
		inner, outer := piecesOf(drawing, "limit-inner"), piecesOf(drawing, "limit")
		for i, u := range units {
			c := middleOf(t, drawing.things[i].pieces[0])
			for _, l := range []struct {
				low, high piece
				tail      float64
				flagged   bool
			}{{inner[0], inner[1], 0.025, states[i].flagged()}, {outer[0], outer[1], 0.001, states[i].alarm()}} {
				limit := measure.FunnelLimits(l.tail, n, theta)
				if rate, _ := u.rate(); math.Abs(rate-limit.Lower) < 1e-4 || math.Abs(rate-limit.Upper) < 1e-4 {
					continue // a tie, within a hundredth of a pixel
				}
				low, high := numbersOf(t, l.low.d)[n-1], numbersOf(t, l.high.d)[n-1]
				if low[0] != c[0] || high[0] != c[0] {
					t.Fatalf("the lines stand at %v, the point at %v", low, c)
				}
				looked++
				if out := c[1] > low[1] || c[1] < high[1]; out != l.flagged {
					t.Errorf("θ %.4f, %s of %d: drawn outside %t, flagged %t (point %v, lines %v %v)", theta, u.Name, n, out, l.flagged, c, low, high)
				} else if out {
					outside++
				}
			}
		}
	}
	if looked < 2000 || outside < 500 {
		t.Errorf("only %d points were looked at, %d outside", looked, outside)
	}
}

// middleOf is where a circle is drawn, to the digits of the lines.
func middleOf(t *testing.T, p piece) [2]float64 {
	t.Helper()
	var x, y, r float64
	if _, err := fmt.Sscanf(p.d, "M%g %ga%g", &x, &y, &r); err != nil {
		t.Fatal(p.d, err)
	}
	return [2]float64{math.Round((x+r)*100) / 100, y}
}

// Bars, intervals and rings are as long as their numbers.
func TestLengthsAreTheNumbers(t *testing.T) {
	units, b := theSix()
	bars := Bars{Region, "region", b, units}.scene(forPage)
	full := piecesOf(bars, "back")
	for i, p := range piecesOf(bars, "bar-region") {
		rate, _ := units[i].rate()
		if got := widthOf(t, p.d) / widthOf(t, full[i].d); math.Abs(got-rate) > 1e-4 {
			t.Errorf("%s: the bar is %.5f long, its rate %.5f", units[i].Name, got, rate)
		}
	}
	for i, p := range piecesOf((RunChart{Middle: "Mean", Stretches: []Stretch{{Middle: 0.5, Moments: []Moment{{Unit: units[0]}, {Unit: units[4]}}}}}).scene(forPage), "run") {
		points := numbersOf(t, p.d)
		if i > 0 || len(points) != 2 || math.Abs((points[1][1]-points[0][1])/(310-34)-(18.0/30-27.0/60)) > 1e-4 {
			t.Errorf("the run is %v", points)
		}
	}
	half := slice(0, 0, 10, 5, 0, 0.25)
	if !strings.HasPrefix(half, "M0 -10A10 10 0 0 1 10 0L5 0") {
		t.Errorf("a quarter from the top clockwise is %s", half)
	}
}

func widthOf(t *testing.T, d string) float64 {
	t.Helper()
	_, rest, _ := strings.Cut(d, "h")
	text, _, _ := strings.Cut(rest, "v")
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(d, err)
	}
	return v
}

// What may not be compared is not joined: no line over a break, nor over a gap.
func TestLinesStopAtBreaksAndGaps(t *testing.T) {
	u := func(met int) Moment { return Moment{Unit: Unit{Name: "Q", Met: Of(met), Eligible: Of(10)}} }
	gap := Moment{Unit: Unit{Name: "Q", State: Suppressed}}
	r := RunChart{Middle: "Mean", Stretches: []Stretch{{Middle: 0.4, Moments: []Moment{u(1), u(2), gap, u(3), u(4), u(5)}}, {Change: "New", Middle: 0.5, Moments: []Moment{u(6), u(7)}}}}
	var sizes []int
	for _, p := range piecesOf(r.scene(forPage), "run") {
		sizes = append(sizes, len(numbersOf(t, p.d)))
	}
	if fmt.Sprint(sizes) != "[2 3 2]" {
		t.Errorf("lines of %v points", sizes)
	}
	if len(piecesOf(r.scene(forPage), "benchmark")) != 2+1 { // two stretches and the key
		t.Error("each side of a break has a middle of its own")
	}
}

// Every label stays inside the drawing, for a page and for a phone, in every drawing.
func TestLabelsStayInside(t *testing.T) {
	units, b := mixed()
	crowd, c := many(80)
	for _, all := range []map[string]Drawing{everything(units, b), everything(units[:1], b), everything(crowd[:49], c), {"funnel of many": funnelOf(crowd, c)}} {
		for name, d := range all {
			for _, s := range []shape{forPage, forPhone} {
				drawing := d.scene(s)
				for _, p := range append(append(append([]piece{}, drawing.below...), drawing.above...), ofThings(drawing)...) {
					if p.words == "" || p.clip != nil {
						continue
					}
					size, _ := strconv.ParseFloat(looks[p.class]["font-size"].(string), 64)
					wide := wide(p.words, size) / margin
					left := p.x - wide*map[string]float64{"": 0, "start": 0, "middle": 0.5, "end": 1}[p.anchor]
					if left < 0 || left+wide > drawing.width || p.y-size*0.75 < 0 || p.y+3 > drawing.height {
						t.Errorf("%s, shape %d: %q from %.0f to %.0f at %.0f leaves %.0f × %.0f", name, s, p.words, left, left+wide, p.y, drawing.width, drawing.height)
					}
				}
			}
		}
	}
}

func ofThings(s scene) []piece {
	var all []piece
	for _, one := range s.things {
		all = append(all, one.pieces...)
	}
	return all
}

// Labels at the ends of lines do not lie on each other, however near the lines are.
func TestSpread(t *testing.T) {
	for _, heights := range [][]float64{{100, 100, 100, 100, 100}, {14, 15, 200, 383, 384}, {384, 384, 384}, {14}} {
		moved := spread(heights, 16, 14, 384)
		for i := range moved {
			if moved[i] < 14 || moved[i] > 384 || i > 0 && moved[i]-moved[i-1] < 16-1e-9 {
				t.Errorf("%v → %v", heights, moved)
			}
		}
	}
}

// Every class has a look, so nothing is drawn in black by accident.
func TestEveryClassHasALook(t *testing.T) {
	units, b := mixed()
	for name, d := range everything(units, b) {
		drawing := d.scene(forPage)
		for _, p := range append(append(append([]piece{}, drawing.below...), drawing.above...), ofThings(drawing)...) {
			if looks[p.class] == nil {
				t.Errorf("%s: %q has no look", name, p.class)
			}
		}
	}
}
