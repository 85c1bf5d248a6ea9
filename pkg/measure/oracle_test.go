package measure

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// near compares to the digits that comparing-centres.md prints.
func near(t *testing.T, what string, got, want float64, digits int) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > 0.5000001*math.Pow10(-digits) {
		t.Errorf("%s: %.*f, want %.*f", what, digits+2, got, digits, want)
	}
}

func TestWilsonIntervals(t *testing.T) {
	for _, tt := range []struct {
		count          Count
		lower, upper   float64
		lower8, upper8 float64
	}{
		{Count{1, 100}, 0.001767432, 0.054486196, 0.000873066, 0.104554453},
		{Count{5, 100}, 0.021543679, 0.111750469, 0.013865321, 0.164588523},
		{Count{20, 100}, 0.133366933, 0.288829166, 0.105191621, 0.347110942},
		{Count{65, 100}, 0.552544433, 0.736357518, 0.495494657, 0.778354061},
		{Count{9856, 12345}, 0.791210175, 0.805364007, 0.786992411, 0.809306141},
		{Count{222, 3215}, 0.060791690, 0.078339567, 0.056471020, 0.084184142},
		{Count{0, 10}, 0, 0.277532800, 0, 0.488478900},
		{Count{10, 10}, 0.722467200, 1, 0.511521100, 1},
	} {
		digits := 9
		if tt.count.N == 10 {
			digits = 7 // printed so
		}
		w, _ := tt.count.Wilson(Confidence95)
		near(t, "lower 95", w.Lower, tt.lower, digits)
		near(t, "upper 95", w.Upper, tt.upper, digits)
		w, _ = tt.count.Wilson(Confidence998)
		near(t, "lower 99.8", w.Lower, tt.lower8, digits)
		near(t, "upper 99.8", w.Upper, tt.upper8, digits)
	}
	none, _ := Count{0, 10}.Wilson(Confidence95)
	all, _ := Count{10, 10}.Wilson(Confidence95)
	if none.Lower != 0 || all.Upper != 1 {
		t.Error("none and all do not end exactly at 0 and 1")
	}
	if _, ok := (Count{0, 0}).Wilson(Confidence95); ok {
		t.Error("an interval of nobody")
	}
	near(t, "z 95", Z(Confidence95), 1.959963985, 9)
	near(t, "z 99.8", Z(Confidence998), 3.090232306, 9)
}

// The six centres of the worked example.
func TestSixCentres(t *testing.T) {
	six := []struct {
		name         string
		count        Count
		low, high    float64
		lower, upper float64
		state        State
	}{
		{"A", Count{18, 30}, 0.118314843, 0.940995172, 0.423204, 0.754094, AsExpected},
		{"B", Count{41, 52}, 0.911364286, 0.153253508, 0.659679, 0.877556, AsExpected},
		{"C", Count{9, 9}, 1, 0.048795899, 0.700855, 1, AsExpected},
		{"D", Count{60, 64}, 0.999998593, 0.000008971, 0.850025, 0.975429, AlarmHigh},
		{"E", Count{27, 60}, 0.000015236, 0.999995306, 0.330937, 0.575081, AlarmLow},
		{"F", Count{3, 6}, 0.228547429, 0.940757368, 0.187616, 0.812384, AsExpected},
	}
	var counts []Count
	for _, c := range six {
		counts = append(counts, c.count)
	}
	theta, _ := Pooled(counts).Rate()
	near(t, "theta", theta, 0.714932127, 9)
	for _, c := range six {
		near(t, c.name+" low tail", AtMost(c.count.R, c.count.N, theta), c.low, 9)
		near(t, c.name+" high tail", AtLeast(c.count.R, c.count.N, theta), c.high, 9)
		w, _ := c.count.Wilson(Confidence95)
		near(t, c.name+" lower", w.Lower, c.lower, 6)
		near(t, c.name+" upper", w.Upper, c.upper, 6)
		if got := Percentages.Compare(c.count, theta); got != c.state {
			t.Errorf("%s: %s, want %s", c.name, got, c.state)
		}
	}
}

