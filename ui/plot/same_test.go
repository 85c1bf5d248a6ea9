package plot

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/pinktick/pinktick/ui/htmltest"
)

func csvOf(t *testing.T, f Figure) [][]string {
	t.Helper()
	var out bytes.Buffer
	if err := WriteCSV(&out, f); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func svgOf(t *testing.T, f Figure) string {
	t.Helper()
	var out bytes.Buffer
	if err := WriteSVG(&out, f); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func titles(root *html.Node) []string {
	var all []string
	for _, n := range htmltest.All(root, "svg title") {
		all = append(all, htmltest.Words(n))
	}
	return all
}

// Page, picture and numbers say the same: every unit has one line in the page's table and in the file, with the same numbers, and
// what it is called in both drawings of the page and in the picture is one sentence.
func TestPagePictureAndNumbersAgree(t *testing.T) {
	units, b := mixed()
	for name, d := range everything(units, b) {
		f := figure(d)
		page, lines := htmltest.Render(t, FigureView(f)), csvOf(t, f)
		rows := page.All("tbody tr")
		if len(rows) != len(lines)-1 || len(rows) < len(units) {
			t.Fatalf("%s: %d rows on the page, %d in the file", name, len(rows), len(lines)-1)
		}
		for i, row := range rows {
			line := map[string]string{}
			for j, key := range lines[0] {
				line[key] = lines[i+1][j]
			}
			said := htmltest.Words(row)
			if line["eligible"] != "" && !strings.Contains(said, line["achieved"]+" of "+line["eligible"]) {
				t.Errorf("%s: the file has %s of %s, the page %q", name, line["achieved"], line["eligible"], said)
			}
			if rate, err := strconv.ParseFloat(line["rate"], 64); err == nil && !strings.Contains(said, strings.ReplaceAll(Percent(rate), "\u00a0", " ")) {
				t.Errorf("%s: the file has the rate %v, the page %q", name, rate, said)
			}
			if key := line["children"] + line["number"]; key != "" && !strings.Contains(said, key) {
				t.Errorf("%s: the file has %s, the page %q", name, key, said)
			}
		}
		all := titles(page.Root)
		half := len(all) / 2
		picture, err := html.Parse(strings.NewReader(svgOf(t, f)))
		if err != nil {
			t.Fatal(err)
		}
		inPicture := titles(picture)[1:] // after the picture's own
		if half == 0 || !slices.Equal(all[:half], all[half:]) || !slices.Equal(all[:half], inPicture) {
			t.Errorf("%s: the drawings say different things:\n%q\n%q\n%q", name, all[:half], all[half:], inPicture)
		}
		for _, words := range []string{f.Sentence(), f.Title} {
			if !strings.Contains(svgOf(t, f), html.EscapeString(words)) {
				t.Errorf("%s: %q is not in the picture", name, words)
			}
		}
	}
}

// The worked example of comparing-centres.md, as the file has it.
func TestNumbersOfTheSix(t *testing.T) {
	units, b := theSix()
	lines := csvOf(t, figure(funnelOf(units, b)))
	want := "code,name,achieved,eligible,rate,lower_95,upper_95,state,not_applicable,missing,completeness,registered,expected,ascertainment"
	if got := strings.Join(lines[0], ","); got != want {
		t.Fatalf("%s", got)
	}
	if e := lines[5]; e[2] != "27" || e[3] != "60" || e[4] != "0.45" || !strings.HasPrefix(e[5], "0.33093") || !strings.HasPrefix(e[6], "0.57508") || e[7] != "lower than expected by chance: alarm" {
		t.Errorf("%q", e)
	}
	if last := lines[7]; last[1] != named || last[2] != "158" || last[3] != "221" || last[4][:11] != "0.714932126" || last[7] != "benchmark" {
		t.Errorf("%q", last)
	}
}

// No cell of the file is run by a spreadsheet, and what was written is read back.
func TestNoFormulas(t *testing.T) {
	var units []Unit
	bad := []string{"=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\",\"y\")"}
	for _, name := range bad {
		units = append(units, Unit{Code: name, Name: name, Group: name, Met: Of(1), Eligible: Of(2)})
	}
	for _, line := range csvOf(t, figure(Bars{Region, "region", Benchmark{Rate: 0.5, Words: "=A1"}, units})) {
		for _, cell := range line {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a formula: %q", cell)
			}
		}
	}
	if defused("=1") != "'=1" || defused("7A1") != "7A1" || defused("") != "" {
		t.Error("defused wrongly")
	}
}

// The picture is a whole file of XML that loads nothing and leads nowhere.
func TestThePictureStandsAlone(t *testing.T) {
	units, b := mixed()
	units[0].Name = "Bad \x00\x01\x0b characters \ufffe"
	for name, d := range everything(units, b) {
		text := svgOf(t, figure(d))
		reader, root := xml.NewDecoder(strings.NewReader(text)), ""
		for {
			token, err := reader.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			element, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			if root == "" {
				root = element.Name.Local
			}
			if element.Name.Space != "http://www.w3.org/2000/svg" || slices.Contains([]string{"a", "script", "style", "image", "use", "foreignObject"}, element.Name.Local) {
				t.Errorf("%s: <%s> in a picture", name, element.Name.Local)
			}
			for _, a := range element.Attr {
				if a.Name.Local == "href" || a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Value, "url(") {
					t.Errorf("%s: %s=%q", name, a.Name.Local, a.Value)
				}
			}
		}
		if root != "svg" {
			t.Errorf("%s: the file is a <%s>", name, root)
		}
	}
}

// The same units in another order, and drawn again, are the same bytes; none of it is no number.
func TestSameBytes(t *testing.T) {
	units, b := mixed()
	random := rand.New(rand.NewPCG(7, 8))
	first := map[string]string{}
	for range 4 {
		for _, name := range []string{"funnel", "caterpillar", "bars"} {
			got := bytesOf(t, figure(everything(units, b)[name]))
			if first[name] == "" {
				first[name] = got
			}
			if got != first[name] {
				t.Errorf("%s: other bytes", name)
			}
			if strings.Contains(got, "NaN") || strings.Contains(got, "Inf") {
				t.Errorf("%s: what is no number", name)
			}
		}
		random.Shuffle(len(units), func(i, j int) { units[i], units[j] = units[j], units[i] })
	}
}

// Nothing at all, nobody eligible, one unit, benchmarks at the ends: drawn without a fault, and without what is no number.
func TestEnds(t *testing.T) {
	for _, rate := range []float64{0, 1, 0.5} {
		b := Benchmark{Rate: rate, Words: named}
		for _, units := range [][]Unit{nil, {{}}, {{Name: "X", Met: Of(0), Eligible: Of(0)}}, {unit("Y", 1, 1, rate)}, {unit("Y", 0, 1, rate)}, {{Name: "Z", State: Suppressed}}} {
			for name, d := range everything(units, b) {
				if got := bytesOf(t, figure(d)); strings.Contains(got, "NaN") || strings.Contains(got, "Inf") {
					t.Errorf("%s of %v: what is no number", name, units)
				}
			}
		}
	}
	if d := pageOf(t, Bars{What: "region"}); len(d.All("svg"))+len(d.All("table")) != 0 {
		t.Error("an empty drawing is drawn")
	}
}
