package htmltest

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

//go:embed testdata/nhsuk
var fixtures embed.FS

// Fixture is one of nhsuk-frontend's own examples: what it was made of and the HTML it must give.
type Fixture struct {
	Name    string
	Context json.RawMessage
	HTML    string
}

// Fixtures are the examples of one component.
func Fixtures(t testing.TB, component string) []Fixture {
	t.Helper()
	body, err := fixtures.ReadFile("testdata/nhsuk/" + component + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Fixtures []Fixture }
	if err := json.Unmarshal(body, &file); err != nil {
		t.Fatal(err)
	}
	return file.Fixtures
}

// FixtureNamed is the first example with a name.
func FixtureNamed(t testing.TB, component, name string) Fixture {
	t.Helper()
	for _, f := range Fixtures(t, component) {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("nhsuk-frontend has no %s called %q", component, name)
	return Fixture{}
}

// Conforms fails the test unless our element is NHS.UK's: same tags, same nhsuk classes, every attribute and word of
// theirs. We may add attributes of htmx, classes of our own and what helps assistive technology.
func Conforms(t testing.TB, want, got *html.Node) {
	t.Helper()
	if difference := differ(want, got, ""); difference != "" {
		t.Error(difference)
	}
}

func differ(want, got *html.Node, path string) string {
	if want.Type == html.TextNode || got.Type == html.TextNode {
		if want.Type != got.Type || fold(want.Data) != fold(got.Data) {
			return fmt.Sprintf("%s: text is %q, NHS.UK has %q", path, fold(got.Data), fold(want.Data))
		}
		return ""
	}
	path += "/" + want.Data
	if want.Data != got.Data {
		return fmt.Sprintf("%s: element is <%s>", path, got.Data)
	}
	if difference := differAttributes(want, got, path); difference != "" {
		return difference
	}
	theirs, ours := children(want), children(got)
	if len(theirs) != len(ours) {
		return fmt.Sprintf("%s: %d children, NHS.UK has %d", path, len(ours), len(theirs))
	}
	for i := range theirs {
		if difference := differ(theirs[i], ours[i], path); difference != "" {
			return difference
		}
	}
	return ""
}

func differAttributes(want, got *html.Node, path string) string {
	for _, a := range want.Attr {
		switch a.Key {
		case "class", "data-module", "id", "for", "name", "xmlns", "aria-describedby":
			continue // classes are compared below; ids and names are the caller's
		}
		if value, ok := Attr(got, a.Key); !ok || value != a.Val {
			return fmt.Sprintf("%s: %s is %q, NHS.UK has %q", path, a.Key, value, a.Val)
		}
	}
	if theirs, ours := classes(want), classes(got); !slices.Equal(theirs, ours) {
		return fmt.Sprintf("%s: classes are %v, NHS.UK has %v", path, ours, theirs)
	}
	return ""
}

func classes(n *html.Node) []string {
	value, _ := Attr(n, "class")
	found := slices.DeleteFunc(strings.Fields(value), func(c string) bool { return !strings.HasPrefix(c, "nhsuk-") })
	slices.Sort(found)
	return found
}

func children(n *html.Node) []*html.Node {
	var found []*html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode || c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			found = append(found, c)
		}
	}
	return found
}

func fold(text string) string { return strings.Join(strings.Fields(text), " ") }