func TestCriticalCounts(t *testing.T) {
	for _, tt := range []struct {
		theta float64
		n     int
		want  Critical
	}{
		{0.62, 10, Critical{0, 2, 10, -1}}, {0.62, 20, Critical{5, 7, 17, 19}}, {0.62, 50, Critical{19, 23, 39, 42}}, {0.62, 100, Critical{46, 51, 72, 78}},
		{0.80, 10, Critical{3, 4, -1, -1}}, {0.80, 20, Critical{9, 11, 20, -1}}, {0.80, 50, Critical{30, 33, 46, 49}}, {0.80, 100, Critical{66, 71, 89, 92}},
	} {
		if got := Percentages.CriticalCounts(tt.n, tt.theta); got != tt.want {
			t.Errorf("θ %v, n %d: %v, want %v", tt.theta, tt.n, got, tt.want)
		}
	}
	for _, tt := range []struct {
		theta float64
		want  Critical // the document names alert before alarm on the low side
	}{
		{0.5, Critical{AlertLow: 6, AlarmLow: 10, AlertHigh: 6, AlarmHigh: 10}}, {0.8, Critical{AlertLow: 3, AlarmLow: 5, AlertHigh: 17, AlarmHigh: 31}},
		{0.9, Critical{AlertLow: 2, AlarmLow: 3, AlertHigh: 36, AlarmHigh: 66}}, {0.95, Critical{AlertLow: 2, AlarmLow: 3, AlertHigh: 72, AlarmHigh: 135}},
	} {
		if got := Percentages.SmallestSize(tt.theta, 200); got != tt.want {
			t.Errorf("θ %v: %v, want %v", tt.theta, got, tt.want)
		}
	}
}

// Why exact: how often three standard deviations, and the exact tail, call an ordinary centre an alarm.
func TestWhyExact(t *testing.T) {
	for _, tt := range []struct {
		n             int
		normal, exact float64 // per cent, as printed
	}{{10, 1.28, 0.015}, {20, 0.239, 0.042}} {
		theta := 0.9
		line := theta - 3*math.Sqrt(theta*(1-theta)/float64(tt.n))
		below := int(math.Ceil(line*float64(tt.n))) - 1
		near(t, "three standard deviations", 100*AtMost(below, tt.n, theta), tt.normal, 2)
		critical := Percentages.CriticalCounts(tt.n, theta).AlarmLow
		near(t, "exact", 100*AtMost(critical, tt.n, theta), tt.exact, 3)
	}
}

func TestFunnelLimits(t *testing.T) {
	for _, tt := range []struct {
		theta                            float64
		n                                int
		lower8, lower95, upper95, upper8 float64
	}{
		{0.62, 20, 0.252367, 0.373762, 0.849430, 0.949343}, {0.62, 50, 0.392191, 0.472608, 0.762024, 0.834105},
		{0.62, 100, 0.462110, 0.518768, 0.718955, 0.770529}, {0.80, 10, 0.302464, 0.470506, 1.076717, 1.099069},
		{0.80, 50, 0.600856, 0.672906, 0.915595, 0.965224},
	} {
		outer, inner := FunnelLimits(0.001, tt.n, tt.theta), FunnelLimits(0.025, tt.n, tt.theta)
		near(t, "lower 99.8", outer.Lower, tt.lower8, 6)
		near(t, "lower 95", inner.Lower, tt.lower95, 6)
		near(t, "upper 95", inner.Upper, tt.upper95, 6)
		near(t, "upper 99.8", outer.Upper, tt.upper8, 6)
	}
	for _, tt := range []struct {
		n                            int
		lower, upper, lower8, upper8 float64
	}{
		{20, 63.326743, 97.958152, 53.341156, 100}, {50, 69.691035, 91.593861, 63.375595, 97.909301}, {260, 75.839936, 85.444960, 73.070432, 88.214464},
	} {
		inner, outer := NormalLimits(Confidence95, tt.n, 0.80642448), NormalLimits(Confidence998, tt.n, 0.80642448)
		near(t, "normal lower", 100*inner.Lower, tt.lower, 5)
		near(t, "normal upper", 100*inner.Upper, tt.upper, 5)
		near(t, "normal lower 99.8", 100*outer.Lower, tt.lower8, 5)
		near(t, "normal upper 99.8", 100*outer.Upper, tt.upper8, 5)
	}
	for _, tt := range []struct{ e, lower, upper, lower8, upper8 float64 }{
		{15, 0.5596924, 1.649348, 0.3862650, 2.082907}, {20, 0.6108260, 1.544419, 0.4479107, 1.902094}, {30, 0.6746958, 1.427562, 0.5289724, 1.702771},
	} {
		inner, outer := RatioLimits(0.025, tt.e), RatioLimits(0.001, tt.e)
		near(t, "ratio lower", inner.Lower, tt.lower, 7)
		near(t, "ratio upper", inner.Upper, tt.upper, 6)
		near(t, "ratio lower 99.8", outer.Lower, tt.lower8, 7)
		near(t, "ratio upper 99.8", outer.Upper, tt.upper8, 6)
	}
}

