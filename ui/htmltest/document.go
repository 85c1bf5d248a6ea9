// Package htmltest asserts on parsed HTML: tests say what a component means, not how its markup is spaced.
package htmltest

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Document is a parsed piece of HTML.
type Document struct {
	t    testing.TB
	Root *html.Node
	Text string // as it was written
}

// Render renders a component and parses what it wrote.
func Render(t testing.TB, c templ.Component) *Document {
	t.Helper()
	var out bytes.Buffer
	if err := c.Render(context.Background(), &out); err != nil {
		t.Fatalf("render: %v", err)
	}
	return Parse(t, out.String())
}

// Parse parses a page, or a fragment as it would stand in a body.
func Parse(t testing.TB, text string) *Document {
	t.Helper()
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(text)), "<!doctype") {
		root, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatalf("parse: %v", err)
		}
		return &Document{t, root, text}
	}
	nodes, err := html.ParseFragment(strings.NewReader(text), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	root := &html.Node{Type: html.DocumentNode}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	return &Document{t, root, text}
}

// All finds every element that matches a selector: tag, #id, .class, [attr], [attr=value], joined by spaces for descent.
func (d *Document) All(selector string) []*html.Node { return All(d.Root, selector) }

// One finds the only element that matches, and fails the test when there is none or there are several.
func (d *Document) One(selector string) *html.Node {
	d.t.Helper()
	found := d.All(selector)
	if len(found) != 1 {
		d.t.Fatalf("%d elements match %q, want 1, in\n%s", len(found), selector, d.Text)
	}
	return found[0]
}

// None fails the test when anything matches.
func (d *Document) None(selector string) {
	d.t.Helper()
	if n := len(d.All(selector)); n != 0 {
		d.t.Fatalf("%d elements match %q, want none, in\n%s", n, selector, d.Text)
	}
}

// Says fails the test when the only element that matches does not hold these words.
func (d *Document) Says(selector, words string) {
	d.t.Helper()
	if got := Words(d.One(selector)); !strings.Contains(got, words) {
		d.t.Fatalf("%q says %q, want %q", selector, got, words)
	}
}

// Attr is an attribute of a node, and whether it has it.
func Attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// Words is the text in a node with its spaces folded.
func Words(n *html.Node) string {
	var out strings.Builder
	Walk(n, func(n *html.Node) {
		if n.Type == html.TextNode {
			out.WriteString(n.Data)
		}
	})
	return strings.Join(strings.Fields(out.String()), " ")
}

// Walk visits a node and everything in it.
func Walk(n *html.Node, visit func(*html.Node)) {
	visit(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		Walk(c, visit)
	}
}
