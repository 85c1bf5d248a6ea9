package htmltest

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

var partOfSelector = regexp.MustCompile(`^([a-z0-9]+|#[\w-]+|\.[\w-]+|\[[\w:-]+(="?[^\]"]*"?)?\])`)

// All finds every element under a node that matches a selector.
func All(root *html.Node, selector string) []*html.Node {
	steps := strings.Fields(selector)
	var found []*html.Node
	Walk(root, func(n *html.Node) {
		if n != root && matches(n, steps) {
			found = append(found, n)
		}
	})
	return found
}

func matches(n *html.Node, steps []string) bool {
	if n.Type != html.ElementNode || !matchesOne(n, steps[len(steps)-1]) {
		return false
	}
	rest := steps[:len(steps)-1]
	if len(rest) == 0 {
		return true
	}
	for p := n.Parent; p != nil; p = p.Parent {
		if matches(p, rest) {
			return true
		}
	}
	return false
}

func matchesOne(n *html.Node, step string) bool {
	for step != "" {
		part := partOfSelector.FindString(step)
		if part == "" {
			panic("htmltest: selector not understood: " + step)
		}
		if !has(n, part) {
			return false
		}
		step = step[len(part):]
	}
	return true
}

func has(n *html.Node, part string) bool {
	switch part[0] {
	case '#':
		id, _ := Attr(n, "id")
		return id == part[1:]
	case '.':
		class, _ := Attr(n, "class")
		return slices.Contains(strings.Fields(class), part[1:])
	case '[':
		name, want, valued := strings.Cut(part[1:len(part)-1], "=")
		got, ok := Attr(n, name)
		return ok && (!valued || got == strings.Trim(want, `"`))
	default:
		return n.Data == part
	}
}
