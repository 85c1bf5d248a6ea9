package server

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/compare"
	"github.com/pinktick/pinktick/pkg/measure"
	"github.com/pinktick/pinktick/pkg/outline"
	"github.com/pinktick/pinktick/ui/plot"
)

// trusts makes the trusts of a comparison: of each its passed and failed children, and in which region it lies.
func trusts(counts [][2]int, regions ...string) compared {
	c := compared{Title: "4. ECG", Level: compare.Trust, Cohort: 7, Source: "live figures counted on 22 November 2026", Policy: compare.DefaultPolicy}
	for i, n := range counts {
		u := comparedUnit{Unit: compare.Unit{Level: compare.Trust, Code: fmt.Sprintf("R%02d", i), Name: fmt.Sprintf("Trust %02d", i), Region: regions[i%len(regions)]},
			Children: compare.Children{Registered: n[0] + n[1], Counted: n[0] + n[1]}, Count: compare.Count{Passed: n[0], Failed: n[1]}}
		c.Average = c.Average.Plus(u.Count.Of())
		c.Units = append(c.Units, u)
	}
	theta, _ := c.Average.Rate()
	for i, u := range c.Units {
		c.Units[i].State = c.Policy.State(u.Children, u.Count, theta)
	}
	return c
}

func kinds(figures []plot.Figure) (all []string) {
	for _, f := range figures {
		all = append(all, f.ID)
	}
	return all
}

// The worked example of comparing-centres.md, section 3.
var six = [][2]int{{18, 12}, {41, 11}, {9, 0}, {60, 4}, {27, 33}, {3, 3}}

func TestFiguresOfTrusts(t *testing.T) {
	c := trusts(six, "Y56", "Y56", "Y56", "Y58", "Y58", "")
	c.SVGHref = func(kind string) string { return "/" + kind + ".svg" }
	figures := c.figures()
	if got := kinds(figures); !slices.Equal(got, []string{"funnel", "region-london", "region-south-west"}) {
		t.Fatalf("%q", got)
	}
	funnel := figures[0]
	if funnel.SVGHref != "/funnel.svg" || funnel.CSVHref != "" {
		t.Errorf("leads to %q and %q", funnel.SVGHref, funnel.CSVHref)
	}
	said := funnel.Sentence() + strings.Join(append(funnel.Notes, funnel.Drawing.Notes()...), " ")
	for _, words := range []string{"4. ECG. Cohort 7, live figures counted on 22 November 2026.",
		"average of all eligible children, cohort 7, live figures counted on 22 November 2026: 71\u00a0% (158 of 221)",
		"6 compared. Found: 1 low (1 alarm), 1 high (1 alarm). By chance alone, were all ordinary: at most 0.15 low (0.006 alarms)",
		"a low alert 3, a low alarm 6, a high alert 11, a high alarm 21 eligible children", "Fewer than 20 are compared, too few to adjust"} {
		if !strings.Contains(said, words) {
			t.Errorf("%q is missing in %q", words, said)
		}
	}
	lower, upper := funnel.Drawing.(plot.Funnel).Inner.At(60)
	if at := measure.FunnelLimits(0.025, 60, 158.0/221); lower != at.Lower || upper != at.Upper {
		t.Errorf("limits %v to %v", lower, upper)
	}
}

// Where centres differ more than chance explains, the plain and the adjusted state stand side by side.
func TestFiguresOfOverDispersedTrusts(t *testing.T) {
	var counts [][2]int
	for i := range 24 {
		counts = append(counts, [2]int{20 + 60*(i%2), 80 - 60*(i%2)})
	}
	c := trusts(counts, "Y56")
	for _, u := range c.plotted() {
		if u.Adjusted == "" || u.Adjusted == u.State {
			t.Errorf("%s: %s beside %s", u.Name, u.Adjusted, u.State)
		}
	}
	if notes := c.figures()[0].Notes; !strings.Contains(strings.Join(notes, " "), "adjusted for this over-dispersion") {
		t.Errorf("%q", notes)
	}
	if table := c.figures()[0].Drawing.Table(); !slices.ContainsFunc(table.Columns, func(c plot.Column) bool { return c.Head == "Adjusted for over-dispersion" }) {
		t.Error("the table has no column for it")
	}
}

// A unit too small for a state on either side is said to be so, beside being as expected.
func TestFiguresOfTheTooSmall(t *testing.T) {
	c := trusts([][2]int{{3, 2}, {100, 101}, {101, 100}}, "Y56") // at one half an alert takes six
	units := c.plotted()
	if units[0].State != plot.AsExpected || units[0].Remark != tooSmall || units[1].Remark != "" {
		t.Errorf("%+v", units[:2])
	}
	if !strings.Contains(units[0].Sentence(), "As expected; too small to be told apart.") {
		t.Errorf("%q", units[0].Sentence())
	}
}

