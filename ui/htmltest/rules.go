package htmltest

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

var requests = []string{"hx-post", "hx-put", "hx-patch", "hx-delete", "hx-get"}

// Rules fails the test where markup breaks a rule of the house: a saving element without its hx-sync, anything that
// would need eval or inline code, two elements with one id, a label or a description that points nowhere, an outside host.
func (d *Document) Rules() {
	d.t.Helper()
	ids := map[string]int{}
	Walk(d.Root, func(n *html.Node) {
		if id, ok := Attr(n, "id"); ok {
			ids[id]++
		}
	})
	for id, n := range ids {
		if n > 1 || id == "" {
			d.t.Errorf("id %q occurs %d times", id, n)
		}
	}
	Walk(d.Root, func(n *html.Node) {
		if n.Type == html.ElementNode {
			d.checkRequest(n)
			d.checkInline(n)
			d.checkReferences(n, ids)
		}
	})
}

func (d *Document) checkRequest(n *html.Node) {
	d.t.Helper()
	for _, name := range requests {
		url, ok := Attr(n, name)
		if !ok {
			continue
		}
		sync, _ := Attr(n, "hx-sync")
		if name != "hx-get" && sync != "this:queue last" {
			d.t.Errorf("<%s %s=%q> saves without hx-sync=\"this:queue last\"", n.Data, name, url)
		}
		for _, need := range []string{"hx-target", "hx-swap", "hx-sync"} {
			if _, ok := Attr(n, need); !ok {
				d.t.Errorf("<%s %s=%q> has no %s of its own", n.Data, name, url, need)
			}
		}
		trigger, _ := Attr(n, "hx-trigger")
		if strings.Contains(trigger, "[") {
			d.t.Errorf("<%s %s=%q> has a trigger filter: %s", n.Data, name, url, trigger)
		}
	}
}

func (d *Document) checkInline(n *html.Node) {
	d.t.Helper()
	src, hasSrc := Attr(n, "src")
	if n.Data == "style" || n.Data == "script" && (!hasSrc || src == "") {
		d.t.Errorf("inline <%s>", n.Data)
	}
	for _, a := range n.Attr {
		inline := a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") || strings.Contains(a.Key, ":inherited")
		if inline || strings.HasPrefix(a.Val, "js:") || strings.HasPrefix(a.Val, "javascript:") {
			d.t.Errorf("<%s %s=%q> is code in markup", n.Data, a.Key, a.Val)
		}
		loads := slices.Contains([]string{"src", "srcset", "action", "hx-get", "hx-post", "hx-put", "hx-delete"}, a.Key) || n.Data == "link" && a.Key == "href"
		if loads && (strings.Contains(a.Val, "//")) {
			d.t.Errorf("<%s %s=%q> leaves this site", n.Data, a.Key, a.Val)
		}
	}
}

func (d *Document) checkReferences(n *html.Node, ids map[string]int) {
	d.t.Helper()
	for _, name := range []string{"for", "aria-labelledby", "aria-describedby", "aria-controls"} {
		value, ok := Attr(n, name)
		if !ok {
			continue
		}
		for _, id := range strings.Fields(value) {
			if ids[id] == 0 {
				d.t.Errorf("<%s %s=%q>: no element has the id %q", n.Data, name, value, id)
			}
		}
	}
}