// A point lies strictly outside the line exactly when the exact tail flags it.
func TestTheLineAgreesWithTheTail(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, theta := rapid.IntRange(1, 200).Draw(t, "n"), rapid.Float64Range(0.01, 0.99).Draw(t, "theta")
		for _, tail := range []float64{0.025, 0.001} {
			line := FunnelLimits(tail, n, theta)
			for r := range n + 1 {
				p, low, high := float64(r)/float64(n), AtMost(r, n, theta), AtLeast(r, n, theta)
				if math.Abs(low-tail) < 1e-12 || math.Abs(high-tail) < 1e-12 {
					continue // a tie
				}
				if below := p < line.Lower-1e-12; below != (low < tail) {
					t.Fatalf("θ %v, %d/%d: below %v %v, tail %v", theta, r, n, line.Lower, below, low)
				}
				if above := p > line.Upper+1e-12; above != (high < tail) {
					t.Fatalf("θ %v, %d/%d: above %v %v, tail %v", theta, r, n, line.Upper, above, high)
				}
			}
		}
	})
}

func TestOverDispersion(t *testing.T) {
	r := []int{12, 30, 26, 50, 42, 71, 4, 29, 48, 36}
	n := []int{82, 98, 100, 125, 162, 151, 12, 100, 82, 99}
	var counts []Count
	for i := range r {
		counts = append(counts, Count{r[i], n[i]})
	}
	theta, _ := Pooled(counts).Rate()
	near(t, "theta", theta, 0.344213650, 9)
	d := Disperse(counts, theta)
	for i, want := range []float64{-4.245599, -0.805296, -1.838070, 1.291215, -2.360986, 3.160645, -0.079637, -1.165976, 4.422830, 0.404174} {
		near(t, "Z", d.Scores[i], want, 6)
	}
	near(t, "φ raw", d.PhiRaw, 6.037390998, 9)
	near(t, "τ² raw", d.TauRaw, 0.014356458, 9)
	near(t, "low", d.Low, -2.549447, 6)
	near(t, "high", d.High, 3.286864, 6)
	near(t, "φ", d.Phi, 4.009052917, 9)
	near(t, "τ²", d.TauSq, 0.008688260, 9)
	near(t, "threshold", d.Threshold(), 1.894427191, 9)
	if d.Present() {
		t.Error("noted among ten centres")
	}
	plain := Dispersion{Theta: theta} // the same limits without a variance between centres
	plain8, plain95 := plain.Limits(Confidence998, 82), plain.Limits(Confidence95, 82)
	near(t, "plain", plain8.Lower, 0.194190, 6)
	near(t, "plain", plain95.Lower, 0.245816, 6)
	near(t, "plain", plain95.Upper, 0.449881, 6)
	near(t, "plain", plain8.Upper, 0.512204, 6)
	near(t, "adjusted", d.Limits(Confidence998, 82).Lower, 0.082971, 6)
	near(t, "adjusted", d.Limits(Confidence95, 82).Lower, 0.162294, 6)
	near(t, "adjusted", d.Limits(Confidence95, 82).Upper, 0.553810, 6)
	near(t, "adjusted", d.Limits(Confidence998, 82).Upper, 0.672730, 6)
	for i, want := range map[int][2]State{
		0: {AlarmLow, AlertLow}, 8: {AlarmHigh, AlertHigh}, 4: {AlertLow, AsExpected}, 5: {AlarmHigh, AsExpected},
	} {
		if got := [2]State{Percentages.Compare(counts[i], theta), d.Compare(counts[i])}; got != want {
			t.Errorf("centre %d: %v, want %v", i+1, got, want)
		}
	}
}

func TestOverTime(t *testing.T) {
	r, n := []int{20, 23, 19, 25, 29, 30, 34}, []int{38, 42, 35, 40, 44, 39, 41}
	var points []Count
	for i := range r {
		points = append(points, Count{r[i], n[i]})
	}
	chart := NewPChart(points)
	near(t, "mean", chart.Mean, 0.645161290, 9)
	near(t, "first", chart.Limits[0].Lower, 0.412310, 6)
	near(t, "first", chart.Limits[0].Upper, 0.878013, 6)
	near(t, "last", chart.Limits[6].Lower, 0.420991, 6)
	near(t, "last", chart.Limits[6].Upper, 0.869332, 6)
	for i, outside := range chart.Outside {
		if outside {
			t.Errorf("point %d is outside", i)
		}
	}
	for _, tt := range [][3]int{{10, 6, 2}, {12, 7, 3}, {14, 7, 4}, {17, 7, 5}, {20, 7, 6}, {24, 8, 8}} {
		if longest, crossings := runLimits(tt[0]); longest != tt[1] || crossings != tt[2] {
			t.Errorf("%d points: %d, %d, want %v", tt[0], longest, crossings, tt[1:])
		}
	}
}