// Without a benchmark nothing is compared: no funnel, no state, no line.
func TestFiguresWithoutABenchmark(t *testing.T) {
	c := trusts(six, "Y56")
	c.Level, c.AverageHidden = compare.Network, true
	for i := range c.Units {
		c.Units[i].Level = compare.Network
	}
	figures := c.figures()
	if got := kinds(figures); !slices.Equal(got, []string{"bars"}) {
		t.Fatalf("%q", got)
	}
	var svg, csv strings.Builder
	if err := plot.WriteSVG(&svg, figures[0]); err != nil {
		t.Fatal(err)
	}
	if err := plot.WriteCSV(&csv, figures[0]); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"158 of 221", "158,221", "as expected", "verage of all"} {
		if strings.Contains(svg.String()+csv.String(), words) {
			t.Errorf("%q is there", words)
		}
	}
}

// Boards stand on the map that held at the end of their cohort.
func TestFiguresOfBoards(t *testing.T) {
	c := trusts([][2]int{{50, 50}, {60, 40}}, "Y61")
	c.Level = compare.CareBoard
	for i, code := range []string{"QUE", "QMM"} { // Cambridgeshire and Peterborough; Norfolk and Waveney: before they were redrawn
		c.Units[i].Unit.Level, c.Units[i].Code = compare.CareBoard, code
	}
	for deadline, want := range map[ask.Date][]string{
		ask.NewDate(2026, 1, 13): {"funnel", "region-east-of-england", "bars", "tiles"},
		ask.NewDate(2027, 1, 12): {"funnel", "region-east-of-england", "bars"},
	} {
		c.MapOn = deadline
		if got := kinds(c.figures()); !slices.Equal(got, want) {
			t.Errorf("on %s: %q", deadline, got)
		}
	}
}

// Where outlines are loaded there is a map of them, with its source.
func TestFiguresOnOutlines(t *testing.T) {
	c := trusts([][2]int{{50, 50}, {60, 40}}, "Y61")
	c.Level = compare.Region
	for i, code := range []string{"Y61", "Y56"} {
		c.Units[i].Unit.Level, c.Units[i].Code = compare.Region, code
	}
	c.Outlines = outline.Drawn{Source: "regions.geojson", Edition: 2024, Areas: []outline.Area{{Code: "Y61", Path: "M0 0L9 0L9 9Z", Right: 9, Bottom: 9}}}
	figures := c.figures()
	if got := kinds(figures); !slices.Equal(got, []string{"funnel", "bars", "tiles", "map"}) {
		t.Fatalf("%q", got)
	}
	if drawn := figures[3].Drawing; len(drawn.Table().Rows) != 1 || !strings.Contains(strings.Join(drawn.Notes(), " "), "regions.geojson, 2024") {
		t.Errorf("%+v", drawn)
	}
}

// Numbers that are gone leave no trace in any drawing or file.
func TestFiguresHideWhatIsGone(t *testing.T) {
	bytes := func(passed int) string {
		c := trusts([][2]int{{50, 50}, {60, 40}, {passed, 7 - passed}}, "Y56")
		c.Average = measure.Count{R: 113, N: 207}
		c.Units[2].Count, c.Units[2].State = compare.Count{Hidden: true}, measure.Suppressed
		c.Units[2].Children = compare.Children{Registered: compare.Gone}
		var all strings.Builder
		for _, f := range c.figures() {
			if err := plot.WriteSVG(&all, f); err != nil {
				t.Fatal(err)
			}
			if err := plot.WriteCSV(&all, f); err != nil {
				t.Fatal(err)
			}
		}
		return all.String()
	}
	if bytes(2) != bytes(3) || !strings.Contains(bytes(2), "numbers too small to show") {
		t.Error("a hidden number makes a difference")
	}
}

// Completeness stands beside every figure, in whole per cent; where it may not be shown, or nothing is required yet, it is nowhere.
func TestFiguresSayHowCompleteRecordsAre(t *testing.T) {
	published := 0.9
	for _, c := range []struct {
		unit comparedUnit
		want string
	}{
		{comparedUnit{Children: compare.Children{YearOver: 5, Answered: 199, Asked: 300}}, "66\u00a0%"},
		{comparedUnit{Children: compare.Children{YearOver: compare.Gone, Answered: 199, Asked: 300}}, ""},
		{comparedUnit{}, ""},
		{comparedUnit{Completed: &published}, "90\u00a0%"},
	} {
		drawn := plottedUnit(c.unit)
		if got := drawn.Sentence(); strings.Contains(got, "required answers") != (c.want != "") || !strings.Contains(got, c.want) || drawn.Complete != nil && *drawn.Complete*100 != math.Round(*drawn.Complete*100) {
			t.Errorf("%+v: %q", c.unit, got)
		}
	}
}
