package part

import (
	"strconv"

	"github.com/a-h/templ"
)

// Column is the head of one column. Href, when given, sorts by it; Sort is "ascending" or "descending" while it is sorted.
type Column struct {
	Label   string
	Href    string
	Sort    string
	Numeric bool
	Quiet   bool // the label is for screen readers only
}

// Chip is a filter that is on or off.
type Chip struct {
	Label string
	Href  string // the address with it turned over
	On    bool
	Off   string // what pressing it does, before the label, where it takes the filter away: "Remove filter:"
}

// SearchBox searches while typing, after a pause of 300 ms; without script its button does.
type SearchBox struct {
	ID     string
	Label  string
	Hint   string
	Action string
	Value  string
	Target string   // the region swapped: "#case-table"
	Keep   []Hidden // scope, sort and size that a search keeps
}

// PageLink is a direct link to a page; N is 0 for a gap.
type PageLink struct {
	N       int
	Href    string
	Current bool
}

// Paging is the way through a long list. Target is the region swapped.
type Paging struct {
	Label    string // "Children", for the navigation's name
	Target   string
	Previous string
	Next     string
	Pages    []PageLink
	Sizes    []PageLink // 25, 50, 100
	Showing  string     // "1 to 25 of 311"
}

func (l PageLink) number() string { return strconv.Itoa(l.N) }

func (p Paging) name() string {
	if p.Label == "" {
		return "Pagination"
	}
	return p.Label + ": pages"
}

// swap is how a link of the list replaces its region in place; none when the list is a plain page.
func (p Paging) swap(href string) templ.Attributes {
	if p.Target == "" {
		return nil
	}
	return templ.Attributes{
		"hx-get": href, "hx-target": p.Target, "hx-swap": "outerMorph", "hx-push-url": "true", "hx-sync": p.Target + ":replace",
	}
}
