package plot

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/ui/htmltest"
)

const named = "All centres, cohort 6, counted on 12 November 2026"

// nearlyAll is the share of required answers that are there.
var nearlyAll = 0.92

// unit is a centre as a page would give it, with everything worked out by pkg/measure.
func unit(name string, met, eligible int, theta float64) Unit {
	c := measure.Count{R: met, N: eligible}
	u := Unit{Code: "C" + name, Name: name, Met: Of(met), Eligible: Of(eligible), Missing: Of(4), NotApplicable: Of(2), Complete: &nearlyAll, Registered: Of(eligible + 6), Expected: Of(eligible + 12),
		State: State(measure.Percentages.Compare(c, theta))}
	if w, ok := c.Wilson(measure.Confidence95); ok {
		u.Interval = &Range{w.Lower, w.Upper}
	}
	return u
}

// theSix are the centres of comparing-centres.md, section 3.
func theSix() ([]Unit, Benchmark) {
	theta := 158.0 / 221
	var units []Unit
	for _, c := range []struct {
		name string
		r, n int
	}{{"A", 18, 30}, {"B", 41, 52}, {"C", 9, 9}, {"D", 60, 64}, {"E", 27, 60}, {"F", 3, 6}} {
		units = append(units, unit(c.name, c.r, c.n, theta))
	}
	return units, Benchmark{theta, named, Of(158), Of(221)}
}

func exactLimits(label string, tail, theta float64) Limits {
	return Limits{label, tail, func(n int) (float64, float64) {
		l := measure.FunnelLimits(tail, n, theta)
		return l.Lower, l.Upper
	}}
}

func funnelOf(units []Unit, b Benchmark) Funnel {
	return Funnel{What: "centre", Benchmark: b, Inner: exactLimits("95 % limit", 0.025, b.Rate), Outer: exactLimits("99.8 % limit", 0.001, b.Rate), Units: units}
}

// everything is one drawing of each kind over the same units, and one in which there is nothing.
func everything(units []Unit, b Benchmark) map[string]Drawing {
	tiles, outlines, moments := TileMap{What: "area"}, OutlineMap{What: "area", Source: "made up"}, []Moment{}
	counts := TileMap{What: "area", Counts: true}
	shares := Shares{Of: "children"}
	for i, u := range units {
		tiles.Tiles = append(tiles.Tiles, Tile{Unit: u, Column: i % 7, Row: i / 7, Short: u.Code})
		counted := u
		counted.Children = u.Eligible
		counts.Tiles = append(counts.Tiles, Tile{Unit: counted, Column: i % 7, Row: i / 7, Short: u.Code})
		x := float64(i * 30)
		outlines.Areas = append(outlines.Areas, Outline{Unit: u, Path: path([2]float64{x, 0}, [2]float64{x + 25, 5}, [2]float64{x + 20, 40}) + "Z", Left: x, Right: x + 25, Base: 40})
		moments = append(moments, Moment{Unit: u, Signal: map[bool]string{true: "outside the limits"}[u.State.flagged()]})
		shares.Categories = append(shares.Categories, Category{u.Name, u.Eligible})
	}
	run := RunChart{Middle: "Mean", Limits: "Limits: three standard deviations", Stretches: []Stretch{{Middle: b.Rate, Moments: moments}, {Change: "MRI counted from request to report", Middle: 0.8, Moments: moments}}}
	return map[string]Drawing{
		"funnel": funnelOf(units, b), "caterpillar": Caterpillar{"centre", b, units}, "bars": Bars{Region, "region", b, units}, "bars of boards": Bars{CareBoard, "board", b, units},
		"rings": Rings{Units: units}, "complete": Rings{Units: units, Of: &RingWords{"Complete records", "Complete, of registered", "No child is registered"}}, "shares": shares, "run": run, "groups": groupsOf(units), "tiles": tiles, "counts": counts, "outlines": outlines,
	}
}

// groupsOf makes groups of units, in two scales, each beside another.
func groupsOf(units []Unit) Groups {
	g := Groups{Name: "A trust", Beside: "England and Wales", Scales: []GroupScale{{Name: "English index 2025"}, {}}}
	for i, u := range units {
		other := units[(i+1)%len(units)]
		s := &g.Scales[i%2]
		s.Rows = append(s.Rows, GroupRow{u.Name, GroupCount{u, u.Registered}, GroupCount{other, other.Registered}})
	}
	return g
}

// mixed are units in every state, with names short, long and Welsh.
func mixed() ([]Unit, Benchmark) {
	units, b := theSix()
	units[1].Own = true
	long := unit("Cambridge University Hospitals NHS Foundation Trust, Addenbrooke’s Hospital and the Rosie Hospital, all of them together", 30, 44, b.Rate)
	welsh := unit("Bwrdd Iechyd Prifysgol Bae Abertawe: Ysbyty’r Tywysog ŵ ŷ â", 0, 12, b.Rate)
	long.Href, welsh.Href = "/long", "/welsh"
	return append(units, long, welsh, Unit{Code: "S1", Name: "Suppressed", State: Suppressed}, Unit{Code: "S2", Name: "Absent", State: NotParticipating},
		Unit{Code: "S3", Name: "Insufficient", State: InsufficientData, Met: Of(9), Eligible: Of(20), Missing: Of(30), Registered: Of(141), Expected: Of(134)},
		Unit{Code: "S4", Name: "None eligible", State: TooFew, Met: Of(0), Eligible: Of(0), NotApplicable: Of(3), Missing: Of(2)},
		Unit{Code: "S5", Name: "Small part", Met: Hidden(), Eligible: Of(61), State: Suppressed}, Unit{Code: "S6", Name: "<b>&\"'", Met: Of(1), Eligible: Of(1), State: TooFew}), b
}

// many are made-up centres, the same ones every time.
func many(n int) ([]Unit, Benchmark) {
	random := rand.New(rand.NewPCG(1, 2))
	b := Benchmark{Rate: 0.62, Words: named}
	var units []Unit
	for i := range n {
		eligible := 1 + random.IntN(160)
		units = append(units, unit(fmt.Sprintf("Centre %03d", i), random.IntN(eligible+1), eligible, b.Rate))
	}
	return units, b
}

func pageOf(t *testing.T, d Drawing) *htmltest.Document {
	t.Helper()
	return htmltest.Render(t, FigureView(figure(d)))
}

func figure(d Drawing) Figure {
	return Figure{ID: "f", Title: "Measure 1", Lead: "Cohort 6.", Drawing: d, Notes: []string{"A note."}}
}

// bytesOf is everything that leaves: page, picture and numbers.
func bytesOf(t *testing.T, f Figure) string {
	t.Helper()
	var out bytes.Buffer
	if err := FigureView(f).Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	if err := WriteSVG(&out, f); err != nil {
		t.Fatal(err)
	}
	if err := WriteCSV(&out, f); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