func TestRuns(t *testing.T) {
	up := []float64{1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9}
	if runs, ok := CountRuns(up); !ok || runs.Longest != 6 || runs.Crossings != 1 || !runs.Signal() {
		t.Errorf("a step: %+v, %v", runs, ok)
	}
	across := []float64{1, 9, 1, 9, 1, 9, 1, 9, 1, 9}
	if runs, ok := CountRuns(across); !ok || runs.Crossings != 9 || runs.Signal() {
		t.Errorf("to and fro: %+v, %v", runs, ok)
	}
	if _, ok := CountRuns(across[:9]); ok {
		t.Error("a verdict on nine points")
	}
}

func TestXmR(t *testing.T) {
	chart := NewXmR([]float64{10, 12, 11, 10, 12})
	near(t, "mean", chart.Mean, 11, 9)
	near(t, "upper", chart.Upper, 11+2.66*1.5, 9)
	near(t, "lower", chart.Lower, 11-2.66*1.5, 9)
	for name, tt := range map[string]struct {
		values []float64
		at     int
		want   string
	}{
		"outside":  {[]float64{5, 5, 5, 5, 5, 5, 5, 5, 5, 9}, 9, Outside},
		"one side": {[]float64{1, 9, 1, 9, 6, 6.2, 6.1, 6, 6.3, 6.1, 6.2}, 10, OneSide},
		"trend":    {[]float64{9, 1, 9, 1, 2, 3, 4, 5, 6, 7}, 9, Trend},
		"calm":     {[]float64{5, 6, 5, 6, 5, 6, 5}, 6, ""},
	} {
		if got := NewXmR(tt.values).Signals[tt.at]; got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// Whatever the counts: no panic, no NaN, no loop without end.
func TestAtTheEdges(t *testing.T) {
	fine := func(what string, values ...float64) {
		t.Helper()
		for _, v := range values {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%s: %v", what, values)
			}
		}
	}
	for _, theta := range []float64{0, 0.5, 1} {
		for _, n := range []int{1, 2, 50} {
			for _, r := range []int{0, n / 2, n} {
				limits := FunnelLimits(0.025, n, theta)
				normal := NormalLimits(Confidence95, n, theta)
				d := Disperse([]Count{{r, n}, {r, n}}, theta)
				adjusted := d.Limits(Confidence95, n)
				fine("edge", AtMost(r, n, theta), AtLeast(r, n, theta), limits.Lower, limits.Upper, normal.Lower, normal.Upper, d.Phi, d.TauSq, adjusted.Lower, adjusted.Upper)
				Percentages.Compare(Count{r, n}, theta)
				Percentages.CriticalCounts(n, theta)
			}
		}
	}
	one := Disperse([]Count{{3, 9}}, 1.0/3)
	fine("one centre", one.Phi, one.TauSq, one.Threshold())
	if got := Percentages.Compare(Count{0, 0}, 0.5); got != TooFew {
		t.Errorf("nobody: %s", got)
	}
	NewPChart([]Count{{0, 0}})
	NewXmR(nil)
	if _, ok := (Count{}).Rate(); ok {
		t.Error("a rate of nobody")
	}
}

// Ten thousand cohorts of ordinary centres: the exact rule flags no more than it says.
func TestOrdinaryCentresAreRarelyFlagged(t *testing.T) {
	random := newRandom(1)
	for _, theta := range []float64{0.3, 0.62, 0.9} {
		low, high := [2]float64{}, [2]float64{}
		for range 10_000 {
			n := 5 + random.IntN(120)
			r := 0
			for range n {
				if random.Float64() < theta {
					r++
				}
			}
			switch Percentages.Compare(Count{r, n}, theta) {
			case AlarmLow:
				low[0]++
				low[1]++
			case AlertLow:
				low[1]++
			case AlarmHigh:
				high[0]++
				high[1]++
			case AlertHigh:
				high[1]++
			}
		}
		// Four standard errors above the share that is promised.
		for i, tail := range []float64{0.001, 0.025} {
			most := 10_000*tail + 4*math.Sqrt(10_000*tail*(1-tail))
			if low[i] > most || high[i] > most {
				t.Errorf("θ %v, tail %v: %v low, %v high of 10,000", theta, tail, low[i], high[i])
			}
		}
	}
}
