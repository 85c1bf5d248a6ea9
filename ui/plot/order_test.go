package plot

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/pinktick/pinktick/ui/htmltest"
)

func namesOf(s scene) string {
	var all []string
	for _, one := range s.things {
		name, _, _ := strings.Cut(one.name, ":")
		all = append(all, strings.TrimSuffix(strings.TrimPrefix(name, "◆ "), " (yours)"))
	}
	return strings.Join(all, " ")
}

// There are no ranks: units stand by name, and by value only inside one region with their intervals; those without figures come last.
func TestOrder(t *testing.T) {
	units, b := theSix()
	units[3].State = Suppressed
	in := func(groups ...string) []Unit {
		all := append([]Unit{}, units...)
		for i := range all {
			all[i].Group = groups[i%len(groups)]
		}
		return all
	}
	for _, c := range []struct {
		name string
		got  scene
		want string
	}{
		{"bars by name", Bars{Region, "region", b, units}.scene(forPage), "A B C E F D"},
		{"caterpillar of one region by value", Caterpillar{"centre", b, in("London")}.scene(forPage), "E F A B C D"},
		{"caterpillar of two by region and name", Caterpillar{"centre", b, in("Wales", "London")}.scene(forPage), "B D F A C E"},
		{"caterpillar of units without region, by value", Caterpillar{"centre", b, units}.scene(forPage), "E F A B C D"},
		{"funnel by name", funnelOf(units, b).scene(forPage), "A B C E F"},
	} {
		if got := namesOf(c.got); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	for _, d := range everything(units, b) {
		if words := strings.ToLower(d.Sentence() + strings.Join(d.Notes(), " ")); strings.Contains(words, "best") || strings.Contains(words, "worst") || strings.Contains(words, "league") {
			t.Errorf("%T speaks of ranks: %s", d, words)
		}
	}
}

// A unit's shade is the class in whose numbers its written number falls.
func TestShadesAreTheLegends(t *testing.T) {
	for r := 0; r <= 200; r++ {
		s, u := shadesOf(false, nil), Unit{Met: Of(r), Eligible: Of(200)}
		class := s.class(u)
		low, high, ok := bounds(s.words(class))
		if rate, _ := u.rate(); !ok || whole(rate) < low || whole(rate) > high {
			t.Errorf("%d of 200 is %s, in class %q", r, Percent(rate), s.words(class))
		}
	}
	for _, most := range []int{0, 1, 3, 4, 5, 9, 24, 25, 26, 99, 100, 1234} {
		units := []Unit{{Children: Of(most)}, {Children: Of(most / 2)}, {Children: Hidden()}}
		s := shadesOf(true, units)
		for n := 0; n <= most; n++ {
			class := s.class(Unit{Children: Of(n)})
			low, high, ok := bounds(s.words(class))
			if class < 1 || class > 5 || !ok || n < low || n > high {
				t.Errorf("of at most %d children, %d is in class %d, %q", most, n, class, s.words(class))
			}
		}
		if s.class(units[2]) != 0 {
			t.Error("a hidden number has a shade")
		}
	}
}

func bounds(words string) (low, high int, ok bool) {
	if n, _ := fmt.Sscanf(words, "%d to %d", &low, &high); n == 2 {
		return low, high, true
	}
	n, _ := fmt.Sscanf(words, "%d", &low)
	return low, low, n == 1
}

// Links have names and lie in the tab order in the table's order; a drawing without links is one image with a name.
func TestLinksAndNames(t *testing.T) {
	units, b := theSix()
	d := pageOf(t, funnelOf(units, b))
	d.Rules()
	if n := len(d.All("svg[role=img]")); n != 2 {
		t.Errorf("%d images", n)
	}
	for i := range units {
		units[i].Href = "/x/" + units[i].Name
	}
	for name, drawing := range everything(append(units, units...), b) {
		if name == "shares" || name == "groups" {
			continue
		}
		d := pageOf(t, drawing)
		d.Rules()
		for _, svg := range d.All("svg.pt-svg") {
			if role, _ := htmltest.Attr(svg, "role"); role != "group" {
				t.Errorf("%s: links inside an element of the role %s", name, role)
			}
			for _, a := range htmltest.All(svg, "a") {
				label := htmltest.Words(a.FirstChild)
				if href, _ := htmltest.Attr(a, "href"); a.FirstChild.Data != "title" || label == "" || !strings.HasPrefix(href, "/x/") {
					t.Errorf("%s: a link to %q named %q", name, href, label)
				}
			}
			silent(t, name, svg)
		}
		if len(d.All(".pt-plot__skip")) != 1 {
			t.Errorf("%s: no way past twelve links", name)
		}
	}
}

// silent fails the test where something of a drawing besides its links would be read out piece by piece.
func silent(t *testing.T, name string, svg *html.Node) {
	t.Helper()
	for _, text := range htmltest.All(svg, "text") {
		hidden := false
		for p := text.Parent; p != nil; p = p.Parent {
			value, _ := htmltest.Attr(p, "aria-hidden")
			hidden = hidden || value == "true"
		}
		if !hidden {
			t.Errorf("%s: %q is read out by itself", name, htmltest.Words(text))
		}
	}
}
